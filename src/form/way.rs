//! The way through a form, as addresses in the browser's history.
//!
//! ```text
//! home │ /draft/7f (leave?) │ ?page=programme │ ?page=consent │ … │ ?step=check
//! ```
//!
//! Going back is always the browser's own: from a question to the one before, from the first one to the question
//! whether to keep the draft. A draft that is taken up again gets the pages before its place into the history first.

use super::{Filling, Step};
use crate::browser::page;
use leptos::prelude::*;
use leptos::router::{NavigateOptions, ParamsMap, use_navigate};
use leptos::task::spawn_local;
use std::rc::Rc;

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// The way through one form.
#[derive(Clone, Copy)]
pub struct Way {
    /// The address of the draft, with what it takes to open it anew.
    base: StoredValue<String>,
    navigate: StoredValue<Navigate, LocalStorage>,
}

impl Way {
    /// The way through a form whose address has this query.
    pub fn new(filling: Filling, query: &ParamsMap) -> Self {
        let kept = |name: &str| query.get(name).map(|value| format!("{name}={value}&")).unwrap_or_default();
        let base = format!("/draft/{}?{}{}{}", filling.id(), kept("form"), kept("record"), kept("given"));
        let navigate: Navigate = Rc::new(use_navigate());
        Self { base: StoredValue::new(base), navigate: StoredValue::new_local(navigate) }
    }

    /// The address of a page.
    pub fn address(self, step: &Step) -> String {
        let address = self.base.with_value(|base| format!("{base}{}", step.query()));
        address.trim_end_matches(['&', '?']).to_owned()
    }

    /// Goes on to a page.
    pub fn go(self, step: &Step) {
        self.to(&self.address(step), false);
    }

    /// Puts a page in place of this one.
    pub fn replace(self, step: &Step) {
        self.to(&self.address(step), true);
    }

    /// Puts another page of the app in place of this one.
    pub fn leave_for(self, address: &str) {
        self.to(address, true);
    }

    /// To the page before.
    pub fn back(self) {
        page::go_back();
    }

    /// Opens the draft at its place, with the pages before it in the history.
    pub fn enter(self, filling: Filling) {
        spawn_local(async move {
            let screens = filling.screens_now();
            let place = filling.place_among(&screens);
            for screen in screens.iter().take(place) {
                page::push_address(&self.address(&Step::page(&filling.screen_name(screen))));
            }
            if let Some(screen) = screens.get(place) {
                self.go(&Step::page(&filling.screen_name(screen)));
            }
        });
    }

    fn to(self, address: &str, replace: bool) {
        let navigate = self.navigate.get_value();
        navigate(address, NavigateOptions { replace, ..Default::default() });
    }
}
