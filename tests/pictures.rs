//! The pictures of the README: the phone in Arabic and the desk in French, in the region of `--demo`. With
//! `TIWIZI_PICTURES=1` they are renewed in `tests/pictures/`; otherwise it is only seen that they can be taken.

use crate::world::story_of_the_region;
use std::path::Path;
use std::{env, fs};

#[tokio::test(flavor = "multi_thread")]
async fn the_pictures_of_the_readme_can_be_taken() {
    story_of_the_region(async |world| {
        let folder = match env::var_os("TIWIZI_PICTURES") {
            Some(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures"),
            None => world.pictures().to_owned(),
        };
        let said = world.said_at_start().await;
        let way_in = |kind: &str| said.iter().find_map(|line| line.strip_prefix(kind)).expect(kind).trim();
        let (_, code) = way_in("enrolment link").rsplit_once("/enrol/").expect("a code");
        let phone = world.phone("phone", "ar").await;
        phone.enrols_by(&format!("/enrol/{code}")).await;
        phone.sees(&phone.word("home.register")).await;
        fs::write(folder.join("phone-ar.png"), phone.picture().await).expect("the picture");

        let accounts = said.iter().filter_map(|line| line.strip_prefix("desk sign-in"));
        let mut accounts = accounts.map(|account| account.trim().split("  ").collect::<Vec<_>>());
        let account = accounts.find(|account| account[1] != "admin").expect("a coordinator");
        let [_, user, password] = account[..] else { panic!("{account:?}") };
        let desk = world.desk("desk", "fr").await;
        desk.signs_in(user, password).await;
        let open = async || {
            desk.presses("j").await;
            desk.words().await.contains(&desk.word("history.title")).then_some(())
        };
        desk.until("the first record of the queue", open).await;
        // The names of colleagues come last.
        desk.sees_no_more(&desk.word("app.somebody")).await;
        fs::write(folder.join("desk-fr.png"), desk.picture().await).expect("the picture");
    })
    .await;
}
