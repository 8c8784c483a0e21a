//! The types of questions: what is typed, what is stored, what rules see of it.

use crate::small::{around, draft, form, path, try_form};
use form::{Draft, FileProblem, Kind, Problem, typed};
use record::{File, Hash, Missing, Record, RecordId, Value, Version};

fn one(kind: &str) -> Draft {
    draft(&form("type|name", &[&format!("{kind}|x")]))
}

#[test]
fn what_is_typed_is_stored_in_one_way_only() {
    let text = |text: &str| Ok(Value::Text(text.to_owned()));
    for (kind, typed, expected) in [
        ("decimal", "1,50", text("1.5")),
        ("decimal", "١٢", Ok(Value::Integer(12))),
        ("decimal", "12,0", Ok(Value::Integer(12))),
        ("decimal", "beaucoup", Err(typed::Problem::NotANumber)),
        ("money", "1 200,50 DH", Ok(Value::Integer(120_050))),
        ("money", "200 ريال", Err(typed::Problem::Ryals { centimes: 1000 })),
        ("money", "0,005", Err(typed::Problem::NotCentimes)),
        ("time", "9h5", Err(typed::Problem::NotATime)),
        ("time", "٩:٠٥", text("09:05")),
        ("geopoint", "28.987, -10.057", text("28.987 -10.057 0 0")),
        ("geopoint", "Guelmim", Err(typed::Problem::NotAPlace)),
        ("barcode", " 6111245591063 ", text("6111245591063")),
    ] {
        let mut draft = one(kind);
        let x = draft.definition().find("x").unwrap();
        draft.type_in(&path("x"), typed);
        match expected {
            Ok(value) => assert_eq!((draft.answer(x), draft.problem(x)), (Some(&value), None), "{typed}"),
            Err(problem) => {
                assert_eq!(draft.problem(x), Some(Problem::Typed(problem)), "{typed}");
                assert_eq!((draft.answer(x), draft.typed(x)), (None, Some(typed)));
            }
        }
    }
}

#[test]
fn an_amount_in_ryals_counts_once_it_is_confirmed() {
    let mut draft = one("money");
    let x = draft.definition().find("x").unwrap();
    draft.type_in(&path("x"), "3000 ryals");
    let Some(Problem::Typed(typed::Problem::Ryals { centimes })) = draft.problem(x) else { panic!() };
    assert_eq!(centimes, 3000 * 100 / typed::RYALS_TO_THE_DIRHAM);
    draft.set(&path("x"), Some(Value::Integer(centimes)));
    assert_eq!((draft.problem(x), draft.typed(x)), (None, None));
}

#[test]
fn rules_see_what_their_author_means() {
    let form = form(
        "type|name|calculation",
        &[
            "money|sales|",
            "money|charges|",
            "money|net|${sales} - ${charges}",
            "calculate|good|${net} > 1000",
            "time|from|",
            "time|to|",
            "calculate|longer|${to} > ${from}",
            "calculate|late|${to} >= '18:00'",
            "yes_no|account|",
            "calculate|has|${account} = 'yes'",
            "calculate|has_not|${account} = 'no'",
            "decimal|hectares|",
            "calculate|twice|${hectares} * 2",
        ],
    );
    let mut draft = draft(&form);
    let answers = [
        ("sales", "1500,10"),
        ("charges", "499,90"),
        ("from", "9:00"),
        ("to", "10:30"),
        ("hectares", "0,75"),
    ];
    for (name, typed) in answers {
        draft.type_in(&path(name), typed);
    }
    draft.set(&path("account"), Some(Value::Flag(false)));
    let found = |name: &str| draft.answer(form.find(name).unwrap()).cloned();
    for (name, expected) in [
        ("net", Value::Integer(100_020)),
        ("good", Value::Flag(true)),
        ("longer", Value::Flag(true)),
        ("late", Value::Flag(false)),
        ("has", Value::Flag(false)),
        ("has_not", Value::Flag(true)),
        ("twice", Value::Text("1.5".into())),
    ] {
        assert_eq!(found(name), Some(expected), "{name}");
    }
    assert!(draft.readonly(form.find("net").unwrap()), "it is stored, and computed");
}

#[test]
fn a_reason_is_an_answer_where_the_form_offers_it() {
    let form = form(
        "type|name|required|constraint|relevant|parameters",
        &[
            "integer|days|yes|. <= 31||missing=unknown,refused",
            "text|why|||${days} = 'refused'|",
            "begin_repeat|r||||",
            "integer|n||||missing=unknown",
            "end_repeat|||||",
            "geopoint|where||||",
        ],
    );
    let question = |name: &str| form.node(form.find(name).unwrap());
    assert_eq!(question("days").missing, [Missing::Unknown, Missing::Refused]);
    assert_eq!(question("why").missing, []);
    assert_eq!(question("where").missing, Missing::ALL, "no satellite is no fault of anybody");
    let mut draft = draft(&form);
    let [days, why] = ["days", "why"].map(|name| form.find(name).unwrap());
    draft.set(&path("days"), Some(Value::Missing(Missing::Refused)));
    assert_eq!(draft.problem(days), None);
    assert!(draft.relevant(why));

    let errors = try_form("type|name|parameters", &["integer|x|missing=unknwon"]).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "survey, row 9, parameters: there is no reason \"unknwon\" for a missing answer (did you mean unknown?)"
    );
    let errors = try_form("type|name|relevant", &["yes_no|x|", "text|y|${x} = 'yse'"]).unwrap_err();
    assert_eq!(errors[0].suggestion.as_deref(), Some("yes"));
    let errors = try_form("type|name|relevant", &["yes_no|x|", "text|y|${x} = 'unknown'"]).unwrap_err();
    assert!(errors[0].to_string().contains("\"unknown\" is not a choice of \"x\""), "it is not offered");
}

