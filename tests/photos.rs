//! Photos: taken without signal, kept through a kill, sent after the words, and seen at the desk.

mod cuts;
mod handed;
mod lost;
mod room;

use crate::world::browser::Kind;
use crate::world::camera::{pixels, takes_photo, tells_where};
use crate::world::desk::Desk;
use crate::world::person::{Answer, Answers, Person};
use crate::world::phone::{Phone, State};
use crate::world::{World, a_second_passes, story, words};
use form::file::{LARGEST_PICTURE, LARGEST_SIDE};
use std::fs;
use std::path::Path;

/// Twelve million pixels.
const CAMERA: (u16, u16) = (4000, 3000);

const FORM: &str = "coaching";

fn question(name: &str) -> String {
    let form = words::form(FORM);
    words::label(&form.node(form.find(name).expect("a question")).label, "fr")
}

fn visit() -> Answers {
    let choice = |code: &str| Answer::Choice(code.to_owned());
    let answers = [
        ("minutes", Answer::Text("45".to_owned())),
        ("phase", choice("personal")),
        ("topics", choice("cash_book")),
    ];
    answers.into()
}

/// Whom it is about.
pub fn person() -> Person {
    Person::named("Fatima", "Aït Ali")
}

/// From home to the photo page of a visit of somebody's.
async fn comes_to_photo(phone: &Phone, of: &Person) {
    phone.opens_person(&of.name()).await;
    let here = phone.title_of_page().await;
    phone.taps(&phone.word("record.coaching")).await;
    phone.comes_to_another_page_than(&here).await;
    phone.answers(FORM, &visit(), Some("photo_agreed")).await;
    phone.chooses(&[(Kind::Group, &question("photo_agreed"))], &phone.word("app.yes")).await;
}

/// Takes a photo with the camera, and sees it.
async fn takes(phone: &Phone, photo: &Path) {
    phone.gives(&[(Kind::Group, &question("photo"))], &phone.word("form.photo.take"), photo).await;
    let kept = async || phone.has(Kind::Act, &phone.word("form.next"), &[]).await.then_some(());
    phone.until("the photo to be kept", kept).await;
    sees_thumbnail(phone).await;
}

/// Whether pictures on the page can be seen, not only their places.
async fn shows_picture(browser: &crate::world::browser::Browser) -> bool {
    let shown = "const seen = [...document.querySelectorAll('main img, article img')]; \
        return seen.length > 0 && seen.every(image => image.complete && image.naturalWidth > 0);";
    browser.script(shown, vec![]).await == true
}

async fn sees_thumbnail(phone: &Phone) {
    let seen = async || {
        (phone.has(Kind::Act, &phone.word("file.open"), &[]).await && shows_picture(phone).await)
            .then_some(())
    };
    phone.until("the thumbnail", seen).await;
}

/// From the photo page to *saved*.
async fn saves(phone: &Phone) {
    let title = phone.title_of_page().await;
    phone.goes_on(&title).await;
    phone.answers(FORM, &Answers::new(), None).await;
    phone.saves().await;
}

/// Saves a visit with a photo, from anywhere.
pub async fn saves_a_visit_with_photo(world: &World, phone: &Phone) {
    comes_to_photo(phone, &person()).await;
    takes(phone, &takes_photo(world.pictures(), 1, CAMERA)).await;
    saves(phone).await;
}

/// The visit at the desk, as soon as it is there.
async fn opens_visit(world: &World, desk: &Desk) {
    let office = world.office().await;
    let visit = async || office.records(FORM).await.pop();
    let visit = desk.until("the visit at the office", visit).await;
    desk.goes_to(&format!("/desk/record/{}", visit.id)).await;
    desk.sees(&question("photo")).await;
}

