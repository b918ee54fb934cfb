//! The caller's functions: their `user_data`, its destroy function, and what their status means.

use std::ffi::c_void;

use super::error;
use super::guard::outside;
use super::status::nnx_status;
use crate::error::{Error, Result, Status};

/// Frees `user_data`. Runs exactly once, also when the call that it was given to fails, on whichever thread lets go of
/// it last; it must not throw or jump out.
pub type nnx_destroy_fn = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// A caller's `user_data` with its destroy function, which runs when this is dropped. An exported function that takes
/// one makes this first of all, so that no failure can lose it.
#[derive(Debug)]
pub struct UserData {
    data: *mut c_void,
    destroy: nnx_destroy_fn,
}

// SAFETY: the C contract says that callbacks and their user_data may be used from any thread.
unsafe impl Send for UserData {}
// SAFETY: the same contract; what the callbacks do with it at the same time is theirs to order.
unsafe impl Sync for UserData {}

impl UserData {
    /// Takes over what the caller handed in.
    ///
    /// # Safety
    /// `destroy` may be called once with `data`, at any later time and on any thread.
    pub unsafe fn new(data: *mut c_void, destroy: nnx_destroy_fn) -> UserData {
        UserData { data, destroy }
    }

    /// What the callbacks are called with.
    pub fn as_ptr(&self) -> *mut c_void {
        self.data
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(destroy) = self.destroy {
            // SAFETY: `new` allows it, and a value is dropped once.
            outside(|| unsafe { destroy(self.data) });
        }
    }
}

/// Runs a callback that answers with a status. The numbers from 1000 are the callback's own and come back unchanged; a
/// status of the library, from a call that failed inside, comes back with that call's text.
pub fn call(name: &str, callback: impl FnOnce() -> nnx_status) -> Result<()> {
    let status = outside(callback);
    if status == Status::Ok as nnx_status {
        return Ok(());
    }
    if status >= 1000 {
        return Err(Error::from_code(status, format!("the callback `{name}` returned {status}")));
    }
    if !Status::ALL.into_iter().any(|known| known as nnx_status == status) {
        let text = format!("the callback `{name}` returned {status}, which is no status; its own begin at 1000");
        return Err(Error::invalid(text));
    }
    let text = match error::last() {
        Some((code, text)) if code == status => format!("in the callback `{name}`: {text}"),
        _ => format!("the callback `{name}` returned {status}"),
    };
    Err(Error::from_code(status, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    unsafe extern "C" fn count(user_data: *mut c_void) {
        // SAFETY: the tests hand in a counter that outlives the call.
        unsafe { &*user_data.cast::<AtomicUsize>() }.fetch_add(1, Ordering::Relaxed);
    }

    #[test]
    fn destroy_runs_once_also_on_failure() {
        let calls = AtomicUsize::new(0);
        let failing = || -> Result<()> {
            // SAFETY: `count` may be called with the counter.
            let _data = unsafe { UserData::new((&raw const calls).cast_mut().cast(), Some(count)) };
            Err(Error::invalid("something else"))
        };
        assert!(failing().is_err());
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        // SAFETY: nothing is called.
        drop(unsafe { UserData::new((&raw const calls).cast_mut().cast(), None) });
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_callbacks_own_status_comes_back_unchanged() {
        assert!(call("visit", || 0).is_ok());
        assert_eq!(call("visit", || 1234).unwrap_err().code(), 1234);
        assert_eq!(call("visit", || i32::MAX).unwrap_err().code(), i32::MAX);
    }

    #[test]
    fn a_status_of_the_library_keeps_its_text() {
        let error = call("visit", || error::store(&Error::not_found("no such leaf").at("a/b"))).unwrap_err();
        assert_eq!(error.status(), Some(Status::NotFound));
        assert_eq!(error.message(), "in the callback `visit`: a/b: no such leaf");
    }

    #[test]
    fn numbers_that_are_no_status_are_refused() {
        for odd in [-1, 1, 999] {
            assert_eq!(call("visit", || odd).unwrap_err().status(), Some(Status::InvalidArgument));
        }
    }
}
