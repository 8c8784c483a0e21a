//! What all handlers share, and how it comes to be at each start.

use crate::catalogue::{Catalogue, CatalogueError};
use crate::client::{Client, ClientError};
use crate::folder::{Folder, FolderError, Occupied};
use crate::patience::Patience;
use crate::session;
use crate::store::{Store, StoreError, people};
use crate::surroundings::{Surroundings, kept_hash, token};
use chrono_tz::Tz;
use sqlx::query;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
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
    occupied: Occupied,
}

/// Why an endpoint cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database.
    #[error("{}{}", .0, way_back(.0))]
    Store(#[from] StoreError),
    /// The forms and lists.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The client's files.
    #[error(transparent)]
    Client(#[from] ClientError),
}

fn way_back(error: &StoreError) -> &'static str {
    if error.is_damage() {
        "; `tiwizi verify` says where, `tiwizi restore` puts a backup in its place"
    } else {
        ""
    }
}

const PASSWORDS_AT_ONCE: usize = 2;

impl Endpoint {
    /// Opens everything in the data folder, making what is not there yet, and begins a new epoch. Until it stops,
    /// no other endpoint starts there.
    pub async fn start(settings: Settings, around: Arc<dyn Surroundings>) -> Result<Arc<Self>, StartError> {
        let Settings { data, client, public_url, proxies, network, zone } = settings;
        let folder = Folder::at(&data);
        folder.make()?;
        let occupied = folder.occupy()?;
        let catalogue = Catalogue::compile(&folder.catalogue())?;
        let client = Client::load(client.as_deref())?;
        let store = Store::open(&folder.private_database()?).await?;
        let seal = seal_key(&folder, &store, &*around).await?;
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
            occupied,
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
        query("INSERT INTO setup (one, hash) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET hash = excluded.hash")
            .bind(kept_hash(&token))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Some(format!("{}/setup/{token}", self.public_url)))
    }

    /// Ends all work with the database, and leaves the data folder to others.
    pub async fn stop(&self) {
        self.store.close().await;
        self.occupied.leave();
    }

    pub(crate) fn now(&self) -> i64 {
        self.around.now()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The key of the seals. One that is not there is drawn, and all records are sealed under it: with the key, a network
/// loses what phones could give back after a restore, and nothing else.
async fn seal_key(folder: &Folder, store: &Store, around: &dyn Surroundings) -> Result<SealKey, StartError> {
    match folder.seal_key() {
        Err(FolderError::NoKey(path)) => {
            let mut key = [0; 32];
            around.draw(&mut key);
            let key = SealKey(key);
            // The key comes last: a start that is cut off in between draws another.
            let sealed = store.seal_anew(&key).await?;
            folder.keep_seal_key(&key)?;
            if sealed > 0 {
                tracing::warn!(
                    sealed,
                    "{} was lost: a new key is drawn, and all records are sealed anew",
                    path.display()
                );
            }
            Ok(key)
        }
        found => Ok(found?),
    }
}

async fn begin_epoch(store: &Store, around: &dyn Surroundings) -> Result<(), StoreError> {
    let mut name = [0; 4];
    around.draw(&mut name);
    let mut tx = store.write().await?;
    query("INSERT INTO epoch (epoch, after, started_at) SELECT $1, seq, $2 FROM counter")
        .bind(i64::from(u32::from_be_bytes(name)))
        .bind(around.now())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
