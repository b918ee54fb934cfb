//! What the target hands to the library to be freed by it: each thing has a number, and counts how often it was freed.

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use nnx::capi::statics::nnx_foreign_callbacks;
use nnx::capi::strings::nnx_str;

use super::model::callback_answer;

/// The most things one run hands over.
const MOST: usize = 4096;

/// How often each was freed.
pub struct Ledger {
    freed: Vec<AtomicU32>,
    next: AtomicUsize,
}

impl Ledger {
    pub fn new() -> Arc<Ledger> {
        Arc::new(Ledger { freed: (0..MOST).map(|_| AtomicU32::new(0)).collect(), next: AtomicUsize::new(0) })
    }

    pub fn is_full(&self) -> bool {
        self.count() == MOST
    }

    fn count(&self) -> usize {
        self.next.load(Ordering::SeqCst)
    }

    /// The number of a new thing.
    pub fn hand_over(&self) -> usize {
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// At the end of a run, when every handle is released.
    pub fn check_all_freed_once(&self) {
        for (number, freed) in self.freed[..self.count()].iter().enumerate() {
            let freed = freed.load(Ordering::SeqCst);
            assert_eq!(freed, 1, "thing {number} of {} was freed {freed} times", self.count());
        }
    }

    fn free(&self, number: usize) {
        let before = self.freed[number].fetch_add(1, Ordering::SeqCst);
        assert_eq!(before, 0, "thing {number} was freed twice");
    }

    pub fn as_ptr(&self) -> *mut c_void {
        (&raw const *self).cast_mut().cast()
    }
}

/// A thing with a number: the `user_data` or the value that a destroy function gets.
pub struct Thing {
    pub number: usize,
    ledger: *const Ledger,
    pub meaning: Meaning,
}

pub enum Meaning {
    Foreign {
        class: u8,
    },
    Filter {
        divisor: usize,
        fails: bool,
    },
    /// Freed with the thing.
    Memory {
        words: *mut [u64],
    },
}

impl Thing {
    pub fn make(ledger: &Ledger, meaning: Meaning) -> *mut Thing {
        let number = ledger.hand_over();
        Box::into_raw(Box::new(Thing { number, ledger: ledger.as_ptr().cast(), meaning }))
    }
}

/// A destroy function of a [`Thing`].
pub unsafe extern "C" fn destroy_thing(user_data: *mut c_void) {
    // SAFETY: made by `Thing::make`; the library calls this once, which the ledger checks under a sanitizer.
    let thing = unsafe { Box::from_raw(user_data.cast::<Thing>()) };
    if let Meaning::Memory { words } = thing.meaning {
        // SAFETY: made by `Box::into_raw`, and its owner lets go of it once.
        drop(unsafe { Box::from_raw(words) });
    }
    // SAFETY: the ledger lives as long as the run.
    unsafe { &*thing.ledger }.free(thing.number);
}

/// A destroy function of a foreign value.
unsafe extern "C" fn destroy_foreign(value: *mut c_void, _ledger: *mut c_void) {
    // SAFETY: as `destroy_thing`.
    unsafe { destroy_thing(value) };
}

/// A destroy function of an opaque value, whose data is its number.
pub unsafe extern "C" fn destroy_opaque(data: *mut c_void, ledger: *mut c_void) {
    // SAFETY: `ledger` is the ledger of the run.
    unsafe { &*ledger.cast::<Ledger>() }.free(data.addr());
}

unsafe extern "C" fn equal(a: *mut c_void, b: *mut c_void, _ledger: *mut c_void) -> i32 {
    i32::from(class_of(a) == class_of(b))
}

unsafe extern "C" fn hash(value: *mut c_void, _ledger: *mut c_void) -> u64 {
    u64::from(class_of(value)) * 7
}

fn class_of(value: *mut c_void) -> u8 {
    // SAFETY: the library hands in values that it was given and has not freed.
    match unsafe { &*value.cast::<Thing>() }.meaning {
        Meaning::Foreign { class } => class,
        _ => unreachable!("not a foreign value"),
    }
}

pub fn callbacks(ledger: &Ledger) -> nnx_foreign_callbacks {
    nnx_foreign_callbacks {
        struct_size: size_of::<nnx_foreign_callbacks>(),
        equal: Some(equal),
        hash: Some(hash),
        describe: None,
        destroy: Some(destroy_foreign),
        user_data: ledger.as_ptr(),
    }
}

/// The test of a callback filter.
pub unsafe extern "C" fn test(user_data: *mut c_void, path: nnx_str, type_name: nnx_str, out: *mut i32) -> i32 {
    // SAFETY: the library hands in the `user_data` that it was given, text that lives during the call, and an output.
    unsafe {
        let Meaning::Filter { divisor, fails } = (*user_data.cast::<Thing>()).meaning else { return 13 };
        let (Ok(path), Ok(type_name)) = (path.as_str("path"), type_name.as_str("type_name")) else { return 13 };
        match callback_answer(divisor, fails, path, type_name) {
            Ok(passes) => {
                *out = i32::from(passes);
                0
            }
            Err(status) => status,
        }
    }
}
