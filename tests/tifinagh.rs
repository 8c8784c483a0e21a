//! Tifinagh on devices that have no face for it: none of its letters is missing, and nobody downloads them in vain.

use crate::world::browser::Browser;
use crate::world::phone::Phone;
use crate::world::{World, story};
use serde_json::{Value, json};
use std::fs;

/// Every letter of the block (Unicode 17, chart U2D30) but the sign that only joins two others.
fn letters() -> String {
    ('\u{2d30}'..='\u{2d67}').chain(['\u{2d6f}', '\u{2d70}']).collect()
}

/// Numbers everything on the page that is written in Tifinagh alone; how many letters each has.
const WRITTEN: &str = "\
    const letters = /[\\u2d30-\\u2d7f]/gu; \
    const all = [...document.querySelectorAll('body *')].filter(element => \
        !element.children.length && element.checkVisibility() && letters.exec(element.textContent)); \
    all.forEach((element, place) => element.setAttribute('data-written', place)); \
    return all.map(element => element.textContent.match(letters).length);";

/// Writes letters at the end of the page.
const WRITES: &str = "document.querySelector('main').append(Object.assign(document.createElement('p'), \
    { lang: 'zgh', textContent: arguments[0] }));";

/// How often this page has asked for a face, and how many faces the service worker keeps.
const FACES: &str = "\
    const isFace = address => address.endsWith('.woff2'); \
    const asked = performance.getEntriesByType('resource').filter(({ name }) => isFace(name)).length; \
    let kept = 0; \
    for (const name of await caches.keys()) { \
        for (const { url } of await (await caches.open(name)).keys()) kept += isFace(url) ? 1 : 0; } \
    return [asked, kept];";

/// What the office says that the face is.
const KIND_OF_FACE: &str = "\
    const face = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.woff2')); \
    return (await fetch(face.name)).headers.get('content-type');";

/// With how many letters each face appears in an element that is numbered.
async fn faces_of(browser: &Browser, place: usize) -> Vec<Value> {
    let page = browser.devtools("DOM.getDocument", json!({ "depth": 0 })).await;
    let one = json!({ "nodeId": page["root"]["nodeId"], "selector": format!("[data-written='{place}']") });
    let node = browser.devtools("DOM.querySelector", one).await["nodeId"].clone();
    let fonts = browser.devtools("CSS.getPlatformFontsForNode", json!({ "nodeId": node })).await;
    fonts["fonts"].as_array().expect("faces").clone()
}

/// All that is written in Tifinagh on the page is shown with the face that the app brings, letter by letter.
async fn is_whole(browser: &Browser) {
    browser.script(WRITES, vec![json!(letters())]).await;
    browser.devtools("DOM.enable", json!({})).await;
    browser.devtools("CSS.enable", json!({})).await;
    let whole = async || {
        let written = browser.script(WRITTEN, vec![]).await;
        let written = written.as_array().expect("what is written");
        assert!(!written.is_empty());
        for (place, letters) in written.iter().enumerate() {
            let faces = faces_of(browser, place).await;
            let ours =
                |face: &&Value| face["isCustomFont"] == true && face["familyName"] == "Noto Sans Tifinagh";
            if faces.iter().find(ours)?["glyphCount"] != *letters {
                return None;
            }
        }
        Some(())
    };
    browser.until("each letter of Tifinagh", whole).await;
}

/// Loads the page again where there is neither network nor anything but what the app itself keeps.
async fn loads_again_without_network(world: &World, phone: &Phone) {
    world.stops_the_endpoint().await;
    phone.devtools("Network.clearBrowserCache", json!({})).await;
    phone.goes_to("/settings").await;
    phone.comes_to(&phone.word("settings.title")).await;
}

/// Point 31. This machine's own faces may have these letters or not: the app's is looked for first.
#[tokio::test(flavor = "multi_thread")]
async fn tifinagh_is_whole_without_a_face_of_the_device_and_costs_nothing_where_it_is_not_shown() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        assert_eq!(phone.script(FACES, vec![]).await, json!([0, 0]), "nothing of it in French");
        for (address, heading) in
            [("/people", "people.title"), ("/records", "records.title"), ("/sync", "sync.title")]
        {
            phone.goes_to(address).await;
            phone.comes_to(&phone.word(heading)).await;
            assert_eq!(phone.script(FACES, vec![]).await, json!([0, 0]), "{address}");
        }

        phone.changes_language("zgh").await;
        phone.goes_to("/").await;
        phone.sees(&phone.word("home.new_person")).await;
        is_whole(&phone).await;
        assert_eq!(phone.script(FACES, vec![]).await, json!([1, 1]));
        assert_eq!(phone.script(KIND_OF_FACE, vec![]).await, "font/woff2");
        fs::write(world.pictures().join("home.png"), phone.picture().await).expect("the picture");

        loads_again_without_network(&world, &phone).await;
        is_whole(&phone).await;
        fs::write(world.pictures().join("settings.png"), phone.picture().await).expect("the picture");

        // The next version of the app brings it along.
        world.starts_the_endpoint().await;
        let after = "Enregistrez ici";
        world.updates_the_client("locales/fr.json", &phone.word("home.register"), after).await;
        phone.goes_to("/").await;
        phone.has_a_new_version().await;
        phone.sees(&phone.word("app.update.ready")).await;
        is_whole(&phone).await;
        phone.taps(&phone.word("app.update.now")).await;
        phone.sees(after).await;
        loads_again_without_network(&world, &phone).await;
        is_whole(&phone).await;
        world.starts_the_endpoint().await;
    })
    .await;
}

/// A desk that is set up in Tamazight, before any worker keeps anything.
#[tokio::test(flavor = "multi_thread")]
async fn tifinagh_is_whole_from_the_first_page_on() {
    story(async |world| {
        let desk = world.desk("Rachid", "zgh").await;
        desk.enrols_by(&world.invitation("Rachid", "coordinator").await).await;
        is_whole(&desk).await;
        fs::write(world.pictures().join("desk.png"), desk.picture().await).expect("the picture");
    })
    .await;
}
