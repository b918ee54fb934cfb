//! Memory that holds code: written first, executable and no longer writable then.

use memmap2::{Mmap, MmapMut};

use crate::backend::cpu::instruction::Bases;
use crate::error::{Error, Result, Status};

/// Pages of code.
#[derive(Debug)]
pub(in crate::backend::cpu) struct Pages(Mmap);

/// Where code begins that runs on items: it is told the blocks of memory, the first item, how many, and the first row.
#[derive(Clone, Copy, Debug)]
pub(in crate::backend::cpu) struct Entry(*const u8);

// SAFETY: code is only read.
unsafe impl Send for Entry {}
// SAFETY: as above.
unsafe impl Sync for Entry {}

impl Pages {
    /// Pages with this code.
    ///
    /// # Errors
    /// `UNAVAILABLE` where the system gives no memory that may be executed.
    pub(in crate::backend::cpu) fn new(code: &[u8]) -> Result<Pages> {
        let refused = |error: std::io::Error| Error::new(Status::Unavailable, format!("no memory for code: {error}"));
        let mut pages = MmapMut::map_anon(code.len().max(1)).map_err(refused)?;
        pages[..code.len()].copy_from_slice(code);
        Ok(Pages(pages.make_exec().map_err(refused)?))
    }

    /// The code that begins so many bytes after the first.
    pub(in crate::backend::cpu) fn entry(&self, begin: usize) -> Entry {
        Entry(self.0[begin..].as_ptr())
    }
}

/// The convention that the code follows on every system; nothing is compiled for other processors.
#[cfg(target_arch = "x86_64")]
type Code = unsafe extern "sysv64" fn(bases: *const *mut u8, start: usize, count: usize, row: usize);
#[cfg(not(target_arch = "x86_64"))]
type Code = unsafe extern "C" fn(bases: *const *mut u8, start: usize, count: usize, row: usize);

impl Entry {
    /// # Safety
    /// The pages are still there, and the blocks of memory and the items are those that the code was made for.
    #[inline]
    pub(in crate::backend::cpu) unsafe fn call(self, bases: Bases, start: usize, count: usize, row: usize) {
        // SAFETY: code of this kind begins there.
        unsafe { std::mem::transmute::<*const u8, Code>(self.0)(bases.first(), start, count, row) }
    }
}
