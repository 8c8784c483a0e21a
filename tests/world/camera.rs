//! Photos as a phone's camera makes them: large, lying on their side, and telling where they were taken.

use jpeg_encoder::{ColorType, Encoder};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the photos were taken, as cameras write it: nothing of it may leave the phone.
const EXIF: &[u8] = b"Exif\0\0II*\0\x08\0\0\0\
    \x02\0\
    \x12\x01\x03\0\x01\0\0\0\x06\0\0\0\
    \x25\x88\x04\0\x01\0\0\0\x26\0\0\0\
    \0\0\0\0\
    \x02\0\
    \x01\0\x02\0\x02\0\0\0N\0\0\0\
    \x02\0\x05\0\x03\0\0\0\x44\0\0\0\
    \0\0\0\0\
    \x1c\0\0\0\x01\0\0\0\x3b\0\0\0\x01\0\0\0\x0e\0\0\0\x01\0\0\0";

/// A photo of so many pixels in a folder, to be turned by a quarter to be seen upright; each number makes another one.
pub fn takes_photo(folder: &Path, number: u64, (width, height): (u16, u16)) -> PathBuf {
    let mut chance = fastrand::Rng::with_seed(number);
    let (across, down) = (usize::from(width), usize::from(height));
    let patches: Vec<[u8; 3]> = (0..(across / 24 + 1) * (down / 24 + 1))
        .map(|_| [chance.u8(..), chance.u8(..), chance.u8(..)])
        .collect();
    let pixel = |at: usize| {
        let (x, y) = (at % across, at / across);
        patches[y / 24 * (across / 24 + 1) + x / 24].map(|shade| shade.wrapping_add((x % 24 + y % 24) as u8))
    };
    let pixels: Vec<u8> = (0..across * down).flat_map(pixel).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.add_app_segment(1, EXIF.to_vec()).expect("what the camera writes beside it");
    encoder.encode(&pixels, width, height, ColorType::Rgb).expect("a photo");
    let file = folder.join(format!("IMG_{number:04}.jpg"));
    fs::write(&file, bytes).expect("kept");
    file
}

/// Whether a photo tells anything beside what is seen on it.
pub fn tells_where(photo: &[u8]) -> bool {
    photo.windows(4).any(|window| window == b"Exif") || segments(photo).any(|(marker, _)| marker == 0xe1)
}

/// Width and height of a photo.
pub fn pixels(photo: &[u8]) -> (u16, u16) {
    let (_, frame) = segments(photo).find(|(marker, _)| matches!(marker, 0xc0..=0xc2)).expect("a frame");
    let number = |at: usize| u16::from_be_bytes([frame[at], frame[at + 1]]);
    (number(3), number(1))
}

/// The parts of a JPEG before its picture: markers, and what follows the length.
fn segments(photo: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = photo.strip_prefix(&[0xff, 0xd8]).expect("a JPEG");
    std::iter::from_fn(move || {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let end = 2 + usize::from(u16::from_be_bytes([high, low]));
        let segment = (marker, &rest[4..end]);
        rest = if marker == 0xda { &[] } else { &rest[end..] };
        Some(segment)
    })
}
