//! Which phases wait for each other: a phase runs after those that write what it reads, read what it writes, or write
//! there too. Buffers that never live at once share memory, so what counts is where they lie.

use super::phase::{Phases, Slot};
use crate::plan::{Buffer, BufferId, Location, Plan};

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

/// The phases of each stage, by their places: each as early as it may be.
pub(super) fn stages(plan: &Plan, phases: &Phases) -> Vec<Vec<usize>> {
    let shared = shared(plan, phases);
    // The stages after which each slot was last read, and written.
    let mut read = vec![0; shared.len()];
    let mut written = vec![0; shared.len()];
    let mut stages: Vec<Vec<usize>> = Vec::new();
    for (place, phase) in phases.list.iter().enumerate() {
        let others = |slot: &Slot| shared[*slot].iter();
        let after_writes = phase.reads.iter().flat_map(others).map(|&slot| written[slot]);
        let after_all = phase.writes.iter().flat_map(others).map(|&slot| read[slot].max(written[slot]));
        let stage: usize = after_writes.chain(after_all).max().unwrap_or(0);
        phase.reads.iter().for_each(|&slot| read[slot] = read[slot].max(stage + 1));
        phase.writes.iter().for_each(|&slot| written[slot] = written[slot].max(stage + 1));
        if stages.len() <= stage {
            stages.resize_with(stage + 1, Vec::new);
        }
        stages[stage].push(place);
    }
    stages
}

/// The slots that have memory in common with each, itself among them.
fn shared(plan: &Plan, phases: &Phases) -> Vec<Vec<Slot>> {
    let buffers = plan.buffers();
    let first_moved = buffers.len() + phases.scratch.len();
    let mut shared: Vec<Vec<Slot>> = (0..first_moved + plan.moved().len()).map(|slot| vec![slot]).collect();
    let mut join = |one: Slot, other: Slot| {
        shared[one].push(other);
        shared[other].push(one);
    };
    let in_arena = |(buffer, of): (BufferId, &Buffer)| match of.location {
        Location::Arena(offset) if of.nbytes() > 0 => Some((offset, offset + of.nbytes(), buffer)),
        _ => None,
    };
    let mut by_offset: Vec<(usize, usize, BufferId)> = buffers.iter().enumerate().filter_map(in_arena).collect();
    by_offset.sort_unstable();
    for (place, &(_, end, one)) in by_offset.iter().enumerate() {
        by_offset[place + 1..]
            .iter()
            .take_while(|(begin, _, _)| *begin < end)
            .for_each(|&(_, _, other)| join(one, other));
    }
    // What lies where a result does, and where the argument does whose place that may take.
    let mut at_result: Vec<Vec<BufferId>> = vec![Vec::new(); plan.results().len()];
    for (buffer, of) in buffers.iter().enumerate() {
        if let Location::Result(result) = of.location {
            at_result[result].push(buffer);
        }
    }
    for (result, mut there) in at_result.into_iter().enumerate() {
        there.extend(plan.in_place(result).map(|argument| plan.arguments()[argument]));
        for (place, &one) in there.iter().enumerate() {
            there[place + 1..].iter().for_each(|&other| join(one, other));
        }
    }
    // A result may be moved to where any argument lies.
    for slot in first_moved..first_moved + plan.moved().len() {
        plan.arguments().iter().for_each(|&argument| join(slot, argument));
    }
    shared
}
