//! A failing history made short: fewer phones, fewer steps, and still failing.

use crate::plan::Plan;
use crate::report::{MakeTwin, live};
use std::collections::BTreeSet;

/// How many histories are tried at most.
const TRIES: usize = 600;

/// The shortest history found in which something still goes wrong.
pub fn shrink(plan: &Plan, twin: MakeTwin<'_>) -> Plan {
    let mut tries = TRIES;
    let mut fails = |plan: &Plan| {
        tries = tries.saturating_sub(1);
        tries > 0 && live(plan, twin, false).ended.is_err()
    };
    let mut shortest = plan.clone();
    for devices in 1..plan.devices {
        let fewer = Plan { devices, ..plan.clone() };
        if fails(&fewer) {
            shortest = fewer;
            break;
        }
    }
    let mut left = shortest.steps();
    let mut piece = left.len().div_ceil(2);
    while piece > 0 {
        let mut from = 0;
        let mut dropped = false;
        while from < left.len() {
            let rest: Vec<usize> =
                left.iter().take(from).chain(left.iter().skip(from + piece)).copied().collect();
            let shorter =
                Plan { only: Some(rest.iter().copied().collect::<BTreeSet<_>>()), ..shortest.clone() };
            if fails(&shorter) {
                (left, shortest, dropped) = (rest, shorter, true);
            } else {
                from += piece;
            }
        }
        if !dropped || piece > 1 {
            piece /= 2;
        }
    }
    shortest
}
