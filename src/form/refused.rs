//! A question that is a gate (appearance `gate`): without the answer that its rule asks for, there is no record. Whoever
//! refuses is let go of with one tap, and nothing about them is kept.

use super::leave::{Discarding, outside};
use super::{Filling, Way};
use crate::browser::page;
use crate::language::t;
use crate::parts::{Icon, Note, Tone, icon};
use form::{Place, Problem, Screen};
use leptos::prelude::*;

/// What can be done when a gate of this page is shut.
#[component]
pub fn Refused(filling: Filling, way: Way, screen: Screen) -> impl IntoView {
    let is_gate = |place: &Place| filling.look(|draft| draft.definition().node(place.node).looks("gate"));
    let gates: Vec<Place> = screen.places().filter(is_gate).collect();
    if gates.is_empty() {
        return ().into_any();
    }
    let discarding = Discarding::new();
    let is_shut = Memo::new(move |_| {
        let is_broken = |place: &Place| {
            filling.follow(*place, |draft| matches!(draft.problem(*place), Some(Problem::Constraint(_))))
        };
        // Each of them is followed.
        gates.iter().filter(|place| is_broken(place)).count() > 0
    });
    Effect::new(move || {
        if is_shut.get() {
            page::bring_into_sight("refused");
        }
    });
    let is_known = filling.opened().changes;
    let let_go = move |_| {
        discarding.discard(&filling.id(), "form.gate.let_go");
        way.leave_over_all(&untrack(|| outside(filling)));
    };
    let key = if is_known { "form.gate.known" } else { "form.gate.new" };
    view! {
        <div role="status" id="refused">
            <Show when=move || is_shut.get()>
                <Note tone=Tone::Warn icon=Icon::Info title=Signal::derive(t(key))>
                    {(!is_known).then(|| view! {
                        <div class="acts">
                            <button class="btn danger" type="button" on:click=let_go>
                                {icon(Icon::Trash)}<span>{t("form.gate.refuses")}</span>
                            </button>
                        </div>
                    })}
                </Note>
            </Show>
        </div>
    }
    .into_any()
}
