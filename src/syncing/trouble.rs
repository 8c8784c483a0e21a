//! Why an exchange did not go through, as a person must hear it.

use crate::records::Problem;
use sync::Stopped;

/// Why an exchange did not go through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// There is no way to the office from here.
    NoNetwork,
    /// The way is there, and too slow.
    TimedOut,
    /// The office is busy.
    Busy,
    /// The session has ended.
    SignInNeeded,
    /// The office has withdrawn this device, and has all that was saved on it.
    Withdrawn,
    /// The app is too old to read what the office says.
    TooOld,
    /// The office refuses.
    Refused,
    /// Entries are held until a person has looked.
    Held,
    /// The office does not take a file.
    FileRefused,
    /// A file that was only here is gone.
    FileLost,
    /// What came back is no answer of the office: another network's sign-in page, perhaps.
    Garbled,
    /// The device's own store failed.
    Store(Problem),
}

impl Trouble {
    /// Whether the person must see to it. No network and a slow one are normal, and pass.
    pub fn is_for_the_person(self) -> bool {
        !matches!(self, Self::NoNetwork | Self::TimedOut | Self::Garbled)
    }

    /// Whether the office was reached.
    pub fn is_from_the_office(self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::SignInNeeded
                | Self::Withdrawn
                | Self::TooOld
                | Self::Refused
                | Self::Held
                | Self::FileRefused
        )
    }

    /// The key of the few words that answer whoever has just asked for an exchange.
    pub fn in_short(self) -> &'static str {
        match self {
            Self::NoNetwork => "sync.tried.no_network",
            Self::TimedOut => "sync.tried.cut",
            _ => "sync.tried.not_sent",
        }
    }

    /// The key of the sentence that says what happened, what is safe and what to do.
    pub fn key(self) -> &'static str {
        match self {
            Self::NoNetwork => "error.network",
            Self::TimedOut => "error.cut",
            Self::Busy => "error.busy",
            Self::SignInNeeded => "error.sign_in",
            Self::Withdrawn => "error.revoked",
            Self::TooOld => "error.too_old",
            Self::Refused => "error.refused",
            Self::Held => "sync.held.hint",
            Self::FileRefused => "sync.files.refused",
            Self::FileLost => "sync.files.lost_hint",
            Self::Garbled => "error.not_the_office",
            Self::Store(problem) => problem.key(),
        }
    }
}

impl From<Stopped> for Trouble {
    fn from(stopped: Stopped) -> Self {
        use sync::Trouble as Told;
        match stopped {
            Stopped::Fault(fault) => Self::Store(fault.into()),
            Stopped::Trouble(told) => match told {
                Told::NoNetwork => Self::NoNetwork,
                Told::TimedOut => Self::TimedOut,
                Told::Busy => Self::Busy,
                Told::SignInNeeded => Self::SignInNeeded,
                Told::Withdrawn => Self::Withdrawn,
                Told::TooOld => Self::TooOld,
                Told::Refused(_) => Self::Refused,
                Told::Garbled | Told::Stuck => Self::Garbled,
            },
        }
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Store(problem)
    }
}
