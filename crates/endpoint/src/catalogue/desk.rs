//! What the desk alone is told: the targets of the programmes, and the map on which figures are shown. Phones do not
//! download it.

use super::CatalogueError;
use super::sources::{Sources, Table};
use chrono::NaiveDate;
use indicator::Measure;
use serde::Serialize;
use std::collections::BTreeMap;

/// Targets and map.
#[derive(Serialize)]
pub struct Desk {
    targets: Vec<Target>,
    map: Map,
}

/// What is to be reached.
#[derive(Serialize)]
struct Target {
    programme: String,
    /// The code of a [`Measure`].
    indicator: String,
    /// How many; of a rate, how many in a hundred.
    target: u32,
    /// The first day that counts; from the beginning, if there is none.
    from: Option<NaiveDate>,
    /// The last day that counts; without end, if there is none.
    to: Option<NaiveDate>,
    /// Who agreed on it.
    source: String,
}

/// The communes as outlines, in a drawing that is 100 wide and begins at 0, whatever the unit of the file.
#[derive(Serialize, Default, PartialEq, Debug)]
struct Map {
    /// Whether it is no map of the land, but one tile a commune.
    schematic: bool,
    attribution: String,
    height: f64,
    /// Where the names of provinces begin.
    labels: Vec<Label>,
    outlines: Vec<Outline>,
}

#[derive(Serialize, PartialEq, Debug)]
struct Label {
    code: String,
    at: Point,
}

#[derive(Serialize, PartialEq, Debug)]
struct Outline {
    code: String,
    /// Its corners, as the path of a drawing.
    path: String,
    /// Where its figure stands: the middle of its area.
    at: Point,
}

type Point = [f64; 2];

impl Desk {
    /// Reads `desk/targets.csv` and `desk/map.txt`.
    pub fn read(sources: &Sources, programmes: &Table, communes: &Table) -> Result<Self, CatalogueError> {
        let mended = |path: &str, errors: Vec<String>| CatalogueError::Form { path: path.into(), errors };
        let targets = sources.table("desk/targets.csv")?;
        let targets = targets.iter().enumerate().map(|(row, cells)| {
            Target::read(cells, programmes).map_err(|wrong| format!("row {}, {wrong}", row + 2))
        });
        let targets = parted(targets).map_err(|errors| mended("desk/targets.csv", errors))?;
        let map = Map::read(sources.text("desk/map.txt"), communes)
            .map_err(|errors| mended("desk/map.txt", errors))?;
        Ok(Self { targets, map })
    }
}

/// All of them, or all that is wrong.
fn parted<T>(read: impl Iterator<Item = Result<T, String>>) -> Result<Vec<T>, Vec<String>> {
    let (mut good, mut wrong) = (Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(one) => good.push(one),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(good) } else { Err(wrong) }
}

impl Target {
    /// A row; or the column in which something is wrong, and what.
    fn read(cells: &BTreeMap<String, String>, programmes: &Table) -> Result<Self, String> {
        let cell = |name| cells.get(name).map(|cell| cell.trim()).unwrap_or_default();
        let day = |name| match cell(name) {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| format!("{name}: {text:?} is no day; write it as 2026-01-31")),
        };
        let (programme, indicator, target) = (cell("programme"), cell("indicator"), cell("target"));
        if !is_listed(programmes, programme) {
            return Err(format!("programme: there is no programme {programme:?}"));
        }
        let measure = Measure::from_code(indicator)
            .ok_or_else(|| format!("indicator: there is no indicator {indicator:?}"))?;
        let at_most = if measure.is_rate() { 100 } else { u32::MAX };
        let target = match target.parse() {
            Ok(number @ 1..) if number <= at_most => number,
            _ => return Err(format!("target: {target:?} is no target of {indicator}")),
        };
        let (from, to) = (day("from")?, day("to")?);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err("to: the period ends before it begins".into());
        }
        let source = cell("source").to_owned();
        Ok(Self { programme: programme.into(), indicator: indicator.into(), target, from, to, source })
    }
}

