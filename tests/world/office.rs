//! What the office really has: the rows of the endpoint's database, read beside the endpoint.

use record::{Record, RecordId, Value};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Row, SqlitePool, query};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The endpoint's database, opened for reading.
pub struct Office {
    rows: SqlitePool,
    files: PathBuf,
}

/// A device as the office knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    pub id: String,
    /// How many entries of its log the office has.
    pub entries: u64,
}

impl Office {
    /// The database in the endpoint's folder.
    pub async fn open(data: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(data.join("tiwizi.sqlite")).read_only(true);
        let rows =
            SqlitePoolOptions::new().max_connections(1).connect_with(options).await.expect("the database");
        Self { rows, files: data.join("files") }
    }

    /// Changes rows beside the endpoint, for what only time would do.
    pub async fn changes_rows(data: &Path, sql: &'static str) {
        let options = SqliteConnectOptions::new().filename(data.join("tiwizi.sqlite"));
        let rows = SqlitePoolOptions::new().connect_with(options).await.expect("the database");
        let changed = query(sql).execute(&rows).await.expect("the rows").rows_affected();
        assert_ne!(changed, 0, "{sql}");
        rows.close().await;
    }

    /// All records of a form.
    pub async fn records(&self, form: &str) -> Vec<Record> {
        let rows = query("SELECT body FROM record WHERE form = ?1 ORDER BY seq")
            .bind(form)
            .fetch_all(&self.rows)
            .await;
        let read = |row: &sqlx::sqlite::SqliteRow| serde_json::from_str(row.get(0)).expect("a record");
        rows.expect("the rows").iter().map(read).collect()
    }

    /// The records of a form whose field has this value.
    pub async fn with(&self, form: &str, field: &str, value: &str) -> Vec<Record> {
        let mut records = self.records(form).await;
        records.retain(|record| shown(record, field).as_deref() == Some(value));
        records
    }

    /// All whole files, by the names they are kept under: the hashes of what they hold.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = entries(&self.files).filter(|entry| entry.file_name().len() == 2);
        let files = folders.flat_map(|folder| entries(&folder.path()).collect::<Vec<_>>());
        let read = |file: fs::DirEntry| {
            (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).expect("a file"))
        };
        files.map(read).collect()
    }

    /// The devices of a person, those of one browser profile in the order in which it took new identities.
    pub async fn devices(&self, person: &str) -> Vec<Device> {
        let sql = "SELECT d.id, (SELECT count(*) FROM entry AS e WHERE e.device = d.id)
                   FROM device AS d JOIN person AS p ON p.id = d.person WHERE p.name = ?1 ORDER BY d.enrolled_at";
        let rows = query(sql).bind(person).fetch_all(&self.rows).await.expect("the devices");
        rows.iter()
            .map(|row| Device { id: row.get(0), entries: row.get::<i64, _>(1).unsigned_abs() })
            .collect()
    }

    /// What the logs of a person's devices say, entry by entry.
    pub async fn payloads(&self, person: &str) -> Vec<serde_json::Value> {
        let sql = "SELECT e.payload FROM entry AS e JOIN device AS d ON d.id = e.device
                   JOIN person AS p ON p.id = d.person WHERE p.name = ?1 ORDER BY d.enrolled_at, e.place";
        let rows = query(sql).bind(person).fetch_all(&self.rows).await.expect("the entries");
        rows.iter().map(|row| serde_json::from_str(row.get(0)).expect("an entry")).collect()
    }

    /// The latest version of a person's grants that one of their devices knows of.
    pub async fn grants_known_to(&self, person: &str) -> u32 {
        let sql = "SELECT max(a.version) FROM acknowledged AS a JOIN device AS d ON d.id = a.device
                   JOIN person AS p ON p.id = d.person WHERE p.name = ?1";
        let row = query(sql).bind(person).fetch_one(&self.rows).await.expect("the version");
        row.get::<Option<u32>, _>(0).unwrap_or_default()
    }

    /// How many changes of one record there are in all logs, and how many different ones.
    pub async fn changes(&self, record: RecordId) -> (u64, u64) {
        let sql = "SELECT count(*), count(DISTINCT actor || '.' || n) FROM entry WHERE record = ?1";
        let row = query(sql).bind(record.to_string()).fetch_one(&self.rows).await.expect("the entries");
        (row.get::<i64, _>(0).unsigned_abs(), row.get::<i64, _>(1).unsigned_abs())
    }
}

/// A field of a record as text: what is shown of it.
pub fn shown(record: &Record, field: &str) -> Option<String> {
    let path: record::Path = field.parse().expect("a path");
    match record.shown(&path)? {
        Value::Text(text) | Value::Choice(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Date(date) => Some(date.to_string()),
        other => Some(format!("{other:?}")),
    }
}
