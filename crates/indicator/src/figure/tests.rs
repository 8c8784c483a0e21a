//! A small region, and what is counted in it.

use super::*;

fn id(name: &str) -> RecordId {
    RecordId::derived("record", &[name])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn fact(name: &str, form: &'static str, programme: &'static str, commune: &'static str) -> Fact<'static> {
    Fact {
        id: id(name),
        form,
        programme,
        commune,
        kind: "",
        outcome: "",
        day: None,
        about: None,
        names: &[],
        present: &[],
        sex: None,
        approved: false,
        removed: false,
    }
}

const ASRIR: &str = "10.261.05.05";
const TAN_TAN: &str = "10.521.01.01";
const TODAY: &str = "2026-11-21";

fn everything<'a>() -> Asked<'a> {
    Asked { programme: "", period: (None, None), only_approved: false, today: day(TODAY) }
}

fn people() -> Vec<Fact<'static>> {
    let person = |name, commune, sex| Fact { sex, ..fact(name, "person", "MICRO", commune) };
    vec![
        person("fatima", ASRIR, Some(Sex::Woman)),
        person("lahcen", ASRIR, Some(Sex::Man)),
        person("zahra", TAN_TAN, Some(Sex::Woman)),
    ]
}

fn counted(facts: impl IntoIterator<Item = Fact<'static>>, measure: Measure, asked: &Asked) -> Figure {
    people().into_iter().chain(facts).collect::<Facts>().figure(measure, asked)
}

fn session(name: &str, programme: &'static str, on: &str, present: &[&str]) -> Fact<'static> {
    let present: Vec<RecordId> = present.iter().map(|name| id(name)).collect();
    Fact { day: Some(day(on)), present: present.leak(), ..fact(name, "session", programme, ASRIR) }
}

#[test]
fn a_person_counts_once_where_they_live_and_presences_where_they_were() {
    let sessions = [
        session("first", "MICRO", "2026-10-01", &["fatima", "lahcen"]),
        session("second", "MICRO", "2026-10-02", &["fatima", "zahra", "unknown"]),
        session("elsewhere", "MARCH", "2026-10-03", &["fatima"]),
        session("tomorrow", "MICRO", "2026-11-22", &["lahcen"]),
    ];
    let asked = |programme| Asked { programme, ..everything() };
    // programme | women, men, unsaid of the people | sessions, presences
    for (programme, women, men, unsaid, held, presences) in
        [("", 2, 1, 1, 3, 6), ("MICRO", 2, 1, 1, 2, 5), ("MARCH", 1, 0, 0, 1, 1), ("SWITCH", 0, 0, 0, 0, 0)]
    {
        let of = |measure| counted(sessions, measure, &asked(programme));
        assert_eq!(of(Measure::Reached).total(), BySex { women, men, unsaid }, "{programme}");
        assert_eq!(of(Measure::Sessions).value(), held, "{programme}");
        assert_eq!(of(Measure::Attendances).value(), presences, "{programme}");
    }
    let reached = counted(sessions, Measure::Reached, &asked("MICRO"));
    let by_commune: Vec<_> = reached.by_commune.iter().map(|(code, at)| (code.as_str(), at.by_sex)).collect();
    let one = |women, men, unsaid| BySex { women, men, unsaid };
    assert_eq!(by_commune, [("", one(0, 0, 1)), (ASRIR, one(1, 1, 0)), (TAN_TAN, one(1, 0, 0))]);
    assert_eq!((reached.records, reached.approved), (2, 0));
    let presences = counted(sessions, Measure::Attendances, &asked("MICRO"));
    assert_eq!(presences.by_commune[ASRIR].behind, [id("first"), id("second")].into());
}

#[test]
fn what_was_removed_is_not_counted_and_neither_is_a_person_who_was() {
    let sessions = [
        session("first", "MICRO", "2026-10-01", &["fatima", "twice"]),
        Fact { removed: true, ..session("second", "MICRO", "2026-10-02", &["zahra"]) },
        Fact { removed: true, ..fact("twice", "person", "MICRO", ASRIR) },
    ];
    for (measure, value) in [(Measure::Reached, 1), (Measure::Supported, 1), (Measure::Sessions, 1)] {
        assert_eq!(counted(sessions, measure, &everything()).value(), value, "{measure:?}");
    }
}

#[test]
fn who_is_enrolled_depends_on_the_state() {
    for (state, is_in) in [
        ("candidate", false),
        ("eligible", false),
        ("not_eligible", false),
        ("selected", false),
        ("waiting", false),
        ("enrolled", true),
        ("active", true),
        ("completed", true),
        ("dropped_out", false),
        ("transferred", false),
        ("withdrawn", false),
    ] {
        let enrolment = |name, about| Fact {
            kind: state,
            about: Some(id(about)),
            ..fact(name, "enrolment", "MICRO", TAN_TAN)
        };
        // Two cohorts of one person are one person.
        let facts = [enrolment("2025", "fatima"), enrolment("2026", "fatima")];
        assert_eq!(counted(facts, Measure::Enrolled, &everything()).value(), usize::from(is_in), "{state}");
    }
}

#[test]
fn a_merchant_is_a_person_with_a_profile() {
    let profile = |name, about| Fact { about: Some(id(about)), ..fact(name, "merchant", "MARCH", ASRIR) };
    let figure = counted(
        [profile("one", "fatima"), profile("again", "fatima"), profile("two", "zahra")],
        Measure::Merchants,
        &everything(),
    );
    assert_eq!((figure.total().women, figure.value(), figure.records), (2, 2, 3));
}

#[test]
fn support_is_a_session_or_a_visit_to_a_person_or_to_their_venture() {
    let owners = vec![id("fatima"), id("tafoukt")].leak();
    let facts = [
        Fact { names: owners, ..fact("couscous", "venture", "MICRO", ASRIR) },
        fact("tafoukt", "organisation", "MICRO", TAN_TAN),
        Fact { about: Some(id("couscous")), ..fact("visit 1", "coaching", "MICRO", ASRIR) },
        Fact { about: Some(id("lahcen")), ..fact("visit 2", "coaching", "MICRO", ASRIR) },
        Fact { about: Some(id("tafoukt")), ..fact("visit 3", "coaching", "MICRO", ASRIR) },
        Fact { about: Some(id("tafoukt")), ..fact("visit 4", "coaching", "MICRO", ASRIR) },
        session("day", "MICRO", "2026-10-01", &["fatima"]),
    ];
    let of = |measure| counted(facts, measure, &everything());
    assert_eq!(of(Measure::Supported).total(), BySex { women: 1, men: 1, unsaid: 0 });
    assert_eq!(of(Measure::Visits).value(), 4);
    let organisations = of(Measure::Organisations);
    assert_eq!((organisations.value(), organisations.records), (1, 2));
    assert_eq!(organisations.by_commune[TAN_TAN].behind, [id("tafoukt")].into());
}

#[test]
fn a_venture_is_alive_if_its_last_follow_up_found_it_so() {
    // stage | follow-ups: day, what was found | launched, alive, not known
    for (stage, follow_ups, launched, alive, unknown) in [
        ("validated", &[][..], 0, 0, 0),
        ("launched", &[], 1, 0, 1),
        ("operating", &[("2026-06-01", "operating")], 1, 1, 0),
        ("launched", &[("2026-06-01", "seasonal_pause")], 1, 1, 0),
        ("launched", &[("2026-06-01", "stopped")], 1, 0, 0),
        ("paused", &[("2026-06-01", "closed")], 1, 0, 0),
        ("launched", &[("2026-06-01", "unreachable")], 1, 0, 1),
        ("launched", &[("2026-06-01", "operating"), ("2026-09-01", "closed")], 1, 0, 0),
        ("launched", &[("2026-09-01", "operating"), ("2026-06-01", "closed")], 1, 1, 0),
        ("launched", &[("2026-06-01", "operating"), ("2026-09-01", "unreachable")], 1, 0, 1),
        // The venture's own record says it, whatever was found before.
        ("closed", &[("2026-06-01", "operating")], 1, 0, 0),
        ("handed_over", &[], 1, 0, 0),
    ] {
        let venture = Fact { kind: stage, ..fact("couscous", "venture", "MICRO", ASRIR) };
        let follow_up = |(on, outcome): &(&str, &'static str)| Fact {
            outcome,
            day: Some(day(on)),
            about: Some(id("couscous")),
            ..fact(on, "follow_up", "MICRO", ASRIR)
        };
        let facts: Vec<_> = follow_ups.iter().map(follow_up).chain([venture]).collect();
        let figure = counted(facts.clone(), Measure::Alive, &everything());
        assert_eq!(
            (figure.whole, figure.value(), figure.unknown),
            (launched, alive, unknown),
            "{stage} {follow_ups:?}"
        );
        assert_eq!(counted(facts, Measure::Launched, &everything()).value(), launched, "{stage}");
    }
}

#[test]
fn only_what_is_approved_is_counted_if_that_is_asked() {
    let approved = |mut fact: Fact<'static>| {
        fact.approved = true;
        fact
    };
    let sessions = [
        approved(session("first", "MICRO", "2026-10-01", &["fatima"])),
        session("second", "MICRO", "2026-10-02", &["fatima", "zahra"]),
    ];
    for (only_approved, people, records, approved) in [(false, 2, 2, 1), (true, 1, 1, 1)] {
        let asked = Asked { only_approved, ..everything() };
        let figure = counted(sessions, Measure::Reached, &asked);
        assert_eq!((figure.value(), figure.records, figure.approved), (people, records, approved));
        // The share is of all records, whichever are looked at.
        let share = counted(sessions, Measure::Approved, &asked);
        assert_eq!((share.value(), share.whole), (1, 5));
    }
}

#[test]
fn a_period_holds_its_days_and_nothing_without_a_day() {
    let undated = Fact { day: None, ..session("undated", "MICRO", TODAY, &[]) };
    let sessions = [
        session("before", "MICRO", "2025-12-31", &[]),
        session("first day", "MICRO", "2026-01-01", &[]),
        session("last day", "MICRO", "2026-06-30", &[]),
        session("after", "MICRO", "2026-07-01", &[]),
        undated,
    ];
    for (from, to, held) in [
        (None, None, 5),
        (Some("2026-01-01"), Some("2026-06-30"), 2),
        (Some("2026-01-01"), None, 3),
        (None, Some("2025-12-31"), 1),
    ] {
        let asked = Asked { period: (from.map(day), to.map(day)), ..everything() };
        assert_eq!(counted(sessions, Measure::Sessions, &asked).value(), held, "{from:?} to {to:?}");
    }
}
