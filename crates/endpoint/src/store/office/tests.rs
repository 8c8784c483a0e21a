//! The database answers as the office in memory does, and crashes as it does: whole random histories of
//! `simulation` are lived through by both, and every answer and everything stored must be equal.

use super::*;
use crate::backup;
use crate::store::{Database, Store, people};
use crate::verify::verify;
use simulation::{Broken, Crashing, Twin, command};
use std::path::PathBuf;
use sync::memory::MemoryOffice;
use sync::{Facts, Part, Received, Request, Response, SealKey, Session, answer, receive};
use tempfile::TempDir;
use tokio::runtime::Runtime;

#[path = "../../../tests/interface/server.rs"]
pub mod server;

use server::own_place;
use sqlx::{AnyPool, AssertSqlSafe, raw_sql};

const NOW: i64 = 1_795_248_000_000;

/// The shipping store, living through what the office in memory lives through: in a file, or in the server that the
/// tests are given.
struct Shipping {
    runtime: Runtime,
    folder: TempDir,
    database: Database,
    store: Option<Store>,
    backups: usize,
    key: Option<SealKey>,
}

impl Shipping {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database = match runtime.block_on(own_place()) {
            Some(address) => Database::Server(address.parse().unwrap()),
            None => Database::File(folder.path().join("tiwizi.sqlite")),
        };
        let store = runtime.block_on(Store::open(&database)).unwrap();
        Self { runtime, folder, database, store: Some(store), backups: 0, key: None }
    }

    fn backup(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("backup-{number}.sqlite"))
    }

    /// What random histories leave behind is true, and nothing is said to be untrue that is not.
    fn is_proven(&self) {
        let Some(key) = &self.key else { return };
        let proven = self.runtime.block_on(verify(&self.database, key)).unwrap();
        let said: Vec<String> = proven.differences.iter().map(ToString::to_string).collect();
        assert_eq!(said, [""; 0]);
    }

    /// Works in one transaction, and commits it if the work says so.
    fn within<T>(&self, work: impl AsyncFnOnce(&mut OpenOffice) -> (T, bool)) -> T {
        self.runtime.block_on(async {
            let tx = self.store.as_ref().unwrap().write().await.unwrap();
            let mut office = OpenOffice::within(tx, NOW);
            let (done, commits) = work(&mut office).await;
            if commits {
                office.tx.commit().await.unwrap();
            }
            done
        })
    }
}

impl Twin for Shipping {
    fn starts(&mut self, epoch: Epoch) {
        self.within(async |office| {
            let insert = "INSERT INTO epoch (epoch, after, started_at) SELECT $1, seq, 0 FROM counter";
            query(insert).bind(i64::from(epoch.0)).execute(&mut *office.tx).await.unwrap();
            ((), true)
        });
    }

    fn grants(&mut self, person: AuthorId, grants: &Grants) {
        self.within(async |office| {
            if grants.version == 1 {
                people::add(&mut office.tx, person, "Somebody", None, NOW).await.unwrap();
            }
            people::grant(&mut office.tx, person, &grants.list, None, NOW).await.unwrap();
            assert_eq!(&office.grants(person, None).await.unwrap(), grants);
            ((), true)
        });
    }

    fn enrols(&mut self, device: DeviceId, person: AuthorId) {
        self.within(async |office| {
            assert!(people::add_device(&mut office.tx, device, person, None, NOW).await.unwrap());
            ((), true)
        });
    }

    fn answers(&mut self, session: &Session, request: &Request, facts: &Facts<'_>) -> Response {
        self.key = Some(facts.seal.clone());
        self.within(async |office| (answer(office, session, request, facts).await.unwrap(), true))
    }

    fn receives(&mut self, session: &Session, parts: &[Part], facts: &Facts<'_>) -> Vec<Received> {
        self.within(async |office| (receive(office, session, parts, facts).await.unwrap(), true))
    }

    fn crashes(&mut self, session: &Session, request: &Request, facts: &Facts<'_>, steps: u32) {
        self.runtime.block_on(async {
            let tx = self.store.as_ref().unwrap().write().await.unwrap();
            let mut crashing = Crashing { office: OpenOffice::within(tx, NOW), steps };
            let ended = answer(&mut crashing, session, request, facts).await;
            assert!(ended.is_ok() || matches!(ended, Err(Broken::Crash)), "{ended:?}");
            // The transaction is dropped with the office: whatever it wrote is gone.
        });
    }

