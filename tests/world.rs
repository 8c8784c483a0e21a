//! The world of a story: an office with its endpoint, phones and desks with a browser and a line each. Ports,
//! databases, profiles and waiting are hidden here; faults are ordinary verbs. When a story ends, the world compares
//! what each phone had said was at the office with the rows of the endpoint's database.

pub mod browser;
pub mod camera;
#[allow(dead_code, reason = "a measurement asks it more than a story")]
pub mod courier;
pub mod damage;
pub mod desk;
pub mod endpoint;
pub mod errand;
pub mod line;
#[allow(dead_code, reason = "a measurement asks it more than a story")]
mod machine;
pub mod office;
#[allow(dead_code, reason = "a measurement asks it more than a story")]
pub mod people;
pub mod person;
pub mod phone;
#[allow(dead_code, reason = "a measurement asks it more than a story")]
pub mod pocket;
pub mod process;
pub mod version;
pub mod words;

use browser::{Browser, Shape};
use desk::Desk;
use endpoint::Endpoint;
use errand::Administrator;
use line::Line;
use office::Office;
use phone::{Claim, Phone};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs, panic, thread};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::task::LocalSet;
use version::Version;

/// Two cores bear two stories at once.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Everything there is in a story.
#[derive(Clone)]
pub struct World {
    inner: Arc<Inner>,
}

struct Inner {
    folder: TempDir,
    pictures: PathBuf,
    driver: String,
    _driver: Child,
    endpoint: tokio::sync::Mutex<Endpoint>,
    administrator: tokio::sync::Mutex<Option<Administrator>>,
    browsers: Mutex<Vec<Browser>>,
    claims: Mutex<Vec<Claim>>,
}

/// Tells a story in an empty world whose endpoint runs.
pub async fn story<F: Future<Output = ()> + 'static>(tell: impl FnOnce(World) -> F) {
    told(false, tell).await;
}

/// Tells a story in the invented region of `--demo`.
pub async fn story_of_the_region<F: Future<Output = ()> + 'static>(tell: impl FnOnce(World) -> F) {
    told(true, tell).await;
}

async fn told<F: Future<Output = ()> + 'static>(demo: bool, tell: impl FnOnce(World) -> F) {
    let name = thread::current().name().unwrap_or("story").replace("::", "-");
    let _turn = TURNS.acquire().await.expect("a turn");
    let world = World::begins(&name, demo).await;
    let (story, end) = (tell(world.clone()), world.clone());
    let tasks = LocalSet::new();
    let outcome = tasks.spawn_local(async move {
        story.await;
        end.ends().await;
    });
    if let Err(error) = tasks.run_until(outcome).await {
        world.keeps_pictures().await;
        panic::resume_unwind(error.into_panic());
    }
}

