//! The interface's words. `locales/<language>.json` is fetched as data, by the desk `locales/desk/<language>.json`
//! besides, which holds what only the desk says; a missing word falls back to the second
//! language the person chose, then to French; it is never invented. Changing the language changes signals, so no
//! page reloads and nothing typed is lost.
//!
//! ```ignore
//! view! { <h1>{t("people.title")}</h1> <p>{t_with("people.count", move || args().count(n.get()))}</p> }
//! ```

mod format;
mod plural;
mod tongue;
mod words;

pub use tongue::Tongue;
pub use words::{Args, args};

use crate::browser::{clock, journal, page, transport};
use crate::lasting::{Lasting, lasting};
use chrono::{NaiveDate, NaiveDateTime};
use form::typed::Geopoint;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::PartialDate;
use std::sync::Arc;
use words::{Piece, Words};

/// Which language is spoken, and all its words. Provided to every page; see [`language`].
pub type Language = Lasting<Tongues>;

/// What a [`Language`] points at.
pub struct Tongues {
    tongue: RwSignal<Tongue>,
    second: RwSignal<Tongue>,
    /// The words in the order in which they are tried; empty until the first file has arrived.
    books: RwSignal<Vec<Arc<Words>>>,
    folders: Folders,
}

/// Where the words of a part of the client lie, below `locales/`.
pub type Folders = &'static [&'static str];

/// Provides the language and starts to fetch its words from these folders.
pub fn provide(folders: Folders) -> Language {
    let preferred = |key| journal::preference(key).and_then(|code| Tongue::from_code(&code));
    let tongue = preferred("language").unwrap_or_else(|| Tongue::best_of(&page::languages()));
    let second = preferred("second_language").unwrap_or(Tongue::Fr);
    let language = lasting(Tongues {
        tongue: RwSignal::new(tongue),
        second: RwSignal::new(second),
        books: RwSignal::new(Vec::new()),
        folders,
    });
    provide_context(language);
    language.speak(tongue, second);
    language
}

/// The language of the page; to be taken while a component is built.
pub fn language() -> Language {
    expect_context()
}

/// A text without values, for text nodes and attributes.
pub fn t(key: &'static str) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    let language = language();
    move || language.say(key)
}

/// A text with values, each isolated in a `<bdi>`, for text nodes.
pub fn t_with(
    key: &'static str,
    args: impl Fn() -> Args + Send + Sync + 'static,
) -> impl Fn() -> Vec<AnyView> + Send + Sync + 'static {
    let language = language();
    move || language.view(key, &args())
}

/// A text that counts, for text nodes: `{n}` is the number.
pub fn t_n(
    key: &'static str,
    n: impl Fn() -> usize + Send + Sync + 'static,
) -> impl Fn() -> Vec<AnyView> + Send + Sync + 'static {
    t_with(key, move || args().count(n()))
}

impl Language {
    /// Whether there are words to show.
    pub fn is_ready(self) -> bool {
        self.books.with(|books| !books.is_empty())
    }

    /// The language spoken.
    pub fn tongue(self) -> Tongue {
        self.tongue.get()
    }

    /// The language that stands in for missing words.
    pub fn second(self) -> Tongue {
        self.second.get()
    }

    /// Speaks another language from now on. The words change when its file has arrived.
    pub fn choose(self, tongue: Tongue) {
        self.speak(tongue, self.second.get_untracked());
    }

    /// Takes another language for missing words.
    pub fn choose_second(self, second: Tongue) {
        self.speak(self.tongue.get_untracked(), second);
    }

    fn speak(self, tongue: Tongue, second: Tongue) {
        spawn_local(async move {
            let mut books = Vec::new();
            for tongue in tongue.and_stand_ins(second) {
                match self.fetch(tongue).await {
                    Ok(all) => books.extend(all),
                    Err(_) if books.is_empty() => continue,
                    Err(_) => break,
                }
            }
            if books.is_empty() {
                return page::tell_that_it_is_broken();
            }
            journal::prefer("language", tongue.code());
            journal::prefer("second_language", second.code());
            page::set_language(tongue.code(), tongue.direction());
            self.tongue.set(tongue);
            self.second.set(second);
            self.books.set(books);
        });
    }

    /// All words of a language, or none: with a part of them buttons would be without names.
    async fn fetch(self, tongue: Tongue) -> Result<Vec<Arc<Words>>, transport::Silence> {
        let mut books = Vec::new();
        for folder in self.folders {
            let text = transport::locale(folder, tongue.code()).await?;
            books.extend(Words::read(tongue, &text).map(Arc::new));
        }
        Ok(books)
    }

    /// A text without values.
    pub fn say(self, key: &str) -> String {
        self.plain(key, &Args::default())
    }

    /// A text with values as one string: each value is isolated by U+2068 and U+2069 (Unicode TR 9, section 2.5).
    pub fn plain(self, key: &str, args: &Args) -> String {
        let mut text = String::new();
        for piece in self.pieces(key, args) {
            match piece {
                Piece::Text(words) => text.push_str(&words),
                Piece::Value(value) => {
                    text.push('\u{2068}');
                    text.push_str(&value);
                    text.push('\u{2069}');
                }
            }
        }
        text
    }

