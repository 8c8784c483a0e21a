//! What may have been meant.

/// The name nearest to one that does not exist, if one is near enough to suggest.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wrong = wrong.to_lowercase();
    let allowed = 1 + wrong.chars().count() / 3;
    let far = |name: &&str| distance(&wrong, &name.to_lowercase());
    let best = names.into_iter().map(|name| (far(&name), name)).min_by_key(|(distance, _)| *distance)?;
    (best.0 <= allowed).then(|| best.1.to_owned())
}

/// How many characters to add, take out or replace (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_suggested() {
        let names = ["woman", "man", "commune"];
        assert_eq!(nearest("women", names).as_deref(), Some("woman"));
        assert_eq!(nearest("Comune", names).as_deref(), Some("commune"));
        assert_eq!(nearest("bird", names), None);
        assert_eq!(nearest("x", []), None);
    }
}
