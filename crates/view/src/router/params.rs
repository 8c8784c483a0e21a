//! Names with their values, in paths and queries.

/// Names with their values, in the order of the address.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ParamsMap(Vec<(String, String)>);

impl ParamsMap {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone())
    }

    /// What a path has for the names in a pattern; `None` if it is not of that pattern.
    pub(super) fn of_path(pattern: &str, path: &str) -> Option<Self> {
        let mut params = Vec::new();
        let mut parts = parts(path);
        for wanted in self::parts(pattern) {
            if wanted == "*" {
                return Some(Self(params));
            }
            let part = parts.next()?;
            match wanted.strip_prefix(':') {
                Some(name) => params.push((name.to_owned(), decoded(part))),
                None if wanted == part => {}
                None => return None,
            }
        }
        parts.next().is_none().then_some(Self(params))
    }

    /// Of a query with or without its question mark.
    pub(super) fn of_query(query: &str) -> Self {
        let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
        };
        Self(pairs.map(pair).collect())
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

/// `%C3%A9` as `é`; what is not encoded rightly stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = match (first, after) {
            (b'%', [high, low, ..]) => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        match byte {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hexadecimal(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        ParamsMap(pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect())
    }

    #[test]
    fn a_pattern_takes_the_paths_that_have_its_parts() {
        let of = ParamsMap::of_path;
        assert_eq!(of("/people/:id", "/people/7"), Some(params(&[("id", "7")])));
        assert_eq!(of("/people/:id", "/people/7/"), Some(params(&[("id", "7")])));
        assert_eq!(of("/people/:id", "/people"), None);
        assert_eq!(of("/people/:id", "/people/7/more"), None);
        assert_eq!(of("/people", "/persons"), None);
        assert_eq!(of("/", "/"), Some(params(&[])));
        assert_eq!(of("/", "/people"), None);
    }

    #[test]
    fn a_star_takes_what_follows_even_nothing() {
        let of = ParamsMap::of_path;
        assert_eq!(of("/desk/*", "/desk"), Some(params(&[])));
        assert_eq!(of("/desk/*", "/desk/record/7"), Some(params(&[])));
        assert_eq!(of("/desk/*", "/deskbound"), None);
    }

    #[test]
    fn values_are_decoded() {
        assert_eq!(ParamsMap::of_path("/x/:name", "/x/A%C3%AFt"), Some(params(&[("name", "Aït")])));
        assert_eq!(ParamsMap::of_query("?q=souk+tlata&of=&bare&100%"), {
            params(&[("q", "souk tlata"), ("of", ""), ("bare", ""), ("100%", "")])
        });
        assert_eq!(decoded("%FF"), "%FF");
    }

    #[test]
    fn the_first_of_a_name_counts() {
        assert_eq!(ParamsMap::of_query("a=1&a=2").get("a").as_deref(), Some("1"));
        assert_eq!(ParamsMap::of_query("").get("a"), None);
    }
}
