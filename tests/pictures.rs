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
        let link = |place: usize| {
            let links: Vec<&String> = said.iter().filter(|line| line.contains("/enrol/")).collect();
            let line = links.get(place).unwrap_or_else(|| panic!("no link for device {place}: {said:?}"));
            format!("/enrol/{}", line.rsplit("/enrol/").next().expect("a code").trim())
        };
        let phone = world.phone("phone", "ar").await;
        phone.enrols_by(&link(0)).await;
        phone.sees(&phone.word("home.returned")).await;
        fs::write(folder.join("phone-ar.png"), phone.picture().await).expect("the picture");

        let desk = world.desk("desk", "fr").await;
        desk.enrols_by(&link(3)).await;
        desk.presses("j").await;
        desk.sees(&desk.word("history.title")).await;
        fs::write(folder.join("desk-fr.png"), desk.picture().await).expect("the picture");
    })
    .await;
}
