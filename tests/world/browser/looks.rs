//! Looking at a browser in other ways: through another tab, on a narrower screen, with the eyes of axe-core.

use super::Browser;
use fantoccini::wd::WindowHandle;
use serde_json::json;
use std::{env, fs};

const INSPECT: &str = include_str!("inspect.js");

impl Browser {
    /// The tab that is looked at.
    pub async fn tab(&self) -> WindowHandle {
        self.client().window().await.expect("a tab")
    }

    /// Looks at another tab.
    pub async fn goes_to_tab(&self, tab: &WindowHandle) {
        self.client().switch_to_window(tab.clone()).await.expect("the tab");
    }

    /// What is wrong with the page as it stands; with `thumbs`, also every target that is too small for one.
    pub async fn inspection(&self, thumbs: bool) -> Vec<String> {
        let axe = env::var_os("TIWIZI_AXE").expect("TIWIZI_AXE: `cargo xtask test` says where axe-core is");
        let axe = fs::read_to_string(axe).expect("axe-core");
        let wrong = self.client().execute_async(INSPECT, vec![json!(axe), json!(thumbs)]).await;
        let wrong = wrong.unwrap_or_else(|error| panic!("{}: {error}", self.name()));
        serde_json::from_value(wrong).expect("lines")
    }

    /// The screen is so many pixels wide from now on.
    pub async fn is_narrow(&self, width: u32) {
        let metrics = json!({ "width": width, "height": 640, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }
}
