//! The header of a safetensors file: its tensors with dtype, shape and place, and a map of texts.
//!
//! ```text
//! u64 little-endian: the length n | n bytes: one JSON object, padded with spaces | the data of all tensors, without gaps
//! ```

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;
use smol_str::SmolStr;

use super::damaged;
use crate::error::{Error, Result};
use crate::graph::TooLarge;
use crate::tensor::{DType, Shape};

/// The bytes of the length.
pub(super) const LENGTH: usize = 8;

/// The longest header that readers of the format accept.
pub(super) const LONGEST: usize = 100_000_000;

/// The data begins on a multiple of this, so that what is a multiple of it long can be used where it is mapped.
pub(super) const ALIGNMENT: usize = 256;

/// The reserved name of the map of texts.
pub(super) const METADATA: &str = "__metadata__";

/// What a file says it holds. Every number in it has been checked against the others and the length of the file.
#[derive(Debug)]
pub(super) struct Header {
    /// The map of texts.
    pub(super) metadata: BTreeMap<String, String>,
    /// The tensors in the order of their data.
    pub(super) tensors: Vec<Entry>,
}

/// One tensor of a file.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// The type of its elements.
    pub(super) dtype: Stored,
    /// Its extents.
    pub(super) shape: Vec<i64>,
    /// Its bytes, counted from where the data begins.
    pub(super) bytes: Range<usize>,
}

/// The type of the elements in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// One that a tensor can have.
    Held(DType),
    /// Another one of the format.
    Other(SmolStr),
}

/// The format's types that no tensor of libnnx has.
const OTHERS: [&str; 9] =
    ["F4", "F6_E2M3", "F6_E3M2", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "C64"];

const fn name_of(dtype: DType) -> &'static str {
    match dtype {
        DType::Bool => "BOOL",
        DType::I8 => "I8",
        DType::I16 => "I16",
        DType::I32 => "I32",
        DType::I64 => "I64",
        DType::U8 => "U8",
        DType::U16 => "U16",
        DType::U32 => "U32",
        DType::U64 => "U64",
        DType::F16 => "F16",
        DType::BF16 => "BF16",
        DType::F32 => "F32",
        DType::F64 => "F64",
    }
}

impl Stored {
    fn from_name(name: &str) -> Option<Stored> {
        let held = DType::ALL.into_iter().find(|dtype| name_of(*dtype) == name).map(Stored::Held);
        held.or_else(|| OTHERS.contains(&name).then(|| Stored::Other(name.into())))
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stored::Held(dtype) => dtype.fmt(f),
            Stored::Other(name) => f.write_str(name),
        }
    }
}

impl Entry {
    /// The dtype of the tensor that it becomes.
    pub(super) fn dtype(&self) -> Result<DType> {
        match &self.dtype {
            Stored::Held(dtype) => Ok(*dtype),
            Stored::Other(name) => Err(Error::new(
                crate::Status::Unimplemented,
                format!("tensor {:?} has elements of type {name}, which libnnx does not hold", self.name),
            )),
        }
    }
}

/// The length of the header, which the first bytes of a file of `file_len` bytes say.
pub(super) fn length(first: [u8; LENGTH], file_len: u64) -> Result<usize> {
    let length = u64::from_le_bytes(first);
    if length > LONGEST as u64 {
        return Err(damaged(format!(
            "the file says that its header has {length} bytes; a safetensors header has {LONGEST} at most"
        )));
    }
    if length > file_len.saturating_sub(LENGTH as u64) {
        return Err(damaged(format!(
            "the file is cut short: it has {file_len} bytes, and its header alone takes {}",
            length + LENGTH as u64
        )));
    }
    Ok(length as usize)
}

/// Reads the JSON of a header; `data` bytes follow it.
pub(super) fn parse(json: &[u8], data: usize) -> Result<Header> {
    if json.first() != Some(&b'{') {
        return Err(damaged("this is no safetensors file: its header does not begin with a brace"));
    }
    let raw: Raw =
        serde_json::from_slice(json).map_err(|error| damaged(format!("the header cannot be read: {error}")))?;
    let mut tensors = raw.tensors.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    tensors.sort_by_key(|tensor| (tensor.bytes.start, tensor.bytes.end));
    let mut end = 0;
    for Entry { name, bytes, .. } in &tensors {
        if bytes.start != end {
            return Err(damaged(format!(
                "the data of tensor {name:?} begins at byte {}, and the one before ends at {end}",
                bytes.start
            )));
        }
        end = bytes.end;
    }
    match end.cmp(&data) {
        std::cmp::Ordering::Equal => Ok(Header { metadata: raw.metadata, tensors }),
        std::cmp::Ordering::Greater => {
            Err(damaged(format!("the file is cut short: {end} bytes of data are announced, {data} are there")))
        }
        std::cmp::Ordering::Less => {
            Err(damaged(format!("{end} bytes of data are announced, and {data} are there: the rest is unexplained")))
        }
    }
}

