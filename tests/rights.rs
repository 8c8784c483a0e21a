//! Pages that somebody's rights do not open, and pages on which there is nothing yet: both say so, and where to go on.

use crate::world::browser::{Browser, Kind};
use crate::world::{World, story};
use std::fs;

/// A page in Arabic and in French, for whoever wants to look; ends in French.
async fn is_pictured(world: &World, browser: &Browser, name: &str) {
    for tongue in ["ar", "fr"] {
        browser.changes_language(tongue).await;
        let file = world.pictures().join(format!("{name}-{tongue}.png"));
        fs::write(file, browser.picture().await).expect("the picture");
    }
}

/// Opens addresses of which each must say its own words.
async fn each_says(world: &World, browser: &Browser, pages: &[(&str, &str)]) {
    for (address, key) in pages {
        browser.goes_to(address).await;
        browser.sees(&browser.word(key)).await;
        is_pictured(world, browser, &address.replace('/', "-")).await;
    }
}

/// A field worker who opens the desk, and a member of the board who opens what coordinators do there.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_somebodys_rights_do_not_open_says_so_and_leads_on() {
    const NO_RIGHT: &str = "desk.no_right.hint";
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        each_says(&world, &phone, &[("/desk", NO_RIGHT), ("/desk/team", NO_RIGHT)]).await;
        phone.taps(&phone.word("tab.home")).await;
        phone.sees(&phone.word("home.new_person")).await;
        phone.is_all_sent().await;

        let link = world.invitation("Samira", "board").await;
        let desk = world.desk("Samira", "fr").await;
        desk.opens(&link).await;
        desk.taps(&desk.word("enrol.submit")).await;
        desk.taps(&desk.word("enrol.done.start")).await;
        desk.comes_to(&desk.word("dashboard.title")).await;
        for section in ["review", "disputes", "held", "team", "exports"] {
            let link = desk.word(&format!("desk.nav.{section}"));
            assert!(!desk.has(Kind::Act, &link, &[]).await, "{link}");
        }
        let closed = ["/desk/disputes", "/desk/held", "/desk/team", "/desk/exports", "/desk/phone-files"];
        each_says(&world, &desk, &closed.map(|address| (address, NO_RIGHT))).await;
        desk.taps(&desk.word("tab.home")).await;
        desk.comes_to(&desk.word("dashboard.title")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_nothing_yet_it_is_said_and_what_comes_there() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        each_says(
            &world,
            &phone,
            &[
                ("/", "home.empty.hint"),
                ("/people", "find.empty.hint"),
                ("/organisations", "find.empty.hint"),
                ("/ventures", "find.empty.hint"),
                ("/sessions", "session.empty.hint"),
                ("/records", "records.empty.all"),
                ("/due", "due.none"),
                ("/sync", "sync.receipt_empty"),
            ],
        )
        .await;
        let desk = world.coordinator("Rachid").await;
        each_says(
            &world,
            &desk,
            &[
                ("/desk", "desk.review.empty.hint"),
                ("/desk/disputes", "dispute.none.hint"),
                ("/desk/held", "desk.held.empty"),
                ("/desk/phone-files", "bundle.none_carried"),
                ("/desk/indicators", "dashboard.empty.hint"),
                ("/desk/overdue", "overdue.none.hint"),
                ("/desk/exports", "export.empty"),
            ],
        )
        .await;
    })
    .await;
}
