//! One address a screen, so that Back works.
//!
//! [`provide`] follows the browser's address; links of the page change it without loading the page again. [`routes`]
//! shows the page of the first pattern that the path has, and keeps it while only the parameters change.

mod address;
mod params;

use crate::event::{click, popstate};
use crate::live::live;
use crate::page;
use crate::part::{IntoView, View};
use crate::prelude::{component, window_event_listener};
use crate::scope::{Effect, untrack};
use crate::signal::{Memo, Read, RwSignal, StoredValue};
use address::Address;
use upstream::prelude::{expect_context, provide_context, use_context};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, MouseEvent};

pub use params::ParamsMap;

/// A pattern and the page it opens. In a pattern, `:name` stands for one part of the path and `*` for all that follow.
pub type Route = (&'static str, fn() -> View);

/// The browser's address, for all pages.
#[derive(Clone, Copy)]
struct Router {
    address: RwSignal<Address>,
    path: Memo<String>,
    query: Memo<ParamsMap>,
}

/// The parameters of the innermost route.
#[derive(Clone, Copy)]
struct Parameters(Memo<ParamsMap>);

/// Where the browser is.
pub struct Location {
    /// The path, without the query.
    pub pathname: Memo<String>,
}

/// How to go somewhere.
#[derive(Clone, Copy, Debug)]
pub struct NavigateOptions {
    /// Takes the place of the present address in the history.
    pub replace: bool,
    /// Begins at the top of the page.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// Follows the browser's address from now on.
pub fn provide() {
    let address = RwSignal::new(Address::of_page());
    let path = Memo::new(move |_| address.with(|address| address.path.clone()));
    let query = Memo::new(move |_| address.with(|address| ParamsMap::of_query(&address.query)));
    let router = Router { address, path, query };
    provide_context(router);
    // Both live as long as the page: nothing removes them.
    std::mem::forget(window_event_listener(popstate, move |_| router.address.set(Address::of_page())));
    std::mem::forget(window_event_listener(click, move |event| router.follow_link(&event)));
}

/// The page of the first pattern that the path has.
pub fn routes(routes: &'static [Route], otherwise: fn() -> View) -> View {
    let path = expect_context::<Router>().path;
    let place =
        |path: &String| routes.iter().position(|(pattern, _)| ParamsMap::of_path(pattern, path).is_some());
    let place = Memo::new(move |_| path.with(place));
    live(Box::new(move || {
        let Some((pattern, page)) = place.get().and_then(|place| routes.get(place)) else {
            return untrack(otherwise);
        };
        // On the way to another page the path has these parameters no more: the page that goes keeps its own.
        provide_context(Parameters(Memo::new(move |old: Option<&ParamsMap>| {
            path.with(|path| ParamsMap::of_path(pattern, path)).or_else(|| old.cloned()).unwrap_or_default()
        })));
        untrack(page)
    }))
}

/// Where the browser is; to be taken while a component is built.
pub fn use_location() -> Location {
    Location { pathname: expect_context::<Router>().path }
}

/// What stands behind the question mark.
pub fn use_query_map() -> Memo<ParamsMap> {
    expect_context::<Router>().query
}

/// What stands for the names in the route's pattern.
pub fn use_params_map() -> Memo<ParamsMap> {
    use_context::<Parameters>().map_or_else(|| Memo::new(|_| ParamsMap::default()), |parameters| parameters.0)
}

/// A way to go somewhere; to be taken while a component is built. The address is in the history when it returns.
pub fn use_navigate() -> impl Fn(&str, NavigateOptions) + Clone + Send + Sync + 'static {
    let router = expect_context::<Router>();
    move |to, options| router.navigate(to, options)
}

/// The same for who has to wait first: from a page that was left meanwhile it goes nowhere.
pub fn use_navigate_from_here() -> impl Fn(&str, NavigateOptions) + Clone + Send + Sync + 'static {
    let (navigate, here) = (use_navigate(), StoredValue::new(()));
    move |to, options| {
        if here.try_with_value(|()| ()).is_some() {
            navigate(to, options);
        }
    }
}

/// Goes elsewhere, in place of the page that shows this.
#[component]
pub fn Redirect(
    /// Where to.
    path: &'static str,
) -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move || navigate(path, NavigateOptions { replace: true, ..NavigateOptions::default() }));
}

impl Router {
    fn navigate(self, to: &str, options: NavigateOptions) {
        let Some(address) = Address::read(to) else { return };
        let Ok(history) = page::window().history() else { return };
        let whole = address.whole();
        let same = address == self.address.get_untracked();
        let _ = match options.replace || same {
            true => history.replace_state_with_url(&JsValue::NULL, "", Some(&whole)),
            false => history.push_state_with_url(&JsValue::NULL, "", Some(&whole)),
        };
        if !same {
            self.address.set(address);
        }
        if options.scroll {
            page::window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// A link to another page of the client is followed here; all others are the browser's.
    fn follow_link(self, event: &MouseEvent) {
        let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if event.default_prevented() || event.button() != 0 || modified {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let within = link.get_attribute("href").is_some_and(|href| href.starts_with('#'));
        if within || !link.target().is_empty() || link.has_attribute("download") || link.rel() == "external" {
            return;
        }
        let here = page::window().location().origin().unwrap_or_default();
        if link.origin() == here {
            event.prevent_default();
            self.navigate(&link.href(), NavigateOptions::default());
        }
    }
}
