//! What the person sees when the app itself breaks: a fixed sentence that the page's shell already holds, shown by
//! removing `hidden`. The words are there before any of the app's code, so nothing can fail to fetch them.

/// From now on a panic shows the shell's element `broken`, and writes its place to the console.
pub fn tell_the_person() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        web_sys::console::error_1(&place.into());
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(told) = document.and_then(|document| document.get_element_by_id("broken")) {
            let _ = told.remove_attribute("hidden");
        }
    }));
}
