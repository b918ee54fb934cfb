//! Memory of megabytes lies in large pages where the system has them: a run that goes through all of it meets a new page
//! at every fourth kilobyte otherwise, and fetching ahead ends there.

use std::alloc::{Layout, alloc, alloc_zeroed};

/// The bytes of a large page.
const LARGE: usize = 2 << 20;

/// What memory of so many bytes begins at a multiple of, `least` at least.
pub(crate) fn alignment(nbytes: usize, least: usize) -> usize {
    if nbytes >= 2 * LARGE { LARGE.max(least) } else { least }
}

/// Memory of any bytes, or null.
///
/// # Safety
/// As [`alloc`].
pub(crate) unsafe fn allocate(layout: Layout) -> *mut u8 {
    // SAFETY: asked of the caller.
    let data = unsafe { alloc(layout) };
    if layout.align() >= LARGE && !data.is_null() {
        ask(data, layout.size());
    }
    data
}

/// Memory of zeros, or null.
///
/// # Safety
/// As [`alloc_zeroed`].
pub(crate) unsafe fn allocate_zeroed(layout: Layout) -> *mut u8 {
    if layout.align() < LARGE {
        // SAFETY: asked of the caller.
        return unsafe { alloc_zeroed(layout) };
    }
    // SAFETY: asked of the caller; what was allocated is as large as the layout says.
    unsafe {
        let data = allocate(layout);
        if !data.is_null() {
            data.write_bytes(0, layout.size());
        }
        data
    }
}

/// Asks for large pages before the memory is touched; a system that has none need not give any.
fn ask(data: *mut u8, nbytes: usize) {
    #[cfg(target_os = "linux")]
    // SAFETY: advice on memory that was just allocated and begins with a page; it changes no byte.
    unsafe {
        libc::madvise(data.cast(), nbytes, libc::MADV_HUGEPAGE);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (data, nbytes);
}
