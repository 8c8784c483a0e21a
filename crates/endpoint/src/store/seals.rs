//! New seals in place of all old ones, for the day on which the key of the seals is lost.

use super::{Store, StoreError};
use sqlx::{Row, query};
use sync::SealKey;

/// How many records are sealed at a time.
const PAGE: i64 = 500;

impl Store {
    /// Seals every record under another key, in one transaction. Gives how many. What phones have read under the old
    /// key they can no longer give back.
    pub async fn seal_anew(&self, key: &SealKey) -> Result<usize, StoreError> {
        let mut tx = self.write().await?;
        let (mut after, mut sealed) = (String::new(), 0);
        loop {
            let rows = query("SELECT id, body FROM record WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(&after)
                .bind(PAGE)
                .fetch_all(&mut *tx)
                .await?;
            let mut seals = Vec::with_capacity(rows.len());
            for row in &rows {
                seals.push((row.try_get::<String, _>(0)?, key.seal(row.try_get(1)?)));
            }
            let Some((last, _)) = seals.last() else { break };
            after.clone_from(last);
            sealed += seals.len();
            query(
                "UPDATE record SET seal = sealed.value ->> 1 FROM json_each($1) AS sealed
                 WHERE record.id = sealed.value ->> 0",
            )
            .bind(serde_json::to_string(&seals).unwrap_or_default())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(sealed)
    }
}
