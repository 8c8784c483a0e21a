//! How a browser is started: headless, with a profile of its own, as a phone or at a desk.

use super::{Browser, Shape};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::{env, fs};

/// A clock that is so many days ahead, for every page that is opened.
const AHEAD: &str = "{
    const Right = Date, ahead = DAYS * 86400000;
    Date = class extends Right {
        constructor(...said) { said.length ? super(...said) : super(Right.now() + ahead); }
        static now() { return Right.now() + ahead; }
    };
}";

impl Browser {
    /// Starts the browser.
    pub async fn starts(&self) {
        // Left behind by a killed browser; the new one would wait for the old one's answer.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = fs::remove_file(self.inner.profile.join(lock));
        }
        let capabilities = match self.capabilities() {
            Value::Object(capabilities) => capabilities,
            _ => unreachable!("capabilities are an object"),
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let started = builder.capabilities(capabilities).connect(&self.inner.driver).await;
        let client =
            started.unwrap_or_else(|error| panic!("{}: the browser does not start: {error}", self.name()));
        *self.inner.client.lock().unwrap() = Some(client);
        let slow = *self.inner.slow.lock().unwrap();
        if slow > 1.0 {
            self.is_slowed(slow).await;
        }
        let room = *self.inner.room.lock().unwrap();
        if room.is_some() {
            self.has_room_for(room).await;
        }
        let ahead = self.inner.ahead.load(Ordering::Relaxed);
        if ahead != 0 {
            let source = AHEAD.replace("DAYS", &ahead.to_string());
            self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        }
    }

    fn capabilities(&self) -> Value {
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--no-first-run".to_owned(),
            "--hide-scrollbars".to_owned(),
            format!("--user-data-dir={}", self.inner.profile.display()),
            format!("--accept-lang={}", self.tongue()),
        ];
        let mut options = json!({ "prefs": { "intl.accept_languages": self.tongue() } });
        if self.inner.keeps_nothing.load(Ordering::Relaxed) {
            options["prefs"]["profile.default_content_setting_values.cookies"] = json!(2);
        }
        match self.inner.shape {
            Shape::Phone => {
                let metrics =
                    json!({ "width": 360, "height": 640, "pixelRatio": 2, "touch": true, "mobile": true });
                options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
                arguments.push("--window-size=500,900".to_owned());
            }
            // The browser's own bars take 143 of it.
            Shape::Desk => arguments.push("--window-size=1280,943".to_owned()),
        }
        options["args"] = json!(arguments);
        if let Some(program) = env::var_os("TIWIZI_CHROMIUM") {
            options["binary"] = json!(program.to_string_lossy());
        }
        json!({
            "browserName": "chrome",
            "pageLoadStrategy": "eager",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
        })
    }
}
