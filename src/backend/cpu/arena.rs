//! The memory of a run.

use std::alloc::{Layout, dealloc};
use std::ptr::NonNull;

use crate::error::{Error, Result};
use crate::pages;

/// What an arena begins at a multiple of: a page, so that its lines fall the same way each time. A large one begins with a
/// large page.
const ALIGNMENT: usize = 4096;

/// A block of memory.
pub(super) struct Arena {
    data: NonNull<u8>,
    layout: Layout,
}

// SAFETY: the memory belongs to this value alone, and is only written through `&mut self`.
unsafe impl Send for Arena {}
// SAFETY: as above; `&self` only reads.
unsafe impl Sync for Arena {}

impl Arena {
    pub(super) fn new(nbytes: usize) -> Result<Arena> {
        let layout = Layout::from_size_align(nbytes.max(ALIGNMENT), pages::alignment(nbytes, ALIGNMENT));
        let layout = layout.map_err(|_| Error::out_of_memory("the memory of a plan", nbytes))?;
        // SAFETY: the size is not 0.
        let data = NonNull::new(unsafe { pages::allocate_zeroed(layout) });
        let data = data.ok_or_else(|| Error::out_of_memory("the memory of a plan", nbytes))?;
        Ok(Arena { data, layout })
    }

    pub(super) fn base(&mut self) -> *mut u8 {
        self.data.as_ptr()
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: the allocation has so many bytes, all initialised, and `&mut self` is the only access.
        unsafe { std::slice::from_raw_parts_mut(self.data.as_ptr(), self.layout.size()) }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        // SAFETY: allocated with this layout.
        unsafe { dealloc(self.data.as_ptr(), self.layout) };
    }
}
