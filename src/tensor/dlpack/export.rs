//! Lending a tensor out.

use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use super::{
    DEVICE_CPU, DLDataType, DLDevice, DLManagedTensor, DLManagedTensorVersioned, DLTensor, FLAG_IS_COPIED,
    FLAG_READ_ONLY, VERSION,
};
use crate::error::Result;
use crate::tensor::Tensor;

/// Up to this rank an export is a single allocation.
const INLINE_RANK: usize = 4;

impl Tensor {
    /// Lends the tensor to another library. The export is one more holder: until its deleter runs, whoever writes to
    /// the tensor writes to a copy. So that neither the tensor nor its clones change either, the export is read-only;
    /// with `copy` it is a copy instead, which the consumer may write to. [`Tensor::into_dlpack`] gives the memory away.
    ///
    /// The struct is the caller's, who hands it to a consumer or calls its deleter.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory for the copy.
    pub fn to_dlpack(&self, copy: bool) -> Result<NonNull<DLManagedTensorVersioned>> {
        Ok(if copy { export(self.copied()?, FLAG_IS_COPIED) } else { export(self.clone(), FLAG_READ_ONLY) })
    }

    /// As [`Tensor::to_dlpack`], in the older form. It has no read-only flag: a consumer that writes to it without
    /// having asked for a copy breaks the rule that shared tensors do not change.
    ///
    /// # Errors
    /// As [`Tensor::to_dlpack`].
    pub fn to_dlpack_legacy(&self, copy: bool) -> Result<NonNull<DLManagedTensor>> {
        Ok(if copy { export(self.copied()?, FLAG_IS_COPIED) } else { export(self.clone(), FLAG_READ_ONLY) })
    }

    /// Gives the tensor to another library, which may write to it if no clone lives and the memory may be written.
    pub fn into_dlpack(self) -> NonNull<DLManagedTensorVersioned> {
        export(self, 0)
    }

    /// As [`Tensor::into_dlpack`], in the older form.
    pub fn into_dlpack_legacy(self) -> NonNull<DLManagedTensor> {
        export(self, 0)
    }
}

/// A struct of DLPack and everything that it points to.
struct Export<M> {
    managed: MaybeUninit<M>,
    /// Extents and strides, when there are few.
    few: [i64; 2 * INLINE_RANK],
    /// Extents and strides, when there are more.
    more: Vec<i64>,
    #[expect(dead_code, reason = "held for its drop")]
    tensor: Tensor,
}

fn export<M: Managed>(mut tensor: Tensor, flags: u64) -> NonNull<M> {
    let rank = tensor.rank();
    let mut few = [0; 2 * INLINE_RANK];
    let mut more = Vec::new();
    let layout = if rank <= INLINE_RANK {
        &mut few[..2 * rank]
    } else {
        more.resize(2 * rank, 0);
        &mut more[..]
    };
    let (dims, strides) = layout.split_at_mut(rank);
    dims.copy_from_slice(tensor.shape());
    let mut stride = 1;
    for (out, dim) in strides.iter_mut().zip(&*dims).rev() {
        *out = stride;
        stride *= dim.max(&1);
    }
    let dtype = DLDataType::of(tensor.dtype());
    let empty = tensor.nbytes() == 0;

    // The last use of the tensor: another one would end the right to write through this pointer.
    let writable = if flags & FLAG_READ_ONLY == 0 { tensor.data_if_writable() } else { None };
    let flags = if writable.is_none() { flags | FLAG_READ_ONLY } else { flags };
    let data = writable.unwrap_or_else(|| tensor.bytes().as_ptr().cast_mut());
    let data = if empty { ptr::null_mut() } else { data };
    let export = Box::into_raw(Box::new(Export { managed: MaybeUninit::uninit(), few, more, tensor }));
    // SAFETY: `export` was just leaked by a Box and is not shared yet. All pointers into it are made from the raw
    // pointer, so that they stay good until the Box is made again to drop it; `rank` numbers precede the strides.
    unsafe {
        let dims = if rank <= INLINE_RANK { (&raw mut (*export).few).cast() } else { (*export).more.as_mut_ptr() };
        let dl_tensor = DLTensor {
            data: data.cast(),
            device: DLDevice { device_type: DEVICE_CPU, device_id: 0 },
            ndim: rank as i32,
            dtype,
            shape: dims,
            strides: dims.add(rank),
            byte_offset: 0,
        };
        let managed = (&raw mut (*export).managed).cast::<M>();
        managed.write(M::new(dl_tensor, export, flags));
        NonNull::new_unchecked(managed)
    }
}

/// The two kinds of struct.
trait Managed: Sized {
    fn new(dl_tensor: DLTensor, export: *mut Export<Self>, flags: u64) -> Self;
}

impl Managed for DLManagedTensorVersioned {
    fn new(dl_tensor: DLTensor, export: *mut Export<Self>, flags: u64) -> Self {
        Self { version: VERSION, manager_ctx: export.cast(), deleter: Some(delete_versioned), flags, dl_tensor }
    }
}

impl Managed for DLManagedTensor {
    fn new(dl_tensor: DLTensor, export: *mut Export<Self>, _flags: u64) -> Self {
        Self { dl_tensor, manager_ctx: export.cast(), deleter: Some(delete_legacy) }
    }
}

/// The deleter of every versioned export. Takes no lock and calls no foreign code, unless this was the last holder of
/// foreign memory.
unsafe extern "C" fn delete_versioned(managed: *mut DLManagedTensorVersioned) {
    if !managed.is_null() {
        // SAFETY: only `export` sets this deleter, on a struct whose `manager_ctx` is its leaked Box; DLPack lets the
        // consumer call it once.
        drop(unsafe { Box::from_raw((*managed).manager_ctx.cast::<Export<DLManagedTensorVersioned>>()) });
    }
}

/// The deleter of every legacy export; as [`delete_versioned`].
unsafe extern "C" fn delete_legacy(managed: *mut DLManagedTensor) {
    if !managed.is_null() {
        // SAFETY: as in `delete_versioned`.
        drop(unsafe { Box::from_raw((*managed).manager_ctx.cast::<Export<DLManagedTensor>>()) });
    }
}
