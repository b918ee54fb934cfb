//! Arrays to and from other libraries without a copy, through DLPack: the structs of its header, version 1.1.
//!
//! Both kinds of struct are spoken: [`DLManagedTensorVersioned`] and the older [`DLManagedTensor`], which carries
//! neither a version nor flags. Everything here works from any thread.

mod export;
mod import;

use std::ffi::c_void;

use super::DType;

/// The version that exports carry.
pub const VERSION: DLPackVersion = DLPackVersion { major: 1, minor: 1 };

/// Set in `flags`: the consumer must not write to the data.
pub const FLAG_READ_ONLY: u64 = 1 << 0;
/// Set in `flags`: the producer made a copy for this export.
pub const FLAG_IS_COPIED: u64 = 1 << 1;

/// Device type of ordinary memory.
pub const DEVICE_CPU: i32 = 1;
/// Device type of host memory that CUDA has pinned.
pub const DEVICE_CUDA_HOST: i32 = 3;

const CODE_INT: u8 = 0;
const CODE_UINT: u8 = 1;
const CODE_FLOAT: u8 = 2;
const CODE_BFLOAT: u8 = 4;
const CODE_BOOL: u8 = 6;

/// A version of DLPack. Another major number means another layout; a minor one only adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct DLPackVersion {
    /// Changes when the layout does.
    pub major: u32,
    /// Grows when something is added.
    pub minor: u32,
}

/// Where data lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct DLDevice {
    /// The kind of memory, such as [`DEVICE_CPU`].
    pub device_type: i32,
    /// Which of them; 0 for ordinary memory.
    pub device_id: i32,
}

/// The type of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct DLDataType {
    /// Its kind: integer, float and so on.
    pub code: u8,
    /// Bits of one lane.
    pub bits: u8,
    /// 1, or more for a vector type.
    pub lanes: u16,
}

/// An array that somebody else keeps alive.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DLTensor {
    /// The memory; NULL when there are no elements.
    pub data: *mut c_void,
    /// Where it is.
    pub device: DLDevice,
    /// The number of dimensions.
    pub ndim: i32,
    /// The type of the elements.
    pub dtype: DLDataType,
    /// `ndim` extents.
    pub shape: *mut i64,
    /// `ndim` strides in elements; NULL for row-major without gaps.
    pub strides: *mut i64,
    /// Bytes from `data` to the first element.
    pub byte_offset: u64,
}

/// An array with what gives it back, without version and flags.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DLManagedTensor {
    /// The array.
    pub dl_tensor: DLTensor,
    /// The producer's own.
    pub manager_ctx: *mut c_void,
    /// Gives the array back; called once by the consumer, from any thread. May be NULL.
    pub deleter: Option<unsafe extern "C" fn(*mut DLManagedTensor)>,
}

/// An array with what gives it back, with version and flags.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct DLManagedTensorVersioned {
    /// The version of the layout of everything after `deleter`.
    pub version: DLPackVersion,
    /// The producer's own.
    pub manager_ctx: *mut c_void,
    /// Gives the array back; called once by the consumer, from any thread. May be NULL.
    pub deleter: Option<unsafe extern "C" fn(*mut DLManagedTensorVersioned)>,
    /// [`FLAG_READ_ONLY`], [`FLAG_IS_COPIED`].
    pub flags: u64,
    /// The array.
    pub dl_tensor: DLTensor,
}

#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<DLTensor>() == 48);
    assert!(size_of::<DLManagedTensor>() == 64 && std::mem::offset_of!(DLManagedTensor, deleter) == 56);
    assert!(size_of::<DLManagedTensorVersioned>() == 80);
    assert!(std::mem::offset_of!(DLManagedTensorVersioned, flags) == 24);
    assert!(std::mem::offset_of!(DLManagedTensorVersioned, dl_tensor) == 32);
};

impl DLDataType {
    /// How DLPack writes a dtype.
    pub const fn of(dtype: DType) -> DLDataType {
        let code = match dtype {
            DType::Bool => CODE_BOOL,
            DType::I8 | DType::I16 | DType::I32 | DType::I64 => CODE_INT,
            DType::U8 | DType::U16 | DType::U32 | DType::U64 => CODE_UINT,
            DType::F16 | DType::F32 | DType::F64 => CODE_FLOAT,
            DType::BF16 => CODE_BFLOAT,
        };
        DLDataType { code, bits: 8 * dtype.size() as u8, lanes: 1 }
    }

    /// The dtype that DLPack writes like this.
    pub fn dtype(self) -> Option<DType> {
        DType::ALL.into_iter().find(|&dtype| DLDataType::of(dtype) == self)
    }
}
