//! What people wait for, in the browser's own timeline: the developer's tools show it, and `cargo xtask bench` reads
//! it. Of each name only the last is kept, so that an app that is open for days does not collect them.

use web_sys::Performance;

/// Marks that something begins.
pub fn begin(what: &str) {
    if let Some(performance) = performance() {
        performance.clear_marks_with_mark_name(what);
        let _ = performance.mark(what);
    }
}

/// How long it took, since its beginning was marked.
pub fn end(what: &str) {
    if let Some(performance) = performance() {
        performance.clear_measures_with_measure_name(what);
        let _ = performance.measure_with_start_mark(what, what);
    }
}

/// How long it took since the page began to open.
pub fn since_the_page(what: &str) {
    if let Some(performance) = performance() {
        let _ = performance.measure(what);
    }
}

fn performance() -> Option<Performance> {
    web_sys::window()?.performance()
}
