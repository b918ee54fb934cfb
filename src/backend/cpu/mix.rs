//! Rounds of a mixing function: `a + b`, and `b` turned by some bits, exclusive-or'ed with that; after every four of them
//! numbers may be added to both words. Random bits are made of hundreds of such operations. As single ones each would go
//! through memory; here up to five groups of rounds are one instruction, which holds both words in registers.

use super::instruction::{Bases, Detail, Function, Instruction, Place};
use super::level::{Body, function};
use crate::isa::Isa;
use crate::plan::{Buffer, Origin, Step, StepId};
use crate::program::Op;
use crate::tensor::DType;

/// The most rounds of a group.
const ROUNDS: usize = 4;

/// The most groups of one instruction.
const GROUPS: usize = 5;

/// Groups of rounds, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Mix {
    /// The words before the first round.
    pub(super) from: [StepId; 2],
    /// The steps that make the words after the last one.
    pub(super) to: [StepId; 2],
    pub(super) groups: Vec<Group>,
    /// The steps that need not be done by themselves.
    pub(super) inside: Vec<StepId>,
}

/// Some rounds, and what is added after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// By how many bits each round turns.
    pub(super) rotations: Vec<u32>,
    /// Steps that load one element, the same for all items, which is added to each word.
    pub(super) added: Option<[StepId; 2]>,
}

impl Mix {
    /// The step after which both words are there.
    pub(super) fn end(&self) -> StepId {
        self.to[0].max(self.to[1])
    }

    /// Whether these groups can be followed by those of another mix in one instruction.
    fn can_go_on(&self, next: &Mix) -> bool {
        let all = self.groups.iter().chain(&next.groups);
        let alternates = next.groups.iter().all(|group| {
            self.groups.len().checked_sub(2).is_none_or(|before| self.groups[before].rotations == group.rotations)
        });
        self.groups.len() < GROUPS && alternates && all.clone().all(|group| group.rotations.len() == ROUNDS)
    }
}

/// What an instruction of a mix needs beside its words.
#[derive(Clone, Debug)]
pub(super) struct Rounds {
    /// By how many bits each round turns, in groups of even and of odd number.
    rotations: [Vec<u32>; 2],
    /// What is added to both words after each group.
    added: Vec<Option<[Place; 2]>>,
}

