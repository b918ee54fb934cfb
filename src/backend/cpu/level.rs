//! The same code compiled for each instruction set, one of which is chosen when a plan is made executable.
//!
//! The bodies are generic and inlined into functions that have the features, so that the compiler vectorises them for
//! each. Their loops count by hand: what an iterator calls may stay a call in functions with other features than the rest
//! of the program. Every aarch64 has NEON, so the baseline there is compiled for it, and what the level NEON has of its own
//! are the vectors of products (`vector.rs`). They do the same operations in the same order on every instruction set.

use super::instruction::{Bases, Function, Instruction};
use crate::isa::Isa;

/// What an instruction does with a block.
pub(super) trait Body {
    /// # Safety
    /// As for [`Function`].
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
pub(super) unsafe fn avx512<B: Body>(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
    // SAFETY: asked of the caller.
    unsafe { B::run(instruction, bases, start, count) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn avx2<B: Body>(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
    // SAFETY: asked of the caller.
    unsafe { B::run(instruction, bases, start, count) }
}

pub(super) unsafe fn baseline<B: Body>(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
    // SAFETY: asked of the caller.
    unsafe { B::run(instruction, bases, start, count) }
}

/// The function of this body for an instruction set.
pub(super) fn function<B: Body>(isa: Isa) -> Function {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => avx512::<B>,
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => avx2::<B>,
        _ => baseline::<B>,
    }
}

/// What is done with whole arrays.
pub(super) trait Kernel {
    type Task<'a>;

    /// # Safety
    /// The arrays of the task are there, and nobody else uses them meanwhile.
    unsafe fn run(task: &Self::Task<'_>);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma")]
pub(super) unsafe fn avx512_kernel<K: Kernel>(task: &K::Task<'_>) {
    // SAFETY: asked of the caller.
    unsafe { K::run(task) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
pub(super) unsafe fn avx2_kernel<K: Kernel>(task: &K::Task<'_>) {
    // SAFETY: asked of the caller.
    unsafe { K::run(task) }
}

pub(super) unsafe fn baseline_kernel<K: Kernel>(task: &K::Task<'_>) {
    // SAFETY: asked of the caller.
    unsafe { K::run(task) }
}

/// The function of this kernel for an instruction set.
pub(super) fn kernel<K: Kernel>(isa: Isa) -> for<'a, 'b> unsafe fn(&'a K::Task<'b>) {
    match isa {
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => avx512_kernel::<K>,
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => avx2_kernel::<K>,
        _ => baseline_kernel::<K>,
    }
}
