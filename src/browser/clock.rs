//! The clock on the wall here, and waiting.
//!
//! Old phones wake up in another year when their battery was empty. The office's clock is learnt at each exchange, and
//! what people see and write is dated by it: nothing becomes due, or is dated, years off.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use js_sys::{Date, Promise};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Milliseconds by which the office's clock was ahead of this device's at the last exchange.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

/// Milliseconds since 1970-01-01 UTC, by the office's clock as far as it is known.
pub fn now() -> i64 {
    device() + AHEAD.get()
}

/// Milliseconds since 1970-01-01 UTC as this device has it, right or wrong: for spans of time, and for `sync`, which
/// corrects it by itself.
pub fn device() -> i64 {
    Date::now() as i64
}

/// The office's clock is so many milliseconds ahead of this device's.
pub fn is_behind_by(millis: i64) {
    AHEAD.set(millis);
}

/// Date and time on the wall here at an instant. The browser knows that Morocco leaves UTC+1 during Ramadan.
pub fn local(millis: i64) -> NaiveDateTime {
    let date = Date::new(&JsValue::from_f64(millis as f64));
    let day = NaiveDate::from_ymd_opt(date.get_full_year() as i32, date.get_month() + 1, date.get_date());
    let time = NaiveTime::from_hms_opt(date.get_hours(), date.get_minutes(), date.get_seconds());
    NaiveDateTime::new(day.unwrap_or_default(), time.unwrap_or_default())
}

/// The date on the calendar here.
pub fn today() -> NaiveDate {
    local(now()).date()
}

/// Waits.
pub async fn pause(millis: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis as i32);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Something that will be done later. Dropped before its time, it is not done.
pub struct Later {
    timer: i32,
    _what: Closure<dyn FnMut()>,
}

/// Does something once, after some milliseconds, unless the answer is dropped before.
pub fn later(millis: u32, what: impl FnOnce() + 'static) -> Later {
    let what = Closure::once(what);
    let function = what.as_ref().unchecked_ref();
    let timer = web_sys::window()
        .and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(function, millis as i32).ok()
        })
        .unwrap_or_default();
    Later { timer, _what: what }
}

impl Drop for Later {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.timer);
        }
    }
}