fn file(media_type: &str, size: u64) -> Value {
    let (media_type, name) = (media_type.to_owned(), "a".to_owned());
    Value::File(Box::new(File { sha256: Hash([1; 32]), size, media_type, name }))
}

#[test]
fn a_question_takes_the_files_that_it_asks_for_and_no_others() {
    let (kind, size) = (Some(FileProblem::Type), |most| Some(FileProblem::Size { most }));
    for (question, media_type, bytes, refused) in [
        ("image", "image/jpeg", 400_000, None),
        ("image", "image/png", 1, None),
        ("image", "image/jpeg", 400_001, size(400_000)),
        ("image", "image/svg+xml", 1, kind),
        ("image", "video/mp4", 1, kind),
        ("audio", "audio/webm", 32_000_000, None),
        ("audio", "video/webm", 1, kind),
        ("video", "video/mp4", 32_000_001, size(32_000_000)),
        ("file", "application/pdf", 1_000_000, None),
        ("file", "image/webp", 1, None),
        ("file", "audio/mpeg", 1, None),
        ("file", "text/html", 1, kind),
        ("file", "image/svg+xml", 1, kind),
        ("file", "application/x-msdownload", 1, kind),
    ] {
        let mut draft = one(question);
        let x = draft.definition().find("x").unwrap();
        draft.set(&path("x"), Some(file(media_type, bytes)));
        assert_eq!(draft.problem(x), refused.map(Problem::File), "{question}: {bytes} of {media_type}");
    }
    let mut draft = one("image");
    draft.type_in(&path("x"), "photo.jpg");
    let x = draft.definition().find("x").unwrap();
    assert_eq!(draft.problem(x), Some(Problem::File(FileProblem::Type)), "a name is no photo");
}

#[test]
fn rules_see_whether_there_is_a_photo_and_a_reason_can_stand_in_its_place() {
    let form = form(
        "type|name|required|relevant|parameters",
        &[
            "image|stall|yes||max-pixels=640 missing=refused",
            "text|whose||${stall} != '' and ${stall} != 'refused'|",
        ],
    );
    let [stall, whose] = ["stall", "whose"].map(|name| form.find(name).unwrap());
    assert_eq!(form.node(stall).kind, Kind::Image(640));
    let mut draft = draft(&form);
    assert!(matches!(draft.problem(stall), Some(Problem::Required(_))));
    draft.set(&path("stall"), Some(Value::Missing(Missing::Refused)));
    assert_eq!((draft.problem(stall), draft.relevant(whose)), (None, false));
    draft.set(&path("stall"), Some(file("image/jpeg", 1)));
    assert_eq!((draft.problem(stall), draft.relevant(whose)), (None, true));

    // What the record holds already was right once.
    let mut record = Record::new(RecordId::from_random(1), "small");
    let dot = record::Dot { actor: record::Actor(1), n: 1 };
    let large = Version { dot, value: Some(file("image/jpeg", 900_000)) };
    record.fields.insert(path("stall"), vec![large]);
    assert_eq!(Draft::editing(form.clone(), &record, around()).problem(stall), None);
}

#[test]
fn what_cannot_be_of_a_file_is_refused_where_it_is_written() {
    let columns = "type|name|calculation|default|parameters";
    for (row, column, fault) in [
        ("image|x|||max-pixels=many", "parameters", "\"many\" is no number of pixels"),
        ("image|x|||max-pixels=0", "parameters", "\"0\" is no number of pixels"),
        ("image|x|'a.jpg'||", "calculation", "a file cannot be computed"),
        ("file|x||a.pdf|", "default", "a file cannot be computed"),
    ] {
        let errors = try_form(columns, &[row]).unwrap_err();
        assert_eq!(
            (errors[0].column.as_str(), errors[0].fault.to_string().as_str()),
            (column, fault),
            "{row}"
        );
    }
    let text = crate::small::text("type|name|parameters", &["image|x|max-pixels=4000"]);
    let read = form::compile::read(&text, &form::compile::ExternalLists::default()).unwrap();
    assert_eq!(read.notes[0].what.to_string(), "pictures have at most 1280 pixels on their longer side");
}

#[test]
fn a_sum_passes_over_reasons_and_blanks() {
    let form = form(
        "type|name|calculation|parameters",
        &[
            "begin_repeat|r||",
            "integer|n||missing=unknown",
            "end_repeat|||",
            "calculate|all|sum(${n})|",
            "calculate|given|count-non-empty(${n})|",
        ],
    );
    let mut draft = draft(&form);
    let r = form.find("r").unwrap();
    for (place, value) in
        [Some(Value::Integer(2)), None, Some(Value::Missing(Missing::Unknown)), Some(Value::Integer(3))]
            .into_iter()
            .enumerate()
    {
        let row = record::RowId::from_random(place as u128);
        draft.add_row(r, row);
        draft.set(&record::Path::in_row("r", row, "n").unwrap(), value);
    }
    assert_eq!(draft.answer(form.find("all").unwrap()), Some(&Value::Integer(5)));
    assert_eq!(draft.answer(form.find("given").unwrap()), Some(&Value::Integer(2)));
}
