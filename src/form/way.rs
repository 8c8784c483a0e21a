//! The way through a form, as addresses in the browser's history.
//!
//! ```text
//! home │ /draft/7f (leave?) │ ?page=programme │ ?page=consent │ … │ ?step=check
//! ```
//!
//! Going back is always the browser's own: from a question to the one before, from the first one to the question
//! whether to keep the draft. A draft that is taken up again gets the pages before its place into the history first.
//!
//! Every page has a number in the history: so many lie behind it. Whoever leaves the form goes back over all of them at
//! once, and the page outside takes the place of the first: the browser's Back does not come upon the form again.

use super::{Filling, Step};
use crate::browser::clock::{self, Later};
use crate::browser::page;
use crate::lasting::{Lasting, lasting};
use leptos::prelude::*;
use leptos::router::{NavigateOptions, ParamsMap, use_navigate};
use leptos::task::spawn_local;
use std::rc::Rc;

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

/// The way through one form.
pub type Way = Lasting<Path>;

/// What a [`Way`] points at.
pub struct Path {
    /// The address of the draft, with what it takes to open it anew.
    base: StoredValue<String>,
    navigate: StoredValue<Navigate>,
    /// Where the person is on the way to, out of the form; and what brings them there if the browser does not.
    leaving: StoredValue<Option<(String, Later)>>,
}

/// A browser that has forgotten the pages behind does not go back: it remembers fifty.
const LEAVE_AFTER_MILLIS: u32 = 500;

impl Way {
    /// The way through a form whose address has this query.
    pub fn new(filling: Filling, query: &ParamsMap) -> Self {
        let kept = |name: &str| query.get(name).map(|value| format!("{name}={value}&")).unwrap_or_default();
        let base = format!("/draft/{}?{}{}{}", filling.id(), kept("form"), kept("record"), kept("given"));
        let navigate: Navigate = Rc::new(use_navigate());
        lasting(Path {
            base: StoredValue::new(base),
            navigate: StoredValue::new(navigate),
            leaving: StoredValue::new(None),
        })
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

    /// Out of the form, back over all its pages, to another page of the app.
    pub fn leave_over_all(self, address: &str) {
        let pages = page::number();
        // Whoever touches twice leaves once.
        if self.is_leaving_for().is_some() {
            return;
        }
        if pages == 0 {
            return self.leave_for(address);
        }
        let there = address.to_owned();
        let at_last = clock::later(LEAVE_AFTER_MILLIS, move || self.leave_for(&there));
        self.leaving.set_value(Some((address.to_owned(), at_last)));
        page::go_back_over(pages);
    }

    /// Where the person is on the way to, out of the form.
    pub fn is_leaving_for(self) -> Option<String> {
        self.leaving.with_value(|leaving| leaving.as_ref().map(|(address, _)| address.clone()))
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
            for (number, screen) in (page::number() + 1..).zip(screens.iter().take(place)) {
                page::push_address(&self.address(&Step::page(&filling.screen_name(screen))), number);
            }
            match screens.get(place) {
                Some(screen) => self.go(&Step::page(&filling.screen_name(screen))),
                None => self.go(&Step::Check),
            }
        });
    }

    fn to(self, address: &str, replace: bool) {
        let navigate = self.navigate.get_value();
        let number = page::number();
        let stays = replace || page::address() == address;
        navigate(address, NavigateOptions { replace, ..Default::default() });
        page::give_number(if stays { number } else { number + 1 });
    }
}
