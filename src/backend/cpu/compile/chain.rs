//! A chain: elementwise steps of a loop that are computed one vector at a time, in registers from the first to the last.

use std::collections::HashMap;

use super::assembler::{Lanes, Opcode};
use super::emit::FoldInto;
use super::operations::combination;
use crate::plan::StepId;
use crate::program::Op;
use crate::tensor::DType;

/// A micro-operation's result, by its place in the chain.
pub(super) type ValueId = usize;

/// Which element of an array a vector begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::backend::cpu) enum Index {
    /// That of its first item.
    Item,
    /// That of its first item, counted from the first of the block.
    Block,
    /// That of its column, in a row that is the same for all.
    Column,
    /// One element for each row; rows are so many bytes apart.
    Row(i32),
    /// That of its column, in rows that are so many bytes apart.
    RowColumn(i32),
    /// One element for all items.
    Same,
}

/// How a loop reads or writes an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::backend::cpu) struct Access {
    /// The number of the block of memory.
    pub(in crate::backend::cpu) base: u32,
    /// Where the array begins there.
    pub(in crate::backend::cpu) offset: usize,
    /// The bytes of an element.
    pub(in crate::backend::cpu) size: usize,
    pub(in crate::backend::cpu) index: Index,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend::cpu) enum Counter {
    Item,
    Column,
    Row,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum MaskOp {
    And,
    /// What is in the second and not in the first.
    AndNot,
    Or,
    Xor,
}

/// One instruction, or none where memory is read by another.
#[derive(Clone, Debug)]
pub(super) enum Micro {
    Load(Access),
    LoadBytes(Access),
    Constant(Vec<u8>),
    /// So many more than the counter says, in the first lane.
    Count(Counter, usize),
    One(Opcode, ValueId),
    Rotate(ValueId, u8),
    Two {
        opcode: Opcode,
        commutes: bool,
        operands: [ValueId; 2],
    },
    Compare {
        opcode: Opcode,
        number: u8,
        operands: [ValueId; 2],
    },
    Choose {
        mask: ValueId,
        no: ValueId,
        yes: ValueId,
    },
    Masks {
        op: MaskOp,
        operands: [ValueId; 2],
    },
    Not(ValueId),
    Terms(Terms),
}

/// A row of the left matrix times the columns of the right one, term by term.
#[derive(Clone, Copy, Debug)]
pub(in crate::backend::cpu) struct Terms {
    pub(in crate::backend::cpu) depth: usize,
    /// The first element of the left matrix; how many bytes rows and terms are apart.
    pub(in crate::backend::cpu) lhs: Access,
    pub(in crate::backend::cpu) row: i32,
    pub(in crate::backend::cpu) lhs_term: i32,
    /// The first element of the right matrix, whose columns are neighbours; how many bytes terms are apart.
    pub(in crate::backend::cpu) rhs: Access,
    pub(in crate::backend::cpu) rhs_term: i32,
}

impl Micro {
    pub(super) fn operands(&self) -> Vec<ValueId> {
        match self {
            Micro::Load(_) | Micro::LoadBytes(_) | Micro::Constant(_) | Micro::Count(..) | Micro::Terms(_) => {
                Vec::new()
            }
            Micro::One(_, from) | Micro::Rotate(from, _) | Micro::Not(from) => vec![*from],
            Micro::Two { operands, .. } | Micro::Compare { operands, .. } | Micro::Masks { operands, .. } => {
                operands.to_vec()
            }
            Micro::Choose { mask, no, yes } => vec![*mask, *no, *yes],
        }
    }
}

/// What one vector of items goes through.
#[derive(Debug)]
pub(in crate::backend::cpu) struct Chain {
    pub(super) lanes: Lanes,
    /// The length of a row, where something is read or added up by columns or rows.
    pub(super) columns: Option<usize>,
    /// Whether items in order may end within a vector.
    pub(super) has_tail: bool,
    /// How many items there are in all.
    pub(super) count: usize,
    pub(super) micros: Vec<Micro>,
    pub(super) folds: Vec<FoldInto>,
    pub(super) stores: Vec<Store>,
    /// What a step made, or what is read in its place.
    values: HashMap<StepId, ValueId>,
    constants: HashMap<u64, ValueId>,
}

/// A value that goes to memory.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) value: ValueId,
    pub(super) to: Access,
    /// What is read from that memory before.
    pub(super) reads: Vec<ValueId>,
}

