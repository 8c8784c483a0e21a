//! What is altered in the database behind the endpoint's back: nobody is told of it, and nothing is lost by it.

use crate::exchange::{GUELMIM, NAME, Phone, person, register, text, two_phones};
use crate::world::*;
use record::RecordId;
use sqlx::{query, query_scalar};
use sync::Proof;

async fn alters(world: &World, sql: &'static str) {
    let mut db = world.database().await;
    assert_eq!(query(sql).execute(&mut db).await.unwrap().rows_affected(), 1);
}

async fn compares(phone: &Phone<'_>) -> Proof {
    phone.local.compare().await.unwrap();
    phone.exchanges().await;
    phone.local.standing().await.unwrap().unwrap().proof.unwrap()
}

async fn body(world: &World, id: RecordId) -> String {
    let mut db = world.database().await;
    query_scalar("SELECT body FROM record WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut db)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_record_altered_in_the_database_is_stated_as_the_logs_say() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    register(&naima, "Fatima", GUELMIM).await;
    naima.exchanges().await;
    let right = body(&world, person("Fatima")).await;
    alters(&world, "UPDATE record SET body = replace(body, 'Fatima', 'Mallory')").await;

    brahim.exchanges().await;
    assert_eq!(brahim.shown(person("Fatima"), NAME).await, text("Fatima"));
    brahim.save(person("Fatima"), "person", &[("phone", text("0612345678"))]).await;
    brahim.exchanges().await;
    naima.exchanges().await;
    assert_eq!(naima.shown(person("Fatima"), NAME).await, text("Fatima"));
    assert_eq!(naima.shown(person("Fatima"), "phone").await, text("0612345678"));
    let now = body(&world, person("Fatima")).await;
    assert!(now.contains("\"Fatima\"") && now.len() > right.len(), "{now}");
    assert!(compares(&naima).await.equal && compares(&brahim).await.equal);
}

#[tokio::test]
async fn a_record_lost_from_the_database_comes_back_from_a_phone() {
    let world = World::new().await;
    let (naima, brahim) = two_phones(&world).await;
    for name in ["Fatima", "Aïcha"] {
        register(&naima, name, GUELMIM).await;
    }
    naima.exchanges().await;
    brahim.exchanges().await;
    let lost = body(&world, person("Aïcha")).await;
    alters(&world, "DELETE FROM record WHERE body LIKE '%Aïcha%'").await;

    let proof = compares(&brahim).await;
    assert_eq!((proof.equal, proof.mended), (true, 1));
    assert_eq!(body(&world, person("Aïcha")).await, lost);
    let proof = compares(&naima).await;
    assert_eq!((proof.equal, proof.mended), (true, 0), "it is as she had read it");
}
