//! Elements, made as `view!` goes: children first, then attributes and listeners.

use crate::attribute::IntoValue;
use crate::event::{Event, Listener};
use crate::node_ref::NodeRef;
use crate::part::{IntoView, View};
use crate::scope::{effect, on_cleanup};
use crate::value::Value;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};

/// An element of the page.
pub struct Element(web_sys::Element);

impl Element {
    /// With these children after those it has.
    pub fn child(self, view: impl IntoView) -> Self {
        view.into_view().put_into(&self.0, None, &mut Vec::new());
        self
    }

    /// With this attribute.
    pub fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        self.give(name, value.into_value(), write_attribute)
    }

    /// With this property.
    pub fn prop(self, name: &'static str, value: impl IntoValue) -> Self {
        self.give(name, value.into_value(), write_property)
    }

    /// Listens to an event, as long as what made this element lives.
    pub fn on<E: JsCast + 'static>(self, event: Event<E>, mut listener: impl FnMut(E) + 'static) -> Self {
        let heard = move |event: web_sys::Event| listener(event.unchecked_into());
        let listener = Listener::new(self.0.clone().into(), event.name(), Box::new(heard));
        on_cleanup(move || listener.remove());
        self
    }

    /// Can be reached through this reference from now on.
    pub fn node_ref<E: JsCast + Clone + 'static>(self, reference: NodeRef<E>) -> Self {
        reference.load(self.0.clone().unchecked_into());
        self
    }

    fn give(self, name: &'static str, value: Value, write: fn(&web_sys::Element, &str, Value)) -> Self {
        match value {
            Value::Live(mut value) => {
                let element = self.0.clone();
                effect(move || write(&element, name, value()));
            }
            value => write(&self.0, name, value),
        }
        self
    }
}

impl IntoView for Element {
    fn into_view(self) -> View {
        web_sys::Node::from(self.0).into()
    }
}

fn write_attribute(element: &web_sys::Element, name: &str, value: Value) {
    let _ = match value {
        Value::Absent => element.remove_attribute(name),
        Value::Present => element.set_attribute(name, ""),
        Value::Text(words) => element.set_attribute(name, &words),
        Value::Live(mut value) => return write_attribute(element, name, value()),
    };
}

/// Written only if it is another: the caret of an input stays where it is.
fn write_property(element: &web_sys::Element, name: &str, value: Value) {
    let value = match value {
        Value::Absent => JsValue::FALSE,
        Value::Present => JsValue::TRUE,
        Value::Text(words) => JsValue::from_str(&words),
        Value::Live(mut value) => return write_property(element, name, value()),
    };
    let name = JsValue::from_str(name);
    if Reflect::get(element, &name).as_ref() != Ok(&value) {
        let _ = Reflect::set(element, &name, &value);
    }
}

macro_rules! attributes {
    ($($method:ident = $name:literal,)*) => {
        impl Element {
            $(#[doc = concat!("With the attribute `", $name, "`.")]
            #[allow(non_snake_case, reason = "SVG has such names")]
            pub fn $method(self, value: impl IntoValue) -> Self {
                self.attr($name, value)
            })*
        }
    };
}
attributes! {
    accept = "accept", alt = "alt", aria_busy = "aria-busy", aria_checked = "aria-checked", aria_controls = "aria-controls",
    aria_current = "aria-current", aria_describedby = "aria-describedby", aria_expanded = "aria-expanded", aria_haspopup = "aria-haspopup",
    aria_hidden = "aria-hidden", aria_invalid = "aria-invalid", aria_label = "aria-label",
    aria_labelledby = "aria-labelledby", aria_live = "aria-live", aria_pressed = "aria-pressed",
    aria_required = "aria-required", aria_selected = "aria-selected", aria_sort = "aria-sort",
    autocapitalize = "autocapitalize", autocomplete = "autocomplete", autocorrect = "autocorrect", capture = "capture", checked = "checked",
    class = "class", colspan = "colspan", d = "d", datetime = "datetime", dir = "dir", disabled = "disabled",
    download = "download", draggable = "draggable", enterkeyhint = "enterkeyhint", fill = "fill",
    r#for = "for", form = "form", height = "height", hidden = "hidden", href = "href", id = "id",
    inputmode = "inputmode", label = "label", lang = "lang", max = "max", maxlength = "maxlength", min = "min",
    minlength = "minlength", multiple = "multiple", name = "name", novalidate = "novalidate", open = "open",
    pattern = "pattern", placeholder = "placeholder", readonly = "readonly", rel = "rel", required = "required",
    role = "role", rows = "rows", rowspan = "rowspan", scope = "scope", selected = "selected", size = "size",
    spellcheck = "spellcheck", src = "src", step = "step", tabindex = "tabindex", target = "target", title = "title",
    translate = "translate", r#type = "type", value = "value", viewBox = "viewBox", width = "width",
    x = "x", y = "y", rx = "rx", shape_rendering = "shape-rendering",
}

macro_rules! elements {
    ($make:path: $($name:ident)*) => {
        $(#[doc = concat!("`<", stringify!($name), ">`")]
        pub fn $name() -> super::Element {
            super::Element($make(stringify!($name)))
        })*
    };
}

/// The elements of HTML that pages use.
pub mod html {
    elements! {
        crate::page::element: a article aside b bdi br button canvas caption code dd details dialog div dl dt em fieldset figcaption
        figure footer form h1 h2 h3 header hr i img input ins kbd label legend li main nav ol optgroup option p progress
        section select small span strong sub summary sup table tbody td textarea tfoot th thead time tr ul
    }
}

/// The elements of SVG that pages use.
pub mod svg {
    elements! { crate::page::drawing: circle g line path polyline rect svg text title }
}
