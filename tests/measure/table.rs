//! The table: figure, floor, how many times the floor, what PouchDB takes for the same, and the aim.

use std::thread;

/// Figures beside their floors.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    figure: f64,
    unit: &'static str,
    floor: Option<f64>,
    peer: Option<f64>,
    aim: Aim,
}

/// What is good enough.
#[derive(Clone, Copy)]
pub enum Aim {
    /// There is none.
    None,
    /// So much at most.
    AtMost(f64),
    /// So many times the floor at most.
    TimesAtMost(f64),
    /// So many times the floor at least, where more is better.
    TimesAtLeast(f64),
}

impl Table {
    /// Adds a figure.
    pub fn row(
        &mut self,
        what: impl Into<String>,
        figure: f64,
        unit: &'static str,
        floor: Option<f64>,
        aim: Aim,
    ) {
        self.rows.push(Row { what: what.into(), figure, unit, floor, peer: None, aim });
    }

    /// Puts the other's figure beside the one of this name.
    pub fn beside(&mut self, what: &str, peer: f64) {
        let row = self.rows.iter_mut().find(|row| row.what == what);
        row.unwrap_or_else(|| panic!("no figure is called “{what}”")).peer = Some(peer);
    }

    /// Whether a figure whose name begins so has missed its aim.
    pub fn misses(&self, what: &str) -> bool {
        self.rows.iter().any(|row| row.what.starts_with(what) && row.missed_by().is_some())
    }

    /// Prints it.
    pub fn tell(&self, title: &str) {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        println!("\n{title}; {cores} cores\n");
        let others = if self.rows.iter().any(|row| row.peer.is_some()) { "PouchDB" } else { "" };
        println!("{:<54}{:>14}{:>14}{:>8}{others:>14}  aim", "", "figure", "floor", "times");
        for row in &self.rows {
            let shown =
                |number: Option<f64>| number.map_or_else(String::new, |number| shown(number, row.unit));
            let times = row.times().map_or_else(String::new, |times| format!("{times:.2}"));
            let (figure, floor, peer) = (shown(Some(row.figure)), shown(row.floor), shown(row.peer));
            println!("{:<54}{figure:>14}{floor:>14}{times:>8}{peer:>14}  {}", row.what, row.verdict());
        }
    }
}

impl Row {
    fn times(&self) -> Option<f64> {
        self.floor.filter(|floor| *floor > 0.0).map(|floor| self.figure / floor)
    }

    /// How many times worse than the aim it is; `None` if it is as good, or there is no aim.
    fn missed_by(&self) -> Option<f64> {
        let times = self.times().unwrap_or_default();
        let worse = match self.aim {
            Aim::None => return None,
            Aim::AtMost(most) => self.figure / most,
            Aim::TimesAtMost(most) => times / most,
            Aim::TimesAtLeast(least) => least / times,
        };
        (worse > 1.0).then_some(worse)
    }

    fn verdict(&self) -> String {
        let said = match self.aim {
            Aim::None => return String::new(),
            Aim::AtMost(most) => format!("≤ {}", shown(most, self.unit)),
            Aim::TimesAtMost(most) => format!("≤ {most} times"),
            Aim::TimesAtLeast(least) => format!("≥ {least} times"),
        };
        let missed = self.missed_by().map(|worse| format!("  MISSED by {worse:.2} times"));
        said + &missed.unwrap_or_default()
    }
}

fn shown(number: f64, unit: &str) -> String {
    match number {
        _ if number >= 100.0 || number.fract() == 0.0 => format!("{number:.0} {unit}"),
        _ => format!("{number:.1} {unit}"),
    }
}

/// The figure in the middle.
pub fn median(figures: &[f64]) -> f64 {
    quantile(figures, 0.5)
}

/// The figure below which this share of them lies.
pub fn quantile(figures: &[f64], share: f64) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted[place.clamp(1, sorted.len()) - 1]
}
