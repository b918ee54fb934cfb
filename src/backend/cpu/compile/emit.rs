//! A chain as code: which value is in which register when, and the loop around it.

use super::assembler::{
    Address, Assembler, General, Lanes, Mask, Opcode, Operand, R8, R9, R10, R11, RAX, RBX, RCX, RDI, RDX, RSI, When,
    Wide,
};
use super::chain::{Access, Chain, Counter, Event, Index, MaskOp, Micro, Terms, ValueId};
use crate::backend::cpu::instruction::Bases;

/// The mask of the lanes of the last vector of a row.
const TAIL: Mask = Mask(7);

/// The registers that constants and single elements may stay in during a loop, from the last on.
const HOISTED: usize = 14;

/// Memory for what does not fit into registers: the offset in the scratch memory of a block of so many bytes.
pub(super) type Spills<'a> = &'a mut dyn FnMut(usize) -> Option<i32>;

/// Writes the code of a chain; gives where it begins, or nothing where memory lies further than code can say.
///
/// Where registers suffice, two vectors go through the chain at once, operation by operation: what each of them waits for,
/// the other one fills.
pub(super) fn emit(assembler: &mut Assembler, chain: &Chain, spills: Spills) -> Option<usize> {
    assembler.align();
    let begin = assembler.position();
    let has_terms = chain.micros.iter().any(|micro| matches!(micro, Micro::Terms(_)));
    if has_terms {
        assembler.keep(RBX);
    }
    assembler.load(R9, RDI, Bases::ARENA as i32 * 8);
    assembler.load(R10, RDI, Bases::SCRATCH as i32 * 8);
    assembler.clear(R8);
    let lanes = chain.lanes.count() as i32;
    let pairs = chain.pairs(HOISTED);
    match chain.columns {
        None => {
            if let Some(pairs) = &pairs {
                Emitter::new(assembler, pairs, spills).in_order(2 * lanes)?;
            }
            Emitter::new(assembler, chain, spills).in_order(lanes)?;
        }
        Some(columns) => {
            let pairs = pairs.as_ref().filter(|_| columns.is_multiple_of(2 * lanes as usize));
            let (chain, step) = pairs.map_or((chain, lanes), |pairs| (pairs, 2 * lanes));
            Emitter::new(assembler, chain, spills).rows(step, i32::try_from(columns).ok()?)?;
        }
    }
    if has_terms {
        assembler.restore(RBX);
    }
    assembler.give_back();
    Some(begin)
}

/// Where a value is.
#[derive(Clone, Copy, Debug, Default)]
struct Home {
    vector: Option<Wide>,
    mask: Option<Mask>,
    /// Where it was put for want of registers.
    spill: Option<i32>,
}

struct Emitter<'a, 's> {
    assembler: &'a mut Assembler,
    chain: &'a Chain,
    spills: Spills<'s>,
    /// Where each value is read, in order: twice the place of a micro-operation, and one more for what happens after it.
    uses: Vec<Vec<usize>>,
    events: Vec<Vec<Event>>,
    homes: Vec<Home>,
    vectors: [Option<ValueId>; 32],
    masks: [Option<ValueId>; 8],
    hoisted: Vec<(ValueId, Wide)>,
    /// The scratch memory of each value that was ever spilled.
    slots: Vec<Option<i32>>,
    tail: Option<Mask>,
}

impl<'a, 's> Emitter<'a, 's> {
    fn new(assembler: &'a mut Assembler, chain: &'a Chain, spills: Spills<'s>) -> Emitter<'a, 's> {
        let events = chain.events();
        let mut uses = vec![Vec::new(); chain.micros.len()];
        for (value, (micro, events)) in chain.micros.iter().zip(&events).enumerate() {
            micro.operands().into_iter().for_each(|operand| uses[operand].push(2 * value));
            for event in events {
                let stored = match event {
                    Event::Store(index) => chain.stores[*index].value,
                    Event::Fold(index) => chain.folds[*index].value,
                };
                uses[stored].push(2 * value + 1);
            }
        }
        let count = chain.micros.len();
        Emitter {
            assembler,
            chain,
            spills,
            uses,
            events,
            homes: vec![Home::default(); count],
            vectors: [None; 32],
            masks: [None; 8],
            hoisted: Vec::new(),
            slots: vec![None; count],
            tail: None,
        }
    }