/// Points 8, 10 and 24.
#[tokio::test(flavor = "multi_thread")]
async fn a_photo_taken_without_signal_survives_a_kill_and_reaches_the_desk_after_the_words() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let desk = world.coordinator("Khadija").await;
        phone.registers(&person()).await;
        phone.is_all_sent().await;
        // A browser that was never closed loses its session when it is killed: cookies reach the disk late.
        phone.closes().await;
        phone.opens("/").await;
        phone.loses_signal().await;
        comes_to_photo(&phone, &person()).await;
        let photo = takes_photo(world.pictures(), 1, CAMERA);
        assert!(tells_where(&fs::read(&photo).expect("the photo")), "the camera tells where");
        takes(&phone, &photo).await;
        fs::write(world.pictures().join("taken.png"), phone.picture().await).expect("the picture");
        let page = phone.script("return location.pathname + location.search", vec![]).await;
        a_second_passes().await;
        phone.dies();

        phone.opens(page.as_str().expect("an address")).await;
        sees_thumbnail(&phone).await;
        saves(&phone).await;
        phone.taps(&phone.word("form.saved.open")).await;
        phone.sees(&phone.word("file.here")).await;
        fs::write(world.pictures().join("record.png"), phone.picture().await).expect("the picture");

        // The words go first; the office says that a photo is on its way.
        phone.line().holds_files(true);
        phone.gets_signal().await;
        opens_visit(&world, &desk).await;
        desk.sees(&desk.word("file.on_its_way")).await;
        fs::write(world.pictures().join("on-its-way.png"), desk.picture().await).expect("the picture");
        phone.says(State::Waiting(1)).await;

        phone.line().holds_files(false);
        phone.is_all_sent().await;
        phone.sees(&phone.word("status.office")).await;
        let arrived = async || {
            desk.exchanges().await;
            shows_picture(&desk).await.then_some(())
        };
        desk.until("the photo at the desk", arrived).await;
        fs::write(world.pictures().join("arrived.png"), desk.picture().await).expect("the picture");

        let files = world.office().await.files();
        let [photo] = files.values().collect::<Vec<_>>()[..] else { panic!("{:?}", files.keys()) };
        assert!(!tells_where(photo), "nothing but the picture has left the phone");
        assert!(photo.len() as u64 <= LARGEST_PICTURE, "{} bytes", photo.len());
        assert_eq!(pixels(photo), (LARGEST_SIDE / 4 * 3, LARGEST_SIDE), "upright, and shrunk");
    })
    .await;
}

/// Point 24: each as large as a camera makes them.
#[tokio::test(flavor = "multi_thread")]
async fn thirty_large_photos_one_after_the_other_do_not_crash_the_phone() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&person()).await;
        comes_to_photo(&phone, &person()).await;
        let photo = takes_photo(world.pictures(), 1, CAMERA);
        for _ in 0..30 {
            takes(&phone, &photo).await;
        }
        // Taken away by mistake.
        phone.taps(&phone.word("form.file.remove")).await;
        phone.sees(&phone.word("form.file.removed")).await;
        phone.taps(&phone.word("app.undo")).await;
        sees_thumbnail(&phone).await;
        // What is no picture is said to be none, and the photo stays.
        let nothing = world.pictures().join("nothing.jpg");
        fs::write(&nothing, "no picture").expect("a file");
        phone.gives(&[(Kind::Group, &question("photo"))], &phone.word("form.photo.choose"), &nothing).await;
        phone.sees(&phone.word("form.file.unreadable")).await;
        sees_thumbnail(&phone).await;
        saves(&phone).await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.files().len(), 1, "the same photo is one file");
    })
    .await;
}

/// Point 8: every piece that is cut off goes on from where the office has it.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_photos_arrive_over_a_line_that_is_cut_again_and_again() {
    const PHOTOS: usize = 20;
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        phone.registers(&person()).await;
        comes_to_photo(&phone, &person()).await;
        takes(&phone, &takes_photo(world.pictures(), 0, (1600, 1200))).await;
        saves(&phone).await;
        phone.is_all_sent().await;
        let visit = world.office().await.records(FORM).await.pop().expect("the visit");
        phone.loses_signal().await;
        let change = words::say_with("fr", "form.check.change_what", &[("question", &question("photo"))]);
        for number in 1..PHOTOS {
            let draft = format!("/draft/another-{number}?form={FORM}&record={}&step=check", visit.id);
            phone.goes_to(&draft).await;
            phone.taps(&change).await;
            takes(&phone, &takes_photo(world.pictures(), number as u64, (1600, 1200))).await;
            phone.taps(&phone.word("form.next")).await;
            phone.saves().await;
        }
        phone.goes_to("/sync").await;
        phone.says(State::Waiting(2 * (PHOTOS - 1))).await;

        let office = world.office().await;
        let weight = || office.files().values().map(|file| file.len() as u64).sum::<u64>();
        let (mut arrived, before) = (1, weight());
        phone.line().cuts_files_every(300_000);
        phone.gets_signal().await;
        while arrived < PHOTOS {
            let more = async || Some(office.files().len()).filter(|files| *files > arrived);
            arrived = phone.until(&format!("more than {arrived} photos at the office"), more).await;
        }
        phone.is_all_sent().await;
        let (sent, line) = (weight() - before, phone.line().files());
        println!("{sent} bytes of photos: {line:?}");
        assert_eq!(office.files().len(), PHOTOS, "each once");
        assert!(line.cuts > 3, "the line was cut: {line:?}");
        assert!(line.carried <= sent + line.cut, "{sent} bytes of photos: {line:?}");
    })
    .await;
}

