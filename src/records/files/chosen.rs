//! What somebody has taken, chosen or drawn in answer to a question becomes a file on this device.

use super::super::{Problem, Records};
use super::KeptFile;
use crate::browser::clock;
use crate::browser::files::{self, Chosen, Ready};
use form::{FileProblem, Kind, typed};
use leptos::prelude::*;
use record::File;
use std::sync::Arc;
use sync::Fault;

/// Longer names are cut.
const LONGEST_NAME: usize = 80;

/// Why a file was not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotKept {
    /// It cannot be read, or is no picture that this browser can read.
    Unreadable,
    /// The question does not take it.
    File(FileProblem),
    /// The device's store failed.
    Storage(Problem),
}

impl Records {
    /// Keeps what somebody has chosen in answer to a question; a picture is shrunk. When this is `Ok` it is on the disk.
    pub async fn keep_chosen(self, chosen: Chosen, kind: &Kind) -> Result<File, NotKept> {
        let (ready, media_type, name) = match kind {
            Kind::Image(longest) => {
                let ready = files::shrink(&chosen, *longest, kind.largest()).await;
                (ready, "image/jpeg".to_owned(), "photo.jpg".to_owned())
            }
            _ => {
                let media_type = media_type(&chosen.media_type);
                let refused = if kind.takes(media_type) { None } else { Some(FileProblem::Type) };
                let too_large =
                    (chosen.size > kind.largest()).then(|| FileProblem::Size { most: kind.largest() });
                if let Some(problem) = refused.or(too_large) {
                    return Err(NotKept::File(problem));
                }
                let ready = if chosen.size == 0 { None } else { files::as_it_is(&chosen).await };
                (ready, media_type.to_owned(), tidy_name(&chosen.name))
            }
        };
        self.keep_ready(ready.ok_or(NotKept::Unreadable)?, media_type, name).await
    }

    /// Keeps what was drawn on a pad.
    pub async fn keep_drawn(self, pad: &str) -> Result<File, NotKept> {
        let ready = files::drawn(pad).await.ok_or(NotKept::Unreadable)?;
        self.keep_ready(ready, "image/png".to_owned(), "drawing.png".to_owned()).await
    }

    async fn keep_ready(self, ready: Ready, media_type: String, name: String) -> Result<File, NotKept> {
        let file = File { sha256: ready.sha256, size: ready.size, media_type, name };
        let known = self.files.with_untracked(|files| files.get(&file.sha256).cloned());
        let now = clock::now();
        let kept = match known.as_deref() {
            Some(known) => KeptFile { file: file.clone(), at: now, whole: true, ..known.clone() }.found(),
            None => KeptFile::new(file.clone(), now),
        };
        let Some((key, line)) = kept.line() else { return Err(NotKept::Storage(Problem::Failed)) };
        let Some(store) = self.store.get_value() else { return Err(NotKept::Storage(Problem::Failed)) };
        while let Err(fault) = store.keep_file(&key, &line, &ready.bytes, ready.thumbnail.as_deref()).await {
            if fault != Fault::Full || !self.make_room().await {
                return Err(NotKept::Storage(fault.into()));
            }
        }
        self.files.update(|files| drop(files.insert(file.sha256, Arc::new(kept))));
        self.tell_tabs(&[]);
        Ok(file)
    }
}

/// A media type by its usual name, without its parameters.
fn media_type(said: &str) -> &str {
    match said.split(';').next().unwrap_or_default().trim() {
        "audio/x-m4a" => "audio/mp4",
        "audio/x-wav" => "audio/wav",
        plain => plain,
    }
}

/// A file's name without what could mislead whoever reads it.
fn tidy_name(name: &str) -> String {
    let visible = typed::text(name).unwrap_or_default();
    let last = visible.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_is_and_nothing_else() {
        for (name, tidy) in [
            ("devis 2026.pdf", "devis 2026.pdf"),
            ("C:\\fakepath\\facture.pdf", "facture.pdf"),
            ("../../etc/passwd", "passwd"),
            ("facture\u{202e}fdp.exe", "facturefdp.exe"),
            (" \u{7}a\nb ", "ab"),
            ("", ""),
        ] {
            assert_eq!(tidy_name(name), tidy, "{name:?}");
        }
    }
}
