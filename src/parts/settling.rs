//! Settling a question that has several values, by one tap.
//!
//! One write replaces all the values, and nothing can put two people's values apart again under their own names. So the
//! choice is held back while it can be undone, then saved.

use super::HeldBack;
use crate::account::account;
use crate::records::records;
use leptos::prelude::*;
use record::Proposal;

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
