//! Erasing what is known of somebody who asks for it, as the law lets them.

use crate::world::browser::Browser;
use crate::world::person::Person;
use crate::world::phone::State;
use crate::world::story;

/// Whether a text stands anywhere in what the browser keeps for the app.
async fn keeps(browser: &Browser, text: &str) -> bool {
    let look = "const said = arguments[0]; return (async () => { \
        const done = ask => new Promise((ok, no) => { ask.onsuccess = () => ok(ask.result); ask.onerror = no; }); \
        const store = await done(indexedDB.open('tiwizi')); \
        let all = JSON.stringify({ ...localStorage }); \
        for (const table of store.objectStoreNames) \
            all += JSON.stringify(await done(store.transaction(table).objectStore(table).getAll())); \
        store.close(); \
        return all.includes(said); })()";
    browser.script(look, vec![text.into()]).await == true
}

/// A coordinator erases a record: the office and the phone that made it keep nothing of it, others stay.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_at_the_desk_is_on_no_phone_any_more() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let (fatima, aicha) = (Person::named("Fatima", "Aït Ali"), Person::named("Aïcha", "Bouhmid"));
        phone.registers(&fatima).await;
        phone.registers(&aicha).await;
        // What is erased is no claim of the phone's any more.
        phone.says(State::Done).await;
        assert!(keeps(&phone, "Aït Ali").await);

        let desk = world.coordinator("Rachid").await;
        desk.opens_record(&fatima.name()).await;
        desk.taps(&desk.word("desk.erase")).await;
        desk.sees(&desk.word("desk.erase.effect")).await;
        desk.taps(&desk.word("desk.erase.do")).await;
        desk.sees(&desk.word("desk.erase.missing")).await;
        desk.writes(&desk.word("desk.erase.why"), "Demande écrite du 20 novembre").await;
        std::fs::write(world.pictures().join("asks.png"), desk.picture().await).expect("the picture");
        desk.taps(&desk.word("desk.erase.do")).await;
        let erased = desk.reads("desk.erased").await;
        assert_eq!(erased["name"], "Rachid");
        desk.sees("Demande écrite du 20 novembre").await;
        std::fs::write(world.pictures().join("erased.png"), desk.picture().await).expect("the picture");
        desk.is_all_sent().await;
        desk.goes_to_queue().await;
        desk.sees(&aicha.name()).await;
        desk.sees_no_more(&fatima.name()).await;

        phone.exchanges().await;
        phone.goes_to("/people").await;
        phone.sees_no_more(&fatima.name()).await;
        phone.sees(&aicha.name()).await;
        for browser in [&*phone, &*desk] {
            let gone = async || (!keeps(browser, "Aït Ali").await).then_some(());
            browser.until("nothing of her to be kept", gone).await;
            assert!(keeps(browser, "Bouhmid").await);
        }
        let records = world.office().await.records("person").await;
        let erased: Vec<_> = records.iter().filter(|record| record.is_erased()).collect();
        assert_eq!((records.len(), erased.len()), (2, 1));
        assert_eq!(erased[0].answers().count(), 0);
    })
    .await;
}
