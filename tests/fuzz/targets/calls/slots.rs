//! The handles of one type that a run has, each with what the model knows of its object.

use super::input::Input;

/// The most live handles of one type.
const MOST: usize = 16;

pub struct Slots<H, M> {
    live: Vec<(*mut H, M)>,
    stale: Vec<*mut H>,
}

impl<H, M: Clone> Slots<H, M> {
    pub fn new() -> Slots<H, M> {
        Slots { live: Vec::new(), stale: Vec::new() }
    }

    /// Keeps a new handle. The one that has to make room is to be released.
    #[must_use]
    pub fn keep(&mut self, handle: *mut H, model: M, input: &mut Input<'_>) -> Option<*mut H> {
        assert!(!self.live.iter().any(|(other, _)| *other == handle), "a handle that lives was given out again");
        self.live.push((handle, model));
        (self.live.len() > MOST).then(|| self.take(input.below(MOST)))
    }

    /// A live handle and its model.
    pub fn any(&self, input: &mut Input<'_>) -> Option<(*mut H, M)> {
        (!self.live.is_empty()).then(|| self.live[input.below(self.live.len())].clone())
    }

    /// The model of the object in the slot of `handle`, which calls change in place.
    pub fn model_of(&mut self, handle: *mut H) -> Option<&mut M> {
        self.live.iter_mut().find(|(other, _)| *other == handle).map(|(_, model)| model)
    }

    pub fn models(&self) -> impl Iterator<Item = &M> {
        self.live.iter().map(|(_, model)| model)
    }

    /// A handle that is to be released now.
    pub fn remove_any(&mut self, input: &mut Input<'_>) -> Option<*mut H> {
        (!self.live.is_empty()).then(|| self.take(input.below(self.live.len())))
    }

    fn take(&mut self, at: usize) -> *mut H {
        let (handle, _) = self.live.swap_remove(at);
        if self.stale.len() == 64 {
            self.stale.remove(0);
        }
        self.stale.push(handle);
        handle
    }

    /// NULL, a stale handle, one of another type or a forged one, and the status that it must get. `other` is a live
    /// handle of another type.
    pub fn bad(&self, other: usize, input: &mut Input<'_>) -> (*mut H, i32) {
        let live = self.live.first().map_or(1, |(handle, _)| handle.addr());
        let bad = match input.below(5) {
            0 => return (std::ptr::null_mut(), 3),
            1 if !self.stale.is_empty() => self.stale[input.below(self.stale.len())].addr(),
            2 if other != 0 => other,
            // A generation that no slot reaches, and an index that no table reaches.
            3 => live ^ 1 << 55,
            4 => live | 0xf000_0000,
            _ => input.word() as usize & 0x0000_00ff_ffff_ffff | 1,
        };
        (std::ptr::without_provenance_mut(bad), 100)
    }

    pub fn first(&self) -> Option<*mut H> {
        self.live.first().map(|(handle, _)| *handle)
    }

    pub fn drain(&mut self) -> Vec<*mut H> {
        self.live.drain(..).map(|(handle, _)| handle).collect()
    }
}
