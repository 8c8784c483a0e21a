//! A date by three numbers, by the browser's calendar, or only as well as it is known.

use super::Asked;
use crate::browser::clock;
use crate::form::Filling;
use crate::form::errors::input_id;
use crate::language::{language, t};
use crate::parts::{Icon, icon};
use chrono::Datelike;
use form::{Place, typed};
use leptos::prelude::*;
use record::{PartialDate, Precision, Value};

/// How much of a date is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Known {
    Day,
    Month,
    Year,
    /// Only about how old the person is.
    Age,
}

/// The three numbers as they stand in their fields.
#[derive(Clone, Copy)]
struct Parts {
    day: RwSignal<String>,
    month: RwSignal<String>,
    year: RwSignal<String>,
    age: RwSignal<String>,
}

impl Parts {
    /// What stands there now, in one text as [`typed::date`] reads it; nothing if all is empty.
    fn text(self, known: Known) -> String {
        let own = |part: RwSignal<String>| part.get_untracked().trim().to_owned();
        let (day, month, year) = match known {
            Known::Day => (own(self.day), own(self.month), own(self.year)),
            Known::Month => (String::new(), own(self.month), own(self.year)),
            Known::Year => (String::new(), String::new(), own(self.year)),
            Known::Age => return self.birth_year(),
        };
        if day.is_empty() && month.is_empty() && year.is_empty() {
            String::new()
        } else {
            format!("{day}/{month}/{year}")
        }
    }

    /// The year of birth that the age means, as an estimate.
    fn birth_year(self) -> String {
        let typed = typed::western(&self.age.get_untracked());
        match typed.parse().ok().and_then(|years| typed::age(years, clock::today())) {
            Some(date) => date.to_string(),
            None => typed,
        }
    }

    fn show(self, date: PartialDate) {
        let first = date.earliest();
        let precision = date.precision();
        let part = |least: Precision, number: u32| {
            if precision >= least { number.to_string() } else { String::new() }
        };
        self.day.set(part(Precision::Day, first.day()));
        self.month.set(part(Precision::Month, first.month()));
        self.year.set(first.year().to_string());
        if date.is_estimated() {
            self.age.set((clock::today().year() - first.year()).to_string());
        }
    }

    /// As it was typed when the app was closed: no date yet.
    fn show_typed(self, typed: &str) {
        let mut parts = typed.split('/').rev();
        self.year.set(parts.next().unwrap_or_default().to_owned());
        self.month.set(parts.next().unwrap_or_default().to_owned());
        self.day.set(parts.next().unwrap_or_default().to_owned());
    }
}

/// A question answered by a date.
#[component]
pub fn DateAsked(filling: Filling, place: Place, alone: bool, least: Precision) -> impl IntoView {
    let language = language();
    let id = input_id(filling, place);
    let empty = || RwSignal::new(String::new());
    let parts = Parts { day: empty(), month: empty(), year: empty(), age: empty() };
    let answered = filling.look(|draft| draft.answer(place).and_then(Value::as_date));
    if let Some(typed) = filling.look(|draft| draft.typed(place).map(str::to_owned)) {
        parts.show_typed(&typed);
    } else if let Some(date) = answered {
        parts.show(date);
    }
    let known = RwSignal::new(answered.map_or(Known::Day, how_known));
    let answer = move || filling.type_in(place, &parts.text(known.get_untracked()));
    let invalid = move || filling.told_problem(place).map(|_| "true");
    let described = format!("{id}-hint {id}-wrong");
    let number = move |word: &'static str,
                       part: RwSignal<String>,
                       class: &'static str,
                       length: &'static str,
                       id: Option<String>,
                       described: String| {
        view! {
            <label class=class>
                <span>{t(word)}</span>
                <input id=id inputmode="numeric" maxlength=length autocomplete="off" dir="ltr" aria-describedby=described
                    aria-invalid=invalid prop:value=move || part.get()
                    on:input=move |event| { part.set(event_target_value(&event)); answer(); }
                    on:blur=move |_| part.update(|part| *part = typed::western(part))/>
            </label>
        }
    };
    let pick = move |event| {
        if let Ok(date) = event_target_value(&event).parse::<PartialDate>() {
            known.set(Known::Day);
            parts.show(date);
            answer();
        }
    };
    let picked = move || {
        filling.follow(place, |draft| {
            let date = draft.answer(place).and_then(Value::as_date);
            date.filter(|date| date.precision() == Precision::Day)
                .map(|date| date.to_string())
                .unwrap_or_default()
        })
    };
    let known_by = format!("{id}-known");
    let fields = move || {
        let (id, described) = (id.clone(), described.clone());
        match known.get() {
            Known::Age => number("form.date.age", parts.age, "age", "3", Some(id), described).into_any(),
            known => {
                let first = move |own: bool| own.then(|| id.clone());
                view! {
                    {(known == Known::Day).then(|| number("form.date.day", parts.day, "", "2", first(true), described.clone()))}
                    {(known != Known::Year).then(|| number("form.date.month", parts.month, "", "2", first(known == Known::Month), described.clone()))}
                    {number("form.date.year", parts.year, "year", "4", first(known == Known::Year), described.clone())}
                    {(known == Known::Day).then(|| view! {
                        <label class="icon-btn pick">
                            {icon(Icon::Calendar)}
                            <span class="only-heard">{t("form.date.pick")}</span>
                            <input type="date" prop:value=picked on:change=pick/>
                        </label>
                    })}
                }
                .into_any()
            }
        }
    };
    let said = move || {
        let date = filling.follow(place, |draft| draft.answer(place).and_then(Value::as_date))?;
        let exact = date.precision() == Precision::Day && !date.is_estimated();
        Some(if exact { language.long_date(date.earliest()) } else { language.partial_date(date) })
    };
    view! {
        <Asked filling=filling place=place alone=alone several=true>
            <div class="date">{fields}</div>
            <p class="said"><bdi>{said}</bdi></p>
            {(least < Precision::Day).then(|| view! { <HowKnown known=known least=least name=known_by.clone() answer=Callback::new(move |()| answer())/> })}
        </Asked>
    }
}

fn how_known(date: PartialDate) -> Known {
    match date.precision() {
        _ if date.is_estimated() => Known::Age,
        Precision::Day => Known::Day,
        Precision::Month => Known::Month,
        Precision::Year => Known::Year,
    }
}

/// Old people know a year, or about how old they are.
#[component]
fn HowKnown(known: RwSignal<Known>, least: Precision, name: String, answer: Callback<()>) -> impl IntoView {
    let offered: &[(Known, &str)] = match least {
        Precision::Year => &[
            (Known::Day, "form.date.exact"),
            (Known::Month, "form.date.only_month"),
            (Known::Year, "form.date.only_year"),
            (Known::Age, "form.date.estimated"),
        ],
        _ => &[(Known::Day, "form.date.exact"), (Known::Month, "form.date.only_month")],
    };
    let option = move |(own, word): &(Known, &'static str)| {
        let own = *own;
        let choose = move |_| {
            known.set(own);
            answer.run(());
        };
        view! {
            <label class="option">
                <input type="radio" name=name.clone() prop:checked=move || known.get() == own on:change=choose/>
                <span>{t(word)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend><span class="question">{t("form.date.known")}</span></legend>
            <div class="options pair">{offered.iter().map(option).collect_view()}</div>
        </fieldset>
    }
}