/// The checked entry of a tensor.
fn entry((name, value): (String, Value)) -> Result<Entry> {
    let bad = |what: &str| damaged(format!("tensor {name:?} {what}"));
    let numbers =
        |field: &str| -> Option<Vec<u64>> { value.get(field)?.as_array()?.iter().map(Value::as_u64).collect() };
    let dtype = value.get("dtype").and_then(Value::as_str).ok_or_else(|| bad("has no dtype"))?;
    let dtype = Stored::from_name(dtype).ok_or_else(|| bad(&format!("has the unknown dtype {dtype:?}")))?;
    let shape = numbers("shape").ok_or_else(|| bad("has no shape of non-negative integers"))?;
    let shape: Option<Vec<i64>> = shape.into_iter().map(|dim| i64::try_from(dim).ok()).collect();
    let shape = shape.ok_or_else(|| bad("has an extent beyond 64 bits"))?;
    let offsets = numbers("data_offsets").ok_or_else(|| bad("has no data_offsets"))?;
    let bytes = match offsets[..] {
        [start, end] if start <= end => usize::try_from(start).ok().zip(usize::try_from(end).ok()),
        _ => None,
    };
    let (start, end) = bytes.ok_or_else(|| bad("has data_offsets that are no begin and end"))?;
    if let Stored::Held(dtype) = dtype {
        let expected = Shape::new(&shape).and_then(|shape| shape.byte_count(dtype)).map_err(|e| bad(e.message()))?;
        if end - start != expected {
            return Err(bad(&format!("takes {expected} bytes by its dtype and shape, and has {}", end - start)));
        }
    }
    Ok(Entry { name, dtype, shape, bytes: start..end })
}

/// The bytes of a header: its length, and its JSON, padded so that the data begins aligned. The entries come in the order
/// of their data.
pub(super) fn print(metadata: &[(&str, String)], tensors: &[Entry]) -> Result<Vec<u8>> {
    let mut text = vec![0; LENGTH];
    text.extend_from_slice(b"{\"__metadata__\":{");
    for (i, (name, value)) in metadata.iter().enumerate() {
        let separator = if i > 0 { "," } else { "" };
        text.extend_from_slice(format!("{separator}{}:{}", json(name), json(value)).as_bytes());
    }
    text.push(b'}');
    for Entry { name, dtype, shape, bytes } in tensors {
        let dtype = match dtype {
            Stored::Held(dtype) => name_of(*dtype),
            Stored::Other(name) => name,
        };
        let Range { start, end } = bytes;
        let (name, shape) = (json(name), json(shape));
        let entry = format!(",{name}:{{\"dtype\":\"{dtype}\",\"shape\":{shape},\"data_offsets\":[{start},{end}]}}");
        text.extend_from_slice(entry.as_bytes());
    }
    text.push(b'}');
    text.resize(text.len().next_multiple_of(ALIGNMENT), b' ');
    let length = text.len() - LENGTH;
    if length > LONGEST {
        return Err(too_long(TooLarge::Bound(LONGEST)));
    }
    text[..LENGTH].copy_from_slice(&(length as u64).to_le_bytes());
    Ok(text)
}

/// What is to stand in a header does not fit.
pub(super) fn too_long(why: TooLarge) -> Error {
    match why {
        TooLarge::Bound(_) => Error::new(
            crate::Status::ResourceExhausted,
            format!("paths, types and structure take more than the {LONGEST} bytes that a safetensors header may have"),
        ),
        memory => memory.into(),
    }
}