    fn is_backed_up(&mut self) {
        let (number, path) = (self.backups, self.backup(self.backups));
        self.backups += 1;
        self.runtime.block_on(async {
            let writer = &self.store.as_ref().unwrap().writer;
            match &self.database {
                Database::File(_) => {
                    let copy = query("VACUUM INTO $1").bind(path.to_str().unwrap().to_owned());
                    copy.execute(writer).await.unwrap();
                }
                Database::Server(_) => {
                    for table in tables(writer).await {
                        let copy = format!("CREATE TABLE kept_{number}_{table} AS TABLE {table}");
                        raw_sql(AssertSqlSafe(copy)).execute(writer).await.unwrap();
                    }
                }
            }
        });
    }

    fn is_restored(&mut self, backup: usize) {
        let store = self.store.take().unwrap();
        match &self.database {
            Database::File(path) => {
                self.runtime.block_on(store.close());
                for left in ["tiwizi.sqlite-wal", "tiwizi.sqlite-shm"] {
                    let _ = std::fs::remove_file(self.folder.path().join(left));
                }
                std::fs::copy(self.backup(backup), path).unwrap();
            }
            Database::Server(_) => self.runtime.block_on(async {
                let mut back = String::from("BEGIN; SET LOCAL session_replication_role = replica;");
                for table in tables(&store.writer).await {
                    back += &format!(
                        "DELETE FROM {table};
                         INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE kept_{backup}_{table};"
                    );
                }
                raw_sql(AssertSqlSafe(back + "COMMIT")).execute(&store.writer).await.unwrap();
                store.close().await;
            }),
        }
        self.store = Some(self.runtime.block_on(Store::open(&self.database)).unwrap());
    }

    fn holds_safely(&mut self, device: DeviceId, head: Head) {
        self.within(async |office| {
            backup::note(&mut office.tx, &[(device, head.index, head.hash)]).await.unwrap();
            ((), true)
        });
    }

    fn must_equal(&mut self, memory: &MemoryOffice) {
        self.within(async |office| {
            let ids: Vec<RecordId> = memory.records.keys().copied().collect();
            let mut records = office.records(&ids).await.unwrap();
            records.sort_by_key(|kept| kept.record.id);
            assert_eq!(records, memory.records.values().cloned().collect::<Vec<_>>());
            for (device, log) in &memory.logs {
                assert_eq!(office.device_log(*device).await.unwrap().unwrap(), log.known);
                for (index, entry) in &log.entries {
                    assert_eq!(office.hash_at(*device, *index).await.unwrap(), Some(entry.hash));
                }
                let told = office.outcomes_after(*device, 0).await.unwrap();
                let known = log.entries.values().filter(|entry| entry.revision > 0);
                let known = known.map(|entry| (entry.index, &entry.outcome, entry.revision));
                let mut told: Vec<_> = told.iter().map(|t| (t.index, &t.outcome, t.revision)).collect();
                told.sort_by_key(|(index, ..)| *index);
                assert_eq!(told, known.collect::<Vec<_>>());
            }
            ((), false)
        });
        self.is_proven();
    }
}

/// The tables of the store in a server.
async fn tables(db: &AnyPool) -> Vec<String> {
    let tables = "SELECT tablename::text FROM pg_tables
                  WHERE schemaname = current_schema() AND tablename NOT LIKE 'kept%'";
    query_scalar(tables).fetch_all(db).await.unwrap()
}

/// What the simulation is to be told instead, as on its command line.
const TOLD: &str = "TIWIZI_SIMULATE";

#[test]
fn the_database_lives_through_random_histories_as_the_office_in_memory_does() {
    // A server takes longer to be set up and put back.
    let seeds = if std::env::var_os("TIWIZI_TEST_DATABASE").is_some() { 15 } else { 60 };
    let told = std::env::var(TOLD).unwrap_or_else(|_| format!("--from 1000000 --seeds {seeds}"));
    let arguments: Vec<String> = told.split_whitespace().map(str::to_owned).collect();
    let mut said = Vec::new();
    let nothing_was_lost = command(&arguments, &|| Some(Box::new(Shipping::new())), &mut said).unwrap();
    let said = String::from_utf8(said).unwrap();
    assert!(nothing_was_lost, "{said}");
    println!("{said}");
}
