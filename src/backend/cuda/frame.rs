//! Where the arrays of a plan lie. Those of the whole plan, and the scratch memory that its phases need, are each told to
//! a run; those of the plan of a region lie among them.

use std::fmt;

use super::cone::Values;
use crate::plan::{Buffer, BufferId, Location, Origin, Plan};
use crate::tensor::{DType, Tensor};

/// An array that phases of a plan read or write: a buffer of the plan, or one of those that are added after them.
pub(super) type Slot = usize;

/// Where an array begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pointer {
    /// So many bytes after one of the pointers that a run is told.
    At {
        /// The pointer, by its place.
        place: usize,
        offset: usize,
    },
    /// At one of two places by turns: the loops around count their iterations modulo 2, each in a bit.
    ByTurns { bit: u32, even: Box<Pointer>, odd: Box<Pointer> },
}

impl Pointer {
    /// One of the pointers that a run is told.
    pub(super) fn at(place: usize) -> Pointer {
        Pointer::At { place, offset: 0 }
    }

    pub(super) fn by_turns(bit: u32, even: &Pointer, odd: &Pointer) -> Pointer {
        Pointer::ByTurns { bit, even: Box::new(even.clone()), odd: Box::new(odd.clone()) }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pointer::At { place, offset: 0 } => write!(f, "buffers[{place}]"),
            Pointer::At { place, offset } => write!(f, "((char *)buffers[{place}] + {offset})"),
            Pointer::ByTurns { bit, even, odd } => {
                write!(f, "((turns & {}u) ? (void *){odd} : (void *){even})", 1u32 << bit)
            }
        }
    }
}

/// Memory that the source needs beside the buffers of the plan.
#[derive(Clone, Debug)]
pub struct Scratch {
    pub(super) dtype: DType,
    pub(super) count: usize,
    pub(super) purpose: String,
    constants: Vec<(usize, Tensor)>,
}

impl Scratch {
    /// How many bytes.
    pub fn nbytes(&self) -> usize {
        self.count * self.dtype.size()
    }

    /// What must be in it before the first run, each so many bytes after its beginning. No run changes that.
    pub fn constants(&self) -> &[(usize, Tensor)] {
        &self.constants
    }
}

/// All memory that the source needs beside the buffers of the plan, which come first among the pointers of a run.
#[derive(Debug)]
pub(super) struct Memory {
    first: usize,
    pub(super) list: Vec<Scratch>,
}

impl Memory {
    /// None yet, after so many buffers.
    pub(super) fn after(buffers: usize) -> Memory {
        Memory { first: buffers, list: Vec::new() }
    }

    /// The place after all of it.
    pub(super) fn end(&self) -> usize {
        self.first + self.list.len()
    }

    fn push(&mut self, scratch: Scratch) -> Pointer {
        self.list.push(scratch);
        Pointer::at(self.end() - 1)
    }

    /// Memory for so many elements.
    pub(super) fn take(&mut self, dtype: DType, count: usize) -> Pointer {
        self.push(Scratch { dtype, count, purpose: "scratch".to_owned(), constants: Vec::new() })
    }

    /// The arena of the plan of a region.
    fn arena(&mut self, plan: &Plan, title: &str) -> Pointer {
        let constant = |buffer: &Buffer| match (&buffer.origin, buffer.location) {
            (Origin::Constant(value), Location::Arena(offset)) => Some((offset, value.clone())),
            _ => None,
        };
        let constants = plan.buffers().iter().filter_map(constant).collect();
        let purpose = format!("the arena of {title}");
        self.push(Scratch { dtype: DType::U8, count: plan.nbytes(), purpose, constants })
    }
}

/// An array.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) dtype: DType,
    pub(super) count: usize,
    pub(super) pointer: Pointer,
    /// The slots that may have memory in common with it, itself among them.
    pub(super) shared: Vec<Slot>,
}

/// A plan whose phases are made: the whole one, or that of a region.
pub(super) struct Frame<'p> {
    pub(super) plan: &'p Plan,
    /// What it is the plan of; empty for the whole.
    pub(super) title: String,
    /// How many loops it lies in.
    pub(super) loops: u32,
    /// What each kernel computes, for its folds.
    pub(super) values: Vec<Values<'p>>,
    pub(super) slots: Vec<Entry>,
}

