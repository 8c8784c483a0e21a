//! What coordinators have given: the targets of the programmes and the map of communes. Both are texts of the catalogue
//! for the desk alone; what was read last is kept on the device, so that the page is whole without network.

use crate::office::{self, Refusal};
use crate::records::{Records, records};
use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use record::json;
use serde::Deserialize;

/// Targets and map.
#[derive(Clone, PartialEq, Default, Deserialize)]
pub struct Given {
    pub targets: Vec<Target>,
    pub map: Map,
}

/// What is to be reached.
#[derive(Clone, PartialEq, Default, Deserialize)]
pub struct Target {
    pub programme: String,
    /// The code of a measure.
    pub indicator: String,
    /// How many; of a rate, how many in a hundred.
    pub target: usize,
    /// The first day that counts.
    pub from: Option<NaiveDate>,
    /// The last day that counts.
    pub to: Option<NaiveDate>,
    /// Who agreed on it.
    pub source: String,
}

/// The communes as outlines.
#[derive(Clone, PartialEq, Default, Deserialize)]
pub struct Map {
    /// Whether it is one tile a commune, and no map of the land.
    pub schematic: bool,
    /// Whom to thank for it.
    pub attribution: String,
    /// How high it is; it is 100 wide.
    pub height: f64,
    /// Where the names of provinces begin.
    pub labels: Vec<Label>,
    pub outlines: Vec<Outline>,
}

#[derive(Clone, PartialEq, Deserialize)]
pub struct Label {
    pub code: String,
    pub at: [f64; 2],
}

#[derive(Clone, PartialEq, Deserialize)]
pub struct Outline {
    /// The commune.
    pub code: String,
    /// Its corners, as the path of a drawing.
    pub path: String,
    /// Where its figure stands.
    pub at: [f64; 2],
}

/// What was given, as far as this device knows. Provided to the parts of the page.
#[derive(Clone, Copy)]
pub struct Asking {
    records: Records,
    pub given: RwSignal<Option<Given>>,
    pub refusal: RwSignal<Option<Refusal>>,
}

const KEPT_AS: &str = "catalogue/desk";

/// Reads what the device has kept, and asks the office for what is in force.
pub fn provide() -> Asking {
    let asking = Asking { records: records(), given: RwSignal::new(None), refusal: RwSignal::new(None) };
    provide_context(asking);
    spawn_local(async move {
        if let Ok(device) = asking.records.device().await
            && let Ok(Some(text)) = device.noted_text(KEPT_AS).await
        {
            asking.read(&text);
        }
        asking.ask().await;
    });
    asking
}

impl Asking {
    /// Asks the office; what is known stays if it does not answer.
    pub async fn ask(self) {
        match office::get_text("/catalogue/desk").await {
            Ok(text) => {
                self.refusal.try_set(None);
                self.read(&text);
                if let Ok(device) = self.records.device().await {
                    // Without it the next start asks again.
                    let _ = device.note_text(KEPT_AS, &text).await;
                }
            }
            Err(refusal) => {
                self.refusal.try_set(Some(refusal));
            }
        }
    }

    fn read(self, text: &str) {
        if let Ok(given) = json::read(text)
            && self.given.try_with_untracked(|known| known.as_ref() != Some(&given)) == Some(true)
        {
            self.given.try_set(Some(given));
        }
    }
}
