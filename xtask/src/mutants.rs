//! Deliberate faults in the rules of `record` and `sync`, and whether the tests notice.
//!
//! The crates are copied to a folder of their own under `target/`, with what is built from them beside, so that a
//! fault costs a rebuild of little, and the working tree is never touched.

mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, bail, ensure};

use crate::project::Project;
use table::Mutant;

const TABLE: &str = "crates/sync/mutants.txt";
const CRATES: [&str; 3] = ["record", "sync", "simulation"];

/// What must notice a fault, the quickest first. The documentation's examples are left out: they take longest to
/// build.
const WATCHES: [&str; 4] = [
    "test --quiet --offline --package sync --lib --test histories --test restores --test recoveries --test comparisons --test withdrawn --test bundles --test erased --test peers",
    "test --quiet --offline --package record --lib --test tables",
    "run --quiet --offline --package simulation -- --seeds 200",
    "test --quiet --offline --package record --test laws",
];

/// A fault may make the rules run for ever: that is noticed too.
const PATIENCE: Duration = Duration::from_secs(240);

pub fn mutants(project: &Project, name: Option<&str>) -> Result<()> {
    let mut mutants = faults(project.root())?;
    if let Some(name) = name {
        mutants.retain(|mutant| mutant.breaks.contains(name) || mutant.file.contains(name));
        ensure!(!mutants.is_empty(), "no fault is named `{name}`");
    }
    let copy = Copy::of(project)?;
    if let Some(watch) = copy.noticed_by("crates/record")? {
        bail!("the tests of {watch} fail without any fault");
    }
    let mut survived = Vec::new();
    for (number, mutant) in (1..).zip(&mutants) {
        let began = Instant::now();
        let path = copy.folder.join(&mutant.file);
        let sound = fs::read_to_string(&path)?;
        fs::write(&path, mutant.applied(&sound)?)?;
        let noticed = copy.builds(mutant).and_then(|()| copy.noticed_by(&mutant.file));
        fs::write(&path, sound)?;
        let verdict = noticed?.map_or("SURVIVED".to_owned(), |watch| format!("noticed by {watch}"));
        println!(
            "{number:>3} of {}  {:>4} s  {}: {verdict}",
            mutants.len(),
            began.elapsed().as_secs(),
            mutant.breaks
        );
        if verdict == "SURVIVED" {
            survived.push(&mutant.breaks);
        }
    }
    let noticed = mutants.len() - survived.len();
    println!("\n{noticed} of {} faults are noticed", mutants.len());
    if !survived.is_empty() {
        bail!("{} survived: each is a test that is missing", survived.len());
    }
    Ok(())
}

/// The faults of the table. One that fits nowhere any more is found before anything is built.
fn faults(root: &Path) -> Result<Vec<Mutant>> {
    let faults = table::read(&fs::read_to_string(root.join(TABLE)).with_context(|| TABLE)?)?;
    for fault in &faults {
        fault.applied(&fs::read_to_string(root.join(&fault.file))?)?;
    }
    Ok(faults)
}

/// The crates, where a fault harms nobody.
struct Copy {
    folder: PathBuf,
    cargo: Box<dyn Fn() -> Command>,
}

impl Copy {
    fn of(project: &Project) -> Result<Self> {
        let folder = project.target().join("mutants");
        for name in CRATES {
            let from = project.root().join("crates").join(name);
            replace_folder(&from, &folder.join("crates").join(name))?;
        }
        fs::copy(project.root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let manifest = fs::read_to_string(project.root().join("Cargo.toml"))?;
        let workspace = manifest.find("[workspace]").context("the project is a workspace")?;
        let mut manifest = manifest[workspace..].replace(", \"xtask\"]", "]");
        for name in ["sync", "simulation"] {
            // Each fault is built once and run for seconds: what counts is how quickly it is built.
            let optimised = format!("[profile.dev.package.{name}]\nopt-level = 2");
            manifest = manifest.replace(&optimised, &optimised.replace('2', "0"));
        }
        write_if_changed(&folder.join("Cargo.toml"), &manifest)?;
        let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let (place, built) = (folder.clone(), folder.join("target"));
        let cargo = move || {
            let mut command = Command::new(&program);
            command.current_dir(&place).env("CARGO_TARGET_DIR", &built).env("CARGO_PROFILE_DEV_DEBUG", "0");
            command
        };
        Ok(Self { folder, cargo: Box::new(cargo) })
    }

    /// A fault that does not compile is noticed by nobody's test.
    fn builds(&self, mutant: &Mutant) -> Result<()> {
        let mut command = (self.cargo)();
        let built = command.args(["build", "--quiet", "--offline", "--package", "sync"]).output()?;
        let said = String::from_utf8_lossy(&built.stderr);
        ensure!(built.status.success(), "{}: it does not compile\n{said}", mutant.breaks);
        Ok(())
    }

    /// The first watch that fails, if one does. The tests of `record` cannot notice a fault elsewhere.
    fn noticed_by(&self, file: &str) -> Result<Option<&'static str>> {
        let in_record = file.starts_with("crates/record");
        for watch in WATCHES.into_iter().filter(|watch| in_record || !watch.contains("--package record")) {
            let mut command = (self.cargo)();
            command.args(watch.split(' ')).stdout(Stdio::null()).stderr(Stdio::null());
            let mut running = command.spawn()?;
            let began = Instant::now();
            let status = loop {
                if let Some(status) = running.try_wait()? {
                    break Some(status);
                }
                if began.elapsed() > PATIENCE {
                    running.kill()?;
                    running.wait()?;
                    break None;
                }
                thread::sleep(Duration::from_millis(50));
            };
            if status.is_none_or(|status| !status.success()) {
                return Ok(Some(watch.split(' ').nth(4).unwrap_or(watch)));
            }
        }
        Ok(None)
    }
}

/// Makes `to` what `from` is. Files that are equal are left alone, so that nothing is built for nothing.
fn replace_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if !from.join(entry.file_name()).exists() {
            let gone = entry.path();
            if gone.is_dir() { fs::remove_dir_all(gone)? } else { fs::remove_file(gone)? }
        }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            replace_folder(&entry.path(), &target)?;
        } else {
            write_if_changed(&target, &fs::read_to_string(entry.path())?)?;
        }
    }
    Ok(())
}

fn write_if_changed(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_the_table_still_fits_the_code() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert!(faults(&root).unwrap().len() >= 25);
    }
}
