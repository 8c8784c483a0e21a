//! What all handlers share, and how it comes to be at each start.

use crate::catalogue::{Catalogue, CatalogueError};
use crate::client::{Client, ClientError};
use crate::patience::Patience;
use crate::session;
use crate::store::{Store, StoreError, people};
use crate::surroundings::{Surroundings, kept_hash, token};
use chrono_tz::Tz;
use sqlx::query;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::{fs, io};
use sync::SealKey;
use tokio::sync::Semaphore;

/// How an endpoint is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where database and keys lie.
    pub data: PathBuf,
    /// The folder of the built client; without it the one inside the binary, if there is one.
    pub client: Option<PathBuf>,
    /// How people reach this endpoint, without a slash at the end: in links, and to know whether it is https.
    pub public_url: String,
    /// Proxies whose word on where a request comes from is believed.
    pub proxies: Vec<IpAddr>,
    /// What the network is called.
    pub network: String,
    /// Where the network's clocks hang: times in files are told by them.
    pub zone: Tz,
}

/// A running endpoint, but for the wire.
pub struct Endpoint {
    pub(crate) store: Store,
    pub(crate) catalogue: Catalogue,
    pub(crate) client: Client,
    pub(crate) seal: SealKey,
    pub(crate) around: Arc<dyn Surroundings>,
    pub(crate) public_url: String,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) network: String,
    pub(crate) zone: Tz,
    pub(crate) patience: Mutex<Patience>,
    /// As many passwords at once as there are places: each takes 19 MB.
    pub(crate) hashing: Semaphore,
}

/// Why an endpoint cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file or folder cannot be used.
    #[error("{path}: {error}")]
    File { path: PathBuf, error: io::Error },
    /// The key of the seals is not 32 bytes long.
    #[error("{0}: not a key of 32 bytes")]
    Key(PathBuf),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The forms and lists.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The client's files.
    #[error(transparent)]
    Client(#[from] ClientError),
}

const PASSWORDS_AT_ONCE: usize = 2;

impl Endpoint {
    /// Opens everything in the data folder, making what is not there yet, and begins a new epoch.
    pub async fn start(settings: Settings, around: Arc<dyn Surroundings>) -> Result<Arc<Self>, StartError> {
        let Settings { data, client, public_url, proxies, network, zone } = settings;
        make_private_folder(&data)?;
        let seal = seal_key(&data.join("seal.key"), &*around)?;
        let catalogue = Catalogue::compile(&data.join("catalogue"))?;
        let client = Client::load(client.as_deref())?;
        let store = Store::open(&data).await?;
        begin_epoch(&store, &*around).await?;
        session::forget_expired(&store, around.now()).await?;
        Ok(Arc::new(Self {
            store,
            catalogue,
            client,
            seal,
            around,
            public_url,
            proxies,
            network,
            zone,
            patience: Mutex::default(),
            hashing: Semaphore::new(PASSWORDS_AT_ONCE),
        }))
    }

    /// The link with which the first administrator gets in; `None` if there is one already. Each start makes a new
    /// link, and the last one no longer opens.
    pub async fn setup_link(&self) -> Result<Option<String>, StoreError> {
        let mut tx = self.store.write().await?;
        if people::has_administrator(&mut *tx).await? {
            return Ok(None);
        }
        let token = token(&*self.around);
        query("INSERT OR REPLACE INTO setup (one, hash) VALUES (1, ?1)")
            .bind(kept_hash(&token))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Some(format!("{}/setup/{token}", self.public_url)))
    }

    /// Ends all work with the database.
    pub async fn stop(&self) {
        self.store.close().await;
    }

    pub(crate) fn now(&self) -> i64 {
        self.around.now()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

async fn begin_epoch(store: &Store, around: &dyn Surroundings) -> Result<(), StoreError> {
    let mut name = [0; 4];
    around.draw(&mut name);
    let mut tx = store.write().await?;
    query("INSERT INTO epoch (epoch, after, started_at) SELECT ?1, seq, ?2 FROM counter")
        .bind(u32::from_be_bytes(name))
        .bind(around.now())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

fn make_private_folder(path: &Path) -> Result<(), StartError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(|error| StartError::File { path: path.to_owned(), error })
}

/// The key stands apart from the database, so that a restored database finds the seals still good.
fn seal_key(path: &Path, around: &dyn Surroundings) -> Result<SealKey, StartError> {
    let failed = |error| StartError::File { path: path.to_owned(), error };
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map(SealKey).map_err(|_| StartError::Key(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut key = [0; 32];
            around.draw(&mut key);
            write_private(path, &key).map_err(failed)?;
            Ok(SealKey(key))
        }
        Err(error) => Err(failed(error)),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}
