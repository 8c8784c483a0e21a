//! A value in the words of the page's language.

use crate::form::reason_key;
use crate::pages::desk::naming::Naming;
use crate::parts::{Attached, Fetch};
use form::{Definition, Kind, Node, typed};
use leptos::prelude::*;
use record::{File, Value};

/// A value, and how it must be set among other words.
#[derive(Clone, PartialEq, Debug)]
pub enum Worded {
    /// Words of the page's language.
    Words(String),
    /// What somebody wrote, in whatever script.
    Free(String),
    /// Digits and codes, from left to right.
    Code(String),
    /// A photo or another file, and how large it is.
    File(Box<File>, String),
    /// Nothing was answered, or the answer was cleared.
    Nothing,
}

/// The answer to a question in words. Without the question, which an older or newer form may have asked, the value
/// speaks for itself.
pub fn worded(
    naming: Naming,
    definition: Option<&Definition>,
    node: Option<&Node>,
    value: Option<&Value>,
) -> Worded {
    let language = naming.language;
    let Some(value) = value else { return Worded::Nothing };
    let choice = |code: &str| match (node.map(|node| &node.kind), definition) {
        (Some(Kind::Commune(_)), _) => naming.commune(code),
        (Some(Kind::Programme(_)), _) => naming.programme(code),
        (Some(_), Some(definition)) => {
            let list = node.and_then(Node::list).map(|list| definition.list(list));
            let choice = list.and_then(|list| list.choice(code));
            choice.map_or_else(|| code.to_owned(), |choice| naming.label(&choice.label))
        }
        _ => code.to_owned(),
    };
    match value {
        Value::Text(text) if matches!(node.map(|node| &node.kind), Some(Kind::Phone)) => {
            Worded::Code(typed::phone_shown(text))
        }
        Value::Text(text) => match node.map(|node| &node.kind) {
            Some(Kind::Decimal) => Worded::Code(language.decimal(text)),
            Some(Kind::Geopoint) => Worded::Code(language.position(text)),
            Some(Kind::Time | Kind::Barcode) => Worded::Code(text.clone()),
            _ => Worded::Free(text.clone()),
        },
        Value::Integer(centimes) if node.is_some_and(|node| node.kind == Kind::Money) => {
            Worded::Words(language.money(*centimes))
        }
        Value::Integer(number) => Worded::Words(language.number(*number)),
        Value::Flag(flag) => Worded::Words(language.say(if *flag { "app.yes" } else { "app.no" })),
        Value::Date(date) => Worded::Words(language.partial_date(*date)),
        Value::Choice(code) => Worded::Words(choice(code)),
        Value::Choices(codes) => {
            let labels: Vec<String> = codes.iter().map(|code| choice(code)).collect();
            Worded::Words(labels.join(&language.say("form.and")))
        }
        Value::Reference(id) => Worded::Free(naming.record(*id)),
        Value::File(file) => Worded::File(file.clone(), language.size(file.size)),
        Value::Missing(reason) => {
            let kind = node.map_or(&Kind::Text, |node| &node.kind);
            Worded::Words(language.say(reason_key(kind, *reason)))
        }
        Value::Seen(_) => Worded::Words(language.say("review.state.removed")),
        Value::Review(_) => Worded::Words(language.say("history.title")),
        Value::Other(other) => Worded::Free(other.to_string()),
    }
}

impl Worded {
    /// As plain text, for attributes and the live region; `nothing` where there is no answer.
    pub fn text(self, nothing: impl FnOnce() -> String) -> String {
        match self {
            Self::Words(text) | Self::Free(text) | Self::Code(text) => text,
            Self::File(file, size) => format!("{} · {size}", file.called()),
            Self::Nothing => nothing(),
        }
    }

    /// As it stands on the page.
    pub fn view(self) -> AnyView {
        match self {
            Self::Words(text) => view! { <bdi>{text}</bdi> }.into_any(),
            Self::Free(text) => view! { <span dir="auto" class="free">{text}</span> }.into_any(),
            Self::Code(text) => view! { <bdi dir="ltr" class="code">{text}</bdi> }.into_any(),
            Self::File(file, _) => view! { <Attached file=*file fetch=Fetch::AtOnce/> }.into_any(),
            Self::Nothing => view! { <span class="none">"—"</span> }.into_any(),
        }
    }
}
