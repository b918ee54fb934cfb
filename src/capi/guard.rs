//! The boundary that no panic crosses and at which none is printed.
//!
//! The body of every exported function is one [`guard`] closure. What the function returns after a panic is a property
//! of its return type ([`Returns`]), so no function decides it alone.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ffi::c_char;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::error;
use super::status::nnx_status;
use crate::error::Result;

/// How the result of a guarded body crosses the boundary.
pub trait Returns {
    /// What C receives.
    type C;

    /// The result of a body that ran to its end.
    fn into_c(self) -> Self::C;

    /// The result when the body panicked.
    fn after_panic() -> Self::C;
}

impl Returns for Result<()> {
    type C = nnx_status;

    fn into_c(self) -> nnx_status {
        match self {
            Ok(()) => crate::Status::Ok as nnx_status,
            Err(error) => error::store(&error),
        }
    }

    fn after_panic() -> nnx_status {
        crate::Status::Internal as nnx_status
    }
}

/// Static texts: never NULL, so that a caller may print them.
impl Returns for *const c_char {
    type C = *const c_char;

    fn into_c(self) -> *const c_char {
        self
    }

    fn after_panic() -> *const c_char {
        c"".as_ptr()
    }
}

impl Returns for usize {
    type C = usize;

    fn into_c(self) -> usize {
        self
    }

    fn after_panic() -> usize {
        0
    }
}

/// Runs the body of an exported function. A panic becomes [`Returns::after_panic`] and this thread's last error.
pub fn guard<R: Returns>(body: impl FnOnce() -> R) -> R::C {
    install_hook();
    let _inside = Inside::enter();
    match panic::catch_unwind(AssertUnwindSafe(|| body().into_c())) {
        Ok(value) => value,
        Err(payload) => {
            store_panic(payload);
            R::after_panic()
        }
    }
}

/// Runs a caller's function: what happens in there is the caller's own, so its panics are printed as everywhere else.
pub fn outside<R>(callback: impl FnOnce() -> R) -> R {
    let _restore = Outside::enter();
    callback()
}

/// Whether this thread is in an exported function that was called from a callback of another one. Such a call must not
/// wait for a handle, because the call around it may be what holds it.
pub fn is_nested() -> bool {
    WHERE.try_with(|place| place.depth.get() > 1).unwrap_or(false)
}

/// Where a thread stands: `depth` counts the guards it is in, and `left` how many of them it left through a callback.
struct Where {
    depth: Cell<u32>,
    left: Cell<u32>,
}

thread_local! {
    static WHERE: Where = const { Where { depth: Cell::new(0), left: Cell::new(0) } };
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

struct Inside;

impl Inside {
    fn enter() -> Inside {
        let _ = WHERE.try_with(|place| place.depth.set(place.depth.get() + 1));
        Inside
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        let _ = WHERE.try_with(|place| place.depth.set(place.depth.get() - 1));
    }
}

struct Outside {
    left: u32,
}

impl Outside {
    fn enter() -> Outside {
        Outside { left: WHERE.try_with(|place| place.left.replace(place.depth.get())).unwrap_or(0) }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = WHERE.try_with(|place| place.left.set(self.left));
    }
}

/// Puts a hook before the process's own: a panic inside a guard is recorded, any other goes on to the previous hook.
fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let inside = WHERE.try_with(|place| place.depth.get() > place.left.get()).unwrap_or(false);
            if !inside {
                return previous(info);
            }
            let location = info.location().map_or_else(String::new, |location| format!(" at {location}"));
            let text = format!("panic{location}: {}", payload_text(info.payload()));
            let _ = PANIC.try_with(|panic| panic.replace(Some(text)));
        }));
    });
}

fn payload_text(payload: &(dyn Any + Send)) -> &str {
    match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>().map_or("(no text)", String::as_str),
    }
}

fn store_panic(payload: Box<dyn Any + Send>) {
    let recorded = PANIC.try_with(|panic| panic.take()).ok().flatten();
    let text = recorded.unwrap_or_else(|| format!("panic: {}", payload_text(&*payload)));
    error::store(&crate::Error::new(crate::Status::Internal, format!("{text} (a bug in libnnx: please report it)")));
    // A payload may panic when it is dropped, and so may the payload of that panic.
    let mut payload = payload;
    for _ in 0..8 {
        match panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            Ok(()) => return,
            Err(next) => payload = next,
        }
    }
    std::mem::forget(payload);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::error::last_error_text;

    #[test]
    fn a_panic_becomes_internal_and_its_text_and_place_are_kept() {
        let status = guard(|| -> Result<()> { panic!("the {}rd leaf", 3) });
        assert_eq!(status, 13);
        let text = last_error_text();
        assert!(text.contains("the 3rd leaf") && text.contains("guard.rs:"), "{text}");
    }

    #[test]
    fn a_payload_that_panics_when_dropped_does_not_get_out() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("dropped");
            }
        }
        assert_eq!(guard(|| -> Result<()> { panic::panic_any(Bomb) }), 13);
    }

    #[test]
    fn other_return_types_have_a_neutral_value() {
        assert_eq!(guard(|| -> usize { panic!("size") }), 0);
        let text = guard(|| -> *const c_char { panic!("text") });
        assert!(!text.is_null());
    }

    #[test]
    fn a_callback_is_outside_and_a_call_from_it_is_inside_again() {
        let inside = || WHERE.with(|place| place.depth.get() > place.left.get());
        assert!(!inside());
        let status = guard(|| {
            assert!(inside() && !is_nested());
            outside(|| {
                assert!(!inside());
                let inner = guard(|| {
                    assert!(inside() && is_nested());
                    Ok(())
                });
                assert_eq!(inner, 0);
                assert!(!inside());
            });
            assert!(inside());
            Ok(())
        });
        assert_eq!(status, 0, "{}", last_error_text());
    }
}
