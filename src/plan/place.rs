//! Where each buffer lies in the arena: arguments, constants, what kernels compute (shared by what never lives at once,
//! the largest placed first at the lowest place that is free), results. A result that takes over an argument lies in its
//! place where no kernel could notice.

use super::fuse::Fused;
use super::kernel::{Origin, Step, Work};

/// Every buffer begins at a multiple of so many bytes.
pub(super) const ALIGNMENT: usize = 64;

/// When a buffer is needed: from the kernel that first fills it to the last that reads it.
#[derive(Clone, Copy, Debug)]
struct Life {
    first: usize,
    last: usize,
}

/// What lies where.
pub(super) struct Placement {
    /// The bytes of the arena.
    pub(super) nbytes: usize,
    /// Of the pairs of an argument and the result that takes it over, those whose result is computed elsewhere and must
    /// be copied at the end of a run.
    pub(super) copied: Vec<(usize, usize)>,
    /// The most bytes that computed buffers take at once.
    pub(super) live_nbytes: usize,
}

/// Places the buffers. `carried` are pairs of an argument and the result that takes it over after a run.
pub(super) fn place(fused: &mut Fused, carried: &[(usize, usize)]) -> Placement {
    let lives = lives(fused);
    let (taken, copied) = take_over(fused, carried, &lives);
    let round = |nbytes: usize| nbytes.next_multiple_of(ALIGNMENT);
    let mut end = 0;
    // What is there before the run, or stays after it, has a place of its own.
    let mut is_placed = vec![false; fused.buffers.len()];
    let mut put = |fused: &mut Fused, buffer: usize, end: &mut usize| {
        if !is_placed[buffer] {
            is_placed[buffer] = true;
            fused.buffers[buffer].offset = *end;
            *end += round(fused.buffers[buffer].nbytes());
        }
    };
    for argument in fused.arguments.clone() {
        put(fused, argument, &mut end);
    }
    let is_constant = |origin: &Origin| matches!(origin, Origin::Constant(_));
    for buffer in 0..fused.buffers.len() {
        if is_constant(&fused.buffers[buffer].origin) {
            put(fused, buffer, &mut end);
        }
    }
    let begin = end;
    for &(argument, result) in &taken {
        let (from, to) = (fused.arguments[argument], fused.results[result]);
        is_placed[to] = true;
        fused.buffers[to].offset = fused.buffers[from].offset;
    }
    let mut shared: Vec<usize> = (0..fused.buffers.len()).filter(|&buffer| !is_placed[buffer]).collect();
    shared.sort_by_key(|&buffer| (std::cmp::Reverse(fused.buffers[buffer].nbytes()), buffer));
    let mut placed: Vec<(usize, usize, Life)> = Vec::new();
    for buffer in shared {
        let (nbytes, life) = (round(fused.buffers[buffer].nbytes()), lives[buffer]);
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
        fused.buffers[buffer].offset = offset;
        placed.push((offset, offset + nbytes, life));
        end = end.max(offset + nbytes);
    }
    let at_once = |kernel: usize| -> usize {
        placed.iter().filter(|(_, _, life)| life.first <= kernel && kernel <= life.last).map(|(b, e, _)| e - b).sum()
    };
    let live_nbytes = (0..=fused.kernels.len()).map(at_once).max().unwrap_or(0);
    Placement { nbytes: end, copied, live_nbytes }
}

fn lives(fused: &Fused) -> Vec<Life> {
    let mut lives = vec![Life { first: usize::MAX, last: 0 }; fused.buffers.len()];
    for (index, kernel) in fused.kernels.iter().enumerate() {
        let all = kernel.reads().into_iter().map(|(buffer, _)| buffer).chain(kernel.writes());
        for buffer in all {
            let life = &mut lives[buffer];
            *life = Life { first: life.first.min(index), last: life.last.max(index) };
        }
    }
    for &result in &fused.results {
        lives[result].last = fused.kernels.len();
    }
    for life in &mut lives {
        life.first = life.first.min(life.last);
    }
    lives
}

/// Which results may lie in the place of the arguments that they take over, and which pairs must be copied.
fn take_over(fused: &Fused, carried: &[(usize, usize)], lives: &[Life]) -> (Vec<(usize, usize)>, Vec<(usize, usize)>) {
    let mut taken = Vec::new();
    let mut copied = Vec::new();
    let mut used = Vec::new();
    for &(argument, result) in carried {
        let (from, to) = (fused.arguments[argument], fused.results[result]);
        if from == to {
            continue;
        }
        let computed = matches!(fused.buffers[to].origin, Origin::Computed);
        let is_free = !used.contains(&to) && !fused.results.contains(&from);
        if computed && is_free && is_unnoticed(fused, from, to, lives) {
            used.push(to);
            taken.push((argument, result));
        } else {
            copied.push((argument, result));
        }
    }
    (taken, copied)
}

/// Whether each kernel reads `from` as it was although `to` is written in its place: no kernel reads it later than the
/// one that writes, and that one reads each element only for the item that writes it.
fn is_unnoticed(fused: &Fused, from: usize, to: usize, lives: &[Life]) -> bool {
    let writers = || fused.kernels.iter().enumerate().filter(|(_, kernel)| kernel.writes().contains(&to));
    let (Some((writer, kernel)), 1) = (writers().next(), writers().count()) else { return false };
    let Work::Loop { count, steps } = &kernel.work else { return false };
    let is_store = |step: &Step| match step {
        Step::Store { into, .. } => into.buffer == to && into.view.is_identity(*count),
        _ => false,
    };
    let same = fused.buffers[from].nbytes() == fused.buffers[to].nbytes();
    let is_read = kernel.reads().iter().any(|(buffer, _)| *buffer == from);
    let in_step = kernel
        .reads()
        .into_iter()
        .filter(|(buffer, _)| *buffer == from)
        .all(|(_, view)| view.is_some_and(|view| view.is_identity(*count)));
    let dead_after = lives[from].last < writer || (lives[from].last == writer && is_read);
    same && dead_after && in_step && steps.iter().any(|(step, _)| is_store(step))
}
