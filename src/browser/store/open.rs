//! Opening the database: it is made, found, or refused; never wiped.

use super::{Idb, State, fault, files, lost, request};
use crate::browser::{clock, journal};
use js_sys::{Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::{Fault, Table};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, IdbDatabase, IdbOpenDbRequest};

const NAME: &str = "tiwizi";

/// The layout of the tables: 2 since there are files. What an earlier layout holds stays as it is. A greater number in the browser belongs to a newer version of the app.
const LAYOUT: u32 = 2;

/// Chromium now and then answers "Internal error opening backing store" and opens the same database a moment later.
const ATTEMPTS: u32 = 4;

/// The open database, and what was learnt on the way.
pub struct Opened {
    /// The database.
    pub db: Idb,
    /// Whether the browser says that it has lost what the database held: `dataLoss` is `total`.
    pub data_lost: bool,
}

/// Why the database is blocked when an older version of the app has it open in another tab.
pub const ANOTHER_TAB: &str = "another tab holds an older version";

/// Opens the database. `closed` is called if it is closed while the app runs: a newer version of the app takes it
/// over, or it is gone.
///
/// | the browser says | answer |
/// |---|---|
/// | it is of a higher version | [`Fault::Newer`] |
/// | an older tab holds it | [`Fault::Blocked`] |
/// | it may not be used here | [`Fault::Blocked`] |
/// | an error, four times, and localStorage may not be used either | [`Fault::Blocked`] |
/// | an error, four times | [`Fault::Failed`] |
pub async fn open(closed: impl Fn(Fault) + Clone + 'static) -> Result<Opened, Fault> {
    let mut attempt = 1;
    let (db, data_lost) = loop {
        match attempt_to_open().await {
            Err(Fault::Failed(_)) if attempt < ATTEMPTS => clock::pause(100 << attempt).await,
            // Chromium has no error of its own for a person who lets pages keep nothing.
            Err(Fault::Failed(told)) if !journal::is_usable() => return Err(Fault::Blocked(told)),
            opened => break opened?,
        }
        attempt += 1;
    };
    let state = Rc::new(State::default());
    close_when_asked(&db, &state, closed);
    Ok(Opened { db: Idb { db, state }, data_lost })
}

async fn attempt_to_open() -> Result<(IdbDatabase, bool), Fault> {
    let blocked = |error: &JsValue| Fault::Blocked(request::told(error));
    let window = web_sys::window().ok_or_else(|| Fault::Blocked("no window".to_owned()))?;
    let factory = window.indexed_db().map_err(|error| blocked(&error))?;
    let factory = factory.ok_or_else(|| Fault::Blocked("no IndexedDB".to_owned()))?;
    let opening = factory.open_with_u32(NAME, LAYOUT).map_err(|error| blocked(&error))?;

    let data_lost = Rc::new(Cell::new(false));
    let made = Rc::new(RefCell::new(Ok(())));
    let make = Closure::<dyn FnMut(Event)>::new({
        let (opening, data_lost, made) = (opening.clone(), data_lost.clone(), made.clone());
        move |event: Event| {
            data_lost.set(request::property(&event, "dataLoss") == "total");
            *made.borrow_mut() = make_tables(&opening);
        }
    });
    opening.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));

    let ended = Promise::new(&mut |succeed, fail| {
        opening.set_onsuccess(Some(&succeed));
        opening.set_onerror(Some(&fail));
        opening.set_onblocked(Some(&fail));
    });
    let ended = JsFuture::from(ended).await;
    if ended.as_ref().is_err_and(|event| request::property(event, "type") == "blocked") {
        // It opens by itself when that tab is closed, and its tables are made then.
        make.forget();
        return Err(Fault::Blocked(ANOTHER_TAB.to_owned()));
    }
    let result = match ended {
        Ok(_) => made.borrow_mut().clone().and_then(|()| opening.result()),
        Err(event) => Err(opening.error().ok().flatten().map_or(event, JsValue::from)),
    };
    let db = result.and_then(JsCast::dyn_into::<IdbDatabase>).map_err(|error| fault(&error))?;
    Ok((db, data_lost.get()))
}

fn make_tables(opening: &IdbOpenDbRequest) -> Result<(), JsValue> {
    let db: IdbDatabase = opening.result()?.dyn_into()?;
    let names = db.object_store_names();
    for table in Table::ALL.map(Table::name).into_iter().chain(files::ALL) {
        if !names.contains(table) {
            db.create_object_store(table)?;
        }
    }
    Ok(())
}

/// A newer version of the app in another tab must not wait for this one, nor must somebody who empties the storage;
/// and a browser that loses the files of the database closes it.
fn close_when_asked(db: &IdbDatabase, state: &Rc<State>, closed: impl Fn(Fault) + Clone + 'static) {
    let step_aside = Closure::<dyn FnMut(Event)>::new({
        let (db, state, closed) = (db.clone(), state.clone(), closed.clone());
        move |event: Event| {
            db.close();
            // Deleting the database is a change to no version.
            let is_newer = Reflect::get(&event, &"newVersion".into()).is_ok_and(|version| !version.is_null());
            if is_newer {
                state.newer.set(true);
                closed(Fault::Newer);
            } else {
                state.lost.set(true);
                closed(lost());
            }
        }
    });
    db.set_onversionchange(Some(step_aside.as_ref().unchecked_ref()));
    step_aside.forget();
    let was_closed = Closure::<dyn FnMut()>::new({
        let state = state.clone();
        move || {
            state.lost.set(true);
            closed(lost());
        }
    });
    db.set_onclose(Some(was_closed.as_ref().unchecked_ref()));
    was_closed.forget();
}