/// A line of the file.
enum Line {
    Attribution(String),
    Schematic(bool),
    Label(String, Point),
    Outline(String, Vec<Point>),
}

impl Map {
    /// Reads the lines; the file says itself what they are.
    fn read(text: &str, communes: &Table) -> Result<Self, Vec<String>> {
        let lines = text.lines().map(str::trim).enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let lines = parted(lines.map(|(number, line)| {
            Line::read(line, communes).map_err(|wrong| format!("line {}: {wrong}", number + 1))
        }))?;
        let frame = Frame::around(&lines);
        let mut map = Self { height: frame.height(), ..Self::default() };
        for line in lines {
            match line {
                Line::Attribution(who) => map.attribution = who,
                Line::Schematic(schematic) => map.schematic = schematic,
                Line::Label(code, at) => map.labels.push(Label { code, at: frame.put(at) }),
                Line::Outline(code, points) => {
                    let points: Vec<Point> = points.into_iter().map(|point| frame.put(point)).collect();
                    let corners: Vec<String> = points.iter().map(|[x, y]| format!("{x} {y}")).collect();
                    let path = format!("M{}Z", corners.join("L"));
                    map.outlines.push(Outline { code, path, at: middle(&points).map(rounded) });
                }
            }
        }
        Ok(map)
    }
}

impl Line {
    fn read(line: &str, communes: &Table) -> Result<Self, String> {
        if let Some(said) = line.strip_prefix("attribution:") {
            return Ok(Self::Attribution(said.trim().to_owned()));
        }
        if let Some(said) = line.strip_prefix("schematic:") {
            return Ok(Self::Schematic(said.trim() == "yes"));
        }
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        if first == "label" {
            let code = words.next().unwrap_or_default().to_owned();
            let points = words.map(point).collect::<Result<Vec<_>, _>>()?;
            return match points.as_slice() {
                [at] => Ok(Self::Label(code, *at)),
                _ => Err("a label has one place".into()),
            };
        }
        let points = words.map(point).collect::<Result<Vec<_>, _>>()?;
        if !is_listed(communes, first) {
            Err(format!("there is no commune {first:?}"))
        } else if points.len() < 3 {
            Err("an outline has three corners at least".into())
        } else {
            Ok(Self::Outline(first.to_owned(), points))
        }
    }

    fn points(&self) -> &[Point] {
        match self {
            Self::Label(_, at) => std::slice::from_ref(at),
            Self::Outline(_, points) => points,
            Self::Attribution(_) | Self::Schematic(_) => &[],
        }
    }
}

/// What all points lie in.
struct Frame {
    least: Point,
    most: Point,
}

impl Frame {
    fn around(lines: &[Line]) -> Self {
        let points = || lines.iter().flat_map(Line::points);
        let edge = |of: fn(f64, f64) -> f64| {
            [0, 1].map(|axis| points().map(|point| point[axis]).reduce(of).unwrap_or_default())
        };
        Self { least: edge(f64::min), most: edge(f64::max) }
    }

    fn unit(&self) -> f64 {
        (self.most[0] - self.least[0]).max(f64::MIN_POSITIVE) / 100.0
    }

    fn height(&self) -> f64 {
        rounded((self.most[1] - self.least[1]) / self.unit())
    }

    fn put(&self, point: Point) -> Point {
        [0, 1].map(|axis| rounded((point[axis] - self.least[axis]) / self.unit()))
    }
}

/// To hundredths: a twentieth of a pixel on a wide screen.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn is_listed(list: &Table, code: &str) -> bool {
    list.iter().any(|row| row.get("code").is_some_and(|known| known == code))
}

fn point(text: &str) -> Result<Point, String> {
    let number = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
    let place = text.split_once(',').and_then(|(x, y)| Some([number(x)?, number(y)?]));
    place.ok_or_else(|| format!("{text:?} is no place: write x,y"))
}

