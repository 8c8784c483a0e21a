//! A second endpoint beside the one in memory, which must answer every request alike: the shipping database.

use record::{AuthorId, DeviceId};
use sync::memory::MemoryOffice;
use sync::{Epoch, Facts, Grants, Head, Part, Received, Request, Response, Session};

/// An endpoint that lives through what the one in memory lives through.
pub trait Twin {
    /// It starts, in this epoch.
    fn starts(&mut self, epoch: Epoch);
    /// Somebody is given grants, which have this version.
    fn grants(&mut self, person: AuthorId, grants: &Grants);
    /// A device is enrolled.
    fn enrols(&mut self, device: DeviceId, person: AuthorId);
    /// It answers a request.
    fn answers(&mut self, session: &Session, request: &Request, facts: &Facts<'_>) -> Response;
    /// It takes in a file.
    fn receives(&mut self, session: &Session, parts: &[Part], facts: &Facts<'_>) -> Vec<Received>;
    /// It crashes at a step of answering a request: nothing of it may remain.
    fn crashes(&mut self, session: &Session, request: &Request, facts: &Facts<'_>, steps: u32);
    /// Its database is copied.
    fn is_backed_up(&mut self);
    /// Its database is again as it was at that backup, counted from 0.
    fn is_restored(&mut self, backup: usize);
    /// A verified backup holds a device's log up to here, if it still is that log.
    fn holds_safely(&mut self, device: DeviceId, head: Head);
    /// Everything stored is equal, not only what was answered.
    ///
    /// # Panics
    /// If anything differs.
    fn must_equal(&mut self, office: &MemoryOffice);
}
