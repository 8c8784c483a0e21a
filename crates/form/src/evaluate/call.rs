//! What each function does.

use super::{Outcome, Patterns, Scene};
use crate::{Expression, ExpressionId, Function, operand::Operand};
use chrono::Datelike;
use record::PartialDate;

impl<'a> Scene<'a> {
    pub(super) fn call(&self, function: Function, arguments: &'a [ExpressionId]) -> Outcome<'a> {
        use Function as F;
        let operand = |place: usize| self.evaluate(arguments[place]);
        let own_or_first = || {
            if arguments.is_empty() { Ok(self.own()) } else { operand(0) }
        };
        Ok(match function {
            F::True => Operand::Flag(true),
            F::False => Operand::Flag(false),
            F::Not => Operand::Flag(!operand(0)?.flag()),
            F::Boolean => Operand::Flag(operand(0)?.flag()),
            F::BooleanFromString => Operand::Flag(matches!(&*operand(0)?.text(), "true" | "1")),
            F::Number => Operand::Number(operand(0)?.number()),
            F::String => text(operand(0)?.text().into_owned()),
            F::Int => Operand::Number(operand(0)?.number().trunc()),
            F::Round => {
                let places = if arguments.len() > 1 { operand(1)?.number() } else { 0.0 };
                Operand::Number(rounded(operand(0)?.number(), places))
            }
            F::Floor => Operand::Number(operand(0)?.number().floor()),
            F::Ceiling => Operand::Number(operand(0)?.number().ceil()),
            F::Abs => Operand::Number(operand(0)?.number().abs()),
            F::Min => extreme(&self.numbers(arguments)?, f64::min),
            F::Max => extreme(&self.numbers(arguments)?, f64::max),
            F::Sum => Operand::Number(self.numbers(arguments)?.iter().sum()),
            F::Count => Operand::Number(self.count(arguments[0])? as f64),
            F::CountNonEmpty => Operand::Number(self.count_given(arguments[0])? as f64),
            F::If => operand(if operand(0)?.flag() { 1 } else { 2 })?,
            F::Coalesce => {
                let first = operand(0)?;
                if first.is_empty() { operand(1)? } else { first }
            }
            F::Once => {
                let own = self.own();
                if own.is_empty() { operand(0)? } else { own }
            }
            F::Selected => {
                let (codes, code) = (operand(0)?, operand(1)?);
                let code = code.text();
                Operand::Flag(codes.text().split_whitespace().any(|chosen| chosen == code.trim()))
            }
            F::CountSelected => Operand::Number(operand(0)?.text().split_whitespace().count() as f64),
            F::SelectedAt => {
                let (codes, place) = (operand(0)?, operand(1)?.number());
                let at = |codes: &str| codes.split_whitespace().nth(place as usize).map(str::to_owned);
                if place >= 0.0 { text(at(&codes.text()).unwrap_or_default()) } else { Operand::EMPTY }
            }
            F::Concat => {
                let mut all = String::new();
                for argument in arguments {
                    all.push_str(&self.evaluate(*argument)?.text());
                }
                text(all)
            }
            F::Contains => Operand::Flag(operand(0)?.text().contains(&*operand(1)?.text())),
            F::StartsWith => Operand::Flag(operand(0)?.text().starts_with(&*operand(1)?.text())),
            F::EndsWith => Operand::Flag(operand(0)?.text().ends_with(&*operand(1)?.text())),
            F::Substr => {
                let end = if arguments.len() > 2 { operand(2)?.number() } else { f64::INFINITY };
                text(between(&operand(0)?.text(), operand(1)?.number(), end))
            }
            F::Substring => {
                let length = if arguments.len() > 2 { operand(2)?.number() } else { f64::INFINITY };
                text(counted(&operand(0)?.text(), operand(1)?.number(), length))
            }
            F::SubstringBefore => {
                let (whole, mark) = (operand(0)?, operand(1)?);
                text(whole.text().split_once(&*mark.text()).map_or("", |(before, _)| before).to_owned())
            }
            F::SubstringAfter => {
                let (whole, mark) = (operand(0)?, operand(1)?);
                text(whole.text().split_once(&*mark.text()).map_or("", |(_, after)| after).to_owned())
            }
            F::Translate => text(translated(&operand(0)?.text(), &operand(1)?.text(), &operand(2)?.text())),
            F::StringLength => Operand::Number(own_or_first()?.text().chars().count() as f64),
            F::NormalizeSpace => {
                text(own_or_first()?.text().split_whitespace().collect::<Vec<_>>().join(" "))
            }
            F::Regex => {
                let subject = operand(0)?;
                let Expression::Text(pattern) = self.definition.expression(arguments[1]) else {
                    return Ok(Operand::Flag(false));
                };
                Operand::Flag(Patterns::matches(self.patterns, pattern, &subject.text()))
            }
            F::Today => Operand::Date(PartialDate::day(self.today)),
            F::Date => operand(0)?.date().map_or(Operand::EMPTY, Operand::Date),
            F::FormatDate => {
                let (date, pattern) = (operand(0)?, operand(1)?);
                text(date.date().map_or_else(String::new, |date| formatted(date, &pattern.text())))
            }
        })
    }
}

fn text(text: String) -> Operand<'static> {
    Operand::Text(text.into())
}

