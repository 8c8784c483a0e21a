//! What is counted, from the lines of the records that this device holds.

use super::given::Target;
use crate::browser::clock;
use crate::records::{Index, Summary};
use indicator::{Asked, Fact, Facts, Figure, Measure};
use record::ReviewState;

/// The records of this device.
pub fn facts(index: &Index) -> Facts<'_> {
    index.values().map(|line| fact(line)).collect()
}

fn fact(line: &Summary) -> Fact<'_> {
    Fact {
        id: line.id,
        form: &line.form,
        programme: &line.programme,
        commune: &line.commune,
        kind: &line.kind,
        outcome: &line.outcome,
        day: line.day,
        about: line.about,
        names: &line.names,
        present: &line.present,
        sex: line.sex,
        approved: line.review == ReviewState::Approved,
        removed: line.removed,
    }
}

/// A programme, or all together if none is named, without end.
pub fn whenever(programme: &str, only_approved: bool) -> Asked<'_> {
    Asked { programme, only_approved, period: (None, None), today: clock::today() }
}

/// An indicator of a programme, beside what was to be reached.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub measure: Measure,
    pub figure: Figure,
    pub target: Option<Target>,
}

impl Row {
    /// What is compared with the target: how many, or of a rate how many in a hundred. `None` of a rate of nothing.
    fn reached(&self) -> Option<usize> {
        let value = self.figure.value();
        match self.measure.is_rate() {
            true => hundredths(value, self.figure.whole),
            false => Some(value),
        }
    }

    /// How much of the target is reached, in hundredths; `None` without a target.
    pub fn progress(&self) -> Option<usize> {
        hundredths(self.reached()?, self.target.as_ref()?.target)
    }
}

/// A share in hundredths, rounded; `None` of nothing.
pub fn hundredths(part: usize, whole: usize) -> Option<usize> {
    (part * 100 + whole / 2).checked_div(whole)
}

/// A share in thousandths, rounded; `None` of nothing.
pub fn thousandths(part: usize, whole: usize) -> Option<usize> {
    (part * 1000 + whole / 2).checked_div(whole)
}

/// The indicators of a programme that say something: they have a target, or records to count.
pub fn rows(facts: &Facts, programme: &str, only_approved: bool, targets: &[Target]) -> Vec<Row> {
    let row = |measure: Measure| {
        let mut targets = targets.iter();
        let target = targets.find(|it| it.programme == programme && it.indicator == measure.code()).cloned();
        let period = target.as_ref().map_or((None, None), |target| (target.from, target.to));
        let figure = facts.figure(measure, &Asked { period, ..whenever(programme, only_approved) });
        (target.is_some() || figure.records > 0).then_some(Row { measure, figure, target })
    };
    Measure::ALL.into_iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_and_a_share_of_nothing_is_none() {
        for (part, whole, expected) in [
            (0, 147, Some(0)),
            (94, 147, Some(64)),
            (1, 200, Some(1)),
            (1, 201, Some(0)),
            (110, 100, Some(110)),
            (0, 0, None),
        ] {
            assert_eq!(hundredths(part, whole), expected, "{part} of {whole}");
        }
    }

    #[test]
    fn a_rate_is_compared_with_its_target_as_a_percentage() {
        let target = |target| Target { target, ..Target::default() };
        let figure = |value: usize, whole| {
            let mut figure = Figure { whole, ..Figure::default() };
            figure.by_commune.entry(String::new()).or_default().by_sex.unsaid = value;
            figure
        };
        for (measure, value, whole, aim, expected) in [
            (Measure::Merchants, 94, 0, Some(147), Some(64)),
            (Measure::Merchants, 94, 0, None, None),
            (Measure::Alive, 3, 4, Some(60), Some(125)),
            (Measure::Alive, 0, 0, Some(60), None),
        ] {
            let row = Row { measure, figure: figure(value, whole), target: aim.map(target) };
            assert_eq!(row.progress(), expected, "{measure:?} {value} of {whole}, target {aim:?}");
        }
    }
}
