use super::record::ELSEWHERE;
use super::write::write_with;
use super::*;
use crate::Status;
use crate::bundle::storage::Storage;

fn parts<'a>(contents: &'a [(&str, Vec<u8>)]) -> Vec<Part<'a>> {
    let part = |(name, bytes): &'a (&str, Vec<u8>)| Part {
        name: (*name).to_owned(),
        pieces: bytes.chunks(3).collect(),
        alignment: 256,
    };
    contents.iter().map(part).collect()
}

fn contents() -> Vec<(&'static str, Vec<u8>)> {
    vec![("manifest.json", b"{}".to_vec()), ("programs/ä.mlir", Vec::new()), ("state", (0..=255).collect())]
}

fn written(contents: &[(&str, Vec<u8>)], large: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_with(&parts(contents), large, &mut bytes).unwrap();
    bytes
}

fn open(bytes: &[u8]) -> crate::Result<Archive<'_>> {
    Archive::open(Storage::Bytes(bytes))
}

fn refused(bytes: &[u8]) -> String {
    let error = open(bytes).err().expect("an archive that cannot be right");
    assert_eq!(error.status(), Some(Status::DataLoss), "{error}");
    error.message().to_owned()
}

#[test]
fn what_is_written_is_read_back_aligned_also_with_numbers_of_64_bits() {
    for large in [u64::from(ELSEWHERE), 600, 3, 0] {
        let contents = contents();
        let bytes = written(&contents, large);
        let archive = open(&bytes).unwrap();
        assert_eq!(archive.entries().len(), contents.len());
        for (entry, (name, content)) in archive.entries().iter().zip(&contents) {
            assert_eq!(entry.name, *name);
            assert!(entry.data.start.is_multiple_of(256), "{entry:?}, large from {large} on");
            assert_eq!(archive.bytes(entry, 256).unwrap(), *content);
            archive.check(archive.find(name).unwrap()).unwrap();
        }
        assert!(archive.find("other").is_none());
    }
}

#[test]
fn a_cut_anywhere_and_bytes_in_front_or_behind_are_refused() {
    for large in [u64::from(ELSEWHERE), 0] {
        let bytes = written(&contents(), large);
        for length in 0..bytes.len() {
            refused(&bytes[..length]);
        }
        refused(&[&bytes[..], b"\0"].concat());
        refused(&[b"\0", &bytes[..]].concat());
    }
}

#[test]
fn a_flipped_bit_is_found_or_changes_nothing_that_counts() {
    for large in [u64::from(ELSEWHERE), 0] {
        let bytes = written(&contents(), large);
        let names: Vec<String> = open(&bytes).unwrap().entries().iter().map(|entry| entry.name.clone()).collect();
        for bit in 0..8 * bytes.len() {
            let mut altered = bytes.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let Ok(archive) = open(&altered) else { continue };
            for (name, (_, content)) in names.iter().zip(contents()) {
                let entry = archive.find(name).expect("a name that was altered in one place only is refused");
                match archive.bytes(entry, 1 << 20) {
                    Ok(bytes) => assert_eq!(bytes, content, "bit {bit}"),
                    Err(error) => assert_eq!(error.status(), Some(Status::DataLoss), "bit {bit}: {error}"),
                }
            }
        }
    }
}

#[test]
fn an_entry_larger_than_allowed_is_refused_before_it_is_read() {
    let bytes = written(&contents(), 1 << 20);
    let archive = open(&bytes).unwrap();
    let error = archive.bytes(archive.find("state").unwrap(), 255).unwrap_err();
    assert_eq!(error.message(), "\"state\" has 256 bytes; 255 is the most that it may have");
}

#[test]
fn names_that_stand_twice_or_are_no_relative_paths_are_refused() {
    let twice = written(&[("a", vec![1]), ("b", vec![]), ("a", vec![2])], 1 << 20);
    assert_eq!(refused(&twice), "the archive has two entries \"a\"");
    for name in ["", "/a", "../a", "a/../b", "a//b", "a\\b", "./a", "a\0", "a\n"] {
        let message = refused(&written(&[(name, vec![])], 1 << 20));
        assert!(message.contains("no relative path"), "{name:?}: {message}");
    }
    let long = "a".repeat(MAX_NAME + 1);
    assert!(refused(&written(&[(&long, vec![])], 1 << 20)).contains("512 is the most"));
}

/// The one place of these bytes.
fn find(bytes: &[u8], wanted: &[u8]) -> usize {
    let mut places = bytes.windows(wanted.len()).enumerate().filter(|(_, window)| *window == wanted);
    let (place, _) = places.next().unwrap();
    assert!(places.next().is_none());
    place
}

#[test]
fn what_the_directory_says_of_an_entry_is_checked() {
    let bytes = written(&[("a", vec![7; 5])], 1 << 20);
    let entry = find(&bytes, b"PK\x01\x02");
    for (offset, value, expected) in [
        (8, 0x09u8, "\"a\" is encrypted"),
        (10, 8, "\"a\" is compressed, by method 8"),
        (20, 4, "its 5 bytes are stored as 4"),
        (30, 4, "the archive's directory is cut short"),
        (34, 1, "on another disk"),
        (42, 1, "the archive's entry \"a\""),
    ] {
        let mut altered = bytes.clone();
        altered[entry + offset] = value;
        let message = refused(&altered);
        assert!(message.contains(expected), "{offset}: {message}");
    }
    // Larger than what is there, said in both places.
    let mut altered = bytes.clone();
    for at in [entry + 20, entry + 24, 18, 22] {
        altered[at..at + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    }
    assert!(refused(&altered).contains("\"a\" reaches into what follows it"));
    // A header of its own that says something else.
    for at in [6, 8, 14, 18, 22, 30] {
        let mut altered = bytes.clone();
        altered[at] ^= 4;
        assert!(refused(&altered).contains("does not say what"), "{at}");
    }
}

#[test]
fn two_entries_in_one_place_are_refused() {
    let bytes = written(&[("a", vec![7; 5]), ("b", vec![7; 5])], 1 << 20);
    let second = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    let mut altered = bytes.clone();
    altered[second + 42..second + 46].copy_from_slice(&[0; 4]);
    assert!(refused(&altered).contains("reaches into what follows it"));
}

#[test]
fn a_directory_that_says_it_is_huge_is_not_believed() {
    let bytes = written(&contents(), 1 << 20);
    let end = bytes.len() - 22;
    for (offset, expected) in [(8, "one of several parts"), (12, "its directory has"), (16, "its directory has")] {
        let mut altered = bytes.clone();
        altered[end + offset] ^= 0x40;
        let message = refused(&altered);
        assert!(message.contains(expected), "{offset}: {message}");
    }
    let large = written(&contents(), 0);
    let end = find(&large, b"PK\x06\x06");
    for offset in [24, 32, 40, 48] {
        let mut altered = large.clone();
        altered[end + offset..end + offset + 8].copy_from_slice(&u64::MAX.to_le_bytes());
        refused(&altered);
    }
    let many = [&large[..end + 24], &u64::MAX.to_le_bytes(), &u64::MAX.to_le_bytes(), &large[end + 40..]].concat();
    assert!(refused(&many).contains("65536 is the most"), "{}", refused(&many));
}
