//! The checksum of a file: a CRC-32 of all its bytes, the digits of the checksum itself taken as zeros.

use super::damaged;
use crate::error::Result;

/// Its name among the texts of the header.
pub(super) const NAME: &str = "libnnx.crc32";

/// The text that stands in the header while the checksum is computed.
pub(super) const ZERO: &str = "00000000";

/// Where the digits stand in a header that has a checksum.
fn digits(header: &[u8]) -> Option<std::ops::Range<usize>> {
    let before = format!("\"{NAME}\":\"");
    let start = header.windows(before.len()).position(|window| window == before.as_bytes())? + before.len();
    let end = start + ZERO.len();
    (end <= header.len()).then_some(start..end)
}

/// Puts the checksum of the header and these data into the header.
pub(super) fn seal<'a>(header: &mut [u8], data: impl Iterator<Item = &'a [u8]>) {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(header);
    data.for_each(|bytes| hasher.update(bytes));
    if let Some(digits) = digits(header) {
        header[digits].copy_from_slice(format!("{:08x}", hasher.finalize()).as_bytes());
    }
}

/// Checks the header, its length in front of it, and the data behind it, which `each` hands over piece by piece.
pub(super) fn check(
    header: &mut [u8],
    expected: &str,
    each: impl FnOnce(&mut dyn FnMut(&[u8])) -> Result<()>,
) -> Result<()> {
    let digits = digits(header).ok_or_else(|| damaged("the file's checksum is not where it is written"))?;
    header[digits].copy_from_slice(ZERO.as_bytes());
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(header);
    each(&mut |bytes| hasher.update(bytes))?;
    let found = format!("{:08x}", hasher.finalize());
    if found == expected {
        return Ok(());
    }
    Err(damaged(format!("the file was altered: its checksum is {found}, and it says {expected}")))
}
