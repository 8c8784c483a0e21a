//! Who may be somebody already known, while a name is being typed: an index of the words of names, so that ten
//! thousand people take no longer than ten.

use crate::normal::normal;
use std::collections::{BTreeMap, BTreeSet};

/// A shorter beginning of a word fits too many names.
const BEGINNING: usize = 3;

/// The words of many names in one spelling, each with those who have it.
#[derive(Clone, Debug)]
pub struct Namesakes<T> {
    words: BTreeMap<String, BTreeSet<T>>,
}

impl<T> Default for Namesakes<T> {
    fn default() -> Self {
        Self { words: BTreeMap::new() }
    }
}

impl<T: Copy + Ord> Namesakes<T> {
    /// Takes in somebody's name; one that is known in two scripts is taken in twice.
    pub fn insert(&mut self, who: T, name: &str) {
        for word in normal(name) {
            self.words.entry(word).or_default().insert(who);
        }
    }

    /// Those whose name has every word of both parts, in any order and spelling; the second part may still be without
    /// its end. Nobody before something is typed in both parts.
    pub fn find(&self, first: &str, second: &str) -> Vec<T> {
        let (mut whole, mut typing) = (normal(first), normal(second));
        let (Some(last), false) = (typing.pop(), whole.is_empty()) else { return Vec::new() };
        whole.append(&mut typing);
        let mut found: Option<BTreeSet<T>> = None;
        for word in &whole {
            let Some(with_word) = self.words.get(word) else { return Vec::new() };
            found = Some(match found {
                None => with_word.clone(),
                Some(found) => found.intersection(with_word).copied().collect(),
            });
        }
        let ends = self.begun(&last);
        found
            .into_iter()
            .flatten()
            .filter(|who| ends.iter().any(|with_word| with_word.contains(who)))
            .collect()
    }

    /// Those who have a word, or one that begins like it.
    fn begun(&self, word: &str) -> Vec<&BTreeSet<T>> {
        if word.chars().count() < BEGINNING {
            return self.words.get(word).into_iter().collect();
        }
        let from_here = self.words.range(word.to_owned()..);
        from_here.take_while(|(other, _)| other.starts_with(word)).map(|(_, who)| who).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_namesake_is_found_however_the_name_is_written() {
        let mut known = Namesakes::default();
        for (who, name) in [
            (1, "Fatima Aït Ali"),
            (1, "فاطمة آيت علي"),
            (2, "Fatma Zahra Bouhmid"),
            (3, "Mohammed Ould Brahim"),
            (4, "Lahcen Amrani"),
            (5, "Lhoucine Amrani"),
        ] {
            known.insert(who, name);
        }
        for (first, second, expected) in [
            ("Aït Ali", "Fatima", vec![1]),
            ("ait ali", "FADMA", vec![1]),
            ("Ayt Ali", "Fat", vec![1]),
            ("Fatima", "Aït Ali", vec![1]),
            ("ايت علي", "فاطمه", vec![1]),
            ("آيت علي", "فاط", vec![1]),
            ("Bouhmid", "Fatima", vec![2]),
            ("Ben Brahim", "M’hamed", vec![3]),
            ("Amrani", "Lahcen", vec![4]),
            ("Amrani", "Lhoucine", vec![5]),
            ("Amrani", "Lh", vec![]),
            ("Aït Ali", "", vec![]),
            ("", "Fatima", vec![]),
            ("Aït Ali", "Khadija", vec![]),
        ] {
            assert_eq!(known.find(first, second), expected, "{first} {second}");
        }
    }

    #[test]
    fn ten_thousand_names_are_searched_in_a_blink() {
        let given =
            ["Fatima", "Khadija", "Mohamed", "Lahcen", "Aïcha", "Hassan", "Yamina", "Brahim", "Zahra", "Ali"];
        let mut known = Namesakes::default();
        for n in 0..10_000_usize {
            known.insert(n, &format!("{} Aït {}{}", given[n % 10], given[n / 10 % 10], n / 100));
        }
        let began = Instant::now();
        let found = known.find("Aït Fatima7", "Fatima");
        assert!(began.elapsed() < Duration::from_millis(100), "{:?}", began.elapsed());
        assert_eq!(found, (700..710).collect::<Vec<_>>());
    }
}
