//! [Leptos](upstream) as this client uses it: its signals, its components and its `view!`, and beneath them a renderer
//! with views of **one type**.
//!
//! Leptos describes a page in types: each place of each page is a type of its own, with code of its own to build, change
//! and remove it. That is quick on a server, and half a megabyte on a phone's first visit. Here `view!` makes elements
//! as it goes, and what may change later is a boxed closure: one screen more costs little more than its words.
//!
//! - [`View`]: a piece of page, made but perhaps not shown yet.
//! - [`element`]: what `view!` calls for each tag; [`attribute`] and [`event`] for what stands in a tag.
//! - [`live`]: what a closure shows; [`list`]: lines that are known by keys, `<For>`; [`control::Show`].
//! - [`router`]: one address a screen, so that Back works.
//!
//! Crates that use it call it `leptos`, for the macros name that crate. Whatever reads signals in a closure is run again
//! when they change, and owns what it made: listeners, effects and signals go when the closure runs again.

// The macros name the crate they are used in.
extern crate self as leptos;

pub mod attribute;
pub mod children;
pub mod control;
pub mod element;
pub mod event;
mod inert;
pub mod list;
pub mod live;
pub mod mount;
mod node_ref;
mod page;
mod part;
pub mod router;
mod scope;
pub mod signal;
mod value;

#[doc(inline)]
pub use part::{IntoView, View};
pub use upstream::{component, reactive, task, typed_builder, typed_builder_macro};

/// Elements by the names that references to them use.
pub mod html {
    pub use web_sys::HtmlDialogElement as Dialog;
}

/// The events of a page.
pub mod ev {
    pub use crate::event::*;
}

/// Everything that a page needs.
pub mod prelude {
    pub use crate::attribute::IntoAttributeValue;
    pub use crate::children::{Children, ChildrenFn, ViewFn};
    pub use crate::control::{For, Show};
    pub use crate::event::{event_target_checked, event_target_value, window_event_listener};
    pub use crate::node_ref::NodeRef;
    pub use crate::part::{AnyView, CollectView, IntoAny, IntoMaybeErased, IntoRender, IntoView, View};
    pub use crate::scope::{Effect, on_cleanup, untrack};
    pub use crate::signal::{IntoReactiveValue, Memo, Read, RwSignal, Signal, StoredValue};
    pub use upstream::prelude::{
        ArcTrigger, Callable, Callback, Notify, Owner, Track, Trigger, expect_context, provide_context,
        use_context,
    };
    pub use upstream::{component, view};
}

/// The paths that `view!` writes out.
#[doc(hidden)]
pub mod tachys {
    pub mod html {
        pub use crate::inert::InertElement;
        pub mod element {
            pub use crate::element::html::*;
        }
        pub mod event {
            pub use crate::event::*;
        }
        pub mod attribute {
            pub use crate::attribute::*;
        }
    }
    pub mod svg {
        pub use crate::element::svg::*;
    }
    pub mod view {
        pub mod iterators {
            pub use crate::part::StaticVec;
        }
    }
}

/// A closure among the children of an element; it stays what it is.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<T, F: FnMut() -> T>(closure: F) -> F {
    closure
}
