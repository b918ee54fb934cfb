//! The records of a zip archive: their signatures and the numbers in them, little-endian.

pub(super) const LOCAL: u32 = 0x0403_4b50;
pub(super) const DIRECTORY: u32 = 0x0201_4b50;
pub(super) const END: u32 = 0x0605_4b50;
pub(super) const END_64: u32 = 0x0606_4b50;
pub(super) const LOCATOR_64: u32 = 0x0706_4b50;

/// The bytes of each record without name and extra field.
pub(super) const LOCAL_LENGTH: usize = 30;
pub(super) const DIRECTORY_LENGTH: usize = 46;
pub(super) const END_LENGTH: usize = 22;
pub(super) const END_64_LENGTH: usize = 56;
pub(super) const LOCATOR_64_LENGTH: usize = 20;

/// The extra field with the numbers that do not fit into 32 bits.
pub(super) const EXTRA_64: u16 = 0x0001;

/// The extra field that other tools use to align data, too: an alignment, and zeros.
pub(super) const EXTRA_PADDING: u16 = 0xd935;

/// The bits of the flags: encrypted; sizes and checksum stand behind the data; the name is UTF-8.
pub(super) const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
pub(super) const DESCRIPTOR: u16 = 1 << 3;
pub(super) const UTF_8: u16 = 1 << 11;

/// The version of the format that can read an entry, without and with ZIP64.
pub(super) const NEEDED: u16 = 10;
pub(super) const NEEDED_64: u16 = 45;

/// A number that stands in the ZIP64 record or extra field instead.
pub(super) const ELSEWHERE: u32 = u32::MAX;

/// Bytes that are put together from numbers.
#[derive(Default)]
pub(super) struct Record(pub(super) Vec<u8>);

impl Record {
    pub(super) fn u16(mut self, number: u16) -> Record {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    pub(super) fn u32(mut self, number: u32) -> Record {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    pub(super) fn u64(mut self, number: u64) -> Record {
        self.0.extend_from_slice(&number.to_le_bytes());
        self
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Record {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// Takes a record apart, front to back. Answers nothing behind its end.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }
}