    /// Items in order, as many as RDX says and were not done before, so many at a time.
    fn in_order(&mut self, step: i32) -> Option<()> {
        let (top, rest, end) = (self.assembler.label(), self.assembler.label(), self.assembler.label());
        self.assembler.compare(R8, RDX);
        self.assembler.jump_when(When::GreaterOrEqual, end);
        self.hoist()?;
        self.assembler.add_number(RDX, -step);
        self.assembler.compare(R8, RDX);
        self.assembler.jump_when(When::Greater, rest);
        self.assembler.bind(top);
        self.body(None)?;
        self.assembler.add_number(RSI, step);
        self.assembler.add_number(R8, step);
        self.assembler.compare(R8, RDX);
        self.assembler.jump_when(When::LessOrEqual, top);
        self.assembler.bind(rest);
        self.assembler.add_number(RDX, step);
        if self.chain.has_tail && step == self.chain.lanes.count() as i32 {
            self.assembler.copy(RCX, RDX);
            self.assembler.subtract(RCX, R8);
            self.assembler.compare_number(RCX, 0);
            self.assembler.jump_when(When::LessOrEqual, end);
            self.assembler.mask_of_count(TAIL);
            self.body(Some(TAIL))?;
        }
        self.assembler.bind(end);
        Some(())
    }

    /// Whole rows, from row RCX on, as many as have the items that RDX says, so many items at a time.
    fn rows(&mut self, lanes: i32, columns: i32) -> Option<()> {
        self.hoist()?;
        let (row, column) = (self.assembler.label(), self.assembler.label());
        let (whole, rest) = (columns / lanes * lanes, columns % lanes);
        if rest > 0 {
            self.assembler.mask_of_number(TAIL, (1 << rest) - 1);
        }
        self.assembler.bind(row);
        self.assembler.clear(R11);
        if whole > 0 {
            self.assembler.bind(column);
            self.body(None)?;
            self.assembler.add_number(RSI, lanes);
            self.assembler.add_number(R8, lanes);
            self.assembler.add_number(R11, lanes);
            if whole > lanes {
                self.assembler.compare_number(R11, whole);
                self.assembler.jump_when(When::Less, column);
            }
        }
        if rest > 0 {
            self.body(Some(TAIL))?;
            self.assembler.add_number(RSI, rest);
            self.assembler.add_number(R8, rest);
        }
        self.assembler.add_number(RCX, 1);
        self.assembler.compare(R8, RDX);
        self.assembler.jump_when(When::Less, row);
        Some(())
    }

    /// Puts what is the same for all items and read most into registers.
    fn hoist(&mut self) -> Option<()> {
        let mut same: Vec<ValueId> = (0..self.chain.micros.len()).filter(|&value| self.is_same(value)).collect();
        same.retain(|&value| !self.uses[value].is_empty());
        same.sort_by_key(|&value| std::cmp::Reverse(self.uses[value].len()));
        same.truncate(HOISTED);
        for (place, &value) in same.iter().enumerate() {
            let register = Wide(31 - place as u8);
            let from = self.memory(value)?;
            self.assembler.load_vector(self.chain.lanes, register, from, None);
            self.hoisted.push((value, register));
        }
        Some(())
    }

    fn is_same(&self, value: ValueId) -> bool {
        match &self.chain.micros[value] {
            Micro::Constant(_) => true,
            Micro::Load(access) => access.index == Index::Same,
            _ => false,
        }
    }

