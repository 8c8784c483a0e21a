//! One browser with a profile and a line of its own, seen as a person sees it: things are found by their role and
//! name, and waited for. Nothing here knows markup but `look.js`, and nothing there knows a class.

mod device;
mod looks;
mod signal;
mod start;
mod tabs;

use super::line::Line;
use super::{process, words};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use hyper::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a person looks for something before it is called missing. Two cores may be busy with other stories.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often they look.
const GLANCE: Duration = Duration::from_millis(60);

/// Control and `a` (W3C WebDriver, section 17.4.2): what is typed next takes the place of all that stands there.
const SELECT_ALL: &str = "\u{e009}a\u{e000}";

const LOOK: &str = include_str!("look.js");

/// What the browser runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// 360×640, touched.
    Phone,
    /// 1280×800, with a keyboard.
    Desk,
}

/// What kind of thing is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A link or a button.
    Act,
    /// Something to type into.
    Text,
    /// A radio button or a box to tick.
    Choice,
    /// A place for a file or a photo.
    File,
    /// A list to choose from.
    List,
    /// The heading of the page.
    Title,
    /// A heading.
    Heading,
    /// Questions or answers that belong together.
    Group,
}

/// A place to look in: the group of this name.
pub type Within<'a> = (Kind, &'a str);

/// One browser.
#[derive(Clone)]
pub struct Browser {
    inner: Arc<Inner>,
}

struct Inner {
    name: String,
    shape: Shape,
    profile: PathBuf,
    driver: String,
    line: Line,
    client: Mutex<Option<Client>>,
    tongue: Mutex<&'static str>,
    slow: Mutex<f64>,
    keeps_nothing: AtomicBool,
    room: Mutex<Option<u64>>,
    ahead: AtomicI32,
    complaints: Mutex<Vec<String>>,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Text => "text",
            Self::Choice => "choice",
            Self::File => "file",
            Self::List => "list",
            Self::Title => "title",
            Self::Heading => "heading",
            Self::Group => "group",
        }
    }
}

impl Browser {
    /// A browser that was never started, with an empty profile.
    pub fn new(
        name: &str,
        shape: Shape,
        folder: &Path,
        driver: &str,
        line: Line,
        tongue: &'static str,
    ) -> Self {
        let inner = Inner {
            name: name.to_owned(),
            shape,
            profile: folder.join(name.replace(' ', "-")),
            driver: driver.to_owned(),
            line,
            client: Mutex::default(),
            tongue: Mutex::new(tongue),
            slow: Mutex::new(1.0),
            keeps_nothing: AtomicBool::default(),
            room: Mutex::default(),
            ahead: AtomicI32::default(),
            complaints: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Whose it is.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The line to the office.
    pub fn line(&self) -> &Line {
        &self.inner.line
    }

    /// Where the browser keeps what it stores.
    pub fn profile(&self) -> &Path {
        &self.inner.profile
    }

    /// The language that is spoken.
    pub fn tongue(&self) -> &'static str {
        *self.inner.tongue.lock().unwrap()
    }

    /// Words of the client in the language spoken.
    pub fn word(&self, key: &str) -> String {
        words::say(self.tongue(), key)
    }

    fn client(&self) -> Client {
        let client = self.inner.client.lock().unwrap().clone();
        client.unwrap_or_else(|| panic!("{}: the browser is closed", self.name()))
    }

    /// Starts the browser at an address of the client, `/` for home.
    pub async fn opens(&self, address: &str) {
        self.starts().await;
        self.goes_to(address).await;
    }

    /// Opens an address of the client.
    pub async fn goes_to(&self, address: &str) {
        self.goes_anywhere(&format!("{}{address}", self.inner.line.origin())).await;
    }

    /// Opens an address, the office's or not.
    pub async fn goes_anywhere(&self, url: &str) {
        let opened = self.client().goto(url).await;
        opened.unwrap_or_else(|error| panic!("{}: {url} does not open: {error}", self.name()));
    }

    /// The system's own Back.
    pub async fn goes_back(&self) {
        self.client().back().await.expect("back");
    }

    /// Closes the browser as a person does: everything it holds reaches its profile.
    pub async fn closes(&self) {
        self.collect_complaints().await;
        let client = self.inner.client.lock().unwrap().take();
        if let Some(client) = client {
            client.close().await.expect("the browser closes");
        }
        let folder = self.inner.profile.clone();
        let gone = move || process::none_runs_in(&folder);
        self.until("the browser to end", async || gone().then_some(())).await;
    }

    /// Kills the browser without looking at it first.
    pub fn dies(&self) {
        process::kill_all_of(&self.inner.profile);
        *self.inner.client.lock().unwrap() = None;
    }

    /// From the next start on the browser lets no page keep anything, as somebody has chosen in its settings.
    pub fn keeps_nothing(&self) {
        self.inner.keeps_nothing.store(true, Ordering::Relaxed);
    }

    /// Whether the browser runs.
    pub fn is_open(&self) -> bool {
        self.inner.client.lock().unwrap().is_some()
    }

    /// A command of the browser's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.client().issue_cmd(Extension { path: "goog/cdp/execute", body }).await;
        answer.unwrap_or_else(|error| panic!("{}: {command}: {error}", self.name()))
    }