/// A signature is a picture that is drawn, and a quote a file that is kept as it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_drawn_on_the_screen_and_a_quote_is_kept_as_it_is() {
    const QUOTE: &[u8] = b"%PDF-1.4 two sewing machines";
    story(async |world| {
        world.asks_more(FORM, "| image | photo |", &[
            "| image | signed | التوقيع | Signature | Signature | | | | | signature | C2 |",
            "| file | quote | الثمن | Devis | Quote | | | | | | C1 |",
        ])
        .await;
        let phone = world.field_worker("Naïma").await;
        phone.registers(&person()).await;
        comes_to_photo(&phone, &person()).await;
        let (signature, quote) = ([(Kind::Group, "Signature")], [(Kind::Group, "Devis")]);
        phone.taps_in(&signature, &phone.word("form.sign")).await;
        let pad = "const place = document.querySelector('dialog[open] canvas').getBoundingClientRect(); \
            return [place.x, place.y, place.width, place.height];";
        let pad = phone.script(pad, vec![]).await;
        let at = |n: usize| pad[n].as_f64().expect("a number");
        for (kind, across, down) in [
            ("mousePressed", 0.2, 0.5),
            ("mouseMoved", 0.4, 0.2),
            ("mouseMoved", 0.6, 0.8),
            ("mouseReleased", 0.8, 0.5),
        ] {
            let (x, y) = (at(0) + at(2) * across, at(1) + at(3) * down);
            let press = serde_json::json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
            phone.devtools("Input.dispatchMouseEvent", press).await;
        }
        fs::write(world.pictures().join("signs.png"), phone.picture().await).expect("the picture");
        phone.taps(&phone.word("form.draw.keep")).await;
        let signed = async || phone.has(Kind::Act, &phone.word("file.open"), &signature).await.then_some(());
        phone.until("the signature", signed).await;

        let page = world.pictures().join("page.html");
        fs::write(&page, "<script>").expect("a file");
        phone.gives(&quote, &phone.word("form.file.choose"), &page).await;
        phone.sees(&phone.word("problem.file_type")).await;
        let paper = world.pictures().join("devis.pdf");
        fs::write(&paper, QUOTE).expect("a file");
        phone.gives(&quote, &phone.word("form.file.choose"), &paper).await;
        phone.sees("devis.pdf").await;
        saves(&phone).await;
        phone.is_all_sent().await;
        let files = world.office().await.files();
        assert_eq!(files.len(), 2);
        assert!(files.values().any(|file| file == QUOTE));
        assert!(files.values().any(|file| file.starts_with(b"\x89PNG")), "the signature is drawn, not photographed");
    })
    .await;
}

/// Point 10.
#[tokio::test(flavor = "multi_thread")]
async fn photos_wait_on_a_metered_link_until_the_person_says_so() {
    story(async |world| {
        let phone = world.field_worker("Naïma").await;
        let saves_data = serde_json::json!({ "dataSaverEnabled": true });
        phone.devtools("Emulation.setDataSaverOverride", saves_data).await;
        phone.registers(&person()).await;
        phone.is_all_sent().await;
        comes_to_photo(&phone, &person()).await;
        takes(&phone, &takes_photo(world.pictures(), 1, (1600, 1200))).await;
        saves(&phone).await;
        phone.taps(&phone.word("form.saved.home")).await;
        phone.says(State::Waiting(1)).await;
        phone.taps(&phone.word("tab.send")).await;
        phone.sees(&phone.word("sync.files.metered")).await;
        phone.reads("sync.files").await;
        fs::write(world.pictures().join("metered.png"), phone.picture().await).expect("the picture");
        assert!(world.office().await.files().is_empty(), "nothing has gone");

        let size = phone.reads("sync.files").await["size"].clone();
        phone.taps(&words::say_with("fr", "sync.files.send", &[("size", &size)])).await;
        phone.is_all_sent().await;
        assert_eq!(world.office().await.files().len(), 1);
    })
    .await;
}
