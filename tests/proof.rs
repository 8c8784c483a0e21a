//! Both sides prove that they hold the same: a person sees it, and what was altered on the phone is put right.

use crate::world::person::Person;
use crate::world::{story, words};

/// Alters every row of the phone's records that holds this text, behind the app's back.
const ALTERS: &str = "
    const [from, to] = arguments;
    const opened = indexedDB.open('tiwizi');
    const db = await new Promise(done => { opened.onsuccess = () => done(opened.result); });
    const rows = db.transaction('rows', 'readwrite').objectStore('rows');
    const ended = new Promise(done => { rows.transaction.oncomplete = done; });
    let altered = 0;
    rows.openCursor().onsuccess = event => {
        const cursor = event.target.result;
        if (!cursor) return;
        if (cursor.value.includes(from)) {
            cursor.update(cursor.value.replaceAll(from, to));
            altered += 1;
        }
        cursor.continue();
    };
    await ended;
    db.close();
    return altered;";

#[tokio::test(flavor = "multi_thread")]
async fn a_record_altered_on_the_phone_is_put_right_and_both_sides_prove_it() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        for name in ["Fatima", "Khadija"] {
            phone.registers(&Person::named(name, "Aït Ali")).await;
        }
        phone.is_all_sent().await;
        phone.taps(&phone.word("tab.send")).await;
        phone.reads("proof.equal").await;
        assert_eq!(phone.script(ALTERS, vec!["Aït Ali".into(), "Aït Bihi".into()]).await, 2);

        phone.goes_to("/people").await;
        phone.sees("Fatima Aït Bihi").await;
        phone.taps(&phone.word("tab.send")).await;
        phone.taps(&phone.word("proof.compare")).await;
        phone.sees(&words::say_with(phone.tongue(), "proof.mended", &[("n", "2")])).await;
        phone.reads("proof.equal").await;
        phone.taps(&phone.word("tab.people")).await;
        phone.sees("Fatima Aït Ali").await;
        phone.sees_no_more("Fatima Aït Bihi").await;
    })
    .await;
}
