//! The communes as outlines, darker the more there are; the figure stands in each, so that nothing is told by colour
//! alone. One outline is in the order of Tab; the arrows go from one to its neighbour. North is up and west is left in
//! every language.

use super::given::{Map, Outline};
use super::places::Chosen;
use crate::browser::keyboard;
use crate::language::{args, language, t};
use crate::pages::desk::naming::naming;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::router::use_navigate;
use std::collections::BTreeSet;

/// How many shades there are beside that of none.
const STEPS: usize = 5;
/// The longest line of a name in a tile, in letters, and how many lines there are.
const LETTERS: usize = 13;
const LINES: usize = 2;

#[component]
pub fn TileMap(
    map: Map,
    chosen: Memo<Chosen>,
    /// What is counted.
    title: Signal<String>,
) -> impl IntoView {
    let (language, naming, navigate) = (language(), naming(), use_navigate());
    let map = StoredValue::new(map);
    let place = RwSignal::new(0_usize);
    let pointed = RwSignal::new(None::<String>);
    // Room for the strokes, and for the names of provinces at the top.
    let frame = format!("-1 -3 102 {}", map.with_value(|map| map.height) + 4.0);
    let value = move |code: &str| {
        let count =
            |chosen: &Chosen| chosen.figure.by_commune.get(code).map_or(0, |place| place.by_sex.all());
        chosen.with(count)
    };
    let most = Memo::new(move |_| {
        let values = chosen.with(|chosen| {
            let places = chosen.figure.by_commune.iter().filter(|(code, _)| !code.is_empty());
            places.map(|(_, place)| place.by_sex.all()).max()
        });
        values.unwrap_or(0)
    });
    let said = move |code: &str| {
        let values = args().with("place", naming.commune(code));
        language.plain("dashboard.bar.things", &values.with("all", language.number(value(code) as i64)))
    };
    let step_to = move |event: KeyboardEvent| {
        let next = map.with_value(|map| neighbour(&map.outlines, place.get_untracked(), &event.key()));
        if let Some(next) = next {
            event.prevent_default();
            place.set(next);
            keyboard::focus(&tile_id(next));
        }
    };
    let shade = move |code: &str| format!("step-{}", step(value(code), most.get()));
    let tile = |(n, outline): (usize, Outline)| {
        let code = StoredValue::new(outline.code);
        let open = {
            let navigate = navigate.clone();
            move || navigate(&format!("/desk/indicators?commune={}", code.get_value()), Default::default())
        };
        let opens = open.clone();
        let press = move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                opens();
            }
        };
        let point = move || {
            place.set(n);
            pointed.set(Some(code.get_value()));
        };
        view! {
            <g id=tile_id(n) role="button" class=move || format!("tile {}", code.with_value(|code| shade(code)))
                tabindex=move || if place.get() == n { "0" } else { "-1" } aria-label=move || code.with_value(|code| said(code))
                on:click=move |_| open() on:keydown=press on:focus=move |_| point()>
                <path d=outline.path></path>
            </g>
        }
    };
    // What stands on a commune is drawn over all outlines, and once where it has several.
    let is_schematic = map.with_value(|map| map.schematic);
    let words = |outline: Outline| {
        let code = StoredValue::new(outline.code);
        let [x, y] = outline.at;
        let figure = move || code.with_value(|code| language.number(value(code) as i64));
        let name = move || {
            let line = |(row, line): (usize, String)| {
                let down = y + 1.2 + 1.35 * row as f64;
                view! { <text class="name" x=x.to_string() y=down.to_string()>{line}</text> }
            };
            let name = code.with_value(|code| naming.commune(code));
            lines(&name).into_iter().enumerate().map(line).collect_view()
        };
        let down = if is_schematic { y - 0.8 } else { y + 0.8 };
        view! {
            <g class=move || format!("words {}", code.with_value(|code| shade(code))) aria-hidden="true">
                <text class="value" x=x.to_string() y=down.to_string()>{figure}</text>
                {is_schematic.then_some(name)}
            </g>
        }
    };
    let outlines = map.with_value(|map| map.outlines.clone());
    let mut drawn = BTreeSet::new();
    let firsts = outlines.clone().into_iter().filter(|outline| drawn.insert(outline.code.clone()));
    let words = firsts.map(words).collect_view();
    let tiles = outlines.into_iter().enumerate().map(tile).collect_view();
    let labels = map.with_value(|map| map.labels.clone()).into_iter().map(|label| {
        let [x, y] = label.at;
        let name = move || naming.territory(&label.code);
        view! { <text class="province" x=x.to_string() y=y.to_string()>{name}</text> }
    });
    let legend = move || {
        let most = most.get();
        let range = |shade: usize| {
            let values: Vec<usize> = (0..=most).filter(|value| step(*value, most) == shade).collect();
            let (first, last) = (*values.first()?, *values.last()?);
            let number = |n: usize| language.number(n as i64);
            let text =
                if first == last { number(first) } else { format!("{}–{}", number(first), number(last)) };
            Some(view! { <li class=format!("shade step-{shade}")><bdi>{text}</bdi></li> })
        };
        (0..=STEPS).filter_map(range).collect_view()
    };
    let schematic = is_schematic.then(|| view! { <span>{t("dashboard.map.schematic")}" "</span> });
    let attribution = map.with_value(|map| map.attribution.clone());
    let by = move || language.view("dashboard.map.by", &args().with("who", attribution.clone()));
    view! {
        <figure class="chart map">
            <figcaption><h3>{move || title.get()}</h3><ul class="legend">{legend}</ul></figcaption>
            <svg viewBox=frame width="100%" role="group" aria-label=move || title.get() on:keydown=step_to>
                {labels.collect_view()}{tiles}{words}
            </svg>
            <p class="pointed" aria-hidden="true">{move || match pointed.get() {
                Some(code) => said(&code),
                None => language.say("dashboard.map.hint"),
            }}</p>
            <p class="count-line">{schematic}{by}</p>
        </figure>
    }
}

