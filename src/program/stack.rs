//! Work that recurs as deep as a program nests.

use super::module::MAX_NESTING;
use crate::error::{Error, Result};

/// Nesting beyond this is worked on in a thread with a stack of its own.
const SHALLOW: usize = 16;
/// The stack that one level of nesting may take.
const BYTES_PER_LEVEL: usize = 64 << 10;

/// Runs `work`, which recurs so deep, with a stack that is large enough.
///
/// # Errors
/// `RESOURCE_EXHAUSTED` when there is no memory for the stack.
pub(crate) fn with_depth<R: Send>(depth: usize, work: impl FnOnce() -> R + Send) -> Result<R> {
    if depth <= SHALLOW {
        return Ok(work());
    }
    let bytes = depth.min(2 * MAX_NESTING) * BYTES_PER_LEVEL;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(bytes)
            .spawn_scoped(scope, work)
            .map_err(|_| Error::out_of_memory("the stack for a deeply nested program", bytes))?;
        Ok(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}
