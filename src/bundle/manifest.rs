//! The manifest of a bundle: what wrote it, what its user says about it, and its programs.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::damaged;
use super::program_map::{each, field, text};
use crate::error::{Error, Result, Status};

/// Its entry.
pub(super) const NAME: &str = "manifest.json";

/// What a manifest says that it is one of.
const FORMAT: &str = "nnx bundle";

/// The version of the format.
const VERSION: u64 = 1;

/// What wrote a bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The version of libnnx.
    pub version: String,
    /// The instruction set of the CPU code there: on the same one a resumed run gives the same bits.
    pub isa: String,
}

impl Origin {
    /// This library on this machine.
    pub(super) fn here() -> Origin {
        let isa = crate::isa::chosen().isa.name().to_string_lossy().into_owned();
        Origin { version: env!("CARGO_PKG_VERSION").to_owned(), isa }
    }
}

/// A manifest that was read.
pub(super) struct Manifest {
    pub(super) origin: Origin,
    pub(super) metadata: BTreeMap<String, String>,
    /// The entries of the programs.
    pub(super) programs: Vec<Value>,
}

/// The text of a manifest with these entries of programs.
pub(super) fn print(metadata: &BTreeMap<String, String>, programs: Vec<Value>) -> String {
    let Origin { version, isa } = Origin::here();
    let manifest = json!({
        "format": FORMAT, "version": VERSION, "libnnx": version, "isa": isa, "metadata": metadata, "programs": programs,
    });
    format!("{manifest:#}\n")
}

/// Reads a manifest.
pub(super) fn parse(json: &str) -> Result<Manifest> {
    let manifest: Value = serde_json::from_str(json).map_err(|error| damaged(format!("it cannot be read: {error}")))?;
    if text(&manifest, "format")? != FORMAT {
        return Err(damaged(format!("it is not that of a bundle: its format is not {FORMAT:?}")));
    }
    let version = field(&manifest, "version")?;
    if version.as_u64() != Some(VERSION) {
        let message = format!("the bundle has version {version} of the format; this version of libnnx reads {VERSION}");
        return Err(Error::new(Status::VersionMismatch, message));
    }
    let origin = Origin { version: text(&manifest, "libnnx")?.to_owned(), isa: text(&manifest, "isa")?.to_owned() };
    let metadata = field(&manifest, "metadata")?.as_object().ok_or_else(|| damaged("`metadata` is no object"))?;
    let metadata = metadata.iter().map(|(name, value)| match value {
        Value::String(value) => Ok((name.clone(), value.clone())),
        _ => Err(damaged(format!("`metadata` has {name:?}, which is no text"))),
    });
    let metadata = metadata.collect::<Result<_>>()?;
    let programs = each(&manifest, "programs", |program| Ok(program.clone()))?;
    Ok(Manifest { origin, metadata, programs })
}