/// What happens after a micro-operation, by the place in the list of stores or folds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Store(usize),
    Fold(usize),
}

impl Chain {
    pub(in crate::backend::cpu) fn new(lanes: Lanes, columns: Option<usize>, has_tail: bool, count: usize) -> Chain {
        Chain {
            lanes,
            columns,
            has_tail,
            count,
            micros: Vec::new(),
            folds: Vec::new(),
            stores: Vec::new(),
            values: HashMap::new(),
            constants: HashMap::new(),
        }
    }

    pub(super) fn is_mask(&self, value: ValueId) -> bool {
        matches!(self.micros[value], Micro::LoadBytes(_) | Micro::Compare { .. } | Micro::Masks { .. } | Micro::Not(_))
    }

    pub(super) fn push(&mut self, micro: Micro) -> ValueId {
        self.micros.push(micro);
        self.micros.len() - 1
    }

    /// Whether what this step made is there already.
    pub(in crate::backend::cpu) fn has(&self, step: StepId) -> bool {
        self.values.contains_key(&step)
    }

    /// What a step made is read there.
    pub(in crate::backend::cpu) fn read(&mut self, step: StepId, dtype: DType, from: Access) {
        let value = self.push(if dtype == DType::Bool { Micro::LoadBytes(from) } else { Micro::Load(from) });
        self.values.insert(step, value);
    }

    /// A step is a constant.
    pub(in crate::backend::cpu) fn constant(&mut self, step: StepId, bytes: &[u8]) {
        let mut bits = [0; 8];
        bits[..bytes.len()].copy_from_slice(bytes);
        let value = self.number(u64::from_le_bytes(bits));
        self.values.insert(step, value);
    }

    pub(super) fn number(&mut self, bits: u64) -> ValueId {
        if let Some(&value) = self.constants.get(&bits) {
            return value;
        }
        let bytes = bits.to_le_bytes()[..self.lanes.size()].to_vec();
        let value = self.push(Micro::Constant(bytes));
        self.constants.insert(bits, value);
        value
    }

    /// A step counts.
    pub(in crate::backend::cpu) fn counts(&mut self, step: StepId, dtype: DType, counter: Counter) {
        let mut value = self.push(Micro::Count(counter, 0));
        if dtype == DType::F32 {
            value = self.push(Micro::One(Lanes::float_of_signed(), value));
        }
        self.values.insert(step, value);
    }

    /// A step is a sum of products.
    pub(in crate::backend::cpu) fn terms(&mut self, step: StepId, terms: Terms) {
        let value = self.push(Micro::Terms(terms));
        self.values.insert(step, value);
    }

    /// What a step made is written there, where these steps are read, too.
    pub(in crate::backend::cpu) fn store(&mut self, step: StepId, to: Access, reads: &[StepId]) {
        let Some(&made) = self.values.get(&step) else { return };
        // What is stored as it was read is taken from memory before another store changes that.
        let value = match self.micros[made] {
            Micro::Load(_) => self.two(self.lanes.or(), true, made, made),
            _ => made,
        };
        let reads = reads.iter().filter_map(|read| self.values.get(read).copied()).collect();
        self.stores.push(Store { value, to, reads });
    }

