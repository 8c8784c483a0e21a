//! The forms of the catalogue compile, and a registration and a session are driven through them.

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
fn a_wrong_number_of_an_enterprise_is_told_once() {
    let form = compiled(ORGANISATION);
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    let [ice, doubtful] = ["ice", "ice_doubtful"].map(|name| form.find(name).unwrap());
    for (typed, wrong, doubted) in
        [("00152347800008", true, false), ("001523478000083", false, true), ("000000000000097", false, false)]
    {
        draft.type_in(&path("ice"), typed);
        assert_eq!(draft.problem(ice).is_some(), wrong, "{typed}");
        assert_eq!(draft.relevant(doubtful), doubted, "{typed}");
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
fn an_organisation_is_registered_with_its_papers_bodies_and_yearly_figures() {
    let form = compiled(ORGANISATION);
    let node = |name: &str| form.find(name).unwrap();
    let mut draft = Draft::new(form.clone(), RecordId::from_random(1), around());
    choose(&mut draft, &[("programme", "ECOSYS"), ("legal_form", "cooperative"), ("legal_state", "created")]);
    write(&mut draft, &[("name", "Coopérative Tiwizi"), ("president_name", "Fatima Aït Ali")]);
    choose(&mut draft, &[("commune", "10.261.01.03"), ("sector", "argan")]);
    assert!(draft.required(node("founded")));
    write(&mut draft, &[("founded", "2019"), ("members_women", "3"), ("members_men", "1")]);
    assert_eq!(draft.answer(node("members_total")), Some(&Value::Integer(4)));
    assert!(draft.relevant(node("few_members_shown")), "fewer than five: said, never in the way");

    // The published example that satisfies the control digits, and a slip in it.
    for (ice, doubtful) in [("001561191000066", false), ("001561191000065", true)] {
        write(&mut draft, &[("ice", ice)]);
        assert_eq!(draft.answer(node("ice")), Some(&Value::Text(ice.into())), "leading noughts stay");
        assert_eq!(draft.relevant(node("ice_doubtful")), doubtful, "{ice}");
    }
    write(&mut draft, &[("last_assembly", "07/2025"), ("turnover", "120 000 DH")]);
    assert!(draft.relevant(node("assembly_overdue")));
    draft.set(&path("surplus"), Some(Value::Missing(Missing::Refused)));

    let [papers, bodies] = ["papers", "bodies"].map(node);
    let row = |n: u64| RowId::begun(n, n.into());
    let member = |repeat: &str, n, name: &str| Path::in_row(repeat, row(n), name).unwrap();
    draft.add_row(papers, row(1));
    draft.set(&member("papers", 1, "paper"), Some(Value::Choice("local_register".into())));
    draft.type_in(&member("papers", 1, "paper_number"), "0123/TPI Guelmim");
    for n in [2, 3] {
        draft.add_row(bodies, row(n));
        draft.set(&member("bodies", n, "role"), Some(Value::Choice("treasurer".into())));
    }
    assert_eq!(draft.problems().len(), 2, "both need a name");
    draft.type_in(&member("bodies", 2, "holder"), "Brahim");
    draft.remove_row(bodies, row(3));

    let proposal = draft.finish(AuthorId::from_random(2), around().today).unwrap();
    let edit = |path: &Path| proposal.edits.get(path).cloned().flatten();
    assert_eq!(edit(&path("turnover")), Some(Value::Integer(12_000_000)), "in centimes");
    assert_eq!(edit(&path("counted_on")), Some(Value::Date("2026-11-23".parse().unwrap())));
    assert_eq!(edit(&member("papers", 1, "paper_number")), Some(Value::Text("0123/TPI Guelmim".into())));
    assert_eq!(edit(&member("bodies", 2, "holder")), Some(Value::Text("Brahim".into())));
    assert!(proposal.edits.keys().all(|path| !path.as_str().contains(&row(3).to_string())));
}

fn refer(draft: &mut Draft, name: &str, to: u128) {
    draft.set(&path(name), Some(Value::Reference(RecordId::from_random(to))));
}

#[test]
fn two_phones_enrol_somebody_once() {
    let form = compiled(ENROLMENT);
    let enrol = |person, programme: &str| {
        let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
        refer(&mut draft, "person", person);
        choose(&mut draft, &[("programme", programme), ("commune", "10.261.01.03"), ("state", "enrolled")]);
        draft
    };
    let [one, same, other] = [(1, "MICRO"), (1, "MICRO"), (1, "MARCH")].map(|(p, code)| enrol(p, code));
    assert_eq!(one.problems(), []);
    assert_eq!(one.record(), same.record());
    assert_ne!(one.record(), other.record());
    assert_eq!(one.answer(form.find("cohort").unwrap()), Some(&Value::Integer(2026)));

    let mut leaving = one;
    let [exit, since] = ["exit_reason", "state_date"].map(|name| form.find(name).unwrap());
    write(&mut leaving, &[("entry_date", "01/10/2026"), ("state_date", "05/10/2026")]);
    assert!(!leaving.relevant(exit));
    choose(&mut leaving, &[("state", "dropped_out")]);
    assert!(leaving.required(exit));
    assert_eq!(
        leaving.answer(since),
        Some(&Value::Date("2026-11-23".parse().unwrap())),
        "a new state since today"
    );
}

#[test]
fn what_a_merchant_earns_follows_from_good_and_bad_days() {
    let form = compiled(MERCHANT);
    let node = |name: &str| form.find(name).unwrap();
    let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
    refer(&mut draft, "person", 1);
    assert_eq!(draft.answer(node("programme")), Some(&Value::Choice("MARCH".into())));
    choose(
        &mut draft,
        &[("commune", "10.261.01.03"), ("category", "cart"), ("product", "fish"), ("means", "cart")],
    );
    write(&mut draft, &[("good_day", "400"), ("bad_day", "4000 ryals"), ("days_a_month", "20")]);
    assert!(matches!(
        draft.problem(node("bad_day")),
        Some(Problem::Typed(typed::Problem::Ryals { centimes: 20_000 }))
    ));
    draft.set(&path("bad_day"), Some(Value::Integer(20_000)));
    write(&mut draft, &[("stock_cost", "150"), ("daily_charges", "12,50")]);
    let money = |draft: &Draft, name| draft.answer(node(name)).and_then(Value::as_integer);
    assert_eq!(money(&draft, "monthly_sales"), Some(600_000));
    assert_eq!(money(&draft, "monthly_income"), Some(600_000 - 20 * 16_250));
    draft.set(&path("stock_cost"), Some(Value::Missing(Missing::Refused)));
    assert_eq!(money(&draft, "monthly_income"), Some(600_000 - 20 * 1250), "what is not told is left out");

    assert!(matches!(draft.problem(node("places")), Some(Problem::Required(_))), "one place at least");
    let row = RowId::from_random(1);
    draft.add_row(node("places"), row);
    draft.type_in(&Path::in_row("places", row, "place").unwrap(), "Souk Amhayrich");
    draft.set(
        &Path::in_row("places", row, "days").unwrap(),
        Some(Value::Choices(["sat".into(), "sun".into()].into())),
    );
    draft.type_in(&Path::in_row("places", row, "from").unwrap(), "6h30");
    assert_eq!(draft.problems(), []);
    draft.set(
        &path("other_products"),
        Some(Value::Choices(["fish", "bread", "dry"].map(String::from).into())),
    );
    assert_eq!(draft.problems().len(), 1, "two further products at most");
}

#[test]
fn a_venture_moves_on_three_tracks() {
    let form = compiled(VENTURE);
    let node = |name: &str| form.find(name).unwrap();
    let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
    write(&mut draft, &[("title", "Atelier de couture")]);
    choose(
        &mut draft,
        &[("kind", "iga"), ("programme", "MICRO"), ("sector", "sewing"), ("commune", "10.261.01.03")],
    );
    let rows = [1, 2].map(|n| RowId::begun(n, n.into()));
    for (row, share) in rows.into_iter().zip(["60", "50"]) {
        draft.add_row(node("owners"), row);
        draft.set(
            &Path::in_row("owners", row, "owner").unwrap(),
            Some(Value::Reference(RecordId::from_random(1))),
        );
        draft.type_in(&Path::in_row("owners", row, "share").unwrap(), share);
    }
    assert_eq!(draft.problems().len(), 2, "110 % in all");
    draft.type_in(&Path::in_row("owners", rows[1], "share").unwrap(), "39,5");
    assert_eq!(draft.problems(), []);

    let [launch, legal_form, organisation, closed] =
        ["launch_date", "legal_form", "organisation", "closed_on"].map(node);
    choose(&mut draft, &[("stage", "launched")]);
    assert!(draft.required(launch) && !draft.relevant(legal_form), "launched and never registered");
    choose(&mut draft, &[("legal", "registered"), ("legal_form", "cooperative")]);
    assert!(draft.relevant(organisation));
    choose(&mut draft, &[("stage", "closed")]);
    assert!(draft.required(closed) && !draft.relevant(launch));
}

#[test]
fn tasks_agreed_in_a_visit_are_ticked_off_once_they_were_due() {
    let form = compiled(COACHING);
    let node = |name: &str| form.find(name).unwrap();
    let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
    let [venture, person] = ["venture", "person"].map(node);
    assert!(draft.required(venture) && !draft.relevant(person));
    choose(
        &mut draft,
        &[("about", "person"), ("programme", "MICRO"), ("commune", "10.261.01.03"), ("phase", "pre")],
    );
    refer(&mut draft, "person", 1);
    draft.set(&path("topics"), Some(Value::Choices(["price".into()].into())));
    write(&mut draft, &[("minutes", "600")]);
    assert!(matches!(draft.problem(node("minutes")), Some(Problem::Constraint(_))));
    write(&mut draft, &[("minutes", "45")]);
    let row = RowId::from_random(1);
    draft.add_row(node("tasks"), row);
    draft.type_in(&Path::in_row("tasks", row, "task").unwrap(), "Ouvrir un livre de caisse");
    draft.type_in(&Path::in_row("tasks", row, "due").unwrap(), "30/11/2026");
    let done = form::Place { node: node("done"), row: Some(row) };
    assert!(!draft.relevant(done), "not due yet");
    assert_eq!(draft.problems(), []);
    let proposal = draft.finish(AuthorId::from_random(2), around().today).unwrap();

    let mut visit = Record::new(draft.record(), "coaching");
    visit.apply(&proposal.identified(Dot { actor: record::Actor(1), n: 1 }, HybridTime::from_millis(1)));
    let later = Surroundings::on("2026-12-05".parse().unwrap());
    let mut again = Draft::editing(form.clone(), &visit, later);
    assert!(again.relevant(done));
    assert_eq!(again.answer(node("open_tasks")), Some(&Value::Integer(1)));
    again.set(&Path::in_row("tasks", row, "done").unwrap(), Some(Value::Choice("yes".into())));
    assert_eq!(again.answer(node("open_tasks")), Some(&Value::Integer(0)));
}

#[test]
fn a_follow_up_asks_figures_of_a_venture_at_work_only() {
    let form = compiled(FOLLOW_UP);
    let node = |name: &str| form.find(name).unwrap();
    let follow = |milestone: &str| {
        let mut draft = Draft::new(form.clone(), RecordId::from_random(9), around());
        refer(&mut draft, "venture", 1);
        choose(&mut draft, &[("milestone", milestone), ("programme", "MICRO"), ("commune", "10.261.01.03")]);
        choose(&mut draft, &[("mode", "phone"), ("reached", "no_answer")]);
        draft
    };
    assert_eq!(follow("M3").record(), follow("M3").record());
    assert_ne!(follow("M3").record(), follow("M6").record());
    let mut draft = follow("M6");
    assert_eq!(draft.problems(), [], "an attempt is a follow-up too");
    choose(&mut draft, &[("reached", "yes"), ("status", "operating")]);
    let [sales, net, attribution] = ["sales", "net", "attribution"].map(node);
    assert!(draft.required(sales) && draft.relevant(attribution));
    assert!(!follow("M3").relevant(attribution));
    write(&mut draft, &[("days_worked", "24"), ("sales", "3 500"), ("charges", "2 100,50"), ("owners", "1")]);
    choose(&mut draft, &[("method", "book")]);
    assert_eq!(draft.answer(net), Some(&Value::Integer(139_950)));
    write(&mut draft, &[("women", "2")]);
    assert!(matches!(draft.problem(node("women")), Some(Problem::Constraint(_))), "one works there");
    write(&mut draft, &[("family", "1")]);
    assert_eq!(draft.problems(), []);
    draft.set(&path("sales"), Some(Value::Missing(Missing::Refused)));
    assert_eq!((draft.answer(net), draft.problems().len()), (None, 0));
    choose(&mut draft, &[("status", "closed")]);
    assert!(!draft.relevant(sales) && draft.required(node("closure_reason")));
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
