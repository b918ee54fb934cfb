//! Which phases wait for each other: a phase runs after those that write what it reads, read what it writes, or write
//! there too. Buffers that never live at once share memory, so what counts is where they lie.

use super::frame::{Frame, Slot};
use super::phase::Phase;

/// The phases of each stage, by their places: each as early as it may be.
pub(super) fn stages(frame: &Frame, phases: &[Phase]) -> Vec<Vec<usize>> {
    // The stages after which each slot was last read, and written.
    let mut read = vec![0; frame.slots.len()];
    let mut written = vec![0; frame.slots.len()];
    let mut stages: Vec<Vec<usize>> = Vec::new();
    for (place, phase) in phases.iter().enumerate() {
        let others = |slot: &Slot| frame.slots[*slot].shared.iter();
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
