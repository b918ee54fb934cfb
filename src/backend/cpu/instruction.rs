//! One instruction: a function over a block of items, with where it reads and writes.

use super::compile::Compiled;
use super::fold::FoldDetail;
use super::mix::Rounds;
use super::product::Matrices;
use super::strided::Strided;
use super::wide::Wide;

/// The blocks of memory of a run, as one of its threads sees them: the arena, what is made before the first block of a
/// kernel, the scratch memory of the thread, the arguments, the results.
#[derive(Clone, Copy)]
pub(super) struct Bases(*const *mut u8);

// SAFETY: addresses are followed in unsafe functions only, whose callers say who uses what lies there.
unsafe impl Send for Bases {}
// SAFETY: as above.
unsafe impl Sync for Bases {}

impl Bases {
    /// The number of the arena.
    pub(super) const ARENA: u32 = 0;
    /// The number of the memory for what a kernel makes before its first block, and all its threads read.
    pub(super) const SHARED: u32 = 1;
    /// The number of the scratch memory of the running thread.
    pub(super) const SCRATCH: u32 = 2;
    /// The number of the first argument; the others and then the results follow.
    pub(super) const FIRST_ARGUMENT: u32 = 3;

    pub(super) fn new(blocks: &[*mut u8]) -> Bases {
        Bases(blocks.as_ptr())
    }

    /// Where the beginning of the first block is told.
    pub(super) fn first(self) -> *const *mut u8 {
        self.0
    }
}

/// Runs an instruction on `count` items from item `start` on.
///
/// # Safety
/// The bases are blocks of memory as the instruction was made for, nobody else uses them meanwhile in a way that its
/// plan does not say, and the CPU has the features that the function was compiled for.
pub(super) type Function = unsafe fn(instruction: &Instruction, bases: Bases, start: usize, count: usize);

/// Where the items of a block lie: in a block of memory at `offset` plus `step` bytes for each item before the block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the block of memory.
    pub(super) base: u32,
    /// 0 for a register, whose first item is that of the block.
    pub(super) step: u32,
    pub(super) offset: usize,
}

impl Place {
    /// The items of the block that begins with item `start`.
    ///
    /// # Safety
    /// The place is one of an instruction for these blocks of memory.
    #[inline(always)]
    pub(super) unsafe fn at<T>(self, bases: Bases, start: usize) -> *mut T {
        // SAFETY: there is such a base; offset and items lie in its block.
        unsafe { (*bases.0.add(self.base as usize)).add(self.offset + self.step as usize * start).cast() }
    }
}

/// What an instruction needs beside places.
#[derive(Clone, Debug, Default)]
pub(super) enum Detail {
    #[default]
    None,
    /// A function of one wide element.
    Unary(fn(f64) -> f64),
    /// A function of two wide elements.
    Binary(fn(f64, f64) -> f64),
    Strided(Strided),
    /// How many elements.
    Count(usize),
    /// The divisor and the modulus of an iota.
    Iota(usize, usize),
    Fold(FoldDetail),
    Matrices(Matrices),
    Wide(Wide),
    Rounds(Rounds),
    Compiled(Compiled),
}

/// A function over blocks and what it works on.
#[derive(Clone, Debug)]
pub(super) struct Instruction {
    pub(super) function: Function,
    pub(super) to: Place,
    pub(super) from: [Place; 3],
    pub(super) detail: Detail,
}
