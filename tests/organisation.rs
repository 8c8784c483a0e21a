//! An organisation, with rows and money, from a phone without signal to the office.

use crate::world::browser::Kind;
use crate::world::office::shown;
use crate::world::person::{Answer, Answers};
use crate::world::phone::{Phone, State};
use crate::world::{story, words};
use record::{Missing, Path, Record, Removal, Value};

pub const NAME: &str = "Coopérative Tiwizi";
pub const FORM: &str = "organisation";

/// A cooperative of women in Asrir.
pub fn cooperative() -> Answers {
    let choice = |code: &str| Answer::Choice(code.to_owned());
    let found = |code: &str| Answer::Found(code.to_owned());
    let text = |text: &str| Answer::Text(text.to_owned());
    let answers = [
        ("programme", choice("ECOSYS")),
        ("legal_form", found("cooperative")),
        ("legal_state", choice("created")),
        ("name", text(NAME)),
        ("founded", Answer::Year(2019)),
        ("commune", found("10.261.05.05")),
        ("sector", found("argan")),
        ("president_name", text("Fatima Aït Ali")),
        ("members_women", text("٢١")),
        ("members_men", text("0")),
    ];
    answers.into()
}

pub fn question(name: &str) -> String {
    let form = words::form(FORM);
    words::label(&form.node(form.find(name).expect("a question")).label, "fr")
}

pub fn choice(question: &str, code: &str) -> String {
    let form = words::form(FORM);
    let list = form.list(form.node(form.find(question).expect("a question")).list().expect("a list"));
    words::label(&list.choice(code).expect("a choice").label, "fr")
}

fn lines(n: usize) -> String {
    let forms = words::locale("fr")["form.rows.count"].clone();
    let pattern = forms[if n == 1 { "one" } else { "other" }].as_str().expect("a text").to_owned();
    pattern.replace("{n}", &n.to_string())
}

/// Adds somebody to the bodies, from the page of the bodies to the page of the bodies.
pub async fn adds(phone: &Phone, role: &str, holder: &str, so_far: usize) {
    phone.taps(&phone.word("form.rows.add")).await;
    phone.comes_to(&format!("{} {so_far}", question("bodies"))).await;
    phone.answers_question(FORM, "role", &Answer::Choice(role.into())).await;
    phone.answers_question(FORM, "holder", &Answer::Text(holder.into())).await;
    phone.taps(&phone.word("form.next")).await;
    phone.sees(&lines(so_far)).await;
    phone.sees(holder).await;
}

/// What the rows of the bodies hold in a member, in the order of the rows.
fn bodies(record: &Record, member: &str) -> Vec<(String, String)> {
    let of_member =
        |path: &&Path| path.as_str().starts_with("bodies/") && path.segments().last() == Some(member);
    let paths = record.fields.keys().filter(of_member);
    let row = |path: &Path| path.as_str().rsplit_once('/').map(|(row, _)| row.to_owned());
    paths.filter_map(|path| Some((row(path)?, shown(record, path.as_str())?))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_with_rows_and_money_is_registered_without_signal_and_found_at_the_office() {
    story(async |world| {
        let naima = world.field_worker("Naïma").await;
        let khadija = world.coordinator("Khadija").await;
        naima.loses_signal().await;
        world.stops_the_endpoint().await;

        naima.goes_home().await;
        naima.taps(&naima.word("home.more")).await;
        naima.taps(&naima.word("record.organisation")).await;
        naima.answers(FORM, &cooperative(), Some("role")).await;
        adds(&naima, "president", "Fatima Aït Ali", 1).await;
        adds(&naima, "treasurer", "Khadija Bouhmid", 2).await;

        // Something needed is missing in a row: Next leads there and says so, a row taken out comes back.
        naima.taps(&naima.word("form.rows.add")).await;
        naima.comes_to(&format!("{} 3", question("bodies"))).await;
        naima.goes_back().await;
        naima.sees(&lines(3)).await;
        naima.taps(&naima.word("form.next")).await;
        naima.comes_to(&format!("{} 3", question("bodies"))).await;
        naima.sees(&naima.word("problem.required")).await;
        naima.goes_back().await;
        let third = words::say_with("fr", "form.rows.row", &[("i", "3")]);
        naima.taps(&words::say_with("fr", "form.rows.remove_what", &[("name", &third)])).await;
        naima.sees(&lines(2)).await;
        naima.taps(&naima.word("app.undo")).await;
        naima.sees(&lines(3)).await;
        naima.taps(&words::say_with("fr", "form.rows.remove_what", &[("name", &third)])).await;
        naima.sees(&lines(2)).await;

        // Two hundred thousand ryals are ten thousand dirhams, once she has said so; of grants she does not tell.
        naima.goes_on(&question("bodies")).await;
        naima.answers(FORM, &cooperative(), Some("turnover")).await;
        naima.writes(&question("turnover"), "200 000").await;
        naima.chooses(&[], &naima.word("money.ryal")).await;
        naima.sees("10 000 DH").await;
        naima.taps(&naima.word("form.next")).await;
        naima.sees(&words::say_with("fr", "problem.ryals", &[("amount", "10 000 DH")])).await;
        naima.taps(&naima.word("form.money.confirmed")).await;
        naima.chooses(&[(Kind::Group, &question("subsidies"))], &naima.word("form.refused")).await;
        naima.goes_on(&question("figures")).await;
        naima.answers(FORM, &cooperative(), None).await;
        naima.sees("10 000 DH").await;
        naima.sees("Khadija Bouhmid").await;
        naima.saves().await;
        naima.taps(&naima.word("form.saved.home")).await;
        naima.says(State::Waiting(1)).await;

        world.starts_the_endpoint().await;
        naima.gets_signal().await;
        naima.is_all_sent().await;
        let office = world.office().await;
        let found = office.with(FORM, "name", NAME).await;
        assert_eq!(found.len(), 1);
        let record = &found[0];
        assert_eq!(record.field("turnover"), Some(&Value::Integer(1_000_000)), "in centimes");
        assert_eq!(record.field("subsidies"), Some(&Value::Missing(Missing::Refused)));
        assert_eq!(shown(record, "members_women").as_deref(), Some("21"));
        let holders = bodies(record, "holder");
        let names: Vec<&str> = holders.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Fatima Aït Ali", "Khadija Bouhmid"], "in the order in which they were added");

        khadija.exchanges().await;
        khadija.opens_record(NAME).await;
        for words in
            ["10 000 DH", "Khadija Bouhmid", &choice("role", "treasurer"), &khadija.word("form.refused")]
        {
            khadija.sees(words).await;
        }

        // A new treasurer is not chosen yet: the row goes, at the office too.
        naima.taps(&naima.word("tab.records")).await;
        naima.taps(NAME).await;
        naima.sees("Khadija Bouhmid").await;
        naima.taps(&naima.word("person.edit")).await;
        naima.answers(FORM, &Answers::new(), Some("role")).await;
        let treasurer = choice("role", "treasurer");
        naima.taps(&words::say_with("fr", "form.rows.remove_what", &[("name", &treasurer)])).await;
        naima.sees(&lines(1)).await;
        naima.goes_on(&question("bodies")).await;
        naima.answers(FORM, &Answers::new(), None).await;
        naima.saves().await;
        naima.is_all_sent().await;
        let found = office.with(FORM, "name", NAME).await;
        assert_eq!(found[0].row_removal(&holders[1].0), Removal::Removed);
        assert_eq!(found[0].row_removal(&holders[0].0), Removal::None);
        khadija.exchanges().await;
        khadija.sees_no_more("Khadija Bouhmid").await;
    })
    .await;
}
