//! The data folder: where the database and the key of the seals lie, for nobody else on the machine to read, and who
//! is at work in it.

use p256::SecretKey;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use sync::SealKey;

/// The database's file.
const DATABASE: &str = "tiwizi.sqlite";
/// The key stands apart from the database, so that a restored database finds the seals still good, and a stolen copy
/// of it makes none.
const SEAL_KEY: &str = "seal.key";
/// The private half of the key to which phones seal what they save to a file. It stands apart from database and backups
/// as the key of the seals does: a stolen backup opens no file. Earlier ones lie beside it as `rescue-….key`.
const RESCUE_KEY: &str = "rescue.key";
/// What was erased by law, a record a line.
const ERASURES: &str = "erased.jsonl";
/// Empty: only who holds the lock on it counts.
const LOCK: &str = "lock";

/// A data folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// The right to be the only one at work in a folder. It ends with the program, however that ends.
#[derive(Debug)]
pub struct Occupied(File);

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be used.
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    /// A key is not 32 bytes long, or not one.
    #[error("{0}: not a key of 32 bytes")]
    Key(PathBuf),
    /// There is no key of the seals.
    #[error("{0} is not there: put the copy of it that was kept apart from the backups in its place")]
    NoKey(PathBuf),
    /// There is no database.
    #[error("{0} is not there: no endpoint has worked in this folder")]
    NoDatabase(PathBuf),
    /// An endpoint is running, or a restore is under way.
    #[error(
        "{0} is in use: an endpoint is running on it, or a backup is being put in place; stop that first"
    )]
    InUse(PathBuf),
}

type Result<T> = std::result::Result<T, FolderError>;

impl Folder {
    /// The folder at a path, which need not be there yet.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder if it is not there, for its owner alone.
    pub fn make(&self) -> Result<()> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&self.0).map_err(failed(&self.0))
    }

    /// Makes this program the only one that serves or restores here.
    pub fn occupy(&self) -> Result<Occupied> {
        let path = self.0.join(LOCK);
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        let file = private(&mut options).open(&path).map_err(failed(&path))?;
        self.adopt(&path);
        match file.try_lock() {
            Ok(()) => Ok(Occupied(file)),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse(self.0.clone())),
            Err(TryLockError::Error(error)) => Err(failed(&path)(error)),
        }
    }

    /// Makes a file the folder's owner's: what the machine's administrator makes here, the endpoint must be able to
    /// open.
    #[cfg(unix)]
    pub fn adopt(&self, path: &Path) {
        use std::os::unix::fs::{MetadataExt, chown};
        if let Ok(owner) = self.0.metadata() {
            // Nobody else may give files away, nor needs to.
            let _ = chown(path, Some(owner.uid()), Some(owner.gid()));
        }
    }

    /// Only Unix has owners to give files to.
    #[cfg(not(unix))]
    pub fn adopt(&self, _: &Path) {}

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the database lies, or will.
    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// Where the database lies; one that is to come about gets an empty file, for its owner alone. What SQLite puts
    /// beside it is as private.
    pub fn private_database(&self) -> Result<PathBuf> {
        let path = self.database();
        match create_private(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(&path)(error)),
            _ => Ok(path),
        }
    }

    /// Where the database lies that must be there.
    pub fn present_database(&self) -> Result<PathBuf> {
        let path = self.database();
        if path.is_file() { Ok(path) } else { Err(FolderError::NoDatabase(path)) }
    }

    /// The folder's own catalogue, which need not be there.
    pub fn catalogue(&self) -> PathBuf {
        self.0.join("catalogue")
    }

    /// Where it is noted what was erased by law: apart from the database, which a backup may replace.
    pub fn erasures(&self) -> PathBuf {
        self.0.join(ERASURES)
    }

    /// Where the files of records lie, or will.
    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// The key of the seals that must be there.
    pub fn seal_key(&self) -> Result<SealKey> {
        let path = self.0.join(SEAL_KEY);
        match fs::read(&path) {
            Ok(bytes) => bytes.try_into().map(SealKey).map_err(|_| FolderError::Key(path)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FolderError::NoKey(path)),
            Err(error) => Err(failed(&path)(error)),
        }
    }

    /// Whether there is a key in force to which phones seal their files.
    pub fn has_rescue_key(&self) -> bool {
        self.0.join(RESCUE_KEY).exists()
    }

    /// The keys with which phones' files are opened: the one in force first, then earlier ones.
    pub fn rescue_keys(&self) -> Result<Vec<SecretKey>> {
        let mut earlier = Vec::new();
        for file in fs::read_dir(&self.0).map_err(failed(&self.0))? {
            let path = file.map_err(failed(&self.0))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.starts_with("rescue-") && name.ends_with(".key") {
                earlier.push(path);
            }
        }
        earlier.sort();
        let in_force = self.has_rescue_key().then(|| self.0.join(RESCUE_KEY));
        let key = |path: PathBuf| {
            let bytes = fs::read(&path).map_err(failed(&path))?;
            SecretKey::from_slice(&bytes).map_err(|_| FolderError::Key(path))
        };
        in_force.into_iter().chain(earlier).map(key).collect()
    }

    /// Keeps a key to which phones seal their files, where there is none in force.
    pub fn keep_rescue_key(&self, key: &SecretKey) -> Result<()> {
        let path = self.0.join(RESCUE_KEY);
        write_private(&path, &key.to_bytes()).map_err(failed(&path))?;
        sync_names(&self.0).map_err(failed(&self.0))
    }

    /// Keeps a key of the seals, where there is none.
    pub fn keep_seal_key(&self, key: &SealKey) -> Result<()> {
        let path = self.0.join(SEAL_KEY);
        write_private(&path, &key.0).map_err(failed(&path))?;
        sync_names(&self.0).map_err(failed(&self.0))
    }
}

impl Occupied {
    /// Lets others in. What cannot be unlocked is, when the program ends.
    pub fn leave(&self) {
        let _ = self.0.unlock();
    }
}

/// Makes a file that is not there yet, for its owner alone.
pub fn create_private(path: &Path) -> io::Result<File> {
    private(File::options().write(true).create_new(true)).open(path)
}

/// Writes a file that is not there yet, for its owner alone, onto the disk.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create_private(path)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}

/// Makes what was renamed or made in a folder outlast a loss of power.
pub fn sync_names(folder: &Path) -> io::Result<()> {
    // Only Unix has folders that can be opened and written through.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// For its owner alone, if it is made.
pub fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Names the file with what went wrong about it.
pub fn failed(path: &Path) -> impl Fn(io::Error) -> FolderError {
    let path = path.to_owned();
    move |error| FolderError::File { path: path.clone(), error }
}
