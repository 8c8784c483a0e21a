//! How long ago the office last heard of somebody, in words and with an icon: who is silent comes first.

use crate::browser::clock;
use crate::language::{Language, args};
use crate::parts::{Icon, icon};
use leptos::prelude::*;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// A week without a word: the phone may be broken, or the person may need help.
const SILENT_AFTER_DAYS: i64 = 7;

/// How fresh what the office knows of somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// Nothing was ever heard.
    Never,
    /// Nothing was heard for so many days.
    Silent(i64),
    /// Something was heard lately: at this instant.
    Fresh(i64),
}

impl Freshness {
    /// How fresh it is at `now`, in milliseconds since 1970-01-01 UTC.
    ///
    /// | last seen | freshness |
    /// |---|---|
    /// | never | never |
    /// | less than seven days ago, or in the future | fresh |
    /// | seven days ago or more | silent for as many whole days |
    pub fn of(last_seen: Option<i64>, now: i64) -> Self {
        match last_seen {
            None => Self::Never,
            Some(seen) => match (now - seen) / DAY {
                days @ SILENT_AFTER_DAYS.. => Self::Silent(days),
                _ => Self::Fresh(seen),
            },
        }
    }

    /// Icon and words.
    pub fn view(self, language: Language) -> impl IntoView {
        let (class, glyph) = match self {
            Self::Never => ("waiting", Icon::Clock),
            Self::Silent(_) => ("returned", Icon::CloudOff),
            Self::Fresh(_) => ("office", Icon::CloudCheck),
        };
        let words = move || match self {
            Self::Never => language.say("team.never"),
            Self::Silent(days) => language.plain("team.silent", &args().count(days as usize)),
            Self::Fresh(at) => ago(language, clock::now(), at),
        };
        view! { <span class=format!("status {class}")>{icon(glyph)}<span>{words}</span></span> }
    }
}

/// How long ago, as people say it.
fn ago(language: Language, now: i64, at: i64) -> String {
    let minutes = (now - at).max(0) / MINUTE;
    let counted = |key: &str, n: i64| language.plain(key, &args().count(n as usize));
    match minutes {
        0 => language.say("date.now"),
        1..60 => counted("date.minutes_ago", minutes),
        60..1440 => counted("date.hours_ago", minutes / 60),
        _ => counted("date.days_ago", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_without_a_word_is_silence() {
        let now = 100 * DAY;
        for (last_seen, expected) in [
            (None, Freshness::Never),
            (Some(now), Freshness::Fresh(now)),
            (Some(now + DAY), Freshness::Fresh(now + DAY)),
            (Some(now - 7 * DAY + 1), Freshness::Fresh(now - 7 * DAY + 1)),
            (Some(now - 7 * DAY), Freshness::Silent(7)),
            (Some(now - 9 * DAY - MINUTE), Freshness::Silent(9)),
        ] {
            assert_eq!(Freshness::of(last_seen, now), expected, "{last_seen:?}");
        }
    }
}
