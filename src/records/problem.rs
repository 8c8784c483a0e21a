//! Why storage did not do what was asked, as a person must hear it.

use crate::browser::store::ANOTHER_TAB;
use sync::Fault;

/// Why storage did not do what was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Problem {
    /// The phone is full. Nothing of what was being saved is kept; everything saved before is.
    Full,
    /// The browser does not let the app use its storage.
    Blocked,
    /// Another tab holds an older version of the app open.
    AnotherTab,
    /// A newer version of the app has used the storage: reload.
    Newer,
    /// Something stored cannot be read.
    Unreadable,
    /// Nobody has signed in on this device.
    NobodySignedIn,
    /// It is too large to be sent, and was not saved.
    TooLarge,
    /// It failed for another reason. Nothing of what was being saved is kept.
    Failed,
}

impl Problem {
    /// The key of the sentence that says what happened, what is safe and what to do.
    pub fn key(self) -> &'static str {
        match self {
            Self::Full => "storage.full",
            Self::Blocked => "storage.denied",
            Self::AnotherTab => "storage.blocked",
            Self::Newer => "storage.newer",
            Self::Unreadable => "storage.unreadable",
            Self::NobodySignedIn => "error.sign_in",
            Self::TooLarge => "storage.too_large",
            Self::Failed => "form.not_saved",
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Full => Self::Full,
            Fault::Blocked(why) if why == ANOTHER_TAB => Self::AnotherTab,
            Fault::Blocked(_) => Self::Blocked,
            Fault::Newer => Self::Newer,
            Fault::TooLarge => Self::TooLarge,
            Fault::Unreadable { .. } => Self::Unreadable,
            _ => Self::Failed,
        }
    }
}
