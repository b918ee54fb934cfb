//! One instruction: a function over a block of items, with where it reads and writes. All places are bytes from the
//! beginning of the arena.

use super::fold::FoldDetail;
use super::product::Matrices;
use super::strided::Strided;

/// Runs an instruction on `count` items from item `start` on.
///
/// # Safety
/// `base` is the arena that the instruction was made for, nobody else uses it meanwhile, and the CPU has the features
/// that the function was compiled for.
pub(super) type Function = unsafe fn(instruction: &Instruction, base: *mut u8, start: usize, count: usize);

/// Where the items of a block lie: at `offset` plus `step` bytes for each item before the block.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) offset: usize,
    /// 0 for a register, whose first item is that of the block.
    pub(super) step: usize,
}

impl Place {
    /// The items of the block that begins with item `start`.
    ///
    /// # Safety
    /// The place is one of an instruction for this arena.
    #[inline(always)]
    pub(super) unsafe fn at<T>(self, base: *mut u8, start: usize) -> *mut T {
        // SAFETY: offset and items lie in the arena.
        unsafe { base.add(self.offset + self.step * start).cast() }
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
    /// The divisor and the modulus of an iota.
    Iota(usize, usize),
    Fold(FoldDetail),
    Matrices(Matrices),
    /// By how many bits each round turns.
    Rotations(Vec<u32>),
}

/// A function over blocks and what it works on.
#[derive(Clone, Debug)]
pub(super) struct Instruction {
    pub(super) function: Function,
    pub(super) to: Place,
    pub(super) from: [Place; 3],
    pub(super) detail: Detail,
}
