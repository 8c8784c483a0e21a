//! Several tabs of one browser.

use super::Browser;
use serde_json::json;

impl Browser {
    /// Opens another tab at an address of the client, and turns to it.
    pub async fn opens_another_tab(&self, address: &str) {
        let tab = self.client().new_window(true).await.expect("another tab");
        self.client().switch_to_window(tab.handle).await.expect("the tab");
        self.goes_to(address).await;
    }

    /// The browser is put away, as somebody does who looks at something else: its page is out of sight.
    pub async fn is_put_away(&self) {
        self.is_seen(false).await;
    }

    /// The browser is taken up again.
    pub async fn is_taken_up(&self) {
        self.is_seen(true).await;
    }

    async fn is_seen(&self, seen: bool) {
        let window = self.devtools("Browser.getWindowForTarget", json!({})).await["windowId"].clone();
        let bounds = json!({ "windowState": if seen { "normal" } else { "minimized" } });
        self.devtools("Browser.setWindowBounds", json!({ "windowId": window, "bounds": bounds })).await;
        let hidden = async || (self.script("return document.hidden", vec![]).await != seen).then_some(());
        self.until("the page to be in sight or out of it", hidden).await;
    }

    /// Turns to a tab, counted from 0 in the order in which they were opened.
    pub async fn turns_to_tab(&self, nth: usize) {
        let tabs = self.client().windows().await.expect("the tabs");
        self.client().switch_to_window(tabs[nth].clone()).await.expect("the tab");
    }

    /// The browser freezes the tab, as it does with one that was long out of sight: nothing runs in it.
    pub async fn freezes_tab(&self) {
        self.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await;
    }

    /// The browser finds a network, and wakes the app's service worker (Background Sync) for what it was asked to.
    pub async fn finds_a_network_in_the_background(&self, tag: &str) {
        self.devtools("ServiceWorker.enable", json!({})).await;
        let sync = json!({
            "origin": self.line().origin(),
            "registrationId": "0",
            "tag": tag,
            "lastChance": false,
        });
        self.devtools("ServiceWorker.dispatchSyncEvent", sync).await;
    }

    /// The tab runs again.
    pub async fn wakes_tab(&self) {
        self.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await;
    }

    /// Waits until a tab of this browser waits for a lock of this name.
    pub async fn waits_for_lock(&self, name: &str) {
        let waits = async || {
            let pending = "const { pending } = await navigator.locks.query(); \
                return pending.some(lock => lock.name === arguments[0]);";
            (self.script(pending, vec![name.into()]).await == true).then_some(())
        };
        self.until(&format!("a tab to wait for “{name}”"), waits).await;
    }
}