    /// The micro-operations of one vector; only the lanes of `tail` are there.
    fn body(&mut self, tail: Option<Mask>) -> Option<()> {
        self.tail = tail;
        self.homes.fill(Home::default());
        self.vectors = [None; 32];
        self.masks = [None; 8];
        for &(value, register) in &self.hoisted {
            self.homes[value].vector = Some(register);
            self.vectors[usize::from(register.0)] = Some(value);
        }
        let chain = self.chain;
        for (value, micro) in chain.micros.iter().enumerate() {
            self.micro(value, micro)?;
            for event in 0..self.events[value].len() {
                match self.events[value][event] {
                    Event::Store(index) => self.store(index, 2 * value + 1)?,
                    Event::Fold(index) => self.fold(index, 2 * value + 1)?,
                }
            }
            // Several may need one value.
            for event in 0..self.events[value].len() {
                let done = match self.events[value][event] {
                    Event::Store(index) => chain.stores[index].value,
                    Event::Fold(index) => chain.folds[index].value,
                };
                self.release(&[done], 2 * value + 1);
            }
        }
        Some(())
    }

    fn fold(&mut self, index: usize, place: usize) -> Option<()> {
        let (lanes, fold) = (self.chain.lanes, &self.chain.folds[index]);
        let value = self.vector(fold.value, place, &[])?;
        let sum = self.take(place, &[value])?;
        let address = self.address(&fold.into)?;
        self.assembler.load_vector(lanes, sum, Operand::Vector(address), self.tail);
        self.assembler.binary(fold.opcode, sum, sum, Operand::Register(value));
        self.assembler.store_vector(lanes, sum, address, self.tail);
        Some(())
    }

    fn store(&mut self, index: usize, place: usize) -> Option<()> {
        let (lanes, store) = (self.chain.lanes, &self.chain.stores[index]);
        if self.chain.is_mask(store.value) {
            let mask = self.mask(store.value, place, &[])?;
            let scratch = self.take(place, &[])?;
            let ones = self.assembler.constant(&[1; 16]);
            let address = self.address(&store.to)?;
            self.assembler.store_bytes(lanes, mask, scratch, ones, address, self.tail);
        } else {
            let value = self.vector(store.value, place, &[])?;
            let address = self.address(&store.to)?;
            self.assembler.store_vector(lanes, value, address, self.tail);
        }
        Some(())
    }

