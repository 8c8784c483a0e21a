//! Files on the disk, for nobody else on the machine to read: whole ones under the hash of their bytes, parts of those
//! that are being sent under the person who sends them. All of this waits for the disk: not for the runtime's threads.

use crate::backup::weigh;
use crate::folder::{Folder, private, sync_names};
use record::AuthorId;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use sync::Hash;

/// The folder of the files.
#[derive(Clone, Debug)]
pub struct Shelf(PathBuf);

impl Shelf {
    /// The shelf in a folder, which need not be there yet.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Where a file lies when it is whole. The name is made of a hash that was parsed: no text of a request is in it.
    pub fn whole(&self, sha256: Hash) -> PathBuf {
        let name = sha256.to_string();
        self.0.join(&name[..2]).join(name)
    }

    /// Where a person's part of a file lies.
    fn part(&self, person: AuthorId, sha256: Hash) -> PathBuf {
        self.0.join("parts").join(person.to_string()).join(sha256.to_string())
    }

    /// Whether a file lies here whole: of that size. What its bytes are worth, `tiwizi verify` says.
    pub fn has(&self, sha256: Hash, size: u64) -> bool {
        self.whole(sha256).metadata().is_ok_and(|file| file.is_file() && file.len() == size)
    }

    /// How much of a file has arrived from a person, and will still be here after a loss of power.
    pub fn arrived(&self, person: AuthorId, sha256: Hash) -> io::Result<u64> {
        match File::open(self.part(person, sha256)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            part => {
                let part = part?;
                part.sync_all()?;
                Ok(part.metadata()?.len())
            }
        }
    }

    /// A person's part of a file, to be written to.
    pub fn open_part(&self, person: AuthorId, sha256: Hash) -> io::Result<File> {
        let path = self.part(person, sha256);
        if let Some(folder) = path.parent() {
            make(folder)?;
        }
        private(File::options().write(true).create(true).truncate(false)).open(path)
    }

    /// The size and the hash of a person's part.
    pub fn weigh_part(&self, person: AuthorId, sha256: Hash) -> io::Result<(u64, Hash)> {
        weigh(&self.part(person, sha256))
    }

    /// The first bytes of a person's part, and where it lies.
    pub fn look_at_part(&self, person: AuthorId, sha256: Hash) -> io::Result<(Vec<u8>, PathBuf)> {
        let path = self.part(person, sha256);
        let mut first = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(File::open(&path)?, 4096), &mut first)?;
        Ok((first, path))
    }

    /// Puts a person's part, which is whole, among the files: a copy of it, weighed again, for a connection that was late
    /// may still write into the part.
    pub fn put(&self, person: AuthorId, sha256: Hash) -> io::Result<()> {
        let (part, whole) = (self.part(person, sha256), self.whole(sha256));
        let folder = whole.parent().unwrap_or(&self.0);
        make(folder)?;
        let copy = part.with_extension("whole");
        fs::copy(&part, &copy)?;
        if weigh(&copy)?.1 != sha256 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        File::open(&copy)?.sync_all()?;
        fs::rename(&copy, &whole)?;
        fs::remove_file(&part)?;
        sync_names(folder)?;
        sync_names(&self.0)
    }

    /// Drops a person's part, if there is one.
    pub fn drop_part(&self, person: AuthorId, sha256: Hash) -> io::Result<()> {
        remove(&self.part(person, sha256))
    }

    /// Drops a whole file, if it is there.
    pub fn drop_whole(&self, sha256: Hash) -> io::Result<()> {
        remove(&self.whole(sha256))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    Folder::at(folder).make().map_err(io::Error::other)
}
