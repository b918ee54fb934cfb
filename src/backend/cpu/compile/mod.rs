//! Loops as machine code, for AVX-512.
//!
//! An instruction of a loop works on a block of items and leaves what it makes in memory. A chain is many of them as one:
//! code that takes a vector of items from the first step to the last in registers. It does the same operations in the same
//! order, so the results are the same bits. Where memory may not be executed, or `NNX_COMPILE` is 0, loops run
//! instruction by instruction, as they do on other instruction sets.

mod assembler;
mod chain;
mod emit;
mod functions;
mod operations;
mod pages;
mod pairs;
mod schedule;

use std::sync::OnceLock;

pub(super) use chain::{Access, Chain, Index, Terms};
pub(super) use pages::{Entry, Pages};
pub(super) use schedule::{Body, Schedule, Unit, overlap, splat};

use super::instruction::{Bases, Detail, Instruction};
use assembler::Assembler;

/// The code of the loops of a plan.
#[derive(Debug, Default)]
pub(super) struct Compiler {
    assembler: Assembler,
}

/// A chain's code: where it begins, and how many items a row has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compiled {
    /// Where it begins in the code of the plan.
    begin: usize,
    /// Where it begins in memory.
    entry: Option<Entry>,
    columns: usize,
}

impl Compiler {
    /// The code of a chain; `None` where memory lies further than code can say.
    pub(super) fn compile(
        &mut self,
        chain: &mut Chain,
        spills: &mut dyn FnMut(usize) -> Option<i32>,
    ) -> Option<Compiled> {
        chain.trim();
        let begin = emit::emit(&mut self.assembler, chain, spills)?;
        Some(Compiled { begin, entry: None, columns: chain.columns.unwrap_or(0) })
    }

    /// All code, as bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.assembler.finish()
    }
}

impl Compiled {
    /// Says where the code lies.
    pub(super) fn place(&mut self, pages: &Pages) {
        self.entry = Some(pages.entry(self.begin));
    }
}

/// Whether loops are compiled where they can be.
pub(super) fn is_wanted() -> bool {
    static WANTED: OnceLock<bool> = OnceLock::new();
    *WANTED.get_or_init(|| std::env::var_os("NNX_COMPILE").is_none_or(|value| value != "0"))
}

/// Runs a chain.
///
/// # Safety
/// As for [`super::instruction::Function`], for one item or more.
pub(super) unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
    let Detail::Compiled(Compiled { entry: Some(entry), columns, .. }) = &instruction.detail else {
        debug_assert!(false, "a chain without code");
        return;
    };
    let row = if *columns == 0 { 0 } else { start / columns };
    // SAFETY: the code was made for these blocks of memory, and rows are whole where there are rows.
    unsafe { entry.call(bases, start, count, row) }
}
