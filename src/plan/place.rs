//! Where each buffer lies. Arguments and results lie where a run is told; constants and what only kernels read lie in
//! the arena (what never lives at once shares its place there, the largest placed first at the lowest place that is free).
//! A result that takes over an argument may lie in its place where no kernel could notice; and so may what an operation
//! makes of an array by changing it, where nothing reads the array later.

use std::collections::HashSet;

use super::Moved;
use super::fuse::Fused;
use super::kernel::{BufferId, Location, Origin, Step, Work};
use super::view::View;

/// Every buffer of the arena begins at a multiple of so many bytes.
pub(super) const ALIGNMENT: usize = 64;

/// What becomes of a result that takes over an argument and cannot be computed in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Otherwise {
    /// Its memory is that of the argument: it is computed in the arena and moved at the end.
    Moved,
    /// Its memory is not that of the argument.
    Apart,
}

/// When a buffer is needed: from the kernel that first fills it to the last that reads it.
#[derive(Clone, Copy, Debug)]
struct Life {
    first: usize,
    last: usize,
    /// How many kernels fill it, and the last of them.
    writers: usize,
    writer: usize,
}

/// What lies where.
pub(super) struct Placement {
    /// The bytes of the arena.
    pub(super) nbytes: usize,
    /// For each result the argument in whose place it may be computed.
    pub(super) in_place: Vec<Option<usize>>,
    /// Results that are computed in the arena, since their memory may be that of an argument, and moved at the end.
    pub(super) moved: Vec<Moved>,
    /// The bytes that constants and the most of what is computed in the arena take at once: the least it could have.
    pub(super) live_nbytes: usize,
}

/// Places the buffers. `carried` are pairs of an argument and the result that takes it over after a run.
pub(super) fn place(fused: &mut Fused, carried: &[(usize, usize)], otherwise: Otherwise) -> Placement {
    let mut lives = lives(fused);
    let changes = changes(fused, &lives);
    let mut in_place = vec![None; fused.results.len()];
    let mut moved = Vec::new();
    for &(argument, result) in carried {
        let (from, to) = (fused.arguments[argument], fused.results[result]);
        if is_unnoticed(fused, from, first(&changes, to), &lives) {
            in_place[result] = Some(argument);
        } else if otherwise == Otherwise::Moved {
            moved.push(Moved { buffer: to, result, argument });
            lives[to].last = fused.kernels.len();
        }
    }
    let mut is_placed = vec![false; fused.buffers.len()];
    for (argument, &buffer) in fused.arguments.iter().enumerate() {
        is_placed[buffer] = true;
        fused.buffers[buffer].location = Location::Argument(argument);
    }
    for (result, &buffer) in fused.results.iter().enumerate() {
        if !moved.iter().any(|moved| moved.result == result) {
            for buffer in changed_to(&changes, buffer) {
                is_placed[buffer] = true;
                fused.buffers[buffer].location = Location::Result(result);
            }
        }
    }
    let round = |nbytes: usize| nbytes.next_multiple_of(ALIGNMENT);
    let mut end = 0;
    for (buffer, is_placed) in fused.buffers.iter_mut().zip(&mut is_placed) {
        if matches!(buffer.origin, Origin::Constant(_)) {
            *is_placed = true;
            buffer.location = Location::Arena(end);
            end += round(buffer.nbytes());
        }
    }
    let begin = end;
    // The last of those that lie at one place stands for all.
    let is_changed: HashSet<BufferId> = changes.iter().flatten().copied().collect();
    let mut shared: Vec<usize> =
        (0..fused.buffers.len()).filter(|&buffer| !is_placed[buffer] && !is_changed.contains(&buffer)).collect();
    shared.sort_by_key(|&buffer| (std::cmp::Reverse(fused.buffers[buffer].nbytes()), buffer));
    let mut placed: Vec<(usize, usize, Life)> = Vec::new();
    for buffer in shared {
        let nbytes = round(fused.buffers[buffer].nbytes());
        let life = Life { first: lives[first(&changes, buffer)].first, ..lives[buffer] };
        let mut others: Vec<(usize, usize)> = placed
            .iter()
            .filter(|(_, _, other)| other.first <= life.last && life.first <= other.last)
            .map(|&(begin, end, _)| (begin, end))
            .collect();
        others.sort_unstable();
        let mut offset = begin;
        for (other_begin, other_end) in others {
            if offset + nbytes <= other_begin {
                break;
            }
            offset = offset.max(other_end);
        }
        for buffer in changed_to(&changes, buffer) {
            fused.buffers[buffer].location = Location::Arena(offset);
        }
        placed.push((offset, offset + nbytes, life));
        end = end.max(offset + nbytes);
    }
    let at_once = |kernel: usize| -> usize {
        placed.iter().filter(|(_, _, life)| life.first <= kernel && kernel <= life.last).map(|(b, e, _)| e - b).sum()
    };
    let live_nbytes = begin + (0..=fused.kernels.len()).map(at_once).max().unwrap_or(0);
    Placement { nbytes: end, in_place, moved, live_nbytes }
}

