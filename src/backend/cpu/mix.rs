//! Rounds of a mixing function: `a + b`, and `b` turned by some bits, exclusive-or'ed with that. Random bits are made of
//! hundreds of them. As single operations each would go through memory five times; here up to four rounds are one
//! instruction, which holds both words in registers.

use super::instruction::{Bases, Detail, Function, Instruction};
use super::level::{Body, function};
use crate::isa::Isa;
use crate::plan::{Buffer, Origin, Step, StepId};
use crate::program::Op;
use crate::tensor::DType;

/// The most rounds of one instruction.
const MOST: usize = 4;

/// Consecutive rounds.
#[derive(Clone, Debug)]
pub(super) struct Mix {
    /// The words before the first round.
    pub(super) from: [StepId; 2],
    /// The steps that make the words after the last one.
    pub(super) to: [StepId; 2],
    /// By how many bits each round turns.
    pub(super) rotations: Vec<u32>,
    /// The steps that need not be done by themselves.
    pub(super) inside: Vec<StepId>,
}

/// One round, as the steps that it is.
struct Round {
    from: [StepId; 2],
    /// The sum, and the exclusive or.
    to: [StepId; 2],
    rotation: u32,
    inside: Vec<StepId>,
}

/// The rounds that stand in the steps of a loop.
pub(super) fn find(steps: &[(Step, DType)], buffers: &[Buffer]) -> Vec<Mix> {
    let mut users: Vec<Vec<StepId>> = vec![Vec::new(); steps.len()];
    for (id, (step, _)) in steps.iter().enumerate() {
        match step {
            Step::Apply { operands, .. } => operands.iter().for_each(|&operand| users[operand].push(id)),
            Step::Store { value, .. } | Step::Fold { value, .. } => users[*value].push(id),
            Step::Load(_) | Step::Iota { .. } | Step::Product(_) => {}
        }
    }
    let search = Search { steps, buffers, users };
    let mut mixes: Vec<Mix> = Vec::new();
    for round in (0..steps.len()).filter_map(|id| search.round(id)) {
        let extended = mixes.iter_mut().find(|mix| mix.to == round.from && mix.rotations.len() < MOST);
        match extended {
            Some(mix) if search.is_private(mix.to, &round) => {
                mix.inside.extend(mix.to);
                mix.inside.extend(round.inside);
                mix.to = round.to;
                mix.rotations.push(round.rotation);
            }
            _ => {
                let Round { from, to, rotation, inside } = round;
                mixes.push(Mix { from, to, rotations: vec![rotation], inside });
            }
        }
    }
    mixes
}

struct Search<'a> {
    steps: &'a [(Step, DType)],
    buffers: &'a [Buffer],
    users: Vec<Vec<StepId>>,
}

impl Search<'_> {
    fn apply(&self, id: StepId) -> Option<(&Op, &[StepId])> {
        match &self.steps[id] {
            (Step::Apply { op, operands, .. }, DType::U32) => Some((op, operands)),
            _ => None,
        }
    }

    /// The constant that a step loads.
    fn constant(&self, id: StepId) -> Option<u32> {
        let Step::Load(region) = &self.steps[id].0 else { return None };
        match &self.buffers[region.buffer].origin {
            Origin::Constant(value) if value.element_count() == 1 => value.as_slice::<u32>()?.first().copied(),
            _ => None,
        }
    }

    /// The round whose last step this is.
    fn round(&self, id: StepId) -> Option<Round> {
        let (Op::Xor, [x, y]) = self.apply(id)? else { return None };
        [(*x, *y), (*y, *x)].into_iter().find_map(|(sum, turned)| {
            let (Op::Add, [a, b]) = self.apply(sum)? else { return None };
            let (word, rotation, parts) = self.rotation(turned)?;
            let from = if word == *b { [*a, *b] } else { [*b, *a] };
            let is_one = word == from[1] && self.users[turned] == [id];
            // Nothing may ask for the sum before the round is done.
            let is_late = self.users[sum].iter().all(|&user| user >= id);
            let inside = vec![turned, parts[0], parts[1]];
            (is_one && is_late).then_some(Round { from, to: [sum, id], rotation, inside })
        })
    }

    /// What this step turns to the left, and by how many bits.
    fn rotation(&self, id: StepId) -> Option<(StepId, u32, [StepId; 2])> {
        let (Op::Or, [x, y]) = self.apply(id)? else { return None };
        [(*x, *y), (*y, *x)].into_iter().find_map(|(left, right)| {
            let (Op::ShiftLeft, [word, by]) = self.apply(left)? else { return None };
            let (Op::ShiftRightLogical, [same, rest]) = self.apply(right)? else { return None };
            let (by, rest) = (self.constant(*by)?, self.constant(*rest)?);
            let private = self.users[left] == [id] && self.users[right] == [id];
            (word == same && by > 0 && by.checked_add(rest) == Some(32) && private).then_some((
                *word,
                by,
                [left, right],
            ))
        })
    }

    /// Whether only this round reads the words.
    fn is_private(&self, words: [StepId; 2], round: &Round) -> bool {
        let reads = |user: &StepId| round.to.contains(user) || round.inside.contains(user) || words.contains(user);
        words.iter().all(|&word| self.users[word].iter().all(reads))
    }
}

struct Rounds;

impl Body for Rounds {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Rotations(rotations) = &instruction.detail else { return };
        // SAFETY: each place has a block of items, and the encoder gives both results ones of their own.
        unsafe {
            let x = std::slice::from_raw_parts(instruction.from[0].at::<u32>(bases, start), count);
            let y = std::slice::from_raw_parts(instruction.from[1].at::<u32>(bases, start), count);
            let a = std::slice::from_raw_parts_mut(instruction.to.at::<u32>(bases, start), count);
            let b = std::slice::from_raw_parts_mut(instruction.from[2].at::<u32>(bases, start), count);
            match rotations[..] {
                [first] => mix([first], x, y, a, b),
                [first, second] => mix([first, second], x, y, a, b),
                [first, second, third] => mix([first, second, third], x, y, a, b),
                [first, second, third, fourth] => mix([first, second, third, fourth], x, y, a, b),
                _ => {}
            }
        }
    }
}

#[inline(always)]
fn mix<const N: usize>(rotations: [u32; N], x: &[u32], y: &[u32], a: &mut [u32], b: &mut [u32]) {
    if y.len() != x.len() || a.len() != x.len() || b.len() != x.len() {
        return;
    }
    let mut item = 0;
    while item < x.len() {
        let (mut sum, mut word) = (x[item], y[item]);
        let mut round = 0;
        while round < N {
            sum = sum.wrapping_add(word);
            word = word.rotate_left(rotations[round]) ^ sum;
            round += 1;
        }
        (a[item], b[item]) = (sum, word);
        item += 1;
    }
}

/// The function of an instruction whose third place is its second result.
pub(super) fn rounds(isa: Isa) -> Function {
    function::<Rounds>(isa)
}
