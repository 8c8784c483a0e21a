//! The forms of the catalogue compile, and a registration and a session are driven through them.

mod enterprises;

use form::{Class, Definition, Draft, Facet, Kind, Problem, Surroundings, compile, typed};
use record::{AuthorId, Dot, FlatSet, HybridTime, Missing, Path, Record, RecordId, RowId, Value};
use std::sync::Arc;

const PERSON: &str = include_str!("../../../catalogue/forms/person.md");
const SESSION: &str = include_str!("../../../catalogue/forms/session.md");
const ORGANISATION: &str = include_str!("../../../catalogue/forms/organisation.md");
const ENROLMENT: &str = include_str!("../../../catalogue/forms/enrolment.md");
const MERCHANT: &str = include_str!("../../../catalogue/forms/merchant.md");
const VENTURE: &str = include_str!("../../../catalogue/forms/venture.md");
const COACHING: &str = include_str!("../../../catalogue/forms/coaching.md");
const FOLLOW_UP: &str = include_str!("../../../catalogue/forms/follow_up.md");
const ALL: [&str; 8] = [PERSON, SESSION, ORGANISATION, ENROLMENT, MERCHANT, VENTURE, COACHING, FOLLOW_UP];
const SECTORS: &str = include_str!("../../../catalogue/sectors.csv");
const COMMUNES: &str = include_str!("../../../catalogue/communes.csv");
const PROGRAMMES: &str = include_str!("../../../catalogue/programmes.csv");

fn compiled(text: &str) -> Arc<Definition> {
    let list = |name: &str, text| (format!("{name}.csv"), compile::choice_list_csv(name, text).unwrap());
    let lists = compile::ExternalLists {
        files: [("communes", COMMUNES), ("programmes", PROGRAMMES), ("sectors", SECTORS)]
            .map(|(name, text)| list(name, text))
            .into(),
        records: ["person", "organisation", "venture"].map(String::from).into(),
    };
    match compile::read(text, &lists) {
        Ok(reading) => {
            assert!(reading.notes.is_empty(), "{:#?}", reading.notes);
            Arc::new(reading.definition)
        }
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        }
    }
}

