//! Events of elements and of the window.

use crate::page;
use send_wrapper::SendWrapper;
use std::marker::PhantomData;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, HtmlInputElement};
pub use web_sys::{FocusEvent, KeyboardEvent, MouseEvent, PopStateEvent, SubmitEvent};

/// A kind of event, with the type of what listeners get.
pub struct Event<E>(&'static str, PhantomData<fn(E)>);

impl<E> Event<E> {
    /// As browsers call it.
    pub fn name(&self) -> &'static str {
        self.0
    }
}

macro_rules! events {
    ($($name:ident: $event:ty,)*) => {
        $(#[doc = concat!("The event `", stringify!($name), "`.")]
        #[allow(non_upper_case_globals)]
        pub const $name: Event<$event> = Event(stringify!($name), PhantomData);)*
    };
}
events! {
    blur: FocusEvent,
    change: web_sys::Event,
    click: MouseEvent,
    close: web_sys::Event,
    error: web_sys::Event,
    focus: FocusEvent,
    input: web_sys::Event,
    keydown: KeyboardEvent,
    popstate: PopStateEvent,
    submit: SubmitEvent,
    toggle: web_sys::Event,
}

/// Something that is called when an event happens, until it is removed.
pub struct Listener(SendWrapper<Held>);

struct Held {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    pub(crate) fn new(
        target: EventTarget,
        event: &'static str,
        heard: Box<dyn FnMut(web_sys::Event)>,
    ) -> Self {
        let closure = Closure::wrap(heard);
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self(SendWrapper::new(Held { target, event, closure }))
    }

    /// Listens no more.
    pub fn remove(self) {
        let Held { target, event, closure } = self.0.take();
        let _ = target.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        // It may be this very listener that has brought this about: it is dropped once it has returned.
        crate::task::spawn_local(async move { drop(closure) });
    }
}

/// Listens to an event of the window until the listener is removed.
pub fn window_event_listener<E: JsCast + 'static>(
    event: Event<E>,
    listener: impl Fn(E) + 'static,
) -> Listener {
    let heard = move |event: web_sys::Event| listener(event.unchecked_into());
    Listener::new(page::window().into(), event.name(), Box::new(heard))
}

/// What stands in the input, the text or the list that an event comes from.
pub fn event_target_value(event: &impl AsRef<web_sys::Event>) -> String {
    // Every element with a value has it under this name.
    event
        .as_ref()
        .target()
        .map(|target| target.unchecked_into::<HtmlInputElement>().value())
        .unwrap_or_default()
}

/// Whether the box that an event comes from is ticked.
pub fn event_target_checked(event: &impl AsRef<web_sys::Event>) -> bool {
    event.as_ref().target().is_some_and(|target| target.unchecked_into::<HtmlInputElement>().checked())
}