/// The middle of an area: the mean of its corners, each pair weighed by the triangle it makes with the first.
fn middle(points: &[Point]) -> Point {
    let [x0, y0] = points[0];
    let (mut weight, mut x, mut y) = (0.0, 0.0, 0.0);
    for pair in points.windows(2) {
        let [[x1, y1], [x2, y2]] = [pair[0], pair[1]];
        let twice = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
        weight += twice;
        x += twice * (x0 + x1 + x2) / 3.0;
        y += twice * (y0 + y1 + y2) / 3.0;
    }
    if weight == 0.0 { points[0] } else { [x / weight, y / weight] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(codes: &[&str]) -> Table {
        codes.iter().map(|code| [("code".to_owned(), (*code).to_owned())].into()).collect()
    }

    #[test]
    fn a_target_is_read_or_says_which_column_is_wrong() {
        let columns = ["programme", "indicator", "target", "from", "to"];
        for (cells, expected) in [
            (["MARCH", "merchants", "147", "", ""], Ok(147)),
            (["MARCH", "sessions", "20", "2026-01-01", "2026-12-31"], Ok(20)),
            (["MARCH", "alive", "100", "", ""], Ok(100)),
            (["MARCH", "alive", "101", "", ""], Err("target: \"101\" is no target of alive")),
            (["MARCH", "sessions", "0", "", ""], Err("target: \"0\" is no target of sessions")),
            (["MARCH", "sessions", "many", "", ""], Err("target: \"many\" is no target of sessions")),
            (["OTHER", "sessions", "1", "", ""], Err("programme: there is no programme \"OTHER\"")),
            (["MARCH", "turnover", "1", "", ""], Err("indicator: there is no indicator \"turnover\"")),
            (
                ["MARCH", "visits", "1", "01/02/2026", ""],
                Err("from: \"01/02/2026\" is no day; write it as 2026-01-31"),
            ),
            (
                ["MARCH", "visits", "1", "2026-02-01", "2026-01-01"],
                Err("to: the period ends before it begins"),
            ),
        ] {
            let row = columns.map(str::to_owned).into_iter().zip(cells.map(str::to_owned)).collect();
            let read = Target::read(&row, &list(&["MARCH"])).map(|target| target.target);
            assert_eq!(read, expected.map_err(str::to_owned), "{cells:?}");
        }
    }

    #[test]
    fn a_map_is_read_with_the_middle_of_each_commune() {
        let text = "# Two communes.\n\nschematic: yes\nattribution: Somebody, CC0 1.0\nlabel 10.1 0,-1\n\
                    10.1.1 0,0 4,0 4,2 0,2\n10.1.2 4,0 5,0 4.5,3\n";
        let map = Map::read(text, &list(&["10.1.1", "10.1.2"])).unwrap();
        assert!(map.schematic);
        assert_eq!(map.attribution, "Somebody, CC0 1.0");
        assert_eq!(map.height, 80.0);
        assert_eq!(map.labels, [Label { code: "10.1".into(), at: [0.0, 0.0] }]);
        assert_eq!(map.outlines[0].path, "M0 20L80 20L80 60L0 60Z");
        assert_eq!(map.outlines.iter().map(|it| it.at).collect::<Vec<_>>(), [[40.0, 40.0], [90.0, 40.0]]);
    }

    #[test]
    fn what_is_wrong_in_a_map_is_said_by_its_line() {
        let text = "10.1.1 0,0 1,0\n10.9 0,0 1,0 1,1\n\n10.1.1 0,0 1;0 1,1\nlabel 10.1 0,0 1,1";
        let wrong = Map::read(text, &list(&["10.1.1"])).unwrap_err();
        assert_eq!(
            wrong,
            [
                "line 1: an outline has three corners at least",
                "line 2: there is no commune \"10.9\"",
                "line 4: \"1;0\" is no place: write x,y",
                "line 5: a label has one place",
            ]
        );
    }
}
