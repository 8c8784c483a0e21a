//! A name that was recorded in one script is found by typing it in the other.

use indicator::{Fit, Query, search_key};
use std::time::{Duration, Instant};

/// Names of the region in both scripts, as registers and telephones have them.
const NAMES: [(&str, &str); 120] = [
    ("Fatima", "فاطمة"),
    ("Fatna", "فطنة"),
    ("Khadija", "خديجة"),
    ("Aïcha", "عائشة"),
    ("Aicha", "عيشة"),
    ("Zahra", "زهرة"),
    ("Fatima Ezzahra", "فاطمة الزهراء"),
    ("Fatima Zohra", "فاطمة الزهرة"),
    ("Zineb", "زينب"),
    ("Meriem", "مريم"),
    ("Maryam", "مريم"),
    ("Naïma", "نعيمة"),
    ("Latifa", "لطيفة"),
    ("Malika", "مليكة"),
    ("Karima", "كريمة"),
    ("Rachida", "رشيدة"),
    ("Saïda", "سعيدة"),
    ("Halima", "حليمة"),
    ("Hafida", "حفيظة"),
    ("Hassania", "حسنية"),
    ("Bouchra", "بشرى"),
    ("Leïla", "ليلى"),
    ("Mona", "منى"),
    ("Nora", "نورة"),
    ("Najat", "نجاة"),
    ("Hayat", "حياة"),
    ("Soukaina", "سكينة"),
    ("Oumaima", "أميمة"),
    ("Ouarda", "وردة"),
    ("Wafa", "وفاء"),
    ("Ghizlane", "غزلان"),
    ("Ghita", "غيثة"),
    ("Rhita", "غيثة"),
    ("Keltoum", "كلثوم"),
    ("Rqia", "رقية"),
    ("Rokia", "رقية"),
    ("Mbarka", "مباركة"),
    ("Yamina", "يمينة"),
    ("Lalla Khnata", "لالة خناثة"),
    ("Souad", "سعاد"),
    ("Mohamed", "محمد"),
    ("Mohammed", "محمد"),
    ("M’hamed", "امحمد"),
    ("Ahmed", "أحمد"),
    ("Ali", "علي"),
    ("Omar", "عمر"),
    ("Hassan", "حسن"),
    ("Lahcen", "لحسن"),
    ("Lahcen", "الحسن"),
    ("Houcine", "حسين"),
    ("Hussein", "حسين"),
    ("Lhoucine", "الحسين"),
    ("El Houcine", "الحسين"),
    ("Elhoucine", "الحسين"),
    ("Brahim", "إبراهيم"),
    ("Brahim", "براهيم"),
    ("Ismaïl", "إسماعيل"),
    ("Youssef", "يوسف"),
    ("Youcef", "يوسف"),
    ("Younes", "يونس"),
    ("Yahya", "يحيى"),
    ("Zakaria", "زكرياء"),
    ("Mustapha", "مصطفى"),
    ("Mostafa", "مصطفى"),
    ("Moussa", "موسى"),
    ("Issa", "عيسى"),
    ("Driss", "إدريس"),
    ("Rachid", "رشيد"),
    ("Saïd", "سعيد"),
    ("Hamid", "حميد"),
    ("Khalid", "خالد"),
    ("Salah", "صلاح"),
    ("Nouh", "نوح"),
    ("Jamal", "جمال"),
    ("Djilali", "جيلالي"),
    ("Mohcine", "محسن"),
    ("Hicham", "هشام"),
    ("Fouad", "فؤاد"),
    ("Raouf", "رؤوف"),
    ("Ayoub", "أيوب"),
    ("Kacem", "قاسم"),
    ("Gacem", "قاسم"),
    ("Belkacem", "بلقاسم"),
    ("Boujemâa", "بوجمعة"),
    ("Mouloud", "مولود"),
    ("Moulay Hafid", "مولاي حفيظ"),
    ("Sidi Mohamed", "سيدي محمد"),
    ("Abdellah", "عبد الله"),
    ("Abdallah", "عبدالله"),
    ("Abdelkader", "عبد القادر"),
    ("Abd El Kader", "عبدالقادر"),
    ("Abderrahmane", "عبد الرحمن"),
    ("Abdelhak", "عبد الحق"),
    ("Abdelaziz", "عبد العزيز"),
    ("Abdessamad", "عبد الصمد"),
    ("Noureddine", "نور الدين"),
    ("Nour Eddine", "نورالدين"),
    ("Azzedine", "عز الدين"),
    ("Salaheddine", "صلاح الدين"),
    ("Aït Ali", "آيت علي"),
    ("Ait Baha", "ايت باها"),
    ("Aït Oussa", "آيت أوسى"),
    ("Ould Brahim", "ولد براهيم"),
    ("Ben Ali", "بن علي"),
    ("Benali", "بن علي"),
    ("Ben Ali", "بنعلي"),
    ("Bent Lahcen", "بنت لحسن"),
    ("Bouhmid", "بوهميد"),
    ("El Alaoui", "العلوي"),
    ("El Fassi", "الفاسي"),
    ("Essaadi", "السعدي"),
    ("Ettaleb", "الطالب"),
    ("Ennaji", "الناجي"),
    ("Larbi", "العربي"),
    ("Lghali", "الغالي"),
    ("Lhaj", "الحاج"),
    ("L’Haj", "الحاج"),
    ("Guelmim", "ڭلميم"),
    ("Guelmim", "كلميم"),
    ("Tighmert", "تيغمرت"),
];

fn fits(typed: &str, known: &str) -> Option<Fit> {
    Query::new(typed).fits(&search_key([known]))
}

