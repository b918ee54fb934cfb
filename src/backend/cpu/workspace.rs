//! The memory that one run at a time uses.

use std::cell::Cell;
use std::time::Duration;

use super::arena::Arena;
use super::instruction::{Bases, Place};
use crate::error::{Error, Result};

/// The memory of a run: what is between arguments and results, and where those lie.
pub struct Workspace {
    #[expect(dead_code, reason = "held for its drop")]
    memory: [Arena; 3],
    /// The beginnings of the blocks that [`Bases`] numbers, for the thread that begins a run.
    bases: Vec<*mut u8>,
    helpers: Vec<Helper>,
    /// On how many threads the next runs are done.
    pub(super) num_threads: usize,
}

// SAFETY: the memory is only used in the unsafe functions of `Executable`, whose callers have the workspace alone.
unsafe impl Send for Workspace {}
// SAFETY: as above.
unsafe impl Sync for Workspace {}

impl Workspace {
    /// For one thread, with so many blocks of memory; arguments and results lie nowhere yet.
    pub(super) fn new(
        mut arena: Arena,
        shared_nbytes: usize,
        scratch_nbytes: usize,
        count: usize,
    ) -> Result<Workspace> {
        let mut shared = Arena::new(shared_nbytes)?;
        let mut scratch = Arena::new(scratch_nbytes)?;
        let mut bases = vec![arena.base(), shared.base(), scratch.base()];
        bases.resize(count, std::ptr::null_mut());
        Ok(Workspace { memory: [arena, shared, scratch], bases, helpers: Vec::new(), num_threads: 1 })
    }

    /// Makes room for so many threads besides the first one.
    pub(super) fn reserve(&mut self, helpers: usize, scratch_nbytes: usize, base_count: usize) -> Result<()> {
        let missing = helpers.saturating_sub(self.helpers.len());
        self.helpers.try_reserve(missing).map_err(|_| Error::out_of_memory("the threads of a run", missing))?;
        for _ in 0..missing {
            self.helpers.push(Helper::new(scratch_nbytes, base_count)?);
        }
        Ok(())
    }

    /// Where arguments and results lie.
    pub(super) fn bound_mut(&mut self) -> &mut [*mut u8] {
        &mut self.bases[Bases::FIRST_ARGUMENT as usize..]
    }

    /// The blocks of memory as the first thread sees them.
    pub(super) fn bases(&self) -> Bases {
        Bases::new(&self.bases)
    }

    /// What the kernels of a run have in common.
    pub(super) fn context(&self, least: Duration, iterations: u64) -> Context<'_> {
        let (num_threads, helpers) = (self.num_threads, &*self.helpers);
        Context { iterations: Cell::new(iterations), num_threads, least, helpers }
    }
}

/// What the kernels of a run have in common, and those of its regions.
pub(super) struct Context<'w> {
    /// How often loops of the program may still run their bodies.
    pub(super) iterations: Cell<u64>,
    /// How many threads there are.
    pub(super) num_threads: usize,
    /// What a part of a kernel should take at least.
    pub(super) least: Duration,
    /// The memory of all threads but the first one.
    pub(super) helpers: &'w [Helper],
}

/// The memory of a thread that helps: scratch memory, and where everything lies as it sees it.
pub(super) struct Helper {
    #[expect(dead_code, reason = "held for its drop")]
    memory: Arena,
    begin: *mut u8,
    bases: *mut *mut u8,
}

// SAFETY: the memory is only used where `Helper::bases` and `Helper::scratch` say.
unsafe impl Sync for Helper {}

impl Helper {
    fn new(scratch_nbytes: usize, base_count: usize) -> Result<Helper> {
        let bases = scratch_nbytes.next_multiple_of(align_of::<*mut u8>());
        let mut memory = Arena::new(bases + base_count * size_of::<*mut u8>())?;
        let begin = memory.base();
        // SAFETY: the addresses lie in the arena, behind the scratch memory.
        let bases = unsafe { begin.add(bases) }.cast();
        Ok(Helper { memory, begin, bases })
    }

    /// A place in the scratch memory.
    pub(super) fn scratch(&self, place: Place) -> *mut u8 {
        self.begin.wrapping_add(place.offset)
    }

    /// So many blocks of memory as this thread sees them: with scratch memory of its own.
    ///
    /// # Safety
    /// There are so many, and no more than there is room for. Nobody else uses the memory of this thread until the blocks
    /// are used no more.
    pub(super) unsafe fn bases(&self, of_run: Bases, count: usize) -> Bases {
        // SAFETY: asked of the caller.
        unsafe {
            std::ptr::copy_nonoverlapping(of_run.first(), self.bases, count);
            self.bases.add(Bases::SCRATCH as usize).write(self.begin);
            Bases::new(std::slice::from_raw_parts(self.bases, count))
        }
    }
}
