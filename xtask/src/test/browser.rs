//! Chromium and its driver.

use std::{env, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{prerequisites, project::Project};

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Debian's names, then those of other systems.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
const DRIVER: [&str; 1] = ["chromedriver"];

pub fn find_or_install(project: &Project) -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    install(project)?;
    find().context("Chromium was installed and is still not on the PATH")
}

fn find() -> Option<Browser> {
    let chromium = named_by("TIWIZI_CHROMIUM").or_else(|| on_path(&CHROMIUM))?;
    let driver = named_by("TIWIZI_CHROMEDRIVER").or_else(|| on_path(&DRIVER))?;
    Some(Browser { chromium, driver })
}

fn named_by(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn on_path(programs: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders = env::split_paths(&path).collect::<Vec<_>>();
    let places = programs.iter().flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
    places.into_iter().find(|place| place.is_file())
}

/// With the fonts for Arabic and Tifinagh that the stories' pictures show.
fn install(project: &Project) -> Result<()> {
    if !prerequisites::from_debian(project, &["chromium", "chromium-driver", "fonts-dejavu-core"])? {
        bail!(
            "The browser stories need Chromium and its driver. Debian: sudo apt-get install chromium chromium-driver. \
             Elsewhere, name them in TIWIZI_CHROMIUM and TIWIZI_CHROMEDRIVER."
        );
    }
    Ok(())
}
