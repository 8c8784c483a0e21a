//! The other tabs of this app: they are told of changes, and one at a time exchanges.

use js_sys::{Array, Function, Promise, Reflect};
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

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
/// A tab that the browser freezes would hold up the others for as long: it gives its turn up as that begins, and what it
/// was at comes to an end when it wakes, without an answer here. `None` then, or if the browser refuses.
///
/// `navigator.locks` lies behind web-sys's unstable flag, so it is called by name.
pub async fn alone<T: 'static>(name: &str, what: impl Future<Output = T> + 'static) -> Option<T> {
    let Some((locks, request)) = lock_manager() else { return Some(what.await) };
    let done = Rc::new(RefCell::new(None));
    let promise = {
        let done = done.clone();
        let holding = Closure::once_into_js(move || -> Promise {
            let (frozen, forget) = when_frozen();
            let work = future_to_promise(async move {
                *done.borrow_mut() = Some(what.await);
                forget();
                Ok(JsValue::UNDEFINED)
            });
            Promise::race(&Array::of2(&work, &frozen))
        });
        request.apply(&locks, &Array::of2(&name.into(), &holding)).ok()?.dyn_into::<Promise>().ok()?
    };
    JsFuture::from(promise).await.ok()?;
    done.take()
}

/// Comes true when the browser freezes this page; and what stops listening for that.
fn when_frozen() -> (Promise, impl FnOnce()) {
    let page = web_sys::window().and_then(|window| window.document());
    let mut listener = None;
    let frozen = Promise::new(&mut |succeed, _| {
        if let Some(page) = &page {
            let _ = page.add_event_listener_with_callback("freeze", &succeed);
        }
        listener = Some(succeed);
    });
    let forget = move || {
        if let (Some(page), Some(listener)) = (&page, &listener) {
            let _ = page.remove_event_listener_with_callback("freeze", listener);
        }
    };
    (frozen, forget)
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
