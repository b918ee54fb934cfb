//! The way to all functions through one: for programs that load the library when they run.

use std::ptr;

use super::error;
use super::guard::{Returns, guard};
use super::table::{ABI_MAJOR, ABI_MINOR, TABLE, nnx_api};
use crate::error::{Error, Status};

impl Returns for *const nnx_api {
    type C = *const nnx_api;

    fn into_c(self) -> *const nnx_api {
        self
    }

    fn after_panic() -> *const nnx_api {
        ptr::null()
    }
}

/// The table of all functions, for a caller that was built for this NNX_ABI_MAJOR and needs at least this
/// NNX_ABI_MINOR. Static. NULL when this library is another or an older one; `nnx_last_error_message` then says which.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_get_api(major: u32, min_minor: u32) -> *const nnx_api {
    guard(|| {
        if major == ABI_MAJOR && min_minor <= ABI_MINOR {
            return &raw const TABLE;
        }
        let text = format!(
            "the caller needs ABI {major}.{min_minor} or a later minor; libnnx {} has {ABI_MAJOR}.{ABI_MINOR}",
            env!("CARGO_PKG_VERSION")
        );
        error::store(&Error::new(Status::VersionMismatch, text));
        ptr::null()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::error::last_error_text;

    #[test]
    fn a_caller_gets_the_table_it_was_built_for() {
        assert!(ptr::eq(nnx_get_api(ABI_MAJOR, 0), &TABLE));
        assert!(ptr::eq(nnx_get_api(ABI_MAJOR, ABI_MINOR), &TABLE));
    }

    #[test]
    fn another_major_or_a_newer_minor_is_refused_with_a_text() {
        assert!(nnx_get_api(ABI_MAJOR + 1, 0).is_null());
        assert!(nnx_get_api(ABI_MAJOR, ABI_MINOR + 1).is_null());
        assert!(last_error_text().contains("the caller needs ABI"), "{}", last_error_text());
    }
}
