//! The screens, one file each: before signing in, in the field, at the desk.

pub mod desk;
pub mod door;
pub mod field;
