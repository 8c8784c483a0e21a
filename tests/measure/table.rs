//! The table: figure, floor, how many times the floor, and the aim.

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
        self.rows.push(Row { what: what.into(), figure, unit, floor, aim });
    }

    /// Prints it.
    pub fn tell(&self, title: &str) {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        println!("\n{title}; {cores} cores\n");
        println!("{:<58}{:>17}{:>17}{:>9}  aim", "", "figure", "floor", "times");
        for row in &self.rows {
            let floor = row.floor.map_or_else(String::new, |floor| shown(floor, row.unit));
            let times = row.times().map_or_else(String::new, |times| format!("{times:.2}"));
            let figure = shown(row.figure, row.unit);
            println!("{:<58}{figure:>17}{floor:>17}{times:>9}  {}", row.what, row.verdict());
        }
    }
}

impl Row {
    fn times(&self) -> Option<f64> {
        self.floor.filter(|floor| *floor > 0.0).map(|floor| self.figure / floor)
    }

    fn verdict(&self) -> String {
        let times = self.times().unwrap_or_default();
        let (said, met) = match self.aim {
            Aim::None => return String::new(),
            Aim::AtMost(most) => (format!("≤ {}", shown(most, self.unit)), self.figure <= most),
            Aim::TimesAtMost(most) => (format!("≤ {most} times"), times <= most),
            Aim::TimesAtLeast(least) => (format!("≥ {least} times"), times >= least),
        };
        format!("{said}{}", if met { "" } else { "  MISSED" })
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
