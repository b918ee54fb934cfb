//! Which scratch memory each block of a kernel lies in.

use std::collections::HashMap;

use super::instruction::Place;

/// Every register begins at a multiple of so many bytes.
const ALIGNMENT: usize = 64;

/// Blocks of a thread's scratch memory, or of what threads share. A block that is given back is used again for one of the
/// same size.
pub(super) struct Registers {
    base: u32,
    end: usize,
    free: HashMap<usize, Vec<Place>>,
    most: usize,
}

impl Registers {
    /// Blocks of the memory with this number.
    pub(super) fn of(base: u32) -> Registers {
        Registers { base, end: 0, free: HashMap::new(), most: 0 }
    }

    /// A block of so many bytes.
    pub(super) fn take(&mut self, nbytes: usize) -> Place {
        let nbytes = nbytes.next_multiple_of(ALIGNMENT);
        self.free.get_mut(&nbytes).and_then(Vec::pop).unwrap_or_else(|| self.take_unused(nbytes))
    }

    /// A block of so many bytes that no instruction of the kernel used before.
    pub(super) fn take_unused(&mut self, nbytes: usize) -> Place {
        let nbytes = nbytes.next_multiple_of(ALIGNMENT);
        let offset = self.end;
        self.end += nbytes;
        self.most = self.most.max(self.end);
        Place { base: self.base, step: 0, offset }
    }

    /// Nobody reads this block any more.
    pub(super) fn give_back(&mut self, block: Place, nbytes: usize) {
        self.free.entry(nbytes.next_multiple_of(ALIGNMENT)).or_default().push(block);
    }

    /// All blocks are free: another kernel begins.
    pub(super) fn clear(&mut self) {
        self.end = 0;
        self.free.clear();
    }

    /// Where the blocks of all kernels end.
    pub(super) fn end(&self) -> usize {
        self.most
    }
}
