//! The table of faults: a sentence, a file, the lines that go and the lines that come.

use anyhow::{Context, Result, ensure};

/// One deliberate fault.
#[derive(PartialEq, Debug)]
pub struct Mutant {
    /// What it breaks.
    pub breaks: String,
    /// In which file.
    pub file: String,
    gone: Vec<String>,
    come: Vec<String>,
}

/// Reads the table; what stands before the first `#` explains it.
pub fn read(text: &str) -> Result<Vec<Mutant>> {
    let mut mutants: Vec<Mutant> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(breaks) = line.strip_prefix("# ") {
            let (file, gone, come) = (String::new(), Vec::new(), Vec::new());
            mutants.push(Mutant { breaks: breaks.to_owned(), file, gone, come });
        } else if let Some(mutant) = mutants.last_mut() {
            match line.split_at_checked(2) {
                Some(("- ", line)) => mutant.gone.push(line.trim().to_owned()),
                Some(("+ ", line)) => mutant.come.push(line.trim().to_owned()),
                _ => line.clone_into(&mut mutant.file),
            }
        }
    }
    for mutant in &mutants {
        let whole = !(mutant.file.is_empty() || mutant.gone.is_empty() || mutant.gone == mutant.come);
        ensure!(whole, "no fault: {}", mutant.breaks);
    }
    Ok(mutants)
}

impl Mutant {
    /// The file with the fault in it.
    pub fn applied(&self, sound: &str) -> Result<String> {
        let lines: Vec<&str> = sound.lines().collect();
        let fits = |window: &[&str]| window.iter().zip(&self.gone).all(|(line, gone)| line.trim() == gone);
        let mut places = lines.windows(self.gone.len()).enumerate().filter(|(_, window)| fits(window));
        let (at, _) =
            places.next().with_context(|| format!("{}: not in {} any more", self.breaks, self.file))?;
        ensure!(places.next().is_none(), "{}: more than once in {}", self.breaks, self.file);
        let come = self.come.iter().map(String::as_str);
        let before = lines.iter().take(at).copied();
        let after = lines.iter().skip(at + self.gone.len()).copied();
        Ok(before.chain(come).chain(after).collect::<Vec<_>>().join("\n") + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "What this is.\n\n# it counts backwards\nsrc/count.rs\n- n += 1;\n+ n -= 1;\n";

    #[test]
    fn a_fault_takes_the_place_of_exactly_one_line() {
        let mutants = read(TABLE).unwrap();
        let [mutant] = &mutants[..] else { panic!("one fault") };
        assert_eq!(mutant.applied("a\n    n += 1;\nb\n").unwrap(), "a\nn -= 1;\nb\n");
        assert!(mutant.applied("a\n").is_err(), "it does not fit any more");
        assert!(mutant.applied("n += 1;\nn += 1;\n").is_err(), "it fits twice");
    }

    #[test]
    fn a_fault_that_changes_nothing_is_none() {
        assert!(read("# nothing\nsrc/count.rs\n- n += 1;\n+ n += 1;\n").is_err());
        assert!(read("# nothing\nsrc/count.rs\n").is_err());
    }
}
