//! What may be kept, and whether bytes are what they are said to be.
//!
//! Nothing that a browser would run is kept: no HTML, no SVG, no scripts. What begins like one kind and ends like another
//! does no harm: it is shown as the kind it was checked for, or only saved ([`super::serve`]).

use std::path::Path;

/// The greatest picture, in pixels: unpacked it takes 200 MB of somebody's memory.
const PIXELS: usize = 50_000_000;

/// How a kind of file begins.
#[derive(Clone, Copy)]
enum Begins {
    /// With these bytes.
    With(&'static [u8]),
    /// With RIFF, four bytes of size, and this.
    Riff(&'static [u8; 4]),
    /// With four bytes of size, and `ftyp`: the family of MP4.
    Ftyp,
    /// With the frames of MPEG audio, or the words before them.
    Mpeg,
    /// As text without zeros.
    Text,
}

const ZIP: Begins = Begins::With(b"PK\x03\x04");
/// Office documents from before 2007.
const OLE: Begins = Begins::With(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
/// Matroska, of which WebM is a part.
const EBML: Begins = Begins::With(b"\x1a\x45\xdf\xa3");

const KINDS: [(&str, Begins); 26] = [
    ("image/jpeg", Begins::With(b"\xff\xd8\xff")),
    ("image/png", Begins::With(b"\x89PNG\r\n\x1a\n")),
    ("image/webp", Begins::Riff(b"WEBP")),
    ("audio/mpeg", Begins::Mpeg),
    ("audio/aac", Begins::Mpeg),
    ("audio/mp4", Begins::Ftyp),
    ("audio/3gpp", Begins::Ftyp),
    ("audio/amr", Begins::With(b"#!AMR")),
    ("audio/ogg", Begins::With(b"OggS")),
    ("audio/wav", Begins::Riff(b"WAVE")),
    ("audio/webm", EBML),
    ("video/mp4", Begins::Ftyp),
    ("video/3gpp", Begins::Ftyp),
    ("video/webm", EBML),
    ("application/pdf", Begins::With(b"%PDF-")),
    ("text/plain", Begins::Text),
    ("text/csv", Begins::Text),
    ("application/msword", OLE),
    ("application/vnd.ms-excel", OLE),
    ("application/vnd.ms-powerpoint", OLE),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIP),
    ("application/vnd.oasis.opendocument.text", ZIP),
    ("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    ("application/vnd.oasis.opendocument.presentation", ZIP),
];

/// The media type as it is kept, without its parameters; `None` if that kind is not kept.
pub fn kept(media_type: &str) -> Option<&'static str> {
    let plain = media_type.split(';').next().unwrap_or_default().trim();
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| kind.eq_ignore_ascii_case(plain))
}

/// Whether a kind is a picture: shown in the page, where all others are saved.
pub fn is_picture(media_type: &str) -> bool {
    media_type.starts_with("image/")
}

/// Whether a file of these first bytes can be what it is said to be.
pub fn fits(media_type: &str, first: &[u8], path: &Path) -> bool {
    let begins = KINDS.iter().find(|(kind, _)| *kind == media_type).map(|(_, begins)| *begins);
    begins.is_some_and(|begins| begins.fits(first)) && (!is_picture(media_type) || is_shown(path))
}

/// Whether a picture says how large it is, and is no larger than a phone can bear.
fn is_shown(path: &Path) -> bool {
    imagesize::size(path).is_ok_and(|size| {
        size.width > 0 && size.height > 0 && size.width.saturating_mul(size.height) <= PIXELS
    })
}

impl Begins {
    fn fits(self, first: &[u8]) -> bool {
        match self {
            Self::With(bytes) => first.starts_with(bytes),
            Self::Riff(kind) => first.starts_with(b"RIFF") && first.get(8..12) == Some(kind),
            Self::Ftyp => first.get(4..8) == Some(b"ftyp"),
            Self::Mpeg => {
                first.starts_with(b"ID3") || matches!(first, [0xff, second, ..] if second & 0xe0 == 0xe0)
            }
            Self::Text => {
                // What was read may end within a character.
                let whole = match std::str::from_utf8(first) {
                    Ok(_) => true,
                    Err(error) => error.error_len().is_none(),
                };
                whole && !first.contains(&0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_is_not_kept() {
        for refused in
            ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "image/gif", ""]
        {
            assert_eq!(kept(refused), None, "{refused}");
        }
        assert_eq!(kept("Text/CSV; charset=utf-8"), Some("text/csv"));
    }

    #[test]
    fn bytes_must_begin_as_they_are_said_to() {
        let nowhere = Path::new("");
        for (media_type, first, fits) in [
            ("application/pdf", &b"%PDF-1.7"[..], true),
            ("application/pdf", b"<html>", false),
            ("video/mp4", b"\0\0\0\x18ftypmp42", true),
            ("video/mp4", b"ftypmp42", false),
            ("audio/wav", b"RIFF\0\0\0\0WAVE", true),
            ("audio/wav", b"RIFF\0\0\0\0WEBP", false),
            ("audio/mpeg", b"\xff\xfb\x90", true),
            ("audio/mpeg", b"\xff", false),
            ("text/csv", "nom;prénom".as_bytes(), true),
            ("text/csv", &"nom;prénom".as_bytes()[..8], true),
            ("text/csv", b"nom;pr\xe9nom", false),
            ("text/plain", b"a\0b", false),
            ("image/png", b"\x89PNG\r\n\x1a\n", false),
        ] {
            assert_eq!(super::fits(media_type, first, nowhere), fits, "{media_type} {first:?}");
        }
    }
}
