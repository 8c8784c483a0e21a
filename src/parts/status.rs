//! Where a record stands, as word and icon; colour comes third.

use super::{Icon, icon};
use crate::language::t;
use crate::records::{Stand, Summary};
use leptos::prelude::*;
use record::ReviewState;

/// Where a record stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Draft,
    Waiting,
    Office,
    Returned,
    Held,
    ToReview,
    Corrected,
    Approved,
    Changed,
    Dispute,
}

impl Status {
    /// What matters most to its author.
    pub fn for_author(line: &Summary) -> Self {
        match line.stand() {
            Stand::Held => Self::Held,
            Stand::Waiting => Self::Waiting,
            Stand::Returned => Self::Returned,
            Stand::Approved => Self::Approved,
            Stand::ToReview => Self::Office,
        }
    }

    /// What matters most to who judges it.
    pub fn for_judge(line: &Summary) -> Self {
        match line.review {
            _ if line.disputes > 0 => Self::Dispute,
            ReviewState::Awaiting | ReviewState::Corrected => Self::ToReview,
            ReviewState::Approved => Self::Approved,
            ReviewState::ChangedSinceApproval => Self::Changed,
            ReviewState::Returned => Self::Returned,
        }
    }

    /// Its class: `draft`, `to-review`, … for cards and status words.
    pub fn class(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Office => "office",
            Self::Returned => "returned",
            Self::Held => "held",
            Self::ToReview => "to-review",
            Self::Corrected => "changed",
            Self::Approved => "approved",
            Self::Changed => "changed",
            Self::Dispute => "dispute",
        }
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "status.draft",
            Self::Waiting => "status.waiting",
            Self::Office => "status.office",
            Self::Returned => "status.returned",
            Self::Held => "status.held",
            Self::ToReview => "review.state.to_review",
            Self::Corrected => "review.state.corrected",
            Self::Approved => "review.state.approved",
            Self::Changed => "review.state.changed",
            Self::Dispute => "status.dispute",
        }
    }

    /// Its icon.
    pub fn icon(self) -> Icon {
        match self {
            Self::Draft => Icon::Pencil,
            Self::Waiting => Icon::Clock,
            Self::Office => Icon::CloudCheck,
            Self::Returned => Icon::Undo,
            Self::Held => Icon::Warning,
            Self::ToReview => Icon::Eye,
            Self::Corrected => Icon::Sync,
            Self::Approved => Icon::Check,
            Self::Changed => Icon::Pencil,
            Self::Dispute => Icon::Split,
        }
    }
}

/// A status as icon and word.
pub fn status(status: Status) -> impl IntoView {
    view! { <span class=format!("status {}", status.class())>{icon(status.icon())}<span>{t(status.key())}</span></span> }
}