    fn micro(&mut self, made: ValueId, micro: &Micro) -> Option<()> {
        let (lanes, place) = (self.chain.lanes, 2 * made);
        match micro {
            // What is in memory is read where it is used.
            Micro::Load(_) | Micro::Constant(_) => {}
            Micro::LoadBytes(access) => {
                let to = self.take_mask(place, &[])?;
                let scratch = self.take(place, &[])?;
                let address = self.address(access)?;
                self.assembler.load_bytes(lanes, to, scratch, address, self.tail);
                self.put_mask(made, to);
            }
            Micro::Count(counter, first) => {
                let to = self.take(place, &[])?;
                let from = match counter {
                    Counter::Item => RSI,
                    Counter::Column => R11,
                    Counter::Row => RCX,
                };
                self.assembler.broadcast_general(lanes, to, from);
                if !matches!(counter, Counter::Row) {
                    let numbers: Vec<u8> = match lanes {
                        Lanes::Sixteen => (0..16).flat_map(|lane| (*first as u32 + lane).to_le_bytes()).collect(),
                        Lanes::Eight => (0..8).flat_map(|lane| (*first as u64 + lane).to_le_bytes()).collect(),
                    };
                    let numbers = self.assembler.constant(&numbers);
                    self.assembler.binary(lanes.add_integer(), to, to, Operand::Vector(numbers));
                }
                self.put(made, to);
            }
            Micro::Terms(terms) => {
                let to = self.take(place, &[])?;
                self.put(made, to);
                self.terms(terms, to, place)?;
            }
            Micro::One(opcode, from) => {
                let other = self.operand(*from, place, &[])?;
                self.release(&[*from], place);
                let to = self.take(place, &registers(other))?;
                self.assembler.unary(*opcode, to, other);
                self.put(made, to);
            }
            Micro::Rotate(from, by) => {
                let other = self.operand(*from, place, &[])?;
                self.release(&[*from], place);
                let to = self.take(place, &registers(other))?;
                self.assembler.rotate_left(lanes, to, other, *by);
                self.put(made, to);
            }
            Micro::Two { opcode, commutes, operands } => {
                let [one, other] = self.in_order_of_homes(*operands, *commutes, place);
                let first = self.vector(one, place, &[other])?;
                let second = self.operand(other, place, &[first])?;
                self.release(&[one, other], place);
                // A register that is free now may take the result at once.
                let to = self.take(place, &registers_with(second, first))?;
                self.assembler.binary(*opcode, to, first, second);
                self.put(made, to);
            }
            Micro::Compare { opcode, number, operands: [one, other] } => {
                let to = self.take_mask(place, &[])?;
                let first = self.vector(*one, place, &[*other])?;
                let second = self.operand(*other, place, &[first])?;
                self.release(&[*one, *other], place);
                self.assembler.compare_lanes(*opcode, to, first, second, *number);
                self.put_mask(made, to);
            }
            Micro::Choose { mask, no, yes } => {
                let which = self.mask(*mask, place, &[])?;
                let first = self.vector(*no, place, &[*yes])?;
                let second = self.operand(*yes, place, &[first])?;
                self.release(&[*mask, *no, *yes], place);
                let to = self.take(place, &registers_with(second, first))?;
                self.assembler.choose(lanes, to, which, first, second);
                self.put(made, to);
            }
            Micro::Masks { op, operands: [one, other] } => {
                let first = self.mask(*one, place, &[])?;
                let second = self.mask(*other, place, &[first])?;
                let to = self.take_mask(place, &[first, second])?;
                match op {
                    MaskOp::And => self.assembler.and_masks(to, first, second),
                    MaskOp::AndNot => self.assembler.and_not_masks(to, first, second),
                    MaskOp::Or => self.assembler.or_masks(to, first, second),
                    MaskOp::Xor => self.assembler.xor_masks(to, first, second),
                }
                self.release(&[*one, *other], place);
                self.put_mask(made, to);
            }
            Micro::Not(from) => {
                let first = self.mask(*from, place, &[])?;
                let to = self.take_mask(place, &[first])?;
                self.assembler.not_mask(to, first);
                self.release(&[*from], place);
                self.put_mask(made, to);
            }
        }
        Some(())
    }

    /// The sum of the terms, in order, for the columns of the current vector.
    fn terms(&mut self, terms: &Terms, to: Wide, place: usize) -> Option<()> {
        let lanes = self.chain.lanes;
        let slot = |access: &Access| i32::try_from(access.base).ok()?.checked_mul(8);
        let offset = |access: &Access, apart: i32, term: usize| {
            i32::try_from(access.offset).ok()?.checked_add(apart.checked_mul(i32::try_from(term).ok()?)?)
        };
        self.assembler.multiply_number(RAX, RCX, terms.row);
        self.assembler.add_from(RAX, RDI, slot(&terms.lhs)?);
        self.assembler.load(RBX, RDI, slot(&terms.rhs)?);
        self.assembler.binary(lanes.xor(), to, to, Operand::Register(to));
        for term in 0..terms.depth {
            let column = self.take(place, &[to])?;
            let index = Some((R11, lanes.size() as u8));
            let rhs = Address::At { base: RBX, index, offset: offset(&terms.rhs, terms.rhs_term, term)? };
            let lhs = Address::At { base: RAX, index: None, offset: offset(&terms.lhs, terms.lhs_term, term)? };
            self.assembler.load_vector(lanes, column, Operand::Vector(rhs), self.tail);
            self.assembler.binary(lanes.multiply_add_float(), to, column, Operand::Element(lhs));
        }
        Some(())
    }