    /// Chooses a file in the only field for files that the page has.
    pub async fn brings_file(&self, path: &Path) {
        let there = async || self.client().find(Locator::Css("main input[type=file]")).await.ok();
        let field = self.until("a field for files", there).await;
        field.send_keys(&path.to_string_lossy()).await.expect("the file is chosen");
    }

    /// From now on files that are saved come into a folder.
    pub async fn saves_files_into(&self, folder: &Path) {
        let allow = json!({ "behavior": "allow", "downloadPath": folder });
        self.devtools("Browser.setDownloadBehavior", allow).await;
    }

    /// Runs a script: for what no person sees, such as what the browser has granted.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.client().execute(script, arguments).await;
        answer.unwrap_or_else(|error| panic!("{}: {error}", self.name()))
    }

    async fn look(&self, ask: Value) -> Option<Value> {
        // While a page is being opened there is nothing to see.
        self.client().execute(LOOK, vec![ask]).await.ok().filter(|answer| !answer.is_null())
    }

    /// Waits until something is so.
    pub async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        self.until_within(PATIENCE, what, look).await
    }

    /// Waits so long until something is so.
    pub async fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        mut look: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            if began.elapsed() > patience {
                let shown =
                    if self.is_open() { self.words().await } else { "nothing, it is closed".to_owned() };
                panic!("{} waited in vain for {what}. The screen shows:\n{shown}\n", self.name());
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Everything that can be read: of the page, or of the dialog over it.
    pub async fn words(&self) -> String {
        let words = self.look(json!({ "for": "words" })).await;
        words.and_then(|words| words.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// What things of a kind are called, in order.
    pub async fn names(&self, kind: Kind, within: &[Within<'_>]) -> Vec<String> {
        let names = self.look(json!({ "for": "names", "kind": kind.name(), "within": path(within) })).await;
        names.and_then(|names| serde_json::from_value(names).ok()).unwrap_or_default()
    }

    /// What is to be known about a thing: `words`, `value`, `checked`, `current`, `described`, `focused`.
    pub async fn facts(&self, kind: Kind, name: &str, within: &[Within<'_>]) -> Option<Value> {
        let ask = json!({ "for": "facts", "kind": kind.name(), "name": name, "within": path(within) });
        self.look(ask).await
    }

    /// Whether a thing is there now.
    pub async fn has(&self, kind: Kind, name: &str, within: &[Within<'_>]) -> bool {
        self.facts(kind, name, within).await.is_some()
    }

    /// Waits until words can be read.
    pub async fn sees(&self, words: &str) {
        let sought = words::tidy(words);
        let shown = async || self.words().await.contains(&sought).then_some(());
        self.until(&format!("“{sought}”"), shown).await;
    }

    /// Waits until words cannot be read any more.
    pub async fn sees_no_more(&self, words: &str) {
        let sought = words::tidy(words);
        let gone = async || (!self.words().await.contains(&sought)).then_some(());
        self.until(&format!("“{sought}” to go"), gone).await;
    }

    /// Waits for a line of text of the client, and answers its values.
    pub async fn reads(&self, key: &str) -> BTreeMap<String, String> {
        let line = async || {
            let shown = self.words().await;
            let parts = shown.lines().flat_map(|line| [line].into_iter().chain(line.split(" · ")));
            parts.into_iter().find_map(|part| words::read(self.tongue(), key, part))
        };
        self.until(&format!("the text {key}"), line).await
    }

    /// Waits for a heading.
    pub async fn comes_to(&self, heading: &str) {
        let there = async || self.has(Kind::Heading, heading, &[]).await.then_some(());
        self.until(&format!("the heading “{heading}”"), there).await;
    }

    /// Touches a link or button.
    pub async fn taps(&self, name: &str) {
        self.touches(Kind::Act, name, &[]).await;
    }

    /// Touches a link or button of a group.
    pub async fn taps_in(&self, within: &[Within<'_>], name: &str) {
        self.touches(Kind::Act, name, within).await;
    }

    /// Chooses an answer.
    pub async fn chooses(&self, within: &[Within<'_>], name: &str) {
        let chosen = async || {
            let facts = self.facts(Kind::Choice, name, within).await?;
            if facts["checked"] == true {
                return Some(());
            }
            self.touch(Kind::Choice, name, within).await;
            None
        };
        self.until(&format!("the answer “{name}” in {within:?}"), chosen).await;
    }

    /// Chooses from a list.
    pub async fn picks(&self, list: &str, choice: &str) {
        let sought = words::tidy(choice);
        let picked = async || {
            let element = self.element(Kind::List, list, &[]).await?;
            element.select_by_label(&sought).await.ok()
        };
        self.until(&format!("“{choice}” in the list “{list}”"), picked).await;
    }

    /// Writes into a field, in place of what stands there.
    pub async fn writes(&self, field: &str, text: &str) {
        self.writes_in(&[], field, text).await;
    }

    /// Writes into a field of a group, in place of what stands there.
    pub async fn writes_in(&self, within: &[Within<'_>], field: &str, text: &str) {
        let written = async || {
            let element = self.element(Kind::Text, field, within).await?;
            element.send_keys(SELECT_ALL).await.ok()?;
            element.send_keys(text).await.ok()
        };
        self.until(&format!("the field “{field}” in {within:?}"), written).await;
    }

    /// Takes a photo, or chooses a file, in a group.
    pub async fn gives(&self, within: &[Within<'_>], button: &str, file: &Path) {
        let path = file.to_str().expect("a path");
        let given = async || self.element(Kind::File, button, within).await?.send_keys(path).await.ok();
        self.until(&format!("“{button}” in {within:?}"), given).await;
    }

    /// Types on, at the end of what stands in a field.
    pub async fn types_on(&self, field: &str, text: &str) {
        let element = self.element(Kind::Text, field, &[]).await;
        let element = element.unwrap_or_else(|| panic!("{}: no field “{field}”", self.name()));
        element.send_keys(text).await.expect("typed");
    }

    /// Presses keys, wherever the focus is.
    pub async fn presses(&self, keys: &str) {
        let client = self.client();
        let element = client.active_element().await.expect("something has the focus");
        element.send_keys(keys).await.expect("pressed");
    }

    async fn touches(&self, kind: Kind, name: &str, within: &[Within<'_>]) {
        let touched = async || self.touch(kind, name, within).await.then_some(());
        self.until(&format!("“{name}” ({}) in {within:?}", kind.name()), touched).await;
    }

    /// Touches a thing if it is there.
    pub async fn touch(&self, kind: Kind, name: &str, within: &[Within<'_>]) -> bool {
        match self.element(kind, name, within).await {
            Some(element) => element.click().await.is_ok(),
            None => false,
        }
    }

    async fn element(&self, kind: Kind, name: &str, within: &[Within<'_>]) -> Option<Element> {
        let ask = json!({ "for": "element", "kind": kind.name(), "name": name, "within": path(within) });
        let reference = self.look(ask).await?;
        // The key under which WebDriver passes elements (W3C WebDriver, section 12.2).
        let id = reference.get("element-6066-11e4-a52e-4f735466cecf")?.as_str()?.to_owned();
        Some(Element::from_element_id(self.client(), ElementRef::from(id)))
    }

    /// The screen as it stands, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.client().screenshot().await.unwrap_or_default()
    }

    /// Chooses another language, in two taps.
    pub async fn changes_language(&self, tongue: &'static str) {
        let own = words::say(self.tongue(), &format!("lang.{}", self.tongue()));
        let button = words::say_with(self.tongue(), "lang.button", &[("language", &own)]);
        let one_of_both = async || {
            let name = if self.has(Kind::Act, &button, &[]).await { &button } else { &own };
            self.touch(Kind::Act, name, &[]).await.then_some(())
        };
        self.until("the button of the languages", one_of_both).await;
        self.taps(&words::say("fr", &format!("lang.{tongue}"))).await;
        let page = "return document.documentElement.lang";
        let changed = async || (self.script(page, vec![]).await == tongue).then_some(());
        self.until(&format!("the page to be in {tongue}"), changed).await;
        *self.inner.tongue.lock().unwrap() = tongue;
    }

    /// Takes over what the browser has complained about since the last time.
    async fn collect_complaints(&self) {
        if !self.is_open() {
            return;
        }
        let body = json!({ "type": "browser" });
        let Ok(Value::Array(lines)) = self.client().issue_cmd(Extension { path: "se/log", body }).await
        else {
            return;
        };
        let said = lines.iter().filter_map(|line| line["message"].as_str());
        let serious = said.filter(|line| is_serious(line)).map(str::to_owned);
        self.inner.complaints.lock().unwrap().extend(serious);
    }

    /// What the browser has complained about that no story may cause: what the content security policy has stopped,
    /// and a client that broke.
    pub async fn complaints(&self) -> Vec<String> {
        self.collect_complaints().await;
        self.inner.complaints.lock().unwrap().clone()
    }
}

fn is_serious(line: &str) -> bool {
    ["Content Security Policy", "panicked at", ".rs:", "unreachable", "Uncaught"]
        .iter()
        .any(|word| line.contains(word))
}

fn path(within: &[Within<'_>]) -> Vec<(&'static str, String)> {
    within.iter().map(|(kind, name)| (kind.name(), (*name).to_owned())).collect()
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
