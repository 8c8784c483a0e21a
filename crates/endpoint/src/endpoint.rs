//! What all handlers share, and how it comes to be at each start.

use crate::catalogue::{Catalogue, CatalogueError};
use crate::client::{Client, ClientError};
use crate::erased::Erasures;
use crate::files::{FileLimits, Shelf};
use crate::folder::{Folder, FolderError, Occupied};
use crate::patience::Patience;
use crate::rescue::RescueKeys;
use crate::session;
use crate::store::{Database, Server, Store, StoreError, people, seals};
use crate::surroundings::{Surroundings, kept_hash, token};
use chrono_tz::Tz;
use sqlx::{AnyConnection, query};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use sync::SealKey;
use tokio::sync::Semaphore;

/// How an endpoint is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where keys lie, and the database if it is a file.
    pub data: PathBuf,
    /// The server of the database, if it is no file.
    pub database: Option<Server>,
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
    /// How much photos and other files may take.
    pub files: FileLimits,
}

/// A running endpoint, but for the wire.
pub struct Endpoint {
    pub(crate) store: Store,
    pub(crate) catalogue: Catalogue,
    pub(crate) client: Client,
    pub(crate) seal: SealKey,
    pub(crate) rescue: RescueKeys,
    pub(crate) erasures: Erasures,
    pub(crate) around: Arc<dyn Surroundings>,
    pub(crate) public_url: String,
    pub(crate) proxies: Vec<IpAddr>,
    pub(crate) network: String,
    pub(crate) zone: Tz,
    pub(crate) patience: Mutex<Patience>,
    /// As many passwords at once as there are places: each takes 19 MB.
    pub(crate) hashing: Semaphore,
    pub(crate) shelf: Shelf,
    /// Uploads come to their end one after the other.
    pub(crate) ending: tokio::sync::Mutex<()>,
    pub(crate) file_limits: FileLimits,
    /// The data folder is one endpoint's alone if the database is a file in it.
    occupied: Option<Occupied>,
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
    /// The database is sealed under another key.
    #[error(
        "{0} is not the key under which this database is sealed: put the network's there, the same for every endpoint"
    )]
    OtherKey(PathBuf),
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
    /// Opens everything in the data folder and the database, making what is not there yet, and begins a new epoch.
    /// Until it stops, no other endpoint starts with the same file; a server may have several.
    pub async fn start(settings: Settings, around: Arc<dyn Surroundings>) -> Result<Arc<Self>, StartError> {
        let Settings { data, database, client, public_url, proxies, network, zone, files } = settings;
        let folder = Folder::at(&data);
        folder.make()?;
        let occupied = if database.is_none() { Some(folder.occupy()?) } else { None };
        let catalogue = Catalogue::compile(&folder.catalogue())?;
        let client = Client::load(client.as_deref())?;
        let store = Store::open(&match database {
            Some(server) => Database::Server(server),
            None => Database::File(folder.private_database()?),
        })
        .await?;
        let seal = seal_key(&folder, &store, &*around).await?;
        let rescue = RescueKeys::of(&folder, &seal)?;
        let mut tx = store.write().await?;
        begin_epoch(&mut tx, &*around).await?;
        tx.commit().await.map_err(StoreError::from)?;
        store.is_back();
        session::forget_expired(&store, around.now()).await?;
        let endpoint = Self {
            store,
            catalogue,
            client,
            seal,
            rescue,
            erasures: Erasures::at(&folder.erasures()),
            around,
            public_url,
            proxies,
            network,
            zone,
            patience: Mutex::default(),
            hashing: Semaphore::new(PASSWORDS_AT_ONCE),
            occupied,
            shelf: Shelf::at(folder.files()),
            ending: tokio::sync::Mutex::default(),
            file_limits: files,
        };
        endpoint.erase_again().await?;
        endpoint.drop_abandoned_uploads().await;
        Ok(Arc::new(endpoint))
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
        self.occupied.iter().for_each(Occupied::leave);
    }

    pub(crate) fn now(&self) -> i64 {
        self.around.now()
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// The key of the seals.
///
/// | key | database | then |
/// |---|---|---|
/// | is there | is a file, or is sealed under it | it is used |
/// | is there | on a server, sealed under none yet | it is used, and all records are sealed under it |
/// | is there | on a server, sealed under another | the endpoint does not start |
/// | is not | is a file, or on a server and sealed under none yet | it is drawn, and all records are sealed under it: what phones could give back after a restore is lost, and nothing else |
/// | is not | on a server, sealed under one | the endpoint does not start: another endpoint has the key |
async fn seal_key(folder: &Folder, store: &Store, around: &dyn Surroundings) -> Result<SealKey, StartError> {
    let mut tx = store.write().await?;
    let sealed_under = if store.is_shared() { seals::sealed_under(&mut tx).await? } else { None };
    let key = match folder.seal_key() {
        Ok(key) => match sealed_under {
            Some(under) if under != seals::name(&key) => {
                return Err(StartError::OtherKey(folder.path().to_owned()));
            }
            None if store.is_shared() => key,
            _ => return Ok(key),
        },
        Err(FolderError::NoKey(_)) if sealed_under.is_none() => {
            let mut key = [0; 32];
            around.draw(&mut key);
            SealKey(key)
        }
        Err(error) => return Err(error.into()),
    };
    let sealed = seals::seal_anew(&mut tx, &key).await?;
    if store.is_shared() {
        // The key comes first: a database that is sealed under a key that nobody has could not be opened again.
        keep(folder, &key)?;
        seals::note(&mut tx, &key).await?;
        tx.commit().await.map_err(StoreError::from)?;
    } else {
        tx.commit().await.map_err(StoreError::from)?;
        // The key comes last: a start that is cut off in between draws another.
        keep(folder, &key)?;
    }
    if sealed > 0 {
        tracing::warn!(sealed, "a new key of the seals: all records are sealed anew");
    }
    Ok(key)
}

fn keep(folder: &Folder, key: &SealKey) -> Result<(), StartError> {
    match folder.seal_key() {
        Err(FolderError::NoKey(_)) => Ok(folder.keep_seal_key(key)?),
        _ => Ok(()),
    }
}

/// Begins an epoch: at each start, and when the line to a server was cut. What answers then may be an older copy of
/// the database, restored or taken over from elsewhere. Whatever other endpoints do, all numbers given before are
/// committed, and all given later belong to the new epoch: to phones, the start of one of several is a restart.
pub(crate) async fn begin_epoch(db: &mut AnyConnection, around: &dyn Surroundings) -> Result<(), StoreError> {
    let mut name = [0; 4];
    around.draw(&mut name);
    query("INSERT INTO epoch (epoch, after, started_at) SELECT $1, seq, $2 FROM counter")
        .bind(i64::from(u32::from_be_bytes(name)))
        .bind(around.now())
        .execute(db)
        .await?;
    Ok(())
}
