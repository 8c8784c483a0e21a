//! Bars of women, men and those of whom it is not recorded, one for each place, or of things alone; and the same as a
//! table. The bars are drawn in parts of a hundred of the greatest, by SVG attributes alone; the stylesheet turns them
//! round where one reads from right to left.

use crate::language::{Args, args, language, t};
use indicator::BySex;
use leptos::prelude::*;

/// What stands beside one bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    /// Which place.
    pub name: String,
    /// Where the records behind it are listed.
    pub href: String,
    /// How many.
    pub by_sex: BySex,
}

/// A series: its class, the key of its name, and its part of a bar.
type Series = (&'static str, &'static str, fn(&BySex) -> usize);

const PEOPLE: [Series; 3] = [
    ("women", "dashboard.women", |by| by.women),
    ("men", "dashboard.men", |by| by.men),
    ("unsaid", "dashboard.unsaid", |by| by.unsaid),
];

/// The series that occur: one that is empty everywhere is not drawn, and things have none.
fn series(bars: &[Bar], people: bool) -> Vec<Series> {
    let occurs = |(class, _, of): &Series| *class != "unsaid" || bars.iter().any(|bar| of(&bar.by_sex) > 0);
    PEOPLE.into_iter().filter(|series| people && occurs(series)).collect()
}

/// The bars.
#[component]
pub fn BarChart(#[prop(into)] title: Signal<String>, bars: Vec<Bar>, people: bool) -> impl IntoView {
    let language = language();
    let most = bars.iter().map(|bar| bar.by_sex.all()).max().unwrap_or(0).max(1);
    let legend = series(&bars, people)
        .into_iter()
        .map(|(class, key, _)| view! { <li class=class>{t(key)}</li> })
        .collect_view();
    let bar = |bar: Bar| {
        let all = bar.by_sex.all();
        let mut from = 0;
        let draw = |(class, part): (&'static str, usize)| {
            let (x, width) = (percent(from, most), percent(part, most));
            from += part;
            view! { <rect class=class x=x width=width height="20"></rect> }
        };
        let parts = if people {
            PEOPLE.map(|(class, _, of)| (class, of(&bar.by_sex))).to_vec()
        } else {
            vec![("women", all)]
        };
        let parts = parts.into_iter().map(draw).collect_view();
        let heard = {
            let bar = bar.clone();
            let key = if people { "dashboard.bar" } else { "dashboard.bar.things" };
            move || language.plain(key, &said(&bar, people, language.number(all as i64)))
        };
        view! {
            <li>
                <a class="name" href=bar.href aria-label=heard><bdi>{bar.name}</bdi></a>
                <svg class="measure" width="100%" height="20" aria-hidden="true">{parts}</svg>
                <bdi aria-hidden="true">{move || language.number(all as i64)}</bdi>
            </li>
        }
    };
    view! {
        <figure class="chart">
            <figcaption><h2>{move || title.get()}</h2><ul class="legend" aria-hidden="true">{legend}</ul></figcaption>
            <ol>{bars.into_iter().map(bar).collect_view()}</ol>
        </figure>
    }
}

/// The same as a table, with its totals.
#[component]
pub fn BarTable(#[prop(into)] caption: Signal<String>, bars: Vec<Bar>, people: bool) -> impl IntoView {
    let language = language();
    let series = series(&bars, people);
    let number = move |n: usize| view! { <td class="n"><bdi>{language.number(n as i64)}</bdi></td> };
    let heads =
        series.iter().map(|(_, key, _)| view! { <th scope="col" class="n">{t(key)}</th> }).collect_view();
    let row = |bar: &Bar| {
        let cells = series.iter().map(|(.., of)| number(of(&bar.by_sex))).collect_view();
        view! {
            <tr>
                <th scope="row"><a href=bar.href.clone()><bdi>{bar.name.clone()}</bdi></a></th>{cells}{number(bar.by_sex.all())}
            </tr>
        }
    };
    let rows = bars.iter().map(row).collect_view();
    let totals =
        series.iter().map(|(.., of)| number(bars.iter().map(|bar| of(&bar.by_sex)).sum())).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="grid">
                <caption>{move || caption.get()}</caption>
                <thead><tr>
                    <th scope="col">{t("dashboard.commune")}</th>{heads}<th scope="col" class="n">{t("dashboard.total")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t("dashboard.total")}</th>{totals}{number(bars.iter().map(|bar| bar.by_sex.all()).sum())}</tr></tfoot>
            </table>
        </div>
    }
}

fn said(bar: &Bar, people: bool, all: String) -> Args {
    let values = args().with("place", bar.name.clone()).with("all", all);
    if !people {
        return values;
    }
    values.with("women", bar.by_sex.women.to_string()).with("men", bar.by_sex.men.to_string())
}

/// A share of the greatest, as an SVG length.
pub fn percent(part: usize, most: usize) -> String {
    let thousandths = part * 100_000 / most;
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_bar_is_its_share_of_the_greatest() {
        assert_eq!([percent(0, 40), percent(24, 40), percent(1, 3)], ["0.000%", "60.000%", "33.333%"]);
    }
}
