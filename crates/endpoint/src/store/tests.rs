//! The layout comes to be step by step, and brings what is there along.

use super::layout::OF_A_FILE;
use super::*;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{Row, query, raw_sql};

/// A row in each table of the first layout.
const ROWS: [(&str, &str); 12] = [
    ("person", "('018f0000-0000-4000-8000-000000000001', 'Naïma', 'naima', NULL, 1, 5)"),
    ("grants", "('018f0000-0000-4000-8000-000000000001', 1, '[]', 5, NULL)"),
    (
        "device",
        "('d1', '018f0000-0000-4000-8000-000000000001', 'd1', 'Itel A16', 5, NULL, 6, '0.1.0', 0, NULL, 1, 'h1', 0, 1)",
    ),
    ("acknowledged", "('d1', 1, 0)"),
    ("session", "('t1', 'd1', 'code', 5, 6)"),
    ("code", "('c1', '018f0000-0000-4000-8000-000000000001', NULL, 5, 9, NULL)"),
    ("setup", "(1, 's1')"),
    ("entry", "('d1', 1, 'p1', 'h1', 'r1', '00000000000000a1', 1, '\"merged\"', 0, 7, '{}')"),
    ("hole", "('d1', 1, 'h1', 4, 'h4', 8)"),
    ("record", "('r1', 'person', 1, 's1', '[]', '[]', 2, '{}')"),
    ("epoch", "(1, 77, 0, 5)"),
    ("counter", "(1, 1)"),
];

/// The columns of a table.
async fn columns(db: &SqlitePool, table: &str) -> Vec<String> {
    let columns = query(sqlx::AssertSqlSafe(format!("PRAGMA table_info({table})")));
    let columns = columns.fetch_all(db).await.unwrap();
    columns.iter().map(|row| format!("quote({})", row.get::<&str, _>(1))).collect()
}

/// Everything in these columns of a table, as text.
async fn rows(db: &SqlitePool, table: &str, columns: &[String]) -> Vec<String> {
    let all = format!("SELECT {} FROM {table}", columns.join(" || ',' || "));
    sqlx::query_scalar(sqlx::AssertSqlSafe(all)).fetch_all(db).await.unwrap()
}

#[tokio::test]
async fn a_database_of_the_first_layout_is_brought_up_to_date_with_all_that_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiwizi.sqlite");
    let old = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let old = SqlitePool::connect_with(old).await.unwrap();
    raw_sql(OF_A_FILE[0].1).execute(&old).await.unwrap();
    raw_sql("PRAGMA user_version = 1; DELETE FROM counter").execute(&old).await.unwrap();
    let mut before = Vec::new();
    for (table, row) in ROWS {
        let insert = format!("INSERT INTO {table} VALUES {row}");
        query(sqlx::AssertSqlSafe(insert)).execute(&old).await.unwrap();
        let columns = columns(&old, table).await;
        before.push((rows(&old, table, &columns).await, columns));
    }
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: i64 = sqlx::query_scalar(tables).fetch_one(&old).await.unwrap();
    assert_eq!(tables, ROWS.len() as i64, "a row in each");
    old.close().await;

    let store = Store::open(&Database::File(path.clone())).await.unwrap();
    let file = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&path)).await.unwrap();
    for ((table, _), (before, columns)) in ROWS.iter().zip(before) {
        assert_eq!(rows(&file, table, &columns).await, before, "{table}");
    }
    file.close().await;
    let readings: i64 =
        sqlx::query_scalar("SELECT count(*) FROM reading").fetch_one(store.read()).await.unwrap();
    assert_eq!(readings, 0);
    let hash: String = sqlx::query_scalar("SELECT hash FROM record").fetch_one(store.read()).await.unwrap();
    assert_eq!(hash, sync::Hash::of("{}").to_string(), "reckoned from the body that was there");
    let layout: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(store.read()).await.unwrap();
    assert_eq!(layout, OF_A_FILE.last().unwrap().0);
    store.close().await;

    // The next start finds nothing to do.
    let again = Store::open(&Database::File(path.clone())).await.unwrap();
    let entries: i64 =
        sqlx::query_scalar("SELECT count(*) FROM entry").fetch_one(again.read()).await.unwrap();
    assert_eq!(entries, 1);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tiwizi.sqlite");
    let store = Store::open(&Database::File(path.clone())).await.unwrap();
    raw_sql("PRAGMA user_version = 99").execute(&store.writer).await.unwrap();
    store.close().await;
    let refused = Store::open(&Database::File(path.clone())).await.err().unwrap().to_string();
    assert!(refused.contains("its layout is 99, the newest known is 5"), "{refused}");
}

#[test]
fn both_databases_have_come_as_far() {
    let last = |steps: layout::Steps| steps.last().map(|(step, _)| *step);
    assert_eq!(last(layout::OF_A_FILE), last(layout::OF_A_SERVER));
}

/// Every column of every table, but for those that only one of the two needs.
async fn all_columns(db: &AnyPool, sql: &'static str) -> Vec<(String, String)> {
    let columns: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(db).await.unwrap();
    let of_both = |(table, column): &(String, String)| {
        !matches!(table.as_str(), "tiwizi_layout" | "sealing") && column != "rowid"
    };
    let mut columns: Vec<_> = columns.into_iter().filter(of_both).collect();
    columns.sort();
    columns
}

#[tokio::test]
#[ignore = "in PostgreSQL: `cargo xtask test` brings one"]
async fn both_databases_have_the_same_tables() {
    let folder = tempfile::tempdir().unwrap();
    let file = Store::open(&Database::File(folder.path().join("tiwizi.sqlite"))).await.unwrap();
    let place = office::tests::server::own_place().await.unwrap();
    let server = Store::open(&Database::Server(place.parse().unwrap())).await.unwrap();
    let of_the_file = "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
                       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    let of_the_server = "SELECT table_name::text, column_name::text FROM information_schema.columns
                         WHERE table_schema = current_schema()";
    assert_eq!(all_columns(file.read(), of_the_file).await, all_columns(server.read(), of_the_server).await);
}
