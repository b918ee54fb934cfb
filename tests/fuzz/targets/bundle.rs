//! Bundles: bytes become a bundle that can be saved and read again, or an error with one of the statuses of damage.

use nnx::Status;
use nnx::bundle::{Bundle, LoadOptions};
use nnx::step::Device;

/// One input: the bytes of a file; or, where they do not begin as one, the entries of one as [`parts`] separates them,
/// which are put into an archive with right checksums.
pub fn run(data: &[u8]) {
    if data.starts_with(b"PK") {
        read(data, &LoadOptions::default());
        read(data, &LoadOptions { no_checksum: true, ..LoadOptions::default() });
    } else {
        read(&archive(&parts(data)), &LoadOptions::default());
    }
}

fn read(data: &[u8], options: &LoadOptions) {
    let bundle = match Bundle::from_bytes(data, options) {
        Ok(bundle) => bundle,
        Err(error) => {
            let expected =
                [Status::DataLoss, Status::Unimplemented, Status::VersionMismatch, Status::ResourceExhausted];
            assert!(error.status().is_some_and(|status| expected.contains(&status)), "{:?}: {error}", error.status());
            return;
        }
    };
    let saved = bundle.to_bytes().unwrap_or_else(|error| panic!("a bundle that was read cannot be saved: {error}"));
    let again = Bundle::from_bytes(&saved, options).unwrap_or_else(|error| panic!("saved, not read again: {error}"));
    assert!(again.state.bit_eq(&bundle.state) && again.graphdef == bundle.graphdef);
    assert_eq!(again.metadata, bundle.metadata);
    assert_eq!(again.programs.len(), bundle.programs.len());
    let (fitted, fit) = bundle.fit(&bundle.state, &LoadOptions::default()).expect("the same leaves");
    assert!(fitted.bit_eq(&bundle.state) && fit.rows.len() == bundle.state.len());
    for program in &bundle.programs {
        program.step(Device::default()).unwrap_or_else(|error| panic!("a program that was read is no step: {error}"));
    }
    // A GraphDef may be right in itself and describe no graph; what is made of it must be what was read.
    if let Ok(root) = bundle.merge() {
        bundle.load_into(&root, &LoadOptions::default()).expect("objects of this structure");
    }
}

/// What stands between the entries of an input; `corpus.rs` puts inputs together.
const SEPARATOR: &[u8] = b"\n====\n";

/// The entries of an input: each its name, a line end, and its bytes.
fn parts(data: &[u8]) -> Vec<(&[u8], &[u8])> {
    let (mut parts, mut rest) = (Vec::new(), data);
    while !rest.is_empty() {
        let end = rest.windows(SEPARATOR.len()).position(|window| window == SEPARATOR).unwrap_or(rest.len());
        let part = &rest[..end];
        let name = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
        parts.push((&part[..name], part.get(name + 1..).unwrap_or_default()));
        rest = rest.get(end + SEPARATOR.len()..).unwrap_or_default();
    }
    parts
}

/// A zip archive of these entries, as small as one can be.
fn archive(parts: &[(&[u8], &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let sizes = [crc32(content), content.len() as u32, content.len() as u32].map(u32::to_le_bytes).concat();
        let shared = [&[10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0][..], &sizes, &(name.len() as u16).to_le_bytes()].concat();
        let at = (bytes.len() as u32).to_le_bytes();
        directory.extend([b"PK\x01\x02\x0a\0", &shared[..], &[0; 12], &at, name].concat());
        bytes.extend([b"PK\x03\x04", &shared[..], &[0; 2], name, content].concat());
    }
    let (count, at) = ((parts.len() as u16).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
    let size = (directory.len() as u32).to_le_bytes();
    [&bytes[..], &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &at, &[0; 2]].concat()
}

/// CRC-32 as zip files have it, bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
