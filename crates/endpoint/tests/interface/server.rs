//! A place of its own for each test, in the PostgreSQL server that `TIWIZI_TEST_DATABASE` names.

use sqlx::{AssertSqlSafe, Connection, PgConnection, query_scalar, raw_sql};

/// The address of an empty place there; none if no server is named: the test is to use a file.
pub async fn own_place() -> Option<String> {
    let server = std::env::var("TIWIZI_TEST_DATABASE").ok()?;
    let mut db = PgConnection::connect(&server).await.unwrap();
    let name = "SELECT 't' || replace(gen_random_uuid()::text, '-', '')";
    let name: String = query_scalar(name).fetch_one(&mut db).await.unwrap();
    raw_sql(AssertSqlSafe(format!("CREATE SCHEMA {name}"))).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-csearch_path%3D{name}"))
}