fn tile_id(n: usize) -> String {
    format!("tile-{n}")
}

/// The shade of a value: 0 for none, else 1 to 5 in equal parts of the greatest.
fn step(value: usize, most: usize) -> usize {
    match value {
        0 => 0,
        value => 1 + ((value - 1) * STEPS) / most.max(value),
    }
}

/// The nearest outline in the direction of an arrow; what lies aside is further.
fn neighbour(outlines: &[Outline], from: usize, key: &str) -> Option<usize> {
    let (axis, sign) = match key {
        "ArrowRight" => (0, 1.0),
        "ArrowLeft" => (0, -1.0),
        "ArrowDown" => (1, 1.0),
        "ArrowUp" => (1, -1.0),
        _ => return None,
    };
    let here = outlines.get(from)?.at;
    let far = |outline: &Outline| {
        let along = (outline.at[axis] - here[axis]) * sign;
        let aside = (outline.at[1 - axis] - here[1 - axis]).abs();
        (along > 0.0).then_some(along + 2.0 * aside)
    };
    let ahead = outlines.iter().enumerate().filter_map(|(n, outline)| Some((n, far(outline)?)));
    ahead.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(n, _)| n)
}

/// A name in lines that fit into a tile, cut if it has too many.
fn lines(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > LINES;
    lines.truncate(LINES);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push('…');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shade_is_a_fifth_of_the_greatest() {
        for (value, most, shade) in [
            (0, 0, 0),
            (0, 40, 0),
            (1, 1, 1),
            (1, 40, 1),
            (8, 40, 1),
            (9, 40, 2),
            (32, 40, 4),
            (33, 40, 5),
            (40, 40, 5),
        ] {
            assert_eq!(step(value, most), shade, "{value} of {most}");
        }
    }

    #[test]
    fn an_arrow_goes_to_the_nearest_commune_on_its_side() {
        let at = |x: f64, y: f64| Outline { code: String::new(), path: String::new(), at: [x, y] };
        // 0 1 2
        // 3   4
        let outlines = [at(0., 0.), at(1., 0.), at(2., 0.), at(0., 1.), at(2., 1.)];
        for (from, key, to) in [
            (0, "ArrowRight", Some(1)),
            (1, "ArrowRight", Some(2)),
            (2, "ArrowRight", None),
            (2, "ArrowLeft", Some(1)),
            (0, "ArrowDown", Some(3)),
            (2, "ArrowDown", Some(4)),
            (4, "ArrowUp", Some(2)),
            (3, "ArrowRight", Some(4)),
            (0, "Enter", None),
            (9, "ArrowUp", None),
        ] {
            assert_eq!(neighbour(&outlines, from, key), to, "{from} {key}");
        }
    }

    #[test]
    fn a_name_stands_in_two_lines_at_most() {
        for (name, expected) in [
            ("Asrir", &["Asrir"][..]),
            ("Taliouine Assaka", &["Taliouine", "Assaka"]),
            ("Echatea El Abied (Plage Blanche)", &["Echatea El", "Abied (Plage…"]),
            ("", &[]),
        ] {
            assert_eq!(lines(name), expected, "{name}");
        }
    }
}
