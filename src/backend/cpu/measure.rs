//! How long each kernel takes.

use std::time::{Duration, Instant};

use super::executable::Executable;
use crate::error::Result;
use crate::plan::BufferId;
#[cfg(doc)]
use crate::plan::Plan;
use crate::tensor::Tensor;

/// A kernel runs over and over for about so long before the clock is read again.
const ONCE: Duration = Duration::from_micros(20);

/// How often the clock is read for each kernel.
const ROUNDS: usize = 7;

/// The most runs between two looks at the clock.
const MAX_RUNS: usize = 1000;

/// How often a loop of the program runs at most: on zeros it may not end by itself.
const MAX_ITERATIONS: u64 = 1000;

impl Executable {
    /// The time that each kernel takes, in order: the median of a few rounds; none for those of [`Plan::prelude`], which take
    /// no time of a run.
    ///
    /// Each kernel runs by itself, over and over, in a workspace of its own with zeros for arguments: what it reads is in
    /// the nearest cache that holds it, and branches and loops go as they do for zeros, but loops end after a thousand iterations. So the times together are less
    /// than that of a run, and say how a run's time is shared.
    ///
    /// # Errors
    /// As [`Executable::run`], and `RESOURCE_EXHAUSTED` when there is no memory.
    pub fn kernel_times(&self) -> Result<Vec<Duration>> {
        let mut workspace = self.workspace()?;
        let buffers = |all: &[BufferId]| {
            let of = |&buffer: &BufferId| {
                let buffer = &self.plan().buffers()[buffer];
                Tensor::zeros(buffer.dtype, &[buffer.count as i64])
            };
            all.iter().map(of).collect::<Result<Vec<Tensor>>>()
        };
        let arguments = buffers(self.plan().arguments())?;
        let mut results = buffers(self.plan().results())?;
        let from: Vec<*const u8> = arguments.iter().map(|value| value.bytes().as_ptr()).collect();
        let to = results.iter_mut().map(|value| Ok(value.bytes_mut()?.as_mut_ptr())).collect::<Result<Vec<_>>>()?;
        self.bind(&mut workspace, &from, &to)?;
        // SAFETY: each place is that of an array of its type, and none is given twice.
        unsafe {
            self.begin(workspace.bases());
            self.run_bounded(&mut workspace, self.plan().prelude()..self.plan().kernels().len(), MAX_ITERATIONS)
        }?;
        let mut time = |kernel: usize, runs: usize| -> Result<Duration> {
            let begin = Instant::now();
            for _ in 0..runs {
                // SAFETY: as above.
                unsafe { self.run_bounded(&mut workspace, kernel..kernel + 1, MAX_ITERATIONS) }?;
            }
            Ok(begin.elapsed())
        };
        let mut times = vec![Duration::ZERO; self.plan().prelude()];
        for kernel in self.plan().prelude()..self.plan().kernels().len() {
            let first = time(kernel, 1)?.as_nanos().max(1);
            let runs = (ONCE.as_nanos() / first).clamp(1, MAX_RUNS as u128) as usize;
            let rounds = (0..ROUNDS).map(|_| time(kernel, runs));
            let mut rounds = rounds.collect::<Result<Vec<Duration>>>()?;
            rounds.sort_unstable();
            times.push(rounds[ROUNDS / 2] / runs as u32);
        }
        Ok(times)
    }
}
