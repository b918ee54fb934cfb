//! What machine this is: its instruction set, and its CUDA devices as far as the driver tells them.

mod cuda;

use std::ffi::c_char;

use super::guard;
use super::options::{self, Options};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes};

/// What is known of CUDA on this machine.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_cuda_info {
    /// `sizeof(nnx_cuda_info)` as the caller compiled it.
    pub struct_size: usize,
    /// 1 when there is a driver with at least one device, otherwise 0; `nnx_cuda_reason` then says why.
    pub present: i32,
    /// The CUDA version that the driver supports, such as 12040 for 12.4; 0 when there is no driver.
    pub driver_version: i32,
    /// The number of devices.
    pub device_count: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: plain integers without padding, behind the size.
unsafe impl Options for nnx_cuda_info {
    const NAME: &'static str = "nnx_cuda_info";
    const FIRST_SIZE: usize = 24;
    const DEFAULT: nnx_cuda_info = nnx_cuda_info {
        struct_size: size_of::<nnx_cuda_info>(),
        present: 0,
        driver_version: 0,
        device_count: 0,
        reserved: 0,
    };
}

/// The instruction set that the CPU code uses: `avx512`, `avx2`, `neon` or `baseline`. It is the best one that this
/// machine has, or the one that the environment variable NNX_ISA names. An NNX_ISA that is unknown, or that this machine
/// cannot run, is ignored, and `nnx_last_error_message` then says so. Static; ends with a NUL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_isa_name() -> *const c_char {
    guard(|| {
        let chosen = crate::isa::chosen();
        if let Some(error) = &chosen.ignored {
            super::error::store(error);
        }
        chosen.isa.name().as_ptr()
    })
}

/// Asks the CUDA driver what there is; a machine without a driver or device is an answer, not a failure. The driver is
/// asked once in a process. Start from NNX_CUDA_INFO_INIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_cuda_probe(out: *mut nnx_cuda_info) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports, and the struct says its size.
        unsafe {
            options::write(out, "out", || {
                let found = cuda::probe();
                nnx_cuda_info {
                    present: i32::from(!found.devices.is_empty()),
                    driver_version: found.driver_version,
                    device_count: i32::try_from(found.devices.len()).unwrap_or(i32::MAX),
                    ..nnx_cuda_info::DEFAULT
                }
            })
        }
    })
}

/// Why there is no CUDA device; empty when there is one. Static; ends with a NUL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_cuda_reason() -> *const c_char {
    guard(|| cuda::probe().reason.as_ptr())
}

/// The name of a CUDA device, as its driver gives it. NOT_FOUND when there is no device of this index.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_cuda_device_name(index: i32, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(cuda::device_name(index)?))
    })
}
