//! Where the bytes of an array lie: in the array itself, in an allocation of its own, or in memory that somebody else owns.

use std::alloc::{Layout, dealloc};
use std::ptr::NonNull;
use std::sync::Arc;

use memmap2::Mmap;

use super::DType;
use crate::error::{Error, Result};
use crate::pages;

/// From this size on a buffer begins on a 256-byte boundary, below on a 64-byte one; one of megabytes with a large page.
const LARGE: usize = 4096;

/// The most bytes that lie in the array itself.
pub(super) const INLINE: usize = 16;

/// The bytes of an array. The dtype stands here because it fits beside the tag; next to the storage it would cost a word.
pub(super) enum Storage {
    /// At most [`INLINE`] bytes.
    Inline(DType, [u64; 2]),
    /// An allocation of its own, of more than [`INLINE`] bytes.
    Own(DType, Buffer),
    /// Somebody else's memory.
    External(DType, Box<External>),
}

const _: () = assert!(size_of::<Storage>() == 24);

impl Storage {
    /// `bytes` zero bytes.
    pub(super) fn zeroed(dtype: DType, bytes: usize) -> Result<Storage> {
        Ok(if bytes <= INLINE { Storage::Inline(dtype, [0; 2]) } else { Storage::Own(dtype, Buffer::zeroed(bytes)?) })
    }

    /// A copy of these bytes.
    pub(super) fn copy_of(dtype: DType, bytes: &[u8]) -> Result<Storage> {
        if bytes.len() > INLINE {
            return Ok(Storage::Own(dtype, Buffer::copy_of(bytes)?));
        }
        let mut words = [0u64; 2];
        bytemuck::bytes_of_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Ok(Storage::Inline(dtype, words))
    }

    pub(super) fn dtype(&self) -> DType {
        match self {
            Storage::Inline(dtype, _) | Storage::Own(dtype, _) | Storage::External(dtype, _) => *dtype,
        }
    }

    /// The bytes; `Inline` answers with all of its words.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Storage::Inline(_, words) => bytemuck::bytes_of(words),
            Storage::Own(_, buffer) => buffer.bytes(),
            Storage::External(_, external) => external.bytes(),
        }
    }

    /// The bytes to write to, or `None` when they are somebody else's memory.
    pub(super) fn own_bytes_mut(&mut self) -> Option<&mut [u8]> {
        match self {
            Storage::Inline(_, words) => Some(bytemuck::bytes_of_mut(words)),
            Storage::Own(_, buffer) => Some(buffer.bytes_mut()),
            Storage::External(..) => None,
        }
    }

    /// The bytes to write to, or `None` when they are not ours to change.
    pub(super) fn bytes_mut(&mut self) -> Option<&mut [u8]> {
        match self {
            Storage::Inline(_, words) => Some(bytemuck::bytes_of_mut(words)),
            Storage::Own(_, buffer) => Some(buffer.bytes_mut()),
            Storage::External(_, external) => external.bytes_mut(),
        }
    }
}

/// An aligned allocation of at least one byte.
pub(super) struct Buffer {
    data: NonNull<u8>,
    len: usize,
}

// SAFETY: the allocation belongs to this value alone, and is only written through `&mut self`.
unsafe impl Send for Buffer {}
// SAFETY: as above; `&self` only reads.
unsafe impl Sync for Buffer {}

impl Buffer {
    fn layout(len: usize) -> Option<Layout> {
        debug_assert!(len > 0);
        Layout::from_size_align(len, pages::alignment(len, if len >= LARGE { 256 } else { 64 })).ok()
    }

    fn allocated(len: usize, allocate: unsafe fn(Layout) -> *mut u8) -> Result<Buffer> {
        Buffer::layout(len)
            // SAFETY: `allocate` allocates as the global allocator's functions do, and the size is not 0.
            .and_then(|layout| NonNull::new(unsafe { allocate(layout) }))
            .map(|data| Buffer { data, len })
            .ok_or_else(|| Error::out_of_memory("the data of an array", len))
    }

    fn zeroed(len: usize) -> Result<Buffer> {
        Buffer::allocated(len, pages::allocate_zeroed)
    }

    fn copy_of(bytes: &[u8]) -> Result<Buffer> {
        let buffer = Buffer::allocated(bytes.len(), pages::allocate)?;
        // SAFETY: the new allocation has this many bytes and overlaps nothing.
        unsafe { buffer.data.copy_from_nonoverlapping(NonNull::from(bytes).cast(), bytes.len()) };
        Ok(buffer)
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: both constructors initialise all `len` bytes; they live as long as `self`.
        unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.len) }
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `bytes`, and `&mut self` is the only access.
        unsafe { std::slice::from_raw_parts_mut(self.data.as_ptr(), self.len) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(layout) = Buffer::layout(self.len) {
            // SAFETY: allocated with exactly this layout, which is a function of the length.
            unsafe { dealloc(self.data.as_ptr(), layout) };
        }
    }
}

/// Memory that somebody else owns and that stays valid until the owner is dropped.
pub(super) struct External {
    data: NonNull<u8>,
    len: usize,
    writable: bool,
    owner: Owner,
}

/// What keeps external memory alive.
pub(super) enum Owner {
    /// A region of a file, shared by all arrays of that file.
    Mapped(#[expect(dead_code, reason = "held for its drop")] Arc<Mmap>),
    /// Anything whose drop gives the memory back, by running foreign code.
    Foreign(#[expect(dead_code, reason = "held for its drop")] Box<dyn Send>),
}

// SAFETY: the bytes are read by `&self` and written by `&mut self` only. `Mmap` is `Sync`; a foreign owner is `Send`,
// and nothing but its drop ever touches it. That the memory may be used from any thread is asked of `External::new`.
unsafe impl Sync for External {}
// SAFETY: as above.
unsafe impl Send for External {}

impl External {
    /// # Safety
    /// Until `owner` is dropped, `len` bytes at `data` are initialised and may be read from any thread; when `writable`,
    /// they may be written too, and nobody else writes while the array is read.
    pub(super) unsafe fn new(data: NonNull<u8>, len: usize, writable: bool, owner: Owner) -> External {
        External { data, len, writable, owner }
    }

    pub(super) fn is_foreign(&self) -> bool {
        matches!(self.owner, Owner::Foreign(_))
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: asked of `new`, and the owner lives as long as `self`.
        unsafe { std::slice::from_raw_parts(self.data.as_ptr(), self.len) }
    }

    fn bytes_mut(&mut self) -> Option<&mut [u8]> {
        // SAFETY: asked of `new` for writable memory, and `&mut self` is our only access.
        self.writable.then(|| unsafe { std::slice::from_raw_parts_mut(self.data.as_ptr(), self.len) })
    }
}

/// Runs a closure when it is dropped: the owner of foreign memory for [`Tensor::from_foreign`](super::Tensor::from_foreign).
pub struct Release<F: FnOnce()>(Option<F>);

impl<F: FnOnce()> Release<F> {
    /// An owner whose drop runs `release`, exactly once.
    pub fn new(release: F) -> Release<F> {
        Release(Some(release))
    }
}

impl<F: FnOnce()> Drop for Release<F> {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            release();
        }
    }
}
