//! The functions of expressions: their names, what they take and what they give.

use serde::{Deserialize, Serialize};

/// What an argument must be able to be, or a function gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// Anything.
    Any,
    /// A text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Flag,
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// The rows of a repeat or roster.
    Rows,
}

macro_rules! functions {
    ($($(#[$doc:meta])* $variant:ident $name:literal ($($argument:ident),*) $least:literal..=$most:tt -> $result:ident;)*) => {
        /// A function.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
        pub enum Function {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Function {
            /// All functions.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in expressions.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The least and the greatest number of arguments.
            pub fn arity(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, functions!(@most $most))),* }
            }

            /// What it gives.
            pub fn result(self) -> Type {
                match self { $(Self::$variant => Type::$result),* }
            }

            /// What its arguments must be; the last one holds for all that follow.
            pub fn arguments(self) -> &'static [Type] {
                match self { $(Self::$variant => &[$(Type::$argument),*]),* }
            }
        }
    };
    (@most any) => { usize::MAX };
    (@most $most:literal) => { $most };
}

functions! {
    /// True.
    True "true" () 0..=0 -> Flag;
    /// False.
    False "false" () 0..=0 -> Flag;
    /// Whether its argument is false.
    Not "not" (Flag) 1..=1 -> Flag;
    /// Its argument as true or false.
    Boolean "boolean" (Any) 1..=1 -> Flag;
    /// Whether a text is exactly `true` or `1`.
    BooleanFromString "boolean-from-string" (Text) 1..=1 -> Flag;
    /// Its argument as a number.
    Number "number" (Any) 1..=1 -> Number;
    /// Its argument as a text.
    String "string" (Any) 1..=1 -> Text;
    /// Its argument without its fraction, towards zero.
    Int "int" (Number) 1..=1 -> Number;
    /// The nearest whole number, halves upwards; or to so many places.
    Round "round" (Number) 1..=2 -> Number;
    /// The greatest whole number that is not greater.
    Floor "floor" (Number) 1..=1 -> Number;
    /// The least whole number that is not less.
    Ceiling "ceiling" (Number) 1..=1 -> Number;
    /// Without its sign.
    Abs "abs" (Number) 1..=1 -> Number;
    /// The least of its arguments that are not blank.
    Min "min" (Any) 1..=any -> Number;
    /// The greatest of its arguments that are not blank.
    Max "max" (Any) 1..=any -> Number;
    /// The sum over rows; blanks are ignored.
    Sum "sum" (Rows) 1..=1 -> Number;
    /// How many rows.
    Count "count" (Rows) 1..=1 -> Number;
    /// How many rows have something in the member.
    CountNonEmpty "count-non-empty" (Rows) 1..=1 -> Number;
    /// The second argument if the first is true, else the third.
    If "if" (Flag, Any) 3..=3 -> Any;
    /// The first argument that is not empty.
    Coalesce "coalesce" (Any) 2..=2 -> Any;
    /// The question's own answer if it has one, else the argument.
    Once "once" (Any) 1..=1 -> Any;
    /// Whether a code is among the chosen ones.
    Selected "selected" (Text) 2..=2 -> Flag;
    /// How many codes are chosen.
    CountSelected "count-selected" (Text) 1..=1 -> Number;
    /// The chosen code at a place, from 0.
    SelectedAt "selected-at" (Text, Number) 2..=2 -> Text;
    /// All arguments one after the other.
    Concat "concat" (Text) 0..=any -> Text;
    /// Whether the first text contains the second.
    Contains "contains" (Text) 2..=2 -> Flag;
    /// Whether the first text starts with the second.
    StartsWith "starts-with" (Text) 2..=2 -> Flag;
    /// Whether the first text ends with the second.
    EndsWith "ends-with" (Text) 2..=2 -> Flag;
    /// From a place to before another, from 0; negative from the end.
    Substr "substr" (Text, Number) 2..=3 -> Text;
    /// From a place, from 1, so many characters.
    Substring "substring" (Text, Number) 2..=3 -> Text;
    /// What stands before the second text in the first.
    SubstringBefore "substring-before" (Text) 2..=2 -> Text;
    /// What stands after the second text in the first.
    SubstringAfter "substring-after" (Text) 2..=2 -> Text;
    /// Each character of the second text replaced by its fellow of the third.
    Translate "translate" (Text) 3..=3 -> Text;
    /// How many characters; of the question's own answer, without an argument.
    StringLength "string-length" (Text) 0..=1 -> Number;
    /// Without blanks around, and one between words; of the question's own answer, without an argument.
    NormalizeSpace "normalize-space" (Text) 0..=1 -> Text;
    /// Whether the whole text matches a pattern.
    Regex "regex" (Text) 2..=2 -> Flag;
    /// The local calendar date.
    Today "today" () 0..=0 -> Date;
    /// A calendar date from a text or a day number; empty if it is none.
    Date "date" (Any) 1..=1 -> Date;
    /// A date in a pattern of `%Y %y %m %n %d %e`.
    FormatDate "format-date" (Date, Text) 2..=2 -> Text;
}

impl Function {
    /// The function of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// Whether the same arguments give the same result, whatever the day and the answers.
    pub fn is_constant(self) -> bool {
        let reads_own_answer = matches!(self, Self::Once | Self::StringLength | Self::NormalizeSpace);
        // A date has no literal, and an empty one must stay a date.
        !reads_own_answer && self.result() != Type::Date
    }
}
