//! The status numbers, and their names.

use std::ffi::{CStr, c_char};

use super::guard;
use crate::error::Status;

/// What a call answers: a [`Status`] number, or a callback's own. C sees the enum under this name; here it stays the
/// integer, because a number that is no variant must be harmless.
pub type nnx_status = i32;

/// The name of a status, such as `INVALID_ARGUMENT`. Any number has one: those of a callback (1000 and above) are
/// `CALLBACK`, all others `UNKNOWN`. The text is static and ends with a NUL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_status_name(status: nnx_status) -> *const c_char {
    guard(|| name(status).as_ptr())
}

fn name(status: nnx_status) -> &'static CStr {
    match Status::ALL.into_iter().find(|known| *known as i32 == status) {
        Some(known) => match known {
            Status::Ok => c"OK",
            Status::InvalidArgument => c"INVALID_ARGUMENT",
            Status::NotFound => c"NOT_FOUND",
            Status::AlreadyExists => c"ALREADY_EXISTS",
            Status::ResourceExhausted => c"RESOURCE_EXHAUSTED",
            Status::FailedPrecondition => c"FAILED_PRECONDITION",
            Status::Unimplemented => c"UNIMPLEMENTED",
            Status::Internal => c"INTERNAL",
            Status::Unavailable => c"UNAVAILABLE",
            Status::DataLoss => c"DATA_LOSS",
            Status::InvalidHandle => c"INVALID_HANDLE",
            Status::Poisoned => c"POISONED",
            Status::VersionMismatch => c"VERSION_MISMATCH",
            Status::NonFinite => c"NON_FINITE",
            Status::Device => c"DEVICE",
        },
        None if status >= 1000 => c"CALLBACK",
        None => c"UNKNOWN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_the_name_it_has_in_rust() {
        for status in Status::ALL {
            assert_eq!(name(status as i32).to_str().unwrap(), status.name());
        }
    }

    #[test]
    fn every_other_number_has_a_name_too() {
        assert_eq!(name(1000), c"CALLBACK");
        assert_eq!(name(i32::MAX), c"CALLBACK");
        for odd in [-1, 1, 2, 999, i32::MIN] {
            assert_eq!(name(odd), c"UNKNOWN");
        }
    }
}
