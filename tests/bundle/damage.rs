//! Bundles that are cut short or altered, and what is no bundle at all.

use nnx::Status;
use nnx::bundle::{LoadOptions, SaveOptions};
use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Result<Bundle> {
    Bundle::from_bytes(bytes, &LoadOptions::default())
}

fn assert_damage(error: &nnx::Error, what: impl std::fmt::Display) {
    let expected = [Status::DataLoss, Status::Unimplemented, Status::VersionMismatch, Status::ResourceExhausted];
    assert!(error.status().is_some_and(|status| expected.contains(&status)), "{what}: {:?} {error}", error.status());
    assert!(!error.message().is_empty());
}

#[test]
fn a_bundle_cut_short_anywhere_is_data_loss() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.nnx");
    let bytes = sample()?.to_bytes()?;
    for length in 0..bytes.len() {
        let error = read(&bytes[..length]).err().expect("a part of a bundle");
        assert_eq!(error.status(), Some(Status::DataLoss), "{length}: {error}");
        // Opening the file takes another way to the same checks.
        if length % 256 == 0 {
            std::fs::write(&file, &bytes[..length]).expect("a file");
            let error = Bundle::open(&file, &LoadOptions::default()).err().expect("a part of a bundle");
            assert_eq!(error.status(), Some(Status::DataLoss), "{length}: {error}");
            assert!(error.message().starts_with(file.to_str().expect("UTF-8")), "{error}");
        }
    }
    read(&bytes)?;
    Ok(())
}

/// A flipped bit may change what does not count: a date, a permission, padding.
#[test]
fn a_flipped_bit_is_found_or_changes_nothing_that_counts() -> Result<()> {
    let (model, _) = run()?;
    let bundle = Bundle::of(&model)?;
    let bytes = bundle.to_bytes()?;
    for bit in 0..8 * bytes.len() {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        match read(&altered) {
            Ok(read) => {
                assert!(read.state.bit_eq(&bundle.state) && read.graphdef == bundle.graphdef, "bit {bit}");
                assert!(read.metadata.is_empty() && read.programs.is_empty(), "bit {bit}");
            }
            Err(error) => assert_damage(&error, format_args!("bit {bit}")),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn bytes_that_are_replaced_inserted_or_removed_are_found_or_change_nothing_that_counts(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8, 1..64usize), 1..5)
    ) {
        let bundle = sample().expect("a bundle");
        let mut bytes = bundle.to_bytes().expect("its bytes");
        for (at, byte, kind, count) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.drain(at..(at + count).min(bytes.len() - 1).max(at))),
                _ => bytes.truncate(at.max(1)),
            }
        }
        match read(&bytes) {
            Ok(read) => {
                prop_assert!(read.state.bit_eq(&bundle.state) && read.graphdef == bundle.graphdef);
                prop_assert_eq!(&read.programs[0].module, &bundle.programs[0].module);
            }
            Err(error) => assert_damage(&error, "replaced"),
        }
        // The checksum of the State is not looked at: another value, and nothing worse.
        if let Err(error) = Bundle::from_bytes(&bytes, &LoadOptions { no_checksum: true, ..LoadOptions::default() }) {
            assert_damage(&error, "without checksum");
        }
    }
}

/// The bundle with a text within its manifest, GraphDefs or programs replaced by another one of the same length, and the
/// checksums that belong to it.
fn forged(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len(), "{from} {to}");
    let mut bytes = bytes.to_vec();
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes());
    let at = at.unwrap_or_else(|| panic!("{from} is not in the bundle"));
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    let u32_at = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let u16_at = |bytes: &[u8], at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let mut directory = u32_at(&bytes, bytes.len() - 6) as usize;
    while u32_at(&bytes, directory) == 0x0201_4b50 {
        let local = u32_at(&bytes, directory + 42) as usize;
        let start = local + 30 + u16_at(&bytes, local + 26) + u16_at(&bytes, local + 28);
        let size = u32_at(&bytes, directory + 24) as usize;
        let crc = crc32fast::hash(&bytes[start..start + size]).to_le_bytes();
        bytes[directory + 16..directory + 20].copy_from_slice(&crc);
        bytes[local + 14..local + 18].copy_from_slice(&crc);
        directory += 46 + u16_at(&bytes, directory + 28) + u16_at(&bytes, directory + 30);
    }
    bytes
}

