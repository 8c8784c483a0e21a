//! The satellite receiver.

use form::typed::Geopoint;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Geolocation, Position, PositionError, PositionOptions};

/// Why there is no position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotFound {
    /// The person has not allowed it.
    NotAllowed,
    /// No satellite is heard here.
    NoSignal,
}

/// The receiver, listening. Dropped, it stops.
pub struct Watch {
    receiver: Geolocation,
    number: i32,
    _found: Closure<dyn FnMut(Position)>,
    _failed: Closure<dyn FnMut(PositionError)>,
}

/// Listens to the satellites: each position that is found, the next often more exact; `None` without a receiver. It
/// needs no network.
pub fn watch(
    mut found: impl FnMut(Geopoint) + 'static,
    mut failed: impl FnMut(NotFound) + 'static,
) -> Option<Watch> {
    let receiver = web_sys::window()?.navigator().geolocation().ok()?;
    let found: Closure<dyn FnMut(Position)> = Closure::new(move |position: Position| {
        let at = position.coords();
        found(Geopoint {
            latitude: at.latitude(),
            longitude: at.longitude(),
            altitude: at.altitude().unwrap_or_default(),
            accuracy: at.accuracy(),
        });
    });
    let failed: Closure<dyn FnMut(PositionError)> = Closure::new(move |error: PositionError| {
        // A receiver that has not heard anything yet may hear something later.
        if error.code() == PositionError::PERMISSION_DENIED {
            failed(NotFound::NotAllowed);
        }
    });
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(0);
    let number = receiver
        .watch_position_with_error_callback_and_options(
            found.as_ref().unchecked_ref(),
            Some(failed.as_ref().unchecked_ref()),
            &options,
        )
        .ok()?;
    Some(Watch { receiver, number, _found: found, _failed: failed })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.receiver.clear_watch(self.number);
    }
}