impl Rounds {
    pub(super) fn new(mix: &Mix, added: Vec<Option<[Place; 2]>>) -> Rounds {
        let of = |group: usize| mix.groups.get(group).map_or_else(Vec::new, |group| group.rotations.clone());
        Rounds { rotations: [of(0), of(1)], added }
    }
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
        step.operands().iter().for_each(|&operand| users[operand].push(id));
    }
    let search = Search { steps, buffers, users };
    let mut groups: Vec<Mix> = Vec::new();
    for round in (0..steps.len()).filter_map(|id| search.round(id)) {
        let extended = groups.iter_mut().find(|mix| mix.to == round.from && mix.groups[0].rotations.len() < ROUNDS);
        match extended {
            Some(mix) if search.is_private(mix.to, &round.to, &round.inside) => {
                mix.inside.extend(mix.to);
                mix.inside.extend(round.inside);
                mix.to = round.to;
                mix.groups[0].rotations.push(round.rotation);
            }
            _ => {
                let Round { from, to, rotation, inside } = round;
                groups.push(Mix { from, to, groups: vec![Group { rotations: vec![rotation], added: None }], inside });
            }
        }
    }
    let mut mixes: Vec<Mix> = Vec::new();
    for mut next in groups {
        search.add(&mut next);
        match mixes.iter_mut().find(|mix| mix.to == next.from && mix.can_go_on(&next)) {
            Some(mix) if search.is_private(mix.to, &next.to, &next.inside) => {
                mix.inside.extend(mix.to);
                mix.inside.extend(next.inside);
                mix.to = next.to;
                mix.groups.extend(next.groups);
            }
            _ => mixes.push(next),
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

    /// Whether only these steps read the words.
    fn is_private(&self, words: [StepId; 2], to: &[StepId], inside: &[StepId]) -> bool {
        let reads = |user: &StepId| to.contains(user) || inside.contains(user) || words.contains(user);
        words.iter().all(|&word| self.users[word].iter().all(reads))
    }

    /// Takes what is added to both words after a group into it.
    fn add(&self, mix: &mut Mix) {
        let [Some(first), Some(second)] = mix.to.map(|word| self.addition(word, mix)) else { return };
        let to = [first.0, second.0];
        let end = to[0].max(to[1]);
        // Nothing may ask for a word before both are there.
        if to.iter().all(|&word| self.users[word].iter().all(|&user| user > end)) {
            mix.inside.extend(mix.to);
            mix.to = to;
            mix.groups[0].added = Some([first.1, second.1]);
        }
    }

    /// The only step after a mix that reads a word, if it adds one element to all items, and the step that loads that.
    fn addition(&self, word: StepId, mix: &Mix) -> Option<(StepId, StepId)> {
        let mut users = self.users[word].iter().copied().filter(|user| !mix.to.contains(user));
        let (Some(user), None) = (users.next(), users.next()) else { return None };
        let (Op::Add, [x, y]) = self.apply(user)? else { return None };
        let added = if *x == word { *y } else { *x };
        self.is_same(added).then_some((user, added))
    }

    /// Whether a step loads one element for all items.
    fn is_same(&self, id: StepId) -> bool {
        match &self.steps[id].0 {
            Step::Load(region) => region.view.axes.iter().all(|axis| axis.stride == 0),
            _ => false,
        }
    }
}

struct Words;

impl Body for Words {
    #[inline(always)]
    unsafe fn run(instruction: &Instruction, bases: Bases, start: usize, count: usize) {
        let Detail::Rounds(rounds) = &instruction.detail else { return };
        // SAFETY: each place has a block of items, or the element that is added, and the encoder gives both results
        // blocks of their own.
        unsafe {
            let x = std::slice::from_raw_parts(instruction.from[0].at::<u32>(bases, start), count);
            let y = std::slice::from_raw_parts(instruction.from[1].at::<u32>(bases, start), count);
            let a = std::slice::from_raw_parts_mut(instruction.to.at::<u32>(bases, start), count);
            let b = std::slice::from_raw_parts_mut(instruction.from[2].at::<u32>(bases, start), count);
            let mut added = [[0; 2]; GROUPS];
            let mut group = 0;
            while group < rounds.added.len() {
                if let Some([first, second]) = rounds.added[group] {
                    added[group] = [*first.at::<u32>(bases, 0), *second.at::<u32>(bases, 0)];
                }
                group += 1;
            }
            let [even, odd] = &rounds.rotations;
            match (even[..].try_into(), odd[..].try_into(), rounds.added.len()) {
                (Ok(even), Ok(odd), 2) => mix::<4, 2>([even, odd], added, x, y, a, b),
                (Ok(even), Ok(odd), 3) => mix::<4, 3>([even, odd], added, x, y, a, b),
                (Ok(even), Ok(odd), 4) => mix::<4, 4>([even, odd], added, x, y, a, b),
                (Ok(even), Ok(odd), 5) => mix::<4, 5>([even, odd], added, x, y, a, b),
                _ => match even[..] {
                    [first] => mix::<1, 1>([[first]; 2], added, x, y, a, b),
                    [first, second] => mix::<2, 1>([[first, second]; 2], added, x, y, a, b),
                    [first, second, third] => mix::<3, 1>([[first, second, third]; 2], added, x, y, a, b),
                    [first, second, third, fourth] => {
                        mix::<4, 1>([[first, second, third, fourth]; 2], added, x, y, a, b);
                    }
                    _ => {}
                },
            }
        }
    }
}

#[inline(always)]
fn mix<const R: usize, const G: usize>(
    rotations: [[u32; R]; 2],
    added: [[u32; 2]; GROUPS],
    x: &[u32],
    y: &[u32],
    a: &mut [u32],
    b: &mut [u32],
) {
    if y.len() != x.len() || a.len() != x.len() || b.len() != x.len() {
        return;
    }
    let mut item = 0;
    while item < x.len() {
        let (mut sum, mut word) = (x[item], y[item]);
        let mut group = 0;
        while group < G {
            let mut round = 0;
            while round < R {
                sum = sum.wrapping_add(word);
                word = word.rotate_left(rotations[group % 2][round]) ^ sum;
                round += 1;
            }
            sum = sum.wrapping_add(added[group][0]);
            word = word.wrapping_add(added[group][1]);
            group += 1;
        }
        (a[item], b[item]) = (sum, word);
        item += 1;
    }
}

/// The function of an instruction whose third place is its second result.
pub(super) fn words(isa: Isa) -> Function {
    function::<Words>(isa)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::sync::Arc;

    use super::*;
    use crate::error::Result;
    use crate::plan::{Plan, Work};
    use crate::program::parse;

    /// Threefry's rounds on 33 pairs of words, with keys that are arguments, as JAX unrolls them.
    fn threefry(groups: usize) -> String {
        const ARRAY: &str = "tensor<33xui32>";
        let mut text = String::new();
        let (mut number, mut words) = (0, ["%x".to_owned(), "%y".to_owned()]);
        let mut line = |operation: &str, operands: &str, ty: &str| {
            number += 1;
            let _ = writeln!(text, "%{number} = stablehlo.{operation} {operands} : {ty}");
            format!("%{number}")
        };
        for group in 0..groups {
            for by in [[13, 15, 26, 6], [17, 29, 16, 24]][group % 2] {
                words[0] = line("add", &format!("{}, {}", words[0], words[1]), ARRAY);
                let left = line("constant", &format!("dense<{by}>"), ARRAY);
                let right = line("constant", &format!("dense<{}>", 32 - by), ARRAY);
                let left = line("shift_left", &format!("{}, {left}", words[1]), ARRAY);
                let right = line("shift_right_logical", &format!("{}, {right}", words[1]), ARRAY);
                let turned = line("or", &format!("{left}, {right}"), ARRAY);
                words[1] = line("xor", &format!("{}, {turned}", words[0]), ARRAY);
            }
            for (word, key) in words.iter_mut().zip(["%k", "%l"]) {
                let ty = format!("(tensor<ui32>) -> {ARRAY}");
                let key = line("broadcast_in_dim", &format!("{key}, dims = []"), &ty);
                *word = line("add", &format!("{word}, {key}"), ARRAY);
            }
        }
        let arguments = format!("%x: {ARRAY}, %y: {ARRAY}, %k: tensor<ui32>, %l: tensor<ui32>");
        let bits = line("xor", &words.join(", "), ARRAY);
        format!("func.func @main({arguments}) -> {ARRAY} {{\n{text}return {bits} : {ARRAY}\n}}")
    }

    #[test]
    fn up_to_five_groups_of_rounds_are_one_instruction() -> Result<()> {
        for (groups, expected) in [(1, vec![1]), (2, vec![2]), (5, vec![5]), (7, vec![5, 2])] {
            let module = crate::plan::simplify(&parse(&threefry(groups))?)?;
            let plan = Plan::new(&Arc::new(module), "main", &[])?;
            let Work::Loop { steps, .. } = &plan.kernels()[0].work else { panic!("{plan}") };
            let found = find(steps, plan.buffers());
            assert_eq!(found.iter().map(|mix| mix.groups.len()).collect::<Vec<_>>(), expected, "{plan}");
            assert!(found.iter().flat_map(|mix| &mix.groups).all(|group| group.added.is_some()), "{plan}");
        }
        Ok(())
    }
}