#[test]
fn what_the_manifest_claims_is_checked() -> Result<()> {
    let bytes = sample()?.to_bytes()?;
    for (from, to, status, expected) in [
        ("\"nnx bundle\"", "\"nnx bundel\"", Status::DataLoss, "manifest.json: it is not that of a bundle"),
        ("\"version\": 1", "\"version\": 2", Status::VersionMismatch, "manifest.json: the bundle has version 2"),
        ("\"isa\"", "\"ISA\"", Status::DataLoss, "manifest.json: `isa` is missing"),
        ("\"programs\"", "\"Programs\"", Status::DataLoss, "`programs` is missing"),
        ("\"name\": \"train\"", "\"name\": \"/rain\"", Status::DataLoss, "programs[0]: a program is called by"),
        ("programs/train.mlir\"", "programs/brain.mlir\"", Status::DataLoss, "has no \"programs/brain.mlir\""),
        ("\"result\"", "\"resutl\"", Status::DataLoss, "one of `result`, `leaf` and `input`"),
        ("\"result\": 3", "\"result\": 9", Status::DataLoss, "a result, leaf or input that is not there"),
        ("\"result\": 3", "\"result\":-3", Status::DataLoss, "-3 is no index"),
        (
            "\"path\": \"0/bias\"",
            "\"path\": \"0/bios\"",
            Status::DataLoss,
            "objects: leaves[0]: leaf 0 is called \"0/bios\"",
        ),
        ("\"dtype\": \"float32\"", "\"dtype\": \"float31\"", Status::DataLoss, "there is no dtype \"float31\""),
        ("\"dtype\": \"float32\"", "\"dtype\": \"bfloat\" ", Status::DataLoss, "there is no dtype \"bfloat\""),
        ("\"graphdef\": \"graphdef.json\"", "\"graphdef\": \"graphdef.jsom\"", Status::DataLoss, "\"graphdef.jsom\""),
        ("\"graphdef\": \"graphdef.json\"", "\"graphdef\": \"manifest.json\"", Status::DataLoss, "manifest.json: "),
        ("stablehlo.dot_general", "stablehlo.dot_generol", Status::Unimplemented, "programs/train.mlir: line"),
        ("func.func", "func.fung", Status::Unimplemented, "programs/train.mlir: line"),
    ] {
        let error = read(&forged(&bytes, from, to)).err().unwrap_or_else(|| panic!("{to} was read"));
        assert_eq!(error.status(), Some(status), "{to}: {error}");
        assert!(error.message().contains(expected), "{to}: {error}");
    }
    Ok(())
}

#[test]
fn an_altered_entry_is_named() -> Result<()> {
    let bytes = sample()?.to_bytes()?;
    let state = bytes.windows(4).position(|window| window == 0.1f32.to_le_bytes()).expect("the bias");
    let mut altered = bytes.clone();
    altered[state] ^= 1;
    let error = read(&altered).err().expect("another bias");
    assert!(error.message().starts_with("\"state.safetensors\" was altered: its checksum is"), "{error}");
    // Whoever does not ask is not told.
    let unchecked = LoadOptions { no_checksum: true, ..LoadOptions::default() };
    assert!(!Bundle::from_bytes(&altered, &unchecked)?.state.bit_eq(&sample()?.state));
    Ok(())
}

#[test]
fn what_is_no_bundle_is_refused_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = |name: &str| {
        let file = folder.path().join(name);
        let error = Bundle::open(&file, &LoadOptions::default()).err().expect("no bundle");
        assert!(error.message().starts_with(file.to_str().expect("UTF-8")), "{error}");
        error
    };
    assert_eq!(open("none").status(), Some(Status::NotFound));
    assert_eq!(open("").status(), Some(Status::InvalidArgument));
    std::fs::write(folder.path().join("text"), "hello, world, this is no bundle").expect("a file");
    assert_eq!(open("text").status(), Some(Status::DataLoss));
    let (graphdef, state) = run().and_then(|(model, _)| model.split_whole()).expect("a State");
    nnx::bundle::save(&state, Some(&graphdef), &folder.path().join("state"), &SaveOptions::default()).expect("a file");
    let error = open("state");
    assert_eq!(error.status(), Some(Status::DataLoss));
    assert!(error.message().contains("this is no bundle"), "{error}");
}