    /// What happens after each micro-operation: a value is stored when it is there and nothing is read from its place any
    /// more, and added up when it is there.
    pub(super) fn events(&self) -> Vec<Vec<Event>> {
        let mut last: Vec<usize> = (0..self.micros.len()).collect();
        for (place, micro) in self.micros.iter().enumerate() {
            micro.operands().into_iter().for_each(|operand| last[operand] = place);
        }
        let mut events = vec![Vec::new(); self.micros.len()];
        for (index, fold) in self.folds.iter().enumerate() {
            events[fold.value].push(Event::Fold(index));
        }
        for (index, store) in self.stores.iter().enumerate() {
            let read = store.reads.iter().map(|&read| last[read]).max().unwrap_or(0);
            events[store.value.max(read)].push(Event::Store(index));
        }
        events
    }

    /// Combines what a step made with a row of memory, column by column; whether there is an instruction for that.
    pub(in crate::backend::cpu) fn fold(&mut self, step: StepId, op: &Op, dtype: DType, into: Access) -> bool {
        let (Some(opcode), Some(&value)) = (combination(op, dtype, self.lanes), self.values.get(&step)) else {
            return false;
        };
        self.folds.push(FoldInto { opcode, value, into });
        true
    }

    pub(super) fn two(&mut self, opcode: Opcode, commutes: bool, one: ValueId, other: ValueId) -> ValueId {
        self.push(Micro::Two { opcode, commutes, operands: [one, other] })
    }

    pub(super) fn compare(&mut self, opcode: Opcode, number: u8, one: ValueId, other: ValueId) -> ValueId {
        self.push(Micro::Compare { opcode, number, operands: [one, other] })
    }

    pub(super) fn choose(&mut self, mask: ValueId, no: ValueId, yes: ValueId) -> ValueId {
        self.push(Micro::Choose { mask, no, yes })
    }

    /// An elementwise step; its operands are there. Whether there are instructions for it.
    pub(in crate::backend::cpu) fn apply(
        &mut self,
        step: StepId,
        op: &Op,
        dtypes: (DType, DType),
        operands: &[StepId],
    ) -> bool {
        let found: Option<Vec<ValueId>> = operands.iter().map(|operand| self.values.get(operand).copied()).collect();
        let Some(value) = found.and_then(|operands| self.lowered(op, dtypes, &operands)) else { return false };
        self.values.insert(step, value);
        true
    }

    /// Leaves out what nothing reads.
    pub(super) fn trim(&mut self) {
        let mut is_read = vec![false; self.micros.len()];
        self.stores.iter().for_each(|store| is_read[store.value] = true);
        self.folds.iter().for_each(|fold| is_read[fold.value] = true);
        for place in (0..self.micros.len()).rev() {
            if is_read[place] {
                self.micros[place].operands().into_iter().for_each(|operand| is_read[operand] = true);
            }
        }
        let mut new = vec![0; self.micros.len()];
        let mut next = 0;
        for (place, is_read) in is_read.iter().enumerate() {
            new[place] = next;
            next += usize::from(*is_read);
        }
        let mut place = 0;
        self.micros.retain(|_| {
            place += 1;
            is_read[place - 1]
        });
        for micro in &mut self.micros {
            micro.renumber(&new);
        }
        for store in &mut self.stores {
            store.value = new[store.value];
            store.reads.retain(|&read| is_read[read]);
            store.reads.iter_mut().for_each(|read| *read = new[*read]);
        }
        self.folds.iter_mut().for_each(|fold| fold.value = new[fold.value]);
    }
}

impl Micro {
    pub(super) fn renumber(&mut self, new: &[ValueId]) {
        match self {
            Micro::Load(_) | Micro::LoadBytes(_) | Micro::Constant(_) | Micro::Count(..) | Micro::Terms(_) => {}
            Micro::One(_, from) | Micro::Rotate(from, _) | Micro::Not(from) => *from = new[*from],
            Micro::Two { operands, .. } | Micro::Compare { operands, .. } | Micro::Masks { operands, .. } => {
                operands.iter_mut().for_each(|operand| *operand = new[*operand]);
            }
            Micro::Choose { mask, no, yes } => [mask, no, yes].into_iter().for_each(|operand| *operand = new[*operand]),
        }
    }
}
