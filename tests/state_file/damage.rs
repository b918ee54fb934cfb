//! Files that are cut short or altered, and what is no file at all.

use nnx::Status;
use nnx::bundle::{self, LoadOptions};

use super::*;

fn sample() -> Vec<u8> {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    bundle::to_bytes(&saved, Some(&graphdef)).unwrap()
}

fn load_bytes(bytes: &[u8]) -> nnx::Result<State> {
    bundle::load_bytes(bytes, &LoadOptions::default()).map(|(state, _)| state)
}

/// Without the checksum, which would find most of what is to be found by other checks.
fn load_unchecked(bytes: &[u8]) -> nnx::Result<State> {
    let options = LoadOptions { no_checksum: true, ..LoadOptions::default() };
    bundle::load_bytes(bytes, &options).map(|(state, _)| state)
}

#[test]
fn a_file_cut_short_anywhere_is_data_loss() {
    let folder = Folder::new();
    let file = folder.file("a");
    let bytes = sample();
    for length in 0..bytes.len() {
        let error = load_bytes(&bytes[..length]).unwrap_err();
        assert_eq!(error.status(), Some(Status::DataLoss), "{length}: {error}");
        // Opening the file takes another way to the same checks.
        if length % 16 == 0 || length < 16 {
            std::fs::write(&file, &bytes[..length]).unwrap();
            let error = bundle::load(&file, &LoadOptions::default()).unwrap_err();
            assert_eq!(error.status(), Some(Status::DataLoss), "{length}: {error}");
            assert!(error.message().starts_with(file.to_str().unwrap()), "{error}");
        }
    }
    assert!(load_bytes(&bytes).is_ok());
}

#[test]
fn more_bytes_than_announced_are_data_loss() {
    let mut bytes = sample();
    bytes.push(0);
    assert_eq!(load_bytes(&bytes).unwrap_err().status(), Some(Status::DataLoss));
}

#[test]
fn a_flipped_bit_anywhere_is_found() {
    let bytes = sample();
    for bit in 0..8 * bytes.len() {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let error = load_bytes(&altered).unwrap_err();
        let expected = [Status::DataLoss, Status::Unimplemented, Status::VersionMismatch];
        assert!(expected.contains(&error.status().unwrap()), "bit {bit}: {:?} {error}", error.status());
        assert!(!error.message().is_empty());
    }
}

#[test]
fn without_checksum_a_replaced_byte_gives_a_state_or_a_clean_error() {
    let bytes = sample();
    let data = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    for at in 0..data {
        for byte in *b"0\"{}[]:,\\-9e\xff" {
            let mut altered = bytes.clone();
            altered[at] = byte;
            if let Err(error) = load_unchecked(&altered) {
                assert!(error.status().is_some_and(|status| status != Status::Internal), "byte {at}: {error}");
            }
        }
    }
}

/// A file with this header, whose data has so many bytes.
fn with_header(header: &str, data: usize) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &vec![0; data]].concat()
}

#[test]
fn headers_that_lie_are_refused() {
    for (header, data, status, expected) in [
        (r#"{"__metadata__":{"libnnx":"2"}}"#, 0, Status::VersionMismatch, "format \"2\""),
        (r#"{"__metadata__":{"libnnx":"1","libnnx.graphdef":"{"}}"#, 0, Status::DataLoss, "GraphDef"),
        (r#"{"__metadata__":{"libnnx":"1","libnnx.variables":"[]"}}"#, 0, Status::DataLoss, "libnnx.variables"),
        (
            r#"{"__metadata__":{"libnnx":"1"},"a//b":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}"#,
            1,
            Status::DataLoss,
            "a//b",
        ),
        (
            r#"{"__metadata__":{"libnnx":"1"},"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"a/b":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}"#,
            2,
            Status::DataLoss,
            "leaves below it",
        ),
        (r#"{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#, 1, Status::Unimplemented, "F8_E4M3"),
    ] {
        let error = load_unchecked(&with_header(header, data)).unwrap_err();
        assert_eq!(error.status(), Some(status), "{header}: {error}");
        assert!(error.message().contains(expected), "{header}: {error}");
    }
}

#[test]
fn a_huge_header_is_not_believed() {
    for length in [u64::MAX, 1 << 62, 100_000_001, 100] {
        let bytes = [&length.to_le_bytes()[..], b"{}"].concat();
        assert_eq!(load_bytes(&bytes).unwrap_err().status(), Some(Status::DataLoss));
    }
}

#[test]
fn what_is_no_file_is_refused_with_its_name() {
    let folder = Folder::new();
    let status = |file: &std::path::Path| {
        let error = bundle::load(file, &LoadOptions::default()).unwrap_err();
        assert!(error.message().starts_with(file.to_str().unwrap()), "{error}");
        error.status().unwrap()
    };
    assert_eq!(status(&folder.file("none")), Status::NotFound);
    assert_eq!(status(folder.0.path()), Status::InvalidArgument);
    assert_eq!(status(std::path::Path::new("/dev/zero")), Status::InvalidArgument);
    assert_eq!(status(&folder.file("a\0b")), Status::InvalidArgument);
    std::fs::write(folder.file("text"), "hello, world").unwrap();
    assert_eq!(status(&folder.file("text")), Status::DataLoss);
    save(&State::empty(), None, &folder.file("file"));
    assert_eq!(status(&folder.file("file/below")), Status::InvalidArgument);
}