    /// What is in a register first, as only the last operand may be in memory.
    fn in_order_of_homes(&self, [one, other]: [ValueId; 2], commutes: bool, place: usize) -> [ValueId; 2] {
        let in_memory = |value: ValueId| self.homes[value].vector.is_none() && self.last_use(value) <= place;
        if commutes && in_memory(one) && !in_memory(other) { [other, one] } else { [one, other] }
    }

    fn last_use(&self, value: ValueId) -> usize {
        self.uses[value].last().copied().unwrap_or(0)
    }

    /// Where a value is read next, from a place on.
    fn next_use(&self, value: ValueId, place: usize) -> usize {
        let uses = &self.uses[value];
        uses.get(uses.partition_point(|&at| at < place)).copied().unwrap_or(usize::MAX)
    }

    /// The memory of a value that is read from there.
    fn memory(&mut self, value: ValueId) -> Option<Operand> {
        match &self.chain.micros[value] {
            Micro::Constant(bytes) => Some(Operand::Element(self.assembler.constant(bytes))),
            Micro::Load(access) => {
                let address = self.address(access)?;
                Some(match access.index {
                    Index::Same | Index::Row(_) => Operand::Element(address),
                    _ => Operand::Vector(address),
                })
            }
            _ => self.homes[value].spill.map(|offset| Operand::Vector(Address::At { base: R10, index: None, offset })),
        }
    }

    /// A value as the last operand of an instruction: in its register, or where it lies if that is all that needs it.
    fn operand(&mut self, value: ValueId, place: usize, locked: &[Wide]) -> Option<Operand> {
        if self.homes[value].vector.is_none() && self.last_use(value) <= place {
            let from = self.memory(value)?;
            // A vector is not read beyond the end.
            if self.tail.is_none() || matches!(from, Operand::Element(_)) || self.homes[value].spill.is_some() {
                return Some(from);
            }
        }
        self.vector_beside(value, place, locked).map(Operand::Register)
    }

    /// A value in a register; those of `others` stay where they are.
    fn vector(&mut self, value: ValueId, place: usize, others: &[ValueId]) -> Option<Wide> {
        let locked: Vec<Wide> = others.iter().filter_map(|&other| self.homes[other].vector).collect();
        self.vector_beside(value, place, &locked)
    }

    fn vector_beside(&mut self, value: ValueId, place: usize, locked: &[Wide]) -> Option<Wide> {
        if let Some(register) = self.homes[value].vector {
            return Some(register);
        }
        let register = self.take(place, locked)?;
        let from = self.memory(value)?;
        // A spilled vector has all lanes.
        let mask = if self.homes[value].spill.is_some() { None } else { self.tail };
        self.assembler.load_vector(self.chain.lanes, register, from, mask);
        self.put(value, register);
        Some(register)
    }

    fn mask(&mut self, value: ValueId, place: usize, locked: &[Mask]) -> Option<Mask> {
        if let Some(register) = self.homes[value].mask {
            return Some(register);
        }
        let register = self.take_mask(place, locked)?;
        let offset = self.homes[value].spill?;
        self.assembler.load_mask(register, R10, offset);
        self.put_mask(value, register);
        Some(register)
    }

    fn put(&mut self, value: ValueId, register: Wide) {
        self.homes[value].vector = Some(register);
        self.vectors[usize::from(register.0)] = Some(value);
    }

    fn put_mask(&mut self, value: ValueId, register: Mask) {
        self.homes[value].mask = Some(register);
        self.masks[usize::from(register.0)] = Some(value);
    }

    /// Registers of values that nothing reads after this place are free.
    fn release(&mut self, values: &[ValueId], place: usize) {
        for &value in values {
            if self.last_use(value) > place || self.hoisted.iter().any(|&(hoisted, _)| hoisted == value) {
                continue;
            }
            if let Some(register) = self.homes[value].vector.take() {
                self.vectors[usize::from(register.0)] = None;
            }
            if let Some(register) = self.homes[value].mask.take() {
                self.masks[usize::from(register.0)] = None;
            }
        }
    }

