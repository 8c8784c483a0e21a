//! The other tabs of this app: they are told of changes, and one at a time exchanges.

use super::by_name;
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortController, BroadcastChannel, MessageEvent};

/// The line between the tabs.
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens to the other tabs from now on.
    pub fn listen(hear: impl Fn(String) + 'static) -> Self {
        let channel = BroadcastChannel::new("tiwizi").ok();
        if let Some(channel) = &channel {
            let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                if let Some(text) = message.data().as_string() {
                    hear(text);
                }
            });
            channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
            listener.forget();
        }
        Self(channel)
    }

    /// Tells the other tabs.
    pub fn tell(&self, text: &str) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&text.into());
        }
    }
}

/// Does something while no other tab does anything under the same name. Where the browser has no Web Locks it is
/// simply done: the store's own transactions keep two tabs apart, and a repeated exchange changes nothing.
///
/// A tab that the browser freezes would hold up the others for as long: as that begins it gives its turn up, or its place
/// among those who wait for one. What it was at comes to an end when it wakes, without an answer here. `None` then, or if
/// the browser refuses.
pub async fn alone<T: 'static>(name: &str, what: impl Future<Output = T> + 'static) -> Option<T> {
    let Some(locks) = Locks::of_browser() else { return Some(what.await) };
    let (freezing, forget) = Freezing::watch()?;
    let done = Rc::new(RefCell::new(None));
    let holding = {
        let (done, frozen) = (done.clone(), freezing.comes());
        Closure::once_into_js(move || -> Promise {
            let work = future_to_promise(async move {
                *done.borrow_mut() = Some(what.await);
                Ok(JsValue::UNDEFINED)
            });
            Promise::race(&Array::of2(&work, &frozen))
        })
    };
    let turn = locks.request(name, "signal", &freezing.0.signal(), &holding);
    let ended = match turn {
        Some(turn) => JsFuture::from(turn).await.ok(),
        None => None,
    };
    forget();
    ended?;
    done.take()
}

/// What this tab alone has, until it is dropped or another tab takes it away.
pub struct Hold {
    let_go: Function,
    ended: Promise,
}

impl Hold {
    /// Comes true once another tab has taken it away; if this one lets go of it, without being so.
    pub fn is_taken_away(&self) -> impl Future<Output = bool> + use<> {
        let ended = JsFuture::from(self.ended.clone());
        async { ended.await.is_err() }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = self.let_go.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until no other tab holds what has this name; by force, takes it away from whichever does. `None` where the
/// browser has no Web Locks: then nobody minds.
pub async fn hold(name: &str, by_force: bool) -> Option<Hold> {
    let locks = Locks::of_browser()?;
    let mut ended = None;
    let granted = Promise::new(&mut |grant, _| {
        let holding = Closure::once_into_js(move || -> Promise {
            Promise::new(&mut |let_go, _| drop(grant.call1(&JsValue::UNDEFINED, &let_go)))
        });
        ended = locks.request(name, "steal", &by_force.into(), &holding);
    });
    let ended = ended?;
    // A request that the browser refuses ends before it is granted.
    let granted = JsFuture::from(Promise::race(&Array::of2(&granted, &ended))).await;
    Some(Hold { let_go: granted.ok()?.dyn_into().ok()?, ended })
}

/// The browser's locks. `navigator.locks` lies behind web-sys's unstable flag, so it is called by name.
struct Locks(JsValue);

impl Locks {
    fn of_browser() -> Option<Self> {
        by_name::get(&web_sys::window()?.navigator(), "locks").map(Self)
    }

    /// Asks for a lock, with one option; when the promise ends, the lock is no longer held.
    fn request(&self, name: &str, option: &str, value: &JsValue, holding: &JsValue) -> Option<Promise> {
        let options = by_name::object("{}", &[(option, value)])?;
        by_name::call(&self.0, "request", &[name.into(), options, holding.clone()])?.dyn_into().ok()
    }
}

/// Aborted when the browser freezes this page.
struct Freezing(AbortController);

impl Freezing {
    /// Watches from now on; and what stops watching.
    fn watch() -> Option<(Self, impl FnOnce())> {
        let controller = AbortController::new().ok()?;
        let page = web_sys::window()?.document()?;
        let abort = controller.clone();
        let listener = Closure::<dyn FnMut()>::new(move || abort.abort());
        let _ = page.add_event_listener_with_callback("freeze", listener.as_ref().unchecked_ref());
        let forget = move || {
            let _ = page.remove_event_listener_with_callback("freeze", listener.as_ref().unchecked_ref());
        };
        Some((Self(controller), forget))
    }

    /// Comes true when it does.
    fn comes(&self) -> Promise {
        Promise::new(&mut |succeed, _| {
            let _ = self.0.signal().add_event_listener_with_callback("abort", &succeed);
        })
    }
}