fn extreme(numbers: &[f64], choose: fn(f64, f64) -> f64) -> Operand<'static> {
    if numbers.iter().any(|number| number.is_nan()) {
        return Operand::Number(f64::NAN);
    }
    numbers.iter().copied().reduce(choose).map_or(Operand::EMPTY, Operand::Number)
}

/// Halves go up, also below zero: `round(-1.5)` is -1.
fn rounded(number: f64, places: f64) -> f64 {
    let scale = 10f64.powf(places.trunc());
    let result = (number * scale + 0.5).floor() / scale;
    if number.is_finite() && result.is_finite() { result } else { number }
}

/// The characters from `start` to before `end`, from 0; negative places count from the end.
fn between(text: &str, start: f64, end: f64) -> String {
    let length = text.chars().count() as f64;
    let place = |at: f64| if at < 0.0 { (length + at).max(0.0) } else { at.min(length) } as usize;
    let (start, end) = (place(start), place(end));
    text.chars().take(end).skip(start).collect()
}

/// The characters from place `start`, counted from 1, `length` of them; both rounded as XPath 1.0 section 4.2 has it.
fn counted(text: &str, start: f64, length: f64) -> String {
    let start = rounded(start, 0.0);
    let end = start + rounded(length, 0.0);
    let inside = |place: usize| (place as f64) >= start && (place as f64) < end;
    let characters = text.chars().enumerate().filter(|(place, _)| inside(place + 1));
    characters.map(|(_, character)| character).collect()
}

fn translated(text: &str, from: &str, to: &str) -> String {
    let replaced = |character: char| match from.chars().position(|known| known == character) {
        Some(place) => to.chars().nth(place),
        None => Some(character),
    };
    text.chars().filter_map(replaced).collect()
}

/// A date in the part of ODK's patterns that needs no language; the compiler refuses the others.
fn formatted(date: PartialDate, pattern: &str) -> String {
    let day = date.earliest();
    let mut result = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            result.push(character);
            continue;
        }
        match characters.next() {
            Some('Y') => result.push_str(&format!("{:04}", day.year())),
            Some('y') => result.push_str(&format!("{:02}", day.year().rem_euclid(100))),
            Some('m') => result.push_str(&format!("{:02}", day.month())),
            Some('n') => result.push_str(&day.month().to_string()),
            Some('d') => result.push_str(&format!("{:02}", day.day())),
            Some('e') => result.push_str(&day.day().to_string()),
            Some('%') => result.push('%'),
            _ => {}
        }
    }
    result
}