impl World {
    async fn begins(name: &str, demo: bool) -> Self {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
        let pictures = target.join("stories").join(name);
        let _ = fs::remove_dir_all(&pictures);
        fs::create_dir_all(&pictures).expect("the folder of the pictures");
        let folder = tempfile::Builder::new().prefix("tiwizi-").tempdir().expect("a folder");
        let (driver, process) = start_driver().await;
        let mut endpoint = Endpoint::new(&folder.path().join("office"), &pictures.join("endpoint.log"), demo)
            .expect("a port");
        endpoint.starts().await;
        let inner = Inner {
            folder,
            pictures,
            driver,
            _driver: process,
            endpoint: endpoint.into(),
            administrator: Default::default(),
            browsers: Mutex::default(),
            claims: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// A phone that nobody has used yet, in a language.
    pub async fn phone(&self, name: &str, tongue: &'static str) -> Phone {
        Phone::new(self.clone(), self.browser(name, Shape::Phone, tongue).await)
    }

    /// A field worker of the whole region whose phone is set up, in French.
    pub async fn field_worker(&self, name: &str) -> Phone {
        let link = self.invitation(name, "field_worker").await;
        let phone = self.phone(name, "fr").await;
        phone.enrols_by(&link).await;
        phone
    }

    /// A coordinator of the whole region at a desk that is set up, in French.
    pub async fn coordinator(&self, name: &str) -> Desk {
        let link = self.invitation(name, "coordinator").await;
        let desk = self.desk(name, "fr").await;
        desk.enrols_by(&link).await;
        desk
    }

    /// The desk of the first coordinator of the region of `--demo`, in French.
    pub async fn coordinator_of_the_region(&self) -> Desk {
        let said = self.said_at_start().await;
        let accounts = said.iter().filter_map(|line| line.strip_prefix("desk sign-in"));
        let mut accounts = accounts.map(|account| account.trim().split("  ").collect::<Vec<_>>());
        let account = accounts.find(|account| account[1] != "admin").expect("a coordinator");
        let [_, user, password] = account[..] else { panic!("{account:?}") };
        let desk = self.desk("desk", "fr").await;
        desk.signs_in(user, password).await;
        desk
    }

    /// A desk that nobody has used yet, in a language.
    pub async fn desk(&self, name: &str, tongue: &'static str) -> Desk {
        Desk::new(self.browser(name, Shape::Desk, tongue).await)
    }

    /// A line of its own to the endpoint.
    pub async fn line(&self) -> Line {
        let endpoint = self.inner.endpoint.lock().await.address;
        Line::to(endpoint).await.expect("a line")
    }

    async fn browser(&self, name: &str, shape: Shape, tongue: &'static str) -> Browser {
        self.browser_over(self.line().await, name, shape, tongue)
    }

    /// A browser that nobody has used yet, over a line to whatever it leads to.
    pub fn browser_over(&self, line: Line, name: &str, shape: Shape, tongue: &'static str) -> Browser {
        let browser = Browser::new(name, shape, self.inner.folder.path(), &self.inner.driver, line, tongue);
        self.inner.browsers.lock().unwrap().push(browser.clone());
        browser
    }

    /// A new person of the team with one role in the whole region, and the link for their first device.
    pub async fn invitation(&self, name: &str, role: &str) -> String {
        self.invitation_within(name, role, "").await
    }

    /// The same within a territory.
    pub async fn invitation_within(&self, name: &str, role: &str, territory: &str) -> String {
        let mut administrator = self.administrator().await;
        let administrator = administrator.as_mut().expect("an administrator");
        let person = administrator.adds(name, role, territory).await;
        format!("/enrol/{}", administrator.invites(&person).await)
    }

    /// The link for another device of somebody who is in the team.
    pub async fn another_invitation(&self, name: &str) -> String {
        let mut administrator = self.administrator().await;
        format!("/enrol/{}", administrator.as_mut().expect("an administrator").invites_again(name).await)
    }

    /// A field worker works in another territory from now on, and their phone has heard of it.
    pub async fn moves(&self, phone: &Phone, territory: &str) {
        let known = self.office().await.grants_known_to(phone.name()).await;
        self.administrator().await.as_mut().expect("an administrator").moves(phone.name(), territory).await;
        let heard = async || {
            phone.exchanges().await;
            (self.office().await.grants_known_to(phone.name()).await > known).then_some(())
        };
        phone.until("the phone to hear of its new territory", heard).await;
    }

    async fn administrator(&self) -> tokio::sync::MutexGuard<'_, Option<Administrator>> {
        let mut administrator = self.inner.administrator.lock().await;
        if administrator.is_none() {
            let endpoint = self.inner.endpoint.lock().await;
            *administrator = Some(Administrator::by(endpoint.address, &endpoint.said).await);
        }
        administrator
    }

    /// What the endpoint said when it started, such as links.
    pub async fn said_at_start(&self) -> Vec<String> {
        self.inner.endpoint.lock().await.said.clone()
    }

    /// The endpoint is stopped, as for an update.
    pub async fn stops_the_endpoint(&self) {
        self.inner.endpoint.lock().await.stops().await;
    }

    /// The endpoint's process is killed.
    pub async fn kills_the_endpoint(&self) {
        self.inner.endpoint.lock().await.is_killed().await;
    }

    /// The endpoint is started again on the same data.
    pub async fn starts_the_endpoint(&self) {
        self.inner.endpoint.lock().await.starts().await;
    }

    /// The endpoint is updated: from now on it serves a client in which one text of one file is another.
    pub async fn updates_the_client(&self, file: &str, old: &str, new: &str) {
        let mut endpoint = self.inner.endpoint.lock().await;
        let version = Version::copied(&endpoint.client, &self.inner.folder.path().join("client"));
        version.says(file, old, new);
        endpoint.stops().await;
        endpoint.client = version.folder().to_owned();
        endpoint.starts().await;
    }

    /// A form of the catalogue asks more from now on: rows after the one that begins so.
    pub async fn asks_more(&self, form: &str, after: &str, rows: &[&str]) {
        let mut endpoint = self.inner.endpoint.lock().await;
        let path = format!("forms/{form}.md");
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalogue").join(&path);
        let shipped = fs::read_to_string(shipped).expect("the form");
        let (mut text, mut found) = (String::new(), false);
        for line in shipped.lines() {
            text = text + line + "\n";
            if line.starts_with(after) {
                text = text + &rows.join("\n") + "\n";
                found = true;
            }
        }
        assert!(found, "{path} has no row that begins “{after}”");
        endpoint.stops().await;
        let over = endpoint.data().join("catalogue").join(&path);
        fs::create_dir_all(over.parent().expect("a folder")).expect("the folder");
        fs::write(over, text).expect("the form");
        endpoint.starts().await;
    }

    /// The endpoint's data folder.
    pub async fn data(&self) -> PathBuf {
        self.inner.endpoint.lock().await.data().to_owned()
    }

    /// A day and more goes by without anybody using the codes that were made.
    pub async fn codes_grow_old(&self) {
        Office::changes_rows(&self.data().await, "UPDATE code SET expires_at = 0 WHERE used_by IS NULL")
            .await;
    }

    /// What the office really has.
    pub async fn office(&self) -> Office {
        Office::open(self.inner.endpoint.lock().await.data()).await
    }

    /// Somebody was told that something is at the office.
    pub fn note(&self, claim: Claim) {
        let mut claims = self.inner.claims.lock().unwrap();
        claims.retain(|earlier| !claim.replaces(earlier));
        claims.push(claim);
    }

    /// Where a story's pictures are kept.
    pub fn pictures(&self) -> &Path {
        &self.inner.pictures
    }

    /// Nothing that a phone called at the office is missing there, and no browser has complained.
    async fn ends(&self) {
        let office = self.office().await;
        let claims = self.inner.claims.lock().unwrap().clone();
        for claim in &claims {
            claim.is_true_of(&office).await;
        }
        let browsers = self.inner.browsers.lock().unwrap().clone();
        for browser in browsers {
            let complaints = browser.complaints().await;
            assert!(complaints.is_empty(), "{} complained: {complaints:#?}", browser.name());
            if browser.is_open() {
                browser.closes().await;
            }
        }
    }

    /// What stood on each screen when a story failed.
    async fn keeps_pictures(&self) {
        let browsers = self.inner.browsers.lock().unwrap().clone();
        for browser in browsers.iter().filter(|browser| browser.is_open()) {
            let file = |ending: &str| self.inner.pictures.join(format!("{}.{ending}", browser.name()));
            let words = format!("{}\n\n{}\n", browser.words().await, browser.complaints().await.join("\n"));
            let _ = fs::write(file("png"), browser.picture().await);
            let _ = fs::write(file("txt"), words);
        }
        eprintln!("What stood on the screens: {}", self.inner.pictures.display());
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A driver that is killed leaves its browsers behind.
        process::kill_all_of(self.folder.path());
    }
}

/// Where a story's chances begin: printed, and taken from `TIWIZI_SEED` if it is there, so that what has failed can be told
/// again.
pub fn seed() -> u64 {
    let given = env::var("TIWIZI_SEED").ok().map(|seed| seed.parse().expect("TIWIZI_SEED is a number"));
    let seed = given.unwrap_or_else(|| fastrand::u64(..));
    println!("TIWIZI_SEED={seed}");
    seed
}

/// The second within which everything typed is kept.
pub async fn a_second_passes() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

/// Starts the browser's driver on a port of its own choice. It wants the same one in both families of addresses, and ends
/// at once where another program has that port in one of them: then it is asked again.
async fn start_driver() -> (String, Child) {
    let program = env::var_os("TIWIZI_CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut said = String::new();
    for _ in 0..5 {
        let mut command = Command::new(&program);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut process = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        said.clear();
        while let Some(line) = lines.next_line().await.expect("its words") {
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return (format!("http://127.0.0.1:{}", port.trim_end_matches('.')), process);
            }
            said += &line;
            said.push('\n');
        }
        if !said.contains("port not available") {
            break;
        }
    }
    panic!("the browser's driver does not start: {said}");
}