    /// A text with values as a view: each value is isolated in a `<bdi>`.
    pub fn view(self, key: &str, args: &Args) -> Vec<AnyView> {
        let element = |piece| match piece {
            Piece::Text(words) => words.into_any(),
            Piece::Value(value) => view! { <bdi>{value}</bdi> }.into_any(),
        };
        self.pieces(key, args).into_iter().map(element).collect()
    }

    /// Whether any of the languages in use has the text.
    pub fn has(self, key: &str) -> bool {
        self.books.with(|books| books.iter().any(|words| words.has(key)))
    }

    fn pieces(self, key: &str, args: &Args) -> Vec<Piece> {
        self.books.with(|books| {
            let found = books.iter().find_map(|words| words.pieces(key, args));
            found.unwrap_or_else(|| vec![Piece::Text(key.to_owned())])
        })
    }

    /// A label of the catalogue in the language spoken, else in one that stands in for it.
    pub fn label<'a>(self, of: impl Fn(&'static str) -> Option<&'a str>) -> &'a str {
        let chain = self.tongue().and_stand_ins(self.second());
        let others = [Tongue::Fr, Tongue::Ar, Tongue::En];
        chain.into_iter().chain(others).find_map(|tongue| of(tongue.code())).unwrap_or("")
    }

    /// The name in the language spoken, of a thing that has these three.
    pub fn either(self, ar: &str, fr: &str, en: &str) -> String {
        let name = self.label(|code| match code {
            "ar" => Some(ar),
            "fr" => Some(fr),
            "en" => Some(en),
            _ => None,
        });
        name.to_owned()
    }

    /// `1 234`, with narrow no-break spaces and Western digits in every language.
    pub fn number(self, number: i64) -> String {
        format::number(number)
    }

    /// `52,5`: tenths, with a decimal comma but for English.
    pub fn tenths(self, tenths: i64) -> String {
        format::tenths(tenths, self.tongue() == Tongue::En)
    }

    /// How much room something takes.
    pub fn size(self, bytes: u64) -> String {
        let (key, size) = match bytes {
            0..1_000_000 => ("unit.kilobytes", self.number(bytes.div_ceil(1_000) as i64)),
            1_000_000..1_000_000_000 => ("unit.megabytes", self.tenths((bytes / 100_000) as i64)),
            _ => ("unit.gigabytes", self.tenths((bytes / 100_000_000) as i64)),
        };
        self.plain(key, &args().with("size", size))
    }

    /// `1 200,50 DH`, of centimes.
    pub fn money(self, centimes: i64) -> String {
        let amount = format::amount(centimes, self.tongue() == Tongue::En);
        self.joined("money.dirhams", &args().with("amount", amount))
    }

    /// `1 234,5`, of a plain decimal.
    pub fn decimal(self, plain: &str) -> String {
        format::decimal(plain, self.tongue() == Tongue::En)
    }

    /// `28.98712, -10.0574 (± 12 m)`, of a place on Earth as it is stored.
    pub fn position(self, stored: &str) -> String {
        let Ok(place) = stored.parse::<Geopoint>() else { return stored.to_owned() };
        let degrees = format!("{}, {}", place.latitude, place.longitude);
        match place.accuracy > 0.0 {
            true => format!("{degrees} (± {} m)", place.accuracy.ceil()),
            false => degrees,
        }
    }

    /// `21/11/2026`.
    pub fn date(self, date: NaiveDate) -> String {
        format::date(date)
    }

    /// `samedi 21 novembre 2026`.
    pub fn long_date(self, date: NaiveDate) -> String {
        format::long_date(date, |key, args| self.joined(key, args))
    }

    /// `samedi 21 novembre`: a day of this year.
    pub fn day(self, date: NaiveDate) -> String {
        format::day(date, |key, args| self.joined(key, args))
    }

    /// A date as exactly as it is known: `21/11/2026`, `novembre 2026`, `vers 1987`.
    pub fn partial_date(self, date: PartialDate) -> String {
        format::partial_date(date, |key, args| self.joined(key, args))
    }

    /// A text with values that need no isolation, because they are of the same language: the parts of a date.
    fn joined(self, key: &str, args: &Args) -> String {
        let text = |piece| match piece {
            Piece::Text(text) | Piece::Value(text) => text,
        };
        self.pieces(key, args).into_iter().map(text).collect()
    }

    /// `14:05`, by the clock on the wall here.
    pub fn time(self, millis: i64) -> String {
        format::time(clock::local(millis))
    }

    /// `14:05` if it was today, else `21/11/2026`.
    pub fn moment(self, millis: i64) -> String {
        let at: NaiveDateTime = clock::local(millis);
        if at.date() == clock::today() { format::time(at) } else { format::date(at.date()) }
    }

    /// `21/11/2026 14:05`.
    pub fn date_and_time(self, millis: i64) -> String {
        let at = clock::local(millis);
        format!("{} {}", format::date(at.date()), format::time(at))
    }
}
