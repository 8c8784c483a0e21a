//! What is wrong with an answer, in words: what happened and what to do.

use crate::language::{Args, Language, args};
use form::typed::{self, DateProblem};
use form::{FileProblem, Kind, Labels, Problem};

/// The greatest number that can be typed.
const GREATEST: i64 = 999_999_999_999_999;

/// What is wrong with the answer to a question of this kind.
pub fn problem_words(language: Language, kind: &Kind, problem: &Problem) -> String {
    match problem {
        Problem::Typed(problem) => {
            let (key, args) = typed_words(language, problem);
            language.plain(key, &args)
        }
        Problem::Required(labels) => own_words(language, labels, missing(kind)),
        Problem::File(problem) => file_problem(language, *problem),
        Problem::NotOffered => language.say("problem.not_a_choice"),
        Problem::Constraint(labels) => own_words(language, labels, "problem.constraint"),
        Problem::TooHeavy => language.say("problem.constraint"),
    }
}

/// Why a file does not answer a question, and what would.
pub fn file_problem(language: Language, problem: FileProblem) -> String {
    match problem {
        FileProblem::Type => language.say("problem.file_type"),
        FileProblem::Size { most } => {
            language.plain("problem.file_size", &args().with("max", language.size(most)))
        }
    }
}

/// The form's own words, else the app's.
fn own_words(language: Language, labels: &Labels, key: &'static str) -> String {
    let own = language.label(|code| labels.0.get(code).map(String::as_str));
    if own.is_empty() { language.say(key) } else { own.to_owned() }
}

fn missing(kind: &Kind) -> &'static str {
    match kind {
        Kind::SelectMultiple(_) => "problem.required_some",
        Kind::Repeat => "problem.required_row",
        Kind::Geopoint => "problem.required_place",
        Kind::Image(_) => "problem.required_photo",
        Kind::Audio | Kind::Video | Kind::File => "problem.required_file",
        Kind::SelectOne(_) | Kind::Commune(_) | Kind::Programme(_) | Kind::Reference(_) | Kind::YesNo => {
            "problem.required_choice"
        }
        _ => "problem.required",
    }
}

fn typed_words(language: Language, problem: &typed::Problem) -> (&'static str, Args) {
    match problem {
        typed::Problem::NotANumber => ("problem.not_a_number", args()),
        typed::Problem::NotWhole => ("problem.not_whole", args()),
        typed::Problem::TooLong => {
            ("problem.too_long", args().with("max", language.number(typed::LONGEST_TEXT as i64)))
        }
        typed::Problem::TooLarge => ("problem.too_large", args().with("max", language.number(GREATEST))),
        typed::Problem::NotATime => ("problem.not_a_time", args()),
        typed::Problem::NotAPlace => ("problem.not_a_place", args()),
        typed::Problem::NotCentimes => ("problem.not_centimes", args()),
        typed::Problem::Ryals { centimes } => {
            ("problem.ryals", args().with("amount", language.money(*centimes)))
        }
        typed::Problem::Phone(_) => ("problem.phone", args()),
        typed::Problem::Date(problem) => (date_words(*problem), args()),
    }
}

fn date_words(problem: DateProblem) -> &'static str {
    match problem {
        DateProblem::NotADate => "problem.not_a_date",
        DateProblem::InFuture => "problem.future",
        DateProblem::YearMissing | DateProblem::YearImplausible { .. } => "problem.year",
        DateProblem::MonthMissing | DateProblem::DayMissing => "problem.imprecise_date",
        DateProblem::NoSuchMonth { .. } => "problem.no_such_month",
        DateProblem::NoSuchDay { .. } => "problem.no_such_day",
    }
}
