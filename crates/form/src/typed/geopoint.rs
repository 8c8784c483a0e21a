//! Places on Earth, as a satellite receiver gives them or a person types them.

use super::{Problem, western};
use record::decimal;
use std::{fmt, str::FromStr};

/// A place on Earth. Written as XForms has it: latitude and longitude in degrees, altitude and accuracy in metres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Geopoint {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// Metres above the ellipsoid; 0 if it is not known.
    pub altitude: f64,
    /// How far off it may be, in metres; 0 if it is not known.
    pub accuracy: f64,
}

/// A place typed as `28.987 -10.057` or `28,987; -10,057`, with altitude and accuracy after it or not.
pub fn geopoint(typed: &str) -> Result<Option<String>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => typed.parse().map(|place: Geopoint| Some(place.to_string())),
    }
}

impl FromStr for Geopoint {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let commas_part = !text.contains([';', '.']) && text.contains(", ");
        let parts = text.split(|c: char| {
            c.is_whitespace() || c == ';' || (c == ',' && (commas_part || text.contains('.')))
        });
        let number =
            |part: &str| decimal::read(&western(part).replace([',', '٫'], ".")).ok_or(Problem::NotAPlace);
        let numbers: Vec<f64> =
            parts.filter(|part| !part.is_empty()).map(number).collect::<Result<_, _>>()?;
        let (latitude, longitude, rest) = match numbers[..] {
            [latitude, longitude, ref rest @ ..] if rest.len() <= 2 => (latitude, longitude, rest),
            _ => return Err(Problem::NotAPlace),
        };
        let at = |place: usize| rest.get(place).copied().unwrap_or(0.0);
        let place = Self { latitude, longitude, altitude: at(0), accuracy: at(1) };
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && place.accuracy >= 0.0;
        if on_earth && place.altitude.is_finite() { Ok(place) } else { Err(Problem::NotAPlace) }
    }
}

impl fmt::Display for Geopoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sixth decimal is a decimetre: more than any phone knows.
        let degrees = |number: f64| (number * 1e6).round() / 1e6 + 0.0;
        let metres = |number: f64| (number * 10.0).round() / 10.0 + 0.0;
        let Self { latitude, longitude, altitude, accuracy } = *self;
        write!(f, "{} {} {} {}", degrees(latitude), degrees(longitude), metres(altitude), metres(accuracy))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_stored_alike_however_they_come() {
        for (typed, expected) in [
            ("28.98712345 -10.0574 301.26 12.04", Some("28.987123 -10.0574 301.3 12")),
            ("28.987 -10.057", Some("28.987 -10.057 0 0")),
            ("28.987, -10.057", Some("28.987 -10.057 0 0")),
            ("28.987,-10.057", Some("28.987 -10.057 0 0")),
            ("28,987; -10,057", Some("28.987 -10.057 0 0")),
            ("28,987 -10,057", Some("28.987 -10.057 0 0")),
            ("٢٨٫٩٨٧ ١٠", Some("28.987 10 0 0")),
            ("91 0", None),
            ("0 181", None),
            ("28.987", None),
            ("1 2 3 4 5", None),
            ("0 0 0 -1", None),
            ("inf 0", None),
            ("ici", None),
        ] {
            let found = geopoint(typed);
            assert_eq!(
                found,
                expected.map(|place| Some(place.to_owned())).ok_or(Problem::NotAPlace),
                "{typed:?}"
            );
        }
        assert_eq!(geopoint(" "), Ok(None));
    }
}
