//! A look at the CUDA driver that never fails and never panics.
//!
//! The library is loaded by `cudarc`, and only after its own check, because its loader panics where there is none. The
//! functions are then called through plain signatures: `cudarc`'s own return a Rust enum, and a driver newer than the
//! enum answers with numbers that are no variant.

use std::ffi::{CStr, CString, c_char, c_int, c_uint};
use std::sync::OnceLock;

use cudarc::driver::sys;

use crate::error::{Error, Result};

/// What the driver told.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) driver_version: i32,
    pub(super) devices: Vec<String>,
    /// Why there is no device; empty when there is one.
    pub(super) reason: CString,
}

/// Asks the driver, the first time.
pub(super) fn probe() -> &'static Found {
    static FOUND: OnceLock<Found> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut driver_version = 0;
        match ask(&mut driver_version) {
            Ok(devices) => Found { driver_version, devices, reason: CString::default() },
            Err(reason) => {
                Found { driver_version, devices: Vec::new(), reason: CString::new(reason).unwrap_or_default() }
            }
        }
    })
}

pub(super) fn device_name(index: i32) -> Result<&'static str> {
    let found = probe();
    match usize::try_from(index).ok().and_then(|index| found.devices.get(index)) {
        Some(name) => Ok(name),
        None if found.devices.is_empty() => {
            Err(Error::not_found(format!("there is no CUDA device {index}: {}", found.reason.to_string_lossy())))
        }
        None => Err(Error::not_found(format!("there is no CUDA device {index}, only {}", found.devices.len()))),
    }
}

type Init = unsafe extern "C" fn(c_uint) -> c_int;
type GetInt = unsafe extern "C" fn(*mut c_int) -> c_int;
type DeviceGet = unsafe extern "C" fn(*mut c_int, c_int) -> c_int;
type DeviceName = unsafe extern "C" fn(*mut c_char, c_int, c_int) -> c_int;
type ErrorName = unsafe extern "C" fn(c_int, *mut *const c_char) -> c_int;

/// The devices, or why there are none. The version is set as soon as it is known.
fn ask(driver_version: &mut i32) -> std::result::Result<Vec<String>, String> {
    // SAFETY: loading the driver runs its initialisers, as in every CUDA program.
    if !unsafe { sys::is_culib_present() } {
        return Err("no CUDA driver: libcuda.so.1 cannot be loaded".to_owned());
    }
    let driver_get_version: GetInt = symbol(c"cuDriverGetVersion")?;
    // SAFETY: the signature is the one in cuda.h, and the output is valid.
    check("cuDriverGetVersion", unsafe { driver_get_version(driver_version) })?;
    let init: Init = symbol(c"cuInit")?;
    // SAFETY: the signature is the one in cuda.h.
    check("cuInit", unsafe { init(0) })?;
    let device_get_count: GetInt = symbol(c"cuDeviceGetCount")?;
    let mut count = 0;
    // SAFETY: the signature is the one in cuda.h, and the output is valid.
    check("cuDeviceGetCount", unsafe { device_get_count(&mut count) })?;
    if count <= 0 {
        return Err("the CUDA driver knows no device".to_owned());
    }
    (0..count).map(name).collect()
}

fn name(index: c_int) -> std::result::Result<String, String> {
    let device_get: DeviceGet = symbol(c"cuDeviceGet")?;
    let device_get_name: DeviceName = symbol(c"cuDeviceGetName")?;
    let mut device = 0;
    let mut name = [0; 256];
    // SAFETY: the signatures are those in cuda.h, and the outputs are as long as said, with a NUL at their end.
    unsafe {
        check("cuDeviceGet", device_get(&mut device, index))?;
        check("cuDeviceGetName", device_get_name(name.as_mut_ptr(), name.len() as c_int - 1, device))?;
        Ok(CStr::from_ptr(name.as_ptr()).to_string_lossy().into_owned())
    }
}

fn symbol<F: Copy>(name: &CStr) -> std::result::Result<F, String> {
    // SAFETY: called after `is_culib_present`, and every `F` here is the type of that function in cuda.h.
    match unsafe { sys::culib().get::<F>(name.to_bytes_with_nul()) } {
        Ok(function) => Ok(*function),
        Err(_) => Err(format!("the CUDA driver has no function {}", name.to_string_lossy())),
    }
}

fn check(function: &str, code: c_int) -> std::result::Result<(), String> {
    if code == 0 {
        return Ok(());
    }
    let mut name: *const c_char = std::ptr::null();
    if let Ok(get_error_name) = symbol::<ErrorName>(c"cuGetErrorName") {
        // SAFETY: the signature is the one in cuda.h, and the output is valid.
        unsafe { get_error_name(code, &mut name) };
    }
    if name.is_null() {
        return Err(format!("{function} of the CUDA driver failed with error {code}"));
    }
    // SAFETY: the driver's names are static and end with a NUL.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    Err(format!("{function} of the CUDA driver failed with error {code} ({name})"))
}
