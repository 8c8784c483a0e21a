//! Parts that several pages share. Their markup and classes are what `style/` dresses.

mod attached;
mod cards;
mod dialog;
mod frame;
mod held_back;
mod icon;
mod languages;
pub mod looks;
mod more;
pub mod naming;
mod notices;
mod qr;
mod rescue;
mod search;
mod select;
mod settling;
mod state;
mod states;
mod status;
mod undo;

pub use attached::{Attached, Fetch};
pub use cards::Card;
pub use dialog::Dialog;
pub use frame::{Door, Phone, current};
pub use held_back::HeldBack;
pub use icon::{Icon, icon};
pub use languages::{LanguageList, LanguageWord};
pub use more::LongList;
pub use notices::{Notices, Unusable};
pub use qr::QrCode;
pub use rescue::{CarryFile, SaveToFile, why_not};
pub use search::SearchBox;
pub use select::Select;
pub use settling::{Settling, settling, written_on};
pub use state::StatePill;
pub use states::{Empty, ErrorNote, Loading, Note, Tone};
pub use status::{Status, status};
pub use undo::{Undo, undo};

use leptos::prelude::*;

/// Provides what lies over the pages: the dialog of languages, the undo line.
pub fn provide() {
    looks::put_on();
    languages::provide();
    notices::provide();
    undo::provide();
    settling::provide();
}

/// What lies over the pages, and the one live region.
#[component]
pub fn Overlays() -> impl IntoView {
    let syncing = crate::syncing::syncing();
    view! {
        <languages::LanguageDialog/>
        <undo::UndoLine/>
        <div class="only-heard" role="status" aria-live="polite">{move || syncing.said()}</div>
    }
}