fn lives(fused: &Fused) -> Vec<Life> {
    let mut lives = vec![Life { first: usize::MAX, last: 0, writers: 0, writer: 0 }; fused.buffers.len()];
    for (index, kernel) in fused.kernels.iter().enumerate() {
        let mut meet = |buffer: BufferId| {
            let life = &mut lives[buffer];
            (life.first, life.last) = (life.first.min(index), life.last.max(index));
        };
        kernel.reads().into_iter().for_each(|(buffer, _)| meet(buffer));
        let writes = kernel.writes();
        writes.iter().copied().for_each(meet);
        for buffer in writes {
            (lives[buffer].writers, lives[buffer].writer) = (lives[buffer].writers + 1, index);
        }
    }
    for life in &mut lives {
        life.first = life.first.min(life.last);
        // What is made once for many runs stays.
        if life.first < fused.prelude && life.last >= fused.prelude {
            life.last = fused.kernels.len();
        }
    }
    lives
}

/// For each buffer the one that an operation changes into it, at the same place: a computed one that nothing else needs
/// then.
fn changes(fused: &Fused, lives: &[Life]) -> Vec<Option<BufferId>> {
    let mut changes = vec![None; fused.buffers.len()];
    for (index, kernel) in fused.kernels.iter().enumerate() {
        for (from, to) in kernel.overwrites() {
            let is_free = matches!(fused.buffers[from].origin, Origin::Computed)
                && !fused.results.contains(&from)
                && lives[from].last == index
                && fused.buffers[from].nbytes() == fused.buffers[to].nbytes();
            if is_free {
                changes[to] = Some(from);
            }
        }
    }
    changes
}

/// A buffer and those that are changed into it, the last first.
fn changed_to(changes: &[Option<BufferId>], buffer: BufferId) -> impl Iterator<Item = BufferId> {
    std::iter::successors(Some(buffer), |&buffer| changes[buffer])
}

/// What a buffer is at first, before it is changed.
fn first(changes: &[Option<BufferId>], buffer: BufferId) -> BufferId {
    changed_to(changes, buffer).last().unwrap_or(buffer)
}

/// Whether each kernel reads `from` as it was although `to` is written in its place: no kernel reads it later than the
/// one that writes, and that one reads each element only for the item that writes it.
fn is_unnoticed(fused: &Fused, from: BufferId, to: BufferId, lives: &[Life]) -> bool {
    let Life { writers: 1, writer, .. } = lives[to] else { return false };
    let kernel = &fused.kernels[writer];
    let is_free = fused.buffers[from].nbytes() == fused.buffers[to].nbytes() && lives[from].last <= writer;
    let Work::Loop { count, steps } = &kernel.work else {
        return is_free && kernel.overwrites().any(|pair| pair == (from, to));
    };
    let is_stored = steps.iter().any(|(step, _)| match step {
        Step::Store { into, .. } => into.buffer == to && into.view.is_identity(*count),
        _ => false,
    });
    let in_step =
        |(buffer, view): (BufferId, Option<&View>)| buffer != from || view.is_some_and(|view| view.is_identity(*count));
    is_free && is_stored && kernel.reads().into_iter().all(in_step)
}
