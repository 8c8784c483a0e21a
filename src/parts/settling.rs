//! Settling a question that has several values, by one tap.
//!
//! One write replaces all the values, and nothing can put two people's values apart again under their own names. So the
//! choice is held back while it can be undone, then saved.

use super::HeldBack;
use crate::account::{Account, account};
use crate::browser::clock;
use crate::catalogue::Catalogue;
use crate::records::{Problem, records};
use leptos::prelude::*;
use record::{FlatMap, Path, Proposal, Record, Value};

/// The choices that are held back. Provided to every page; see [`settling`].
pub type Settling = HeldBack<Proposal>;

/// Provides them, and saves what a closed page had left, if it was the same person's.
pub fn provide() {
    let (records, account) = (records(), account());
    let save = move |proposal| async move { records.save(proposal, None).await.map(drop) };
    let held = Settling::new("settling", save);
    provide_context(held);
    held.take_up(move |left: Vec<Proposal>| async move {
        let me = account.me_now().map(|me| me.person.id);
        left.into_iter().filter(|proposal| me == Some(proposal.author)).collect()
    });
}

/// The choices that are held back; to be taken while a component is built.
pub fn settling() -> Settling {
    expect_context()
}

/// What the person writes on a record, having seen it as it stands on the screen.
pub fn written_on(
    record: &Record,
    edits: FlatMap<Path, Option<Value>>,
    (account, catalogue): (Account, Catalogue),
) -> Result<Proposal, Problem> {
    let me = account.me_now().ok_or(Problem::NobodySignedIn)?;
    Ok(Proposal {
        record: record.id,
        saw: record.context.clone(),
        form: record.form.clone(),
        form_version: catalogue.form_now(&record.form).map_or(0, |form| form.version),
        author: me.person.id,
        on: clock::today(),
        edits,
    })
}
