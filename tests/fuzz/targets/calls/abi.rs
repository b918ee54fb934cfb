//! Calls through the C ABI, with what holds for every one of them: outputs are zeroed unless the call succeeds, and the
//! status is never INTERNAL or POISONED.

use std::fmt::Debug;
use std::ptr;

use nnx::capi::report::{nnx_report, nnx_report_release, nnx_report_row, nnx_report_size};
use nnx::capi::strings::{nnx_bytes, nnx_bytes_data, nnx_bytes_release, nnx_str};

/// Calls an exported function.
macro_rules! call {
    ($function:ident($($argument:expr),* $(,)?)) => {
        // SAFETY: handles may have any value; every other pointer here is to memory of the size that goes with it.
        unsafe { $function($($argument),*) }
    };
}
pub(super) use call;

pub fn check(status: i32) -> i32 {
    assert!(status != 13 && status != 101, "status {status}: {}", last_error());
    status
}

pub fn last_error() -> String {
    let text = nnx::capi::error::nnx_last_error_message();
    // SAFETY: a text that lives until this thread's next call.
    unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// A call that gives a handle.
pub fn handle<H>(call: impl FnOnce(*mut *mut H) -> i32) -> Result<*mut H, i32> {
    let mut out = ptr::without_provenance_mut(0x55);
    let status = check(call(&mut out));
    assert_eq!(status == 0, !out.is_null(), "status {status} with the output {out:?}");
    if status == 0 { Ok(out) } else { Err(status) }
}

/// A call that gives several handles.
pub fn handles<H>(count: usize, call: impl FnOnce(*mut *mut H) -> i32) -> Result<Vec<*mut H>, i32> {
    let mut out = vec![ptr::without_provenance_mut(0x55); count + 1];
    let status = check(call(out.as_mut_ptr()));
    assert_eq!(out.pop(), Some(ptr::without_provenance_mut(0x55)), "written behind the outputs");
    assert!(out.iter().all(|out| (status == 0) != out.is_null()), "status {status} with the outputs {out:?}");
    if status == 0 { Ok(out) } else { Err(status) }
}

/// A call that gives a number.
pub fn number<N: Copy + Default + PartialEq + Debug>(before: N, call: impl FnOnce(*mut N) -> i32) -> Result<N, i32> {
    let mut out = before;
    match check(call(&mut out)) {
        0 => Ok(out),
        status => {
            assert_eq!(out, N::default(), "status {status} with an output");
            Err(status)
        }
    }
}

pub fn text(text: &str) -> nnx_str {
    nnx_str { data: text.as_ptr().cast(), size: text.len() }
}

pub fn lent(call: impl FnOnce(*mut nnx_str) -> i32) -> Result<String, i32> {
    let mut out = text("before");
    match check(call(&mut out)) {
        // SAFETY: lent by the object of the call, which lives.
        0 => Ok(unsafe { out.as_str("out") }.expect("UTF-8").to_owned()),
        status => {
            assert!(out.data.is_null() && out.size == 0, "status {status} with an output");
            Err(status)
        }
    }
}

pub fn bytes(call: impl FnOnce(*mut *mut nnx_bytes) -> i32) -> Result<String, i32> {
    let bytes = handle(call)?;
    let text = lent(|out| call!(nnx_bytes_data(bytes, out)))?;
    assert_eq!(nnx_bytes_release(bytes), 0);
    Ok(text)
}

/// A call that gives a report: its rows.
pub fn rows(call: impl FnOnce(*mut *mut nnx_report) -> i32) -> Result<Vec<(String, i32, String)>, i32> {
    let report = handle(call)?;
    let size = number(7, |out| call!(nnx_report_size(report, out)))?;
    let mut rows = Vec::new();
    for row in 0..size {
        let (mut path, mut code, mut about) = (text(""), 0, text(""));
        assert_eq!(call!(nnx_report_row(report, row, &mut path, &mut code, &mut about)), 0);
        // SAFETY: lent by the report, which lives.
        let texts = unsafe { (path.as_str("path"), about.as_str("text")) };
        rows.push((texts.0.expect("UTF-8").to_owned(), code, texts.1.expect("UTF-8").to_owned()));
    }
    assert_eq!(nnx_report_release(report), 0);
    Ok(rows)
}
