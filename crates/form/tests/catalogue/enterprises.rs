//! The forms of those who undertake something: organisations, enrolments, merchants, ventures, visits, follow-ups.

use super::*;

fn refer(draft: &mut Draft, name: &str, to: u128) {
    draft.set(&path(name), Some(Value::Reference(RecordId::from_random(to))));
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
