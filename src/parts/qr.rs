//! A text as a square that a phone's camera reads.

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, Module};
use leptos::prelude::*;
use std::fmt::Write;

/// Light modules that must surround the square (ISO/IEC 18004, section 5.3.8).
const QUIET: usize = 4;

/// The square, as one path of horizontal runs: no inline style, and small.
#[component]
pub fn QrCode(
    /// What it says.
    #[prop(into)]
    text: String,
    /// What it is, for those who hear it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let drawn = QRBuilder::new(text).ecl(ECL::M).build().ok().map(|code| {
        let rows: Vec<&[Module]> = (0..code.size).map(|row| &code[row][..code.size]).collect();
        (code.size + 2 * QUIET, path(&rows))
    });
    drawn.map(|(size, path)| {
        view! {
            <svg class="qr" viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges" role="img"
                aria-label=move || label.get()>
                <path d=path></path>
            </svg>
        }
    })
}

/// One run of dark modules after the other: `M x y h length v 1 h -length z`.
fn path(rows: &[&[Module]]) -> String {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let length = row[x..].iter().take_while(|module| module.value()).count();
            if length > 0 {
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += length.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_modules_are_drawn_run_by_run() {
        let row = [Module::data(true), Module::data(true), Module::data(false), Module::data(true)];
        assert_eq!(path(&[&row]), "M4 4h2v1h-2zM7 4h1v1h-1z");
    }
}