impl<'p> Frame<'p> {
    /// That of a whole plan: a run is told where each buffer lies.
    pub(super) fn whole(plan: &'p Plan) -> Frame<'p> {
        let pointers = (0..plan.buffers().len()).map(Pointer::at).collect();
        Frame::new(plan, String::new(), 0, pointers)
    }

    /// That of a region, in so many loops, whose arguments and results lie there.
    pub(super) fn region(
        plan: &'p Plan,
        title: String,
        loops: u32,
        (arguments, results): (&[Pointer], &[Pointer]),
        memory: &mut Memory,
    ) -> Frame<'p> {
        let arena = if plan.nbytes() > 0 { memory.arena(plan, &title) } else { Pointer::at(0) };
        let pointer = |location: Location| match (location, &arena) {
            (Location::Argument(argument), _) => arguments[argument].clone(),
            (Location::Result(result), _) => results[result].clone(),
            (Location::Arena(offset), Pointer::At { place, .. }) => Pointer::At { place: *place, offset },
            (Location::Arena(_), Pointer::ByTurns { .. }) => unreachable!("an arena lies in one place"),
        };
        let pointers = plan.buffers().iter().map(|buffer| pointer(buffer.location)).collect();
        Frame::new(plan, title, loops, pointers)
    }

    fn new(plan: &'p Plan, title: String, loops: u32, pointers: Vec<Pointer>) -> Frame<'p> {
        let entry = |((buffer, pointer), shared): ((&Buffer, Pointer), Vec<Slot>)| Entry {
            dtype: buffer.dtype,
            count: buffer.count,
            pointer,
            shared,
        };
        let slots = plan.buffers().iter().zip(pointers).zip(shared(plan)).map(entry).collect();
        Frame { plan, title, loops, values: Vec::new(), slots }
    }

    /// Adds an array that has no memory in common with others.
    pub(super) fn add(&mut self, dtype: DType, count: usize, pointer: Pointer) -> Slot {
        self.slots.push(Entry { dtype, count, pointer, shared: vec![self.slots.len()] });
        self.slots.len() - 1
    }

    /// Adds an array in memory of its own.
    pub(super) fn take(&mut self, memory: &mut Memory, dtype: DType, count: usize) -> Slot {
        let pointer = memory.take(dtype, count);
        self.add(dtype, count, pointer)
    }

    /// Says that two arrays may have memory in common.
    pub(super) fn share(&mut self, one: Slot, other: Slot) {
        self.slots[one].shared.push(other);
        self.slots[other].shared.push(one);
    }

    /// Whether two arrays may have memory in common.
    pub(super) fn overlap(&self, one: Slot, other: Slot) -> bool {
        self.slots[one].shared.contains(&other)
    }

    /// A kernel of it, in words.
    pub(super) fn kernel(&self, kernel: usize) -> String {
        if self.title.is_empty() { format!("kernel {kernel}") } else { format!("kernel {kernel} of {}", self.title) }
    }
}

/// Whether two buffers may have memory in common.
pub(super) fn overlap(plan: &Plan, one: BufferId, other: BufferId) -> bool {
    let (first, second) = (&plan.buffers()[one], &plan.buffers()[other]);
    match (first.location, second.location) {
        _ if one == other => true,
        (Location::Arena(begin), Location::Arena(start)) => {
            begin < start + second.nbytes() && start < begin + first.nbytes()
        }
        (Location::Argument(argument), Location::Result(result))
        | (Location::Result(result), Location::Argument(argument)) => plan.in_place(result) == Some(argument),
        (first, second) => first == second,
    }
}

/// The buffers that have memory in common with each, itself among them.
fn shared(plan: &Plan) -> Vec<Vec<Slot>> {
    let buffers = plan.buffers();
    let mut shared: Vec<Vec<Slot>> = (0..buffers.len()).map(|slot| vec![slot]).collect();
    let mut join = |one: Slot, other: Slot| {
        shared[one].push(other);
        shared[other].push(one);
    };
    let mut by_offset: Vec<(usize, usize, BufferId)> = Vec::new();
    // What lies where a result does, and where the argument does whose place that may take.
    let mut at_result: Vec<Vec<BufferId>> = vec![Vec::new(); plan.results().len()];
    for (buffer, of) in buffers.iter().enumerate() {
        match of.location {
            Location::Arena(offset) if of.nbytes() > 0 => by_offset.push((offset, offset + of.nbytes(), buffer)),
            Location::Result(result) => at_result[result].push(buffer),
            Location::Arena(_) | Location::Argument(_) => {}
        }
    }
    by_offset.sort_unstable();
    for (place, &(_, end, one)) in by_offset.iter().enumerate() {
        let after = by_offset[place + 1..].iter().take_while(|(begin, _, _)| *begin < end);
        after.for_each(|&(_, _, other)| join(one, other));
    }
    for (result, mut there) in at_result.into_iter().enumerate() {
        there.extend(plan.in_place(result).map(|argument| plan.arguments()[argument]));
        for (place, &one) in there.iter().enumerate() {
            there[place + 1..].iter().for_each(|&other| join(one, other));
        }
    }
    shared
}