/// Strings and numbers as JSON, which always works.
fn json(value: &(impl serde::Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The header as it stands in the file, no name twice.
struct Raw {
    metadata: BTreeMap<String, String>,
    tensors: Vec<(String, Value)>,
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Raw, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of tensors")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Raw, A::Error> {
                let (mut metadata, mut tensors, mut names) = (None, Vec::new(), HashSet::new());
                while let Some(name) = map.next_key::<String>()? {
                    if name == METADATA {
                        if metadata.replace(map.next_value::<Texts>()?.0).is_some() {
                            return Err(A::Error::custom("__metadata__ stands twice"));
                        }
                        continue;
                    }
                    if !names.insert(name.clone()) {
                        return Err(A::Error::custom(format_args!("tensor {name:?} stands twice")));
                    }
                    tensors.push((name, map.next_value()?));
                }
                Ok(Raw { metadata: metadata.unwrap_or_default(), tensors })
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// The map of texts, no name twice.
struct Texts(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Texts, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Texts, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((name, text)) = map.next_entry::<String, String>()? {
                    if let Some(earlier) = texts.insert(name, text) {
                        return Err(A::Error::custom(format_args!("a name of __metadata__ stands twice: {earlier:?}")));
                    }
                }
                Ok(Texts(texts))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;

    fn refused(json: &str, data: usize) -> String {
        let error = parse(json.as_bytes(), data).unwrap_err();
        assert_eq!(error.status(), Some(Status::DataLoss), "{json}: {error}");
        error.message().to_owned()
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let entry = |name: &str, dtype, shape: &[i64], bytes| Entry {
            name: name.to_owned(),
            dtype: Stored::Held(dtype),
            shape: shape.to_vec(),
            bytes,
        };
        let entries = DType::ALL.map(|dtype| entry(dtype.name(), dtype, &[0, 3], 0..0)).into_iter().chain([entry(
            "\"q\"/\n",
            DType::F32,
            &[2],
            0..8,
        )]);
        let entries: Vec<Entry> = entries.collect();
        let text = print(&[("a", "1\"".to_owned()), ("b", String::new())], &entries).unwrap();
        assert_eq!(text.len() % ALIGNMENT, 0);
        let length = length(text[..LENGTH].try_into().unwrap(), text.len() as u64).unwrap();
        assert_eq!(length, text.len() - LENGTH);
        let header = parse(&text[LENGTH..], 8).unwrap();
        assert_eq!(header.metadata["a"], "1\"");
        assert_eq!(header.metadata["b"], "");
        assert_eq!(header.tensors.len(), entries.len());
        for (read, printed) in header.tensors.iter().zip(&entries) {
            assert_eq!(
                (&read.name, &read.dtype, &read.shape, &read.bytes),
                (&printed.name, &printed.dtype, &printed.shape, &printed.bytes)
            );
        }
    }

    #[test]
    fn lengths_beyond_the_file_are_refused() {
        assert_eq!(length(10u64.to_le_bytes(), 18).unwrap(), 10);
        for (claimed, file_len) in [(11, 18), (1, 8), (u64::MAX, u64::MAX), (LONGEST as u64 + 1, u64::MAX), (1, 3)] {
            let error = length(claimed.to_le_bytes(), file_len).unwrap_err();
            assert_eq!(error.status(), Some(Status::DataLoss), "{claimed} of {file_len}");
        }
    }

    #[test]
    fn every_number_is_checked() {
        let with = |fields: &str| format!("{{\"a\":{{{fields}}}}}");
        for (fields, data, expected) in [
            (r#""shape":[],"data_offsets":[0,4]"#, 4, "no dtype"),
            (r#""dtype":"F33","shape":[],"data_offsets":[0,4]"#, 4, "unknown dtype \"F33\""),
            (r#""dtype":"F32","data_offsets":[0,4]"#, 4, "no shape"),
            (r#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#, 4, "no shape"),
            (r#""dtype":"F32","shape":[1.5],"data_offsets":[0,4]"#, 4, "no shape"),
            (r#""dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]"#, 4, "beyond 64 bits"),
            (r#""dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]"#, 4, "int64"),
            (r#""dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]"#, 4, "addressed"),
            (r#""dtype":"F32","shape":[]"#, 4, "no data_offsets"),
            (r#""dtype":"F32","shape":[],"data_offsets":[4,0]"#, 4, "begin and end"),
            (r#""dtype":"F32","shape":[],"data_offsets":[0,4,8]"#, 4, "begin and end"),
            (r#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#, 4, "takes 8 bytes"),
            (r#""dtype":"F32","shape":[],"data_offsets":[4,8]"#, 8, "begins at byte 4"),
            (r#""dtype":"F32","shape":[],"data_offsets":[0,4]"#, 3, "cut short"),
            (r#""dtype":"F32","shape":[],"data_offsets":[0,4]"#, 5, "unexplained"),
        ] {
            let message = refused(&with(fields), data);
            assert!(message.contains(expected), "{fields}: {message}");
        }
    }

    #[test]
    fn names_that_stand_twice_are_refused() {
        let tensor = r#"{"dtype":"F32","shape":[],"data_offsets":[0,4]}"#;
        assert!(refused(&format!(r#"{{"a":{tensor},"a":{tensor}}}"#), 4).contains("tensor \"a\" stands twice"));
        assert!(refused(r#"{"__metadata__":{},"__metadata__":{}}"#, 0).contains("__metadata__ stands twice"));
        assert!(refused(r#"{"__metadata__":{"a":"1","a":"2"}}"#, 0).contains("stands twice"));
    }

    #[test]
    fn other_json_is_refused() {
        for json in ["", " {}", "[]", "{", "{}x", r#"{"a":1}"#, r#"{"__metadata__":{"a":1}}"#, "{\"\u{0}\":1}"] {
            refused(json, 0);
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        refused(&deep, 0);
    }

    #[test]
    fn a_dtype_that_is_not_held_is_only_refused_when_it_is_asked_for() {
        let header = parse(br#"{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, 4).unwrap();
        let error = header.tensors[0].dtype().unwrap_err();
        assert_eq!(error.status(), Some(Status::Unimplemented));
        assert!(error.message().contains("F8_E4M3"), "{error}");
    }
}