#[test]
fn a_name_in_one_script_is_found_by_the_other() {
    let mut lost = Vec::new();
    for (latin, arabic) in NAMES {
        if fits(latin, arabic) != Some(Fit::Alike) {
            lost.push(format!("{latin} does not find {arabic}"));
        }
        if fits(arabic, latin) != Some(Fit::Alike) {
            lost.push(format!("{arabic} does not find {latin}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn what_is_found_while_a_name_is_typed_stays_found() {
    for (latin, arabic) in NAMES {
        for (typed, known) in [(latin, arabic), (arabic, latin)] {
            let beginnings = typed.char_indices().map(|(at, letter)| &typed[..at + letter.len_utf8()]);
            let is_found =
                |beginning: &str| !Query::new(beginning).is_empty() && fits(beginning, known).is_some();
            let found: Vec<bool> = beginnings.map(is_found).collect();
            let first = found.iter().position(|found| *found);
            assert!(
                first.is_some_and(|first| found[first..].iter().all(|found| *found)),
                "{typed} in {known}: {found:?}"
            );
        }
    }
}

#[test]
fn two_names_stay_two_in_two_scripts() {
    let mut found = Vec::new();
    for (latin, arabic) in [
        ("Hassan", "حسين"),
        ("Houcine", "حسن"),
        ("Lahcen", "الحسين"),
        ("Lhoucine", "لحسن"),
        ("Fatima", "خديجة"),
        ("Fatima", "فتيحة"),
        ("Khadija", "حديجة"),
        ("Halima", "خليمة"),
        ("Aïcha", "علي"),
        ("Ali", "علاء"),
        ("Ali", "علال"),
        ("Ali", "عمر"),
        ("Allal", "علي"),
        ("Issa", "علي"),
        ("Omar", "محمد"),
        ("Mohamed", "محمود"),
        ("Mohamed", "مولود"),
        ("Mahmoud", "محمد"),
        ("Hamid", "خالد"),
        ("Khalid", "حميد"),
        ("Ahmed", "محمد"),
        ("Rachid", "راضي"),
        ("Rachid", "رشيق"),
        ("Youssef", "ياسين"),
        ("Yassine", "يوسف"),
        ("Zineb", "زهرة"),
        ("Zahra", "سارة"),
        ("Ghali", "علي"),
        ("Ghizlane", "غسان"),
        ("Driss", "طارق"),
        ("Brahim", "رحيم"),
        ("Salah", "سليمان"),
        ("Jamal", "كمال"),
        ("Kamal", "جمال"),
        ("Nora", "ناصر"),
        ("Mona", "مينة"),
        ("Abdelkader", "عبد الرحمن"),
        ("Abdellah", "عبد الرحيم"),
        ("Noureddine", "بدر الدين"),
        ("Ben Ali", "بن عمر"),
        ("Ould Brahim", "ولد سالم"),
        ("Guelmim", "طانطان"),
    ] {
        for (typed, known) in [(latin, arabic), (arabic, latin)] {
            if let Some(fit) = fits(typed, known) {
                found.push(format!("{typed} finds {known}: {fit:?}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_spelt_so_comes_before_what_is_alike_and_that_before_what_begins_alike() {
    for (typed, known, expected) in [
        ("fatima", "Fatima Aït Ali", Some(Fit::Spelt)),
        ("fatima", "فاطمة آيت علي", Some(Fit::Alike)),
        ("fatim", "Fatima", Some(Fit::Spelt)),
        ("kad", "قادري", Some(Fit::Begun)),
        ("abdellah", "عبد الله", Some(Fit::Alike)),
        ("abdel", "عبد القادر", Some(Fit::Begun)),
        ("abdellah", "عبد القادر", None),
        ("fatima ali", "فاطمة آيت علي", Some(Fit::Alike)),
        ("ali fatima", "فاطمة آيت علي", Some(Fit::Alike)),
        ("fatima brahim", "فاطمة آيت علي", None),
        ("فاطمة علي", "Fatima Aït Ali", Some(Fit::Alike)),
        // One consonant is alike to half of all names: the whole word has to be.
        ("f", "فاطمة", None),
        ("ali", "عليان", None),
        ("ع", "Ali", None),
        // An article alone is the beginning of another name.
        ("al", "فاطمة", None),
        ("el fassi", "فاطمة الفاسي", Some(Fit::Alike)),
        // Digits are no name.
        ("f4", "فاطمة", None),
    ] {
        assert_eq!(fits(typed, known), expected, "{typed} in {known}");
    }
}

#[test]
fn a_word_of_nothing_but_vowels_takes_no_longer() {
    let (typed, known) = ("rioioi".repeat(200), "رئؤئؤ".repeat(200));
    let key = search_key([&*known]);
    let began = Instant::now();
    assert!(Query::new(&typed).fits(&key).is_some());
    assert!(began.elapsed() < Duration::from_millis(10), "{:?}", began.elapsed());
}

#[test]
fn ten_thousand_names_are_looked_through_in_a_blink() {
    let keys: Vec<String> = (0..10_000)
        .map(|n| {
            let ((given, given_ar), (family, family_ar)) = (NAMES[n % 120], NAMES[n / 120 % 120]);
            search_key([
                &*format!("{given} {family}"),
                &*format!("{given_ar} {family_ar}"),
                "Tighmert",
                "+212612345678",
            ])
        })
        .collect();
    for typed in ["f", "fat", "fatima", "fatima ait al", "فاطمة", "عبد القادر", "zzz"] {
        let query = Query::new(typed);
        let began = Instant::now();
        let found = keys.iter().filter(|key| query.fits(key).is_some()).count();
        println!("{typed}: {found} in {:?}", began.elapsed());
        assert!(began.elapsed() < Duration::from_millis(250), "{typed}: {:?}", began.elapsed());
    }
}
