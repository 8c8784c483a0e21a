//! The service worker: it is registered here, and a new version waits until the person agrees. Nothing reloads over
//! an open form.

use super::{by_name, page};
use js_sys::{JSON, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

/// Registers the service worker, tells it that this version has come up, and calls `ready` whenever a new version
/// waits.
pub async fn register(ready: impl Fn() + Clone + 'static) {
    let Some(container) = container() else { return };
    tell_that_it_started(&container);
    // On the first visit the worker takes charge of the page only now.
    let taken_charge = Closure::<dyn FnMut()>::new({
        let container = container.clone();
        move || tell_that_it_started(&container)
    });
    let _ =
        container.add_event_listener_with_callback("controllerchange", taken_charge.as_ref().unchecked_ref());
    taken_charge.forget();
    let Ok(registered) = JsFuture::from(container.register("/sw.js")).await else { return };
    let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else { return };
    if registration.waiting().is_some() && container.controller().is_some() {
        ready();
    }
    let found = Closure::<dyn FnMut()>::new({
        let registration = registration.clone();
        move || {
            if let Some(arriving) = registration.installing() {
                call_when_it_waits(&arriving, ready.clone());
            }
        }
    });
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}

/// The worker keeps the files of the desk where the desk has been opened.
fn tell_that_it_started(container: &ServiceWorkerContainer) {
    if let Some(controller) = container.controller() {
        let started = format!(r#"{{"type":"started","version":"{}","path":"{}"}}"#, version(), page::path());
        tell(&controller, &started);
    }
}

/// Lets the waiting version take over, and reloads the page once it has.
pub async fn take_over() {
    let Some(container) = container() else { return page::load_again() };
    let Some(waiting) = registration(&container).await.and_then(|found| found.waiting()) else {
        return page::load_again();
    };
    let reloaded = Cell::new(false);
    let taken_over = Closure::<dyn FnMut()>::new(move || {
        if !reloaded.replace(true) {
            page::load_again();
        }
    });
    container.set_oncontrollerchange(Some(taken_over.as_ref().unchecked_ref()));
    taken_over.forget();
    tell(&waiting, r#"{"type":"take-over"}"#);
}

/// Asks whether there is a new version; the answer comes by `ready`.
pub async fn look_for_update() {
    let Some(container) = container() else { return };
    if let Some(registration) = registration(&container).await
        && let Ok(asked) = registration.update()
    {
        let _ = JsFuture::from(asked).await;
    }
}

/// Asks the browser to wake the app when there is a network (Background Sync); where it cannot, nothing happens.
pub async fn ask_to_be_woken() {
    let Some(container) = container() else { return };
    let registration = registration(&container).await;
    if let Some(sync) = registration.and_then(|registration| by_name::get(&registration, "sync")) {
        by_name::promised(&sync, "register", &["exchange".into()]).await;
    }
}

/// Calls when the browser wakes the app: the worker tells every page that is open, those out of sight too. It tells
/// them nothing else.
pub fn on_wake(call: impl Fn() + 'static) {
    if let Some(container) = container() {
        page::listen(&container, "message", call);
    }
}

async fn registration(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    JsFuture::from(container.get_registration()).await.ok()?.dyn_into().ok()
}

/// The version of the app, which the build writes into the page.
pub fn version() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let meta = document.and_then(|document| document.query_selector("meta[name=version]").ok().flatten());
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

fn call_when_it_waits(arriving: &ServiceWorker, ready: impl Fn() + 'static) {
    let changed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let worker = event.target().and_then(|target| target.dyn_into::<ServiceWorker>().ok());
        let waits = worker.is_some_and(|worker| worker.state() == ServiceWorkerState::Installed);
        let replaces = container().is_some_and(|container| container.controller().is_some());
        if waits && replaces {
            ready();
        }
    });
    arriving.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// Service workers exist only in secure contexts; web-sys takes them for granted.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}

fn tell(worker: &ServiceWorker, json: &str) {
    if let Ok(message) = JSON::parse(json) {
        let _ = worker.post_message(&message);
    }
}
