//! What runs again, what goes with its owner, and what is not followed. Each is compiled once for all closures.

use send_wrapper::SendWrapper;
use upstream::prelude as leptos;
use upstream::reactive::effect::RenderEffect;

/// Something to be run again and again.
trait Run {
    fn run(&mut self);
}

impl<F: FnMut()> Run for F {
    fn run(&mut self) {
        self();
    }
}

/// Something to be run once.
trait Finish {
    fn finish(self: Box<Self>);
}

impl<F: FnOnce()> Finish for F {
    fn finish(self: Box<Self>) {
        self();
    }
}

/// What is done when a signal changes, apart from showing it.
pub struct Effect;

impl Effect {
    /// Runs a closure soon, and again whenever a signal that it read has changed, as long as the owner of this lives.
    #[expect(clippy::new_ret_no_self, reason = "as Leptos has it")]
    pub fn new(closure: impl FnMut() + 'static) {
        run_soon(Box::new(closure));
    }

    /// Runs a closure whenever what another tells has changed, but not for what that told first.
    pub fn watch<T: 'static>(told: impl Fn() -> T + 'static, mut closure: impl FnMut() + 'static) {
        let mut is_first = true;
        Self::new(move || {
            told();
            if !std::mem::take(&mut is_first) {
                untrack(&mut closure);
            }
        });
    }
}

/// Runs a closure now and whenever a signal that it read has changed, as long as the owner of this lives.
pub(crate) fn effect(closure: impl FnMut() + 'static) {
    run_now(Box::new(closure));
}

/// Runs a closure when the owner goes, or runs again.
pub fn on_cleanup(closure: impl FnOnce() + 'static) {
    finish_later(Box::new(closure));
}

/// Runs a closure whose reading is not followed.
#[expect(clippy::expect_used, reason = "it has been run")]
pub fn untrack<T>(closure: impl FnOnce() -> T) -> T {
    let mut closure = Some(closure);
    let mut answer = None;
    run_unfollowed(&mut || answer = closure.take().map(|closure| closure()));
    answer.expect("an answer")
}

fn run_unfollowed(closure: &mut dyn Run) {
    leptos::untrack(|| closure.run());
}

fn run_soon(mut closure: Box<dyn Run>) {
    leptos::Effect::new(move || closure.run());
}

fn run_now(mut closure: Box<dyn Run>) {
    let effect = RenderEffect::<()>::new(move |_| closure.run());
    on_cleanup(move || drop(effect));
}

fn finish_later(closure: Box<dyn Finish>) {
    let closure = SendWrapper::new(closure);
    leptos::on_cleanup(move || closure.take().finish());
}