    /// A free register: none of `locked`, unless nobody needs what is in it any more.
    fn take(&mut self, place: usize, locked: &[Wide]) -> Option<Wide> {
        let limit = 32 - self.hoisted.len();
        if let Some(free) = (0..limit).find(|&register| self.vectors[register].is_none()) {
            return Some(Wide(free as u8));
        }
        let candidates = (0..limit).filter(|&register| !locked.contains(&Wide(register as u8)));
        let used = |register: &usize| self.vectors[*register].map_or(usize::MAX, |value| self.next_use(value, place));
        let register = candidates.max_by_key(used)?;
        let value = self.vectors[register]?;
        let is_in_memory = matches!(self.chain.micros[value], Micro::Load(_) | Micro::Constant(_));
        if !is_in_memory && self.homes[value].spill.is_none() {
            let offset = self.slot(value)?;
            let to = Address::At { base: R10, index: None, offset };
            self.assembler.store_vector(self.chain.lanes, Wide(register as u8), to, None);
            self.homes[value].spill = Some(offset);
        }
        self.homes[value].vector = None;
        self.vectors[register] = None;
        Some(Wide(register as u8))
    }

    fn take_mask(&mut self, place: usize, locked: &[Mask]) -> Option<Mask> {
        const MASKS: std::ops::Range<usize> = 1..7;
        if let Some(free) = MASKS.into_iter().find(|&register| self.masks[register].is_none()) {
            return Some(Mask(free as u8));
        }
        let candidates = MASKS.into_iter().filter(|&register| !locked.contains(&Mask(register as u8)));
        let used = |register: &usize| self.masks[*register].map_or(usize::MAX, |value| self.next_use(value, place));
        let register = candidates.max_by_key(used)?;
        let value = self.masks[register]?;
        if self.homes[value].spill.is_none() {
            let offset = self.slot(value)?;
            self.assembler.store_mask(Mask(register as u8), R10, offset);
            self.homes[value].spill = Some(offset);
        }
        self.homes[value].mask = None;
        self.masks[register] = None;
        Some(Mask(register as u8))
    }

    fn slot(&mut self, value: ValueId) -> Option<i32> {
        if self.slots[value].is_none() {
            self.slots[value] = (self.spills)(64);
        }
        self.slots[value]
    }

    /// The address of what the current vector has of an array; it may be computed in RAX.
    fn address(&mut self, access: &Access) -> Option<Address> {
        let offset = i32::try_from(access.offset).ok()?;
        let scale = access.size as u8;
        let known = match access.base {
            Bases::ARENA => Some(R9),
            Bases::SCRATCH => Some(R10),
            _ => None,
        };
        let slot = i32::try_from(access.base).ok()?.checked_mul(8)?;
        let index = match access.index {
            Index::Item => Some(RSI),
            Index::Block => Some(R8),
            Index::Column | Index::RowColumn(_) => Some(R11),
            Index::Same | Index::Row(_) => None,
        };
        let base = match access.index {
            Index::Row(stride) | Index::RowColumn(stride) => {
                self.assembler.multiply_number(RAX, RCX, stride);
                self.assembler.add_from(RAX, RDI, slot);
                RAX
            }
            _ => match known {
                Some(base) => base,
                None => {
                    self.assembler.load(RAX, RDI, slot);
                    RAX
                }
            },
        };
        Some(Address::At { base, index: index.map(|index: General| (index, scale)), offset })
    }
}

fn registers(operand: Operand) -> Vec<Wide> {
    match operand {
        Operand::Register(register) => vec![register],
        Operand::Vector(_) | Operand::Element(_) => Vec::new(),
    }
}

fn registers_with(operand: Operand, other: Wide) -> Vec<Wide> {
    let mut all = registers(operand);
    all.push(other);
    all
}

/// The opcode is that of a fold.
#[derive(Clone, Copy, Debug)]
pub(super) struct FoldInto {
    pub(super) opcode: Opcode,
    pub(super) value: ValueId,
    pub(super) into: Access,
}
