//! Views, and what can be shown as one.

use crate::live::{Live, live};
use crate::page;
use crate::signal::{Memo, Read, RwSignal, Signal};
use std::borrow::Cow;
use std::rc::Rc;
use web_sys::Node;

/// A piece of page: made, and to be put into it once.
#[derive(Default)]
pub struct View(Part);

/// As Leptos calls a view whose type is not known.
pub type AnyView = View;

#[derive(Default)]
pub(crate) enum Part {
    #[default]
    Nothing,
    Text(Cow<'static, str>),
    Node(Node),
    Parts(Vec<View>),
    Live(Rc<Live>),
}

/// A part that has been put into the page.
pub(crate) enum Placed {
    Node(Node),
    Live(Rc<Live>),
}

impl View {
    /// Anything that can be shown.
    pub fn new(view: impl IntoView) -> Self {
        view.into_view()
    }

    /// Where it stands in the source, as `view!` tells in builds for development.
    #[doc(hidden)]
    pub fn with_view_marker(self, _place: &'static str) -> Self {
        self
    }

    pub(crate) fn of(part: Part) -> Self {
        Self(part)
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Part::Text(words) = &self.0 { Some(words) } else { None }
    }

    /// Puts the view into a node of the page, before one of its children or last, and tells what is there now.
    pub(crate) fn put_into(self, parent: &Node, before: Option<&Node>, placed: &mut Vec<Placed>) {
        match self.0 {
            Part::Nothing => {}
            Part::Text(words) => Self(Part::Node(page::text(&words).into())).put_into(parent, before, placed),
            Part::Node(node) => {
                page::put(parent, &node, before);
                placed.push(Placed::Node(node));
            }
            Part::Parts(views) => {
                for view in views {
                    view.put_into(parent, before, placed);
                }
            }
            Part::Live(live) => {
                let live = Placed::Live(live);
                live.move_to(parent, before);
                placed.push(live);
            }
        }
    }
}

impl Placed {
    pub fn move_to(&self, parent: &Node, before: Option<&Node>) {
        self.each(&mut |node| page::put(parent, node, before));
    }

    pub fn take_out(&self) {
        self.each(&mut page::take_out);
    }

    pub fn first(&self) -> Option<Node> {
        let mut first = None;
        self.each(&mut |node| {
            first.get_or_insert_with(|| node.clone());
        });
        first
    }

    pub fn last(&self) -> Node {
        match self {
            Self::Node(node) => node.clone(),
            Self::Live(live) => live.marker().clone(),
        }
    }

    /// Its nodes, in the order of the page.
    pub fn each(&self, visit: &mut dyn FnMut(&Node)) {
        match self {
            Self::Node(node) => visit(node),
            Self::Live(live) => live.each(visit),
        }
    }
}

/// What can be shown.
pub trait IntoView {
    /// As a view.
    fn into_view(self) -> View;
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::default()
    }
}

impl<V: IntoView> IntoView for Option<V> {
    fn into_view(self) -> View {
        self.map(V::into_view).unwrap_or_default()
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_view(self) -> View {
        self.collect_view()
    }
}

impl IntoView for &'static str {
    fn into_view(self) -> View {
        View(Part::Text(self.into()))
    }
}

impl IntoView for String {
    fn into_view(self) -> View {
        View(Part::Text(self.into()))
    }
}

impl IntoView for Cow<'static, str> {
    fn into_view(self) -> View {
        View(Part::Text(self))
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl IntoView for $number {
            fn into_view(self) -> View {
                self.to_string().into_view()
            }
        })*
    };
}
numbers!(i32 i64 u32 u64 usize);

impl<F, V> IntoView for F
where
    F: FnMut() -> V + 'static,
    V: IntoView,
{
    fn into_view(mut self) -> View {
        live(Box::new(move || self().into_view()))
    }
}

macro_rules! signals {
    ($($signal:ident)*) => {
        $(impl<T> IntoView for $signal<T>
        where
            T: IntoView + Clone + 'static,
        {
            fn into_view(self) -> View {
                (move || self.get()).into_view()
            }
        })*
    };
}
signals!(Memo RwSignal Signal);

macro_rules! together {
    ($($name:ident)*) => {
        impl<$($name: IntoView),*> IntoView for ($($name,)*) {
            #[allow(non_snake_case)]
            fn into_view(self) -> View {
                let ($($name,)*) = self;
                View(Part::Parts(vec![$($name.into_view()),*]))
            }
        }
    };
}
together!(A);
together!(A B);
together!(A B C);
together!(A B C D);
together!(A B C D E);
together!(A B C D E F);
together!(A B C D E F G);
together!(A B C D E F G H);
together!(A B C D E F G H I);
together!(A B C D E F G H I J);
together!(A B C D E F G H I J K);
together!(A B C D E F G H I J K L);

/// Forgets which type a view had; here it had none.
pub trait IntoAny {
    /// As a view.
    fn into_any(self) -> View;
}

impl<V: IntoView> IntoAny for V {
    fn into_any(self) -> View {
        self.into_view()
    }
}

/// The views of an iterator, one after the other.
pub trait CollectView {
    /// As one view.
    fn collect_view(self) -> View;
}

impl<I: IntoIterator<Item: IntoView>> CollectView for I {
    fn collect_view(self) -> View {
        View(Part::Parts(self.into_iter().map(IntoView::into_view).collect()))
    }
}

/// What `view!` calls on each of several children.
#[doc(hidden)]
pub trait IntoMaybeErased {
    fn into_maybe_erased(self) -> View;
}

impl<V: IntoView> IntoMaybeErased for V {
    fn into_maybe_erased(self) -> View {
        self.into_view()
    }
}

/// What `view!` calls on what stands in braces.
#[doc(hidden)]
pub trait IntoRender: Sized {
    fn into_render(self) -> Self {
        self
    }
}

impl<V> IntoRender for V {}

/// Several children, as `view!` writes them.
#[doc(hidden)]
pub struct StaticVec(Vec<View>);

impl From<Vec<View>> for StaticVec {
    fn from(views: Vec<View>) -> Self {
        Self(views)
    }
}

impl IntoView for StaticVec {
    fn into_view(self) -> View {
        View(Part::Parts(self.0))
    }
}

impl From<Node> for View {
    fn from(node: Node) -> Self {
        Self(Part::Node(node))
    }
}
