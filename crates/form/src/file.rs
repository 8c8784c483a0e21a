//! Which files answer a question. What a file holds is looked at where it is made and where it is received; here it is
//! judged by what the answer says of it.

use crate::Kind;
use record::Value;

/// The greatest length of a picture's longer side, in pixels: enough to read a delivery note.
pub const LARGEST_SIDE: u16 = 1280;

/// The greatest size of a picture, in bytes: a minute on a slow line.
pub const LARGEST_PICTURE: u64 = 400_000;

/// The greatest size of any other file, in bytes.
pub const LARGEST_FILE: u64 = 32_000_000;

/// Why a file does not answer a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// It is of a type that the question does not take, or no file at all.
    Type,
    /// It is too large.
    Size {
        /// The greatest size, in bytes.
        most: u64,
    },
}

/// Documents that can neither run anything nor fetch anything when they are opened in a browser.
const DOCUMENTS: [&str; 12] = [
    "application/msword",
    "application/pdf",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
    "text/plain",
];

/// What phones and browsers record.
const SOUNDS: [&str; 8] = ["3gpp", "aac", "amr", "mp4", "mpeg", "ogg", "wav", "webm"];
const FILMS: [&str; 3] = ["3gpp", "mp4", "webm"];

impl Kind {
    /// Whether a file answers it.
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Image(_) | Self::Audio | Self::Video | Self::File)
    }

    /// Whether a file of this media type answers it. A picture that is a program (SVG) never does.
    ///
    /// | question | media types |
    /// |---|---|
    /// | image | JPEG, PNG, WebP |
    /// | audio | what phones and browsers record |
    /// | video | the same |
    /// | file | all of these, and documents |
    pub fn takes(&self, media_type: &str) -> bool {
        let is_image = matches!(media_type, "image/jpeg" | "image/png" | "image/webp");
        match self {
            Self::Image(_) => is_image,
            Self::Audio => media_type.strip_prefix("audio/").is_some_and(|kind| SOUNDS.contains(&kind)),
            Self::Video => media_type.strip_prefix("video/").is_some_and(|kind| FILMS.contains(&kind)),
            Self::File => {
                is_image
                    || DOCUMENTS.contains(&media_type)
                    || Self::Audio.takes(media_type)
                    || Self::Video.takes(media_type)
            }
            _ => false,
        }
    }

    /// How large a file that answers it may be, in bytes.
    pub fn largest(&self) -> u64 {
        if let Self::Image(_) = self { LARGEST_PICTURE } else { LARGEST_FILE }
    }

    /// Why a question for a file does not take this answer; a reason in place of one is always taken.
    pub fn refuses(&self, answer: &Value) -> Option<FileProblem> {
        match answer {
            Value::Missing(_) => None,
            _ if !self.is_file() => None,
            Value::File(file) if self.takes(&file.media_type) => {
                let most = self.largest();
                (file.size > most).then_some(FileProblem::Size { most })
            }
            _ => Some(FileProblem::Type),
        }
    }
}
