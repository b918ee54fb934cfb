//! The memory of runs that are over, for those to come.

use std::ptr;
use std::sync::atomic::AtomicPtr;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use crate::backend::cpu::Workspace;

/// How many are kept.
const KEPT: usize = 16;

/// Workspaces that nobody uses. Without a lock, which a child of `fork` could find locked.
#[derive(Default)]
pub(super) struct Workspaces([AtomicPtr<Workspace>; KEPT]);

impl Workspaces {
    /// One of them.
    pub(super) fn take(&self) -> Option<Box<Workspace>> {
        let taken = |slot: &AtomicPtr<Workspace>| {
            let place = slot.swap(ptr::null_mut(), Acquire);
            // SAFETY: it was put there from a box, and is there for nobody else any more.
            (!place.is_null()).then(|| unsafe { Box::from_raw(place) })
        };
        self.0.iter().find_map(taken)
    }

    /// Keeps one, where there is room.
    pub(super) fn give_back(&self, workspace: Box<Workspace>) {
        let workspace = Box::into_raw(workspace);
        let is_put =
            |slot: &AtomicPtr<Workspace>| slot.compare_exchange(ptr::null_mut(), workspace, Release, Relaxed).is_ok();
        if !self.0.iter().any(is_put) {
            // SAFETY: it was made above, and put nowhere.
            drop(unsafe { Box::from_raw(workspace) });
        }
    }
}

impl Drop for Workspaces {
    fn drop(&mut self) {
        while self.take().is_some() {}
    }
}