fn around() -> Surroundings {
    Surroundings::on("2026-11-23".parse().unwrap())
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn choose(draft: &mut Draft, answers: &[(&str, &str)]) {
    for (name, code) in answers {
        draft.set(&path(name), Some(Value::Choice((*code).to_owned())));
    }
}

fn write(draft: &mut Draft, answers: &[(&str, &str)]) {
    for (name, text) in answers {
        draft.type_in(&path(name), text);
    }
}

#[test]
fn every_label_is_there_in_three_languages_and_no_page_asks_more_than_three_things() {
    for text in ALL {
        let form = compiled(text);
        for node in form.ids().map(|id| form.node(id)) {
            let words = [&node.label, &node.hint, &node.constraint_message, &node.required_message];
            for labels in words.into_iter().filter(|labels| !labels.is_empty()) {
                assert_eq!(labels.0.keys().collect::<Vec<_>>(), ["ar", "en", "fr"], "{}", node.name);
            }
            let unseen = matches!(node.kind, Kind::Calculate | Kind::Hidden);
            assert_eq!(node.label.is_empty(), unseen, "{}", node.name);
            let explained = node.bind.constraint.is_none() || !node.constraint_message.is_empty();
            assert!(explained, "{} has a constraint without words", node.name);
        }
        for list in form.lists.iter().filter(|list| list.name != "communes") {
            for choice in &list.choices {
                assert_eq!(choice.label.0.len(), 3, "{} {}", list.name, choice.code);
            }
        }
        for group in form.ids().filter(|id| matches!(form.node(*id).kind, Kind::Group | Kind::Repeat)) {
            let inputs = form.children(group).filter(|child| form.node(*child).is_input()).count();
            assert!(inputs <= 3, "{} asks {inputs} things", form.node(group).name);
        }
    }
}

#[test]
fn somebody_is_registered() {
    let form = compiled(PERSON);
    let record = RecordId::from_random(1);
    let (author, on) = (AuthorId::from_random(2), around().today);
    let mut draft = Draft::new(form.clone(), record, around());
    choose(&mut draft, &[("programme", "MICRO"), ("consent_a", "given"), ("consent_e", "given")]);
    choose(&mut draft, &[("consent_b", "refused"), ("consent_c", "refused"), ("consent_d", "given")]);
    choose(&mut draft, &[("consent_mode", "read_aloud"), ("consent_proof", "signature")]);
    write(&mut draft, &[("family_name_ar", "أيت علي"), ("given_name_ar", "فاطمة")]);
    choose(&mut draft, &[("sex", "woman"), ("phone_owner", "self")]);
    write(&mut draft, &[("birth", "~2004"), ("phone", "٠٦ ١٢ ٣٤ ٥٦ ٧٨")]);
    choose(&mut draft, &[("commune", "10.261.01.03")]);

    assert_eq!(draft.problems(), []);
    let milieu = form.find("milieu").unwrap();
    assert_eq!(draft.answer(milieu), Some(&Value::Choice("urban".into())), "from the commune");
    let proposal = draft.finish(author, on).unwrap();
    let edit = |name: &str| proposal.edits.get(&path(name)).cloned().flatten();
    assert_eq!(edit("phone"), Some(Value::Text("+212612345678".into())));
    assert_eq!(edit("birth"), Some(Value::Date("~2004".parse().unwrap())));
    assert_eq!(edit("consent_date"), Some(Value::Date("2026-11-23".parse().unwrap())));
    assert_eq!(edit("consent_text_version"), Some(Value::Text("2026-11".into())));
    assert_eq!(edit("@scope/MICRO/10.261.01.03"), Some(Value::Flag(true)));
    assert_eq!(edit("age"), None, "what derives from answers is not stored");
    assert!(proposal.edits.values().all(Option::is_some), "nothing new is cleared");

    // The record opens again as it was, and moving house moves its scope.
    let mut person = Record::new(record, "person");
    let dot = Dot { actor: record::Actor(1), n: 1 };
    person.apply(&proposal.identified(dot, HybridTime::from_millis(1)));
    assert_eq!(form.title_of(&person, "ar"), "فاطمة أيت علي");
    assert_eq!(form.title_of(&person, "fr"), "فاطمة أيت علي", "known in one script only");
    let mut again = Draft::editing(form.clone(), &person, around());
    assert!(!again.is_touched());
    choose(&mut again, &[("commune", "10.473.01.03")]);
    let moved = again.finish(author, on).unwrap();
    assert_eq!(moved.saw, person.context);
    let edits: Vec<_> = moved.edits.iter().map(|(path, value)| (path.as_str(), value.is_some())).collect();
    assert_eq!(
        edits,
        [("@scope/MICRO/10.261.01.03", false), ("@scope/MICRO/10.473.01.03", true), ("commune", true)]
    );
}

#[test]
fn no_record_without_consent_and_no_minor_without_a_guardian() {
    let form = compiled(PERSON);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    let [consent, statistics, guardian, agrees, phone] =
        ["consent_a", "consent_e", "guardian_name", "guardian_agrees", "phone"]
            .map(|name| form.find(name).unwrap());
    assert!([consent, agrees].iter().all(|gate| form.node(*gate).looks("gate")), "who refuses is let go of");
    assert!(matches!(draft.problem(consent), Some(Problem::Required(_))));
    choose(&mut draft, &[("consent_a", "refused")]);
    assert!(matches!(draft.problem(consent), Some(Problem::Constraint(words)) if words.0.len() == 3));
    assert!(!draft.relevant(statistics), "nothing more is asked");
    choose(&mut draft, &[("consent_a", "given")]);
    assert_eq!(draft.problem(consent), None);
    assert!(draft.required(statistics));

    assert!(!draft.relevant(guardian));
    let changes = draft.type_in(&path("birth"), "12/05/2010");
    assert!(draft.relevant(guardian) && draft.required(guardian));
    assert!(changes.of(guardian).contains(&Facet::Relevant) && changes.change_pages());
    draft.type_in(&path("birth"), "12/05/2008");
    assert!(!draft.relevant(guardian), "18 since May");
    draft.type_in(&path("birth"), "2020");
    let birth = form.find("birth").unwrap();
    assert!(matches!(draft.problem(birth), Some(Problem::Constraint(_))), "six years old");

    assert!(!draft.relevant(phone));
    choose(&mut draft, &[("phone_owner", "neighbour")]);
    assert!(draft.required(phone));
    choose(&mut draft, &[("phone_owner", "none")]);
    assert!(!draft.relevant(phone));
}

#[test]
fn nobody_is_born_tomorrow() {
    let form = compiled(PERSON);
    let [birth, shown] = ["birth", "age_shown"].map(|name| form.find(name).unwrap());
    let in_future = Problem::Typed(typed::Problem::Date(typed::DateProblem::InFuture));
    for (typed, problem) in [
        ("24/11/2026", Some(&in_future)),
        ("12/2026", Some(&in_future)),
        ("2027", Some(&in_future)),
        ("23/11/1990", None),
    ] {
        let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
        draft.type_in(&path("birth"), typed);
        assert_eq!(draft.problem(birth).as_ref(), problem, "{typed}");
        assert_eq!(draft.relevant(shown), problem.is_none(), "no age is told of {typed}");
        let restored = Draft::restore(form.clone(), draft.kept(), around());
        assert_eq!(restored.problem(birth).as_ref(), problem, "{typed}, taken up again");
    }
}

#[test]
fn a_draft_is_taken_up_where_it_was_left_at_its_end_too() {
    let form = compiled(PERSON);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    let taken_up = |draft: &Draft| {
        let text = serde_json::to_string(&draft.kept()).unwrap();
        Draft::restore(form.clone(), serde_json::from_str(&text).unwrap(), around())
    };
    assert_eq!((taken_up(&draft).place(), taken_up(&draft).is_at_end()), (None, false));
    draft.move_to_end();
    assert_eq!((taken_up(&draft).place(), taken_up(&draft).is_at_end()), (None, true));
    let sex = form.find("sex").unwrap();
    draft.move_to(sex);
    assert_eq!((taken_up(&draft).place(), taken_up(&draft).is_at_end()), (Some(sex), false));
}

#[test]
fn a_whole_name_in_one_script_is_enough_and_half_a_name_is_not() {
    let form = compiled(PERSON);
    let names =
        ["family_name", "given_name", "family_name_ar", "given_name_ar"].map(|name| form.find(name).unwrap());
    for (written, missing) in [
        (vec![], 2),
        (vec![("family_name", "Ait Ali")], 1),
        (vec![("family_name", "Ait Ali"), ("given_name", "Fatima")], 0),
        (vec![("family_name_ar", "أيت علي")], 2),
        (vec![("family_name_ar", "أيت علي"), ("given_name_ar", "فاطمة")], 0),
        (vec![("family_name_ar", "Ait Ali"), ("given_name_ar", "فاطمة")], 1),
        (vec![("family_name", "أيت علي"), ("given_name", "Fatima 2")], 2),
    ] {
        let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
        write(&mut draft, &written);
        let found = names.iter().filter(|name| draft.problem(**name).is_some()).count();
        assert_eq!(found, missing, "{written:?}");
    }
}

#[test]
fn restricted_questions_are_neither_shown_nor_stored_until_allowed() {
    let form = compiled(PERSON);
    let [group, cin] = ["restricted", "cin"].map(|name| form.find(name).unwrap());
    assert_eq!(form.node(cin).class, Class::C3);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    assert!(draft.set(&path("cin"), Some(Value::Text("JA123456".into()))).is_empty());
    assert!(draft.answer(cin).is_none() && !draft.relevant(cin));
    assert!(draft.screens().iter().all(|screen| screen.group != Some(group)));

    let mut allowed =
        Draft::new(form, RecordId::from_random(1), Surroundings { restricted: true, ..around() });
    write(&mut allowed, &[("cin", "JA123456")]);
    assert!(allowed.screens().iter().any(|screen| screen.group == Some(group)));
    assert_eq!(allowed.visible_answer(cin), Some(&Value::Text("JA123456".into())));
}

#[test]
fn only_granted_programmes_and_communes_are_offered() {
    let form = compiled(PERSON);
    let [programme, commune] = ["programme", "commune"].map(|name| form.find(name).unwrap());
    let everything = Draft::new(form.clone(), RecordId::from_random(1), around());
    assert_eq!((everything.choices(programme).len(), everything.choices(commune).len()), (5, 53));
    let granted = Surroundings { programmes: Some(FlatSet::from(["MICRO".to_owned()])), ..around() };
    let draft = Draft::new(form, RecordId::from_random(1), granted);
    let codes: Vec<&str> = draft.choices(programme).iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(codes, ["MICRO"]);
}

#[test]
fn attendance_is_marked_and_only_what_changed_is_sent() {
    let form = compiled(SESSION);
    let attendance = form.find("attendance").unwrap();
    let [fatima, brahim, aicha] = [1, 2, 3].map(RecordId::from_random);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
    choose(&mut draft, &[("programme", "MICRO"), ("type", "training"), ("commune", "10.261.01.03")]);
    write(&mut draft, &[("title", "دفتر الصندوق"), ("end", "22/11/2026")]);
    let end = form.find("end").unwrap();
    assert!(matches!(draft.problem(end), Some(Problem::Constraint(_))), "before the start");
    write(&mut draft, &[("end", "24/11/2026")]);

    let starts_at = form.find("starts_at").unwrap();
    for (typed, right) in
        [("09:30", true), ("٠٩:٣٠", true), ("9h30", true), ("0930", true), ("25:00", false), ("9", false)]
    {
        write(&mut draft, &[("starts_at", typed)]);
        assert_eq!(draft.problem(starts_at).is_none(), right, "{typed}");
    }
    write(&mut draft, &[("starts_at", "٠٩:٣٠")]);
    assert_eq!(draft.answer(starts_at), Some(&Value::Text("09:30".into())));

    draft.mark(attendance, fatima, Some("present"));
    let changes = draft.mark(attendance, brahim, Some("late"));
    let shown = form.find("present_shown").unwrap();
    assert!(changes.of(shown).contains(&Facet::Label), "the count is in a label");
    draft.mark(attendance, aicha, Some("absent"));
    let count = form.find("present_count").unwrap();
    assert_eq!(draft.answer(count), Some(&Value::Integer(2)));
    write(&mut draft, &[("headcount_women", "1"), ("headcount_men", "0")]);
    let men = form.find("headcount_men").unwrap();
    assert!(matches!(draft.problem(men), Some(Problem::Constraint(_))), "fewer heads than marks");
    write(&mut draft, &[("headcount_men", "4")]);

    let proposal = draft.finish(AuthorId::from_random(7), around().today).unwrap();
    let mark = path(&format!("attendance/{fatima}/status"));
    assert_eq!(proposal.edits[&mark], Some(Value::Choice("present".into())));
    let mut session = Record::new(draft.record(), "session");
    session.apply(&proposal.identified(Dot { actor: record::Actor(1), n: 1 }, HybridTime::from_millis(1)));
    assert_eq!(form.title_of(&session, "fr"), "دفتر الصندوق");

    let mut again = Draft::editing(form, &session, around());
    assert_eq!(again.marks(attendance).len(), 3);
    again.mark(attendance, fatima, None);
    again.mark(attendance, aicha, Some("excused"));
    again.mark(attendance, brahim, Some("late"));
    let edits = again.finish(AuthorId::from_random(7), around().today).unwrap().edits;
    assert_eq!(edits.len(), 2);
    assert_eq!(edits[&mark], None);
}

#[test]
fn a_draft_is_kept_with_what_cannot_be_understood_yet_and_restored_as_it_was() {
    let form = compiled(PERSON);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    choose(&mut draft, &[("phone_owner", "self"), ("consent_proof", "witness")]);
    write(&mut draft, &[("phone", "06 12"), ("consent_witness", "Brahim")]);
    choose(&mut draft, &[("consent_proof", "thumb")]);
    let [phone, witness] = ["phone", "consent_witness"].map(|name| form.find(name).unwrap());
    draft.move_to(phone);
    let kept = serde_json::to_string(&draft.kept()).unwrap();

    let mut restored = Draft::restore(form, serde_json::from_str(&kept).unwrap(), around());
    assert_eq!(restored.kept(), draft.kept());
    assert_eq!(restored.place(), Some(phone));
    assert_eq!(restored.typed(phone), Some("06 12"));
    assert!(matches!(restored.problem(phone), Some(Problem::Typed(_))));
    assert!(!restored.relevant(witness) && restored.visible_answer(witness).is_none());
    choose(&mut restored, &[("consent_proof", "witness")]);
    assert_eq!(restored.visible_answer(witness), Some(&Value::Text("Brahim".into())), "it comes back");
}

#[test]
fn a_definition_travels_as_json() {
    for text in ALL {
        let form = compiled(text);
        let json = serde_json::to_string(&*form).unwrap();
        let read: Definition = serde_json::from_str(&json).unwrap();
        assert_eq!(read, *form);
        assert_eq!(form.hash.len(), 64);
    }
}
