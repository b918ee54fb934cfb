//! State files: a State, and the GraphDef it belongs to, as a safetensors file. Bundles: a whole run, with its programs, as
//! a zip archive that has a state file in it.
//!
//! # State files
//!
//! Each leaf is one tensor under its printed path, shared Variables once, so every reader of the format can use the
//! file. What a State has beyond that stands as texts in the header's `__metadata__`:
//!
//! | name | text |
//! |---|---|
//! | `libnnx` | `1`, the version of this table |
//! | `libnnx.crc32` | the CRC-32 of the whole file, in eight hexadecimal digits that count as zeros |
//! | `libnnx.graphdef` | the GraphDef as JSON, where one was saved |
//! | `libnnx.variables` | the types and metadata of the leaves, where there are any and no GraphDef says them: the JSON of a GraphDef of one dict from printed path to Variable or array |
//! | `libnnx.aliases` | an object from each further path of a shared node to its first path, where a GraphDef was saved |
//!
//! The same State always gives the same bytes. Tensors whose size is a multiple of 256 bytes come first, then those of
//! 128, 64 and so on, and the header is padded to a multiple of 256: each tensor begins aligned for its dtype, and as far
//! as its size allows on a boundary of 256 bytes, without gaps, which the format forbids.
//!
//! # Bundles
//!
//! An archive of entries that are stored as they are: `manifest.json`, `graphdef.json` and further GraphDefs,
//! `programs/<name>.mlir`, and `state.safetensors`, which begins aligned and can be used where it is mapped.
//!
//! | question | file |
//! |---|---|
//! | what is in a header, what is checked? | `header.rs` |
//! | what is written, in which order? | `save.rs` |
//! | how does a file stay whole when the process dies? | `atomic.rs` |
//! | what is mapped, what is copied? | `file.rs` |
//! | how is an altered file found out? | `checksum.rs` |
//! | how does a file become a State? | `load.rs`, `variables.rs` |
//! | how does a file of another library fit a State? | `load_into.rs`, `rename.rs` |
//! | what is in a bundle, and what can be done with it? | `bundle.rs` |
//! | what does its manifest say, also of each program? | `manifest.rs`, `program_map.rs`, `graphdefs.rs` |
//! | how does a bundle look when printed? | `show.rs` |
//! | what is a zip archive, and which ones are refused? | `archive/` |
//! | where do the bytes of a file lie? | `storage.rs` |

mod archive;
mod atomic;
#[expect(clippy::module_inception, reason = "the bundle itself")]
mod bundle;
mod checksum;
mod file;
mod graphdefs;
mod header;
mod load;
mod load_into;
mod manifest;
mod program_map;
mod rename;
mod save;
mod show;
mod storage;
mod variables;

use std::io;
use std::path::Path;

pub use bundle::{Bundle, SavedProgram};
pub use load::{LoadOptions, load, load_bytes};
pub use load_into::{Fit, FitRow, Outcome, load_bytes_into, load_into};
pub use manifest::Origin;
pub use save::{SaveOptions, save, to_bytes};

use crate::error::{Error, Status};

const _: () = assert!(cfg!(target_endian = "little"), "tensors are stored little-endian, as they lie in memory");

/// The texts of the header, by name.
mod text {
    pub(super) const FORMAT: &str = "libnnx";
    pub(super) const GRAPHDEF: &str = "libnnx.graphdef";
    pub(super) const VARIABLES: &str = "libnnx.variables";
    pub(super) const ALIASES: &str = "libnnx.aliases";
}

/// The version of the texts in the header.
const FORMAT: &str = "1";

fn damaged(message: impl Into<String>) -> Error {
    Error::new(Status::DataLoss, message)
}

/// What the operating system refused, as a status.
fn io_error(what: &str, error: &io::Error) -> Error {
    use io::ErrorKind as Kind;
    let status = match error.kind() {
        Kind::NotFound => Status::NotFound,
        Kind::InvalidInput | Kind::InvalidFilename | Kind::IsADirectory | Kind::NotADirectory => {
            Status::InvalidArgument
        }
        Kind::UnexpectedEof | Kind::InvalidData => Status::DataLoss,
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge | Kind::OutOfMemory => Status::ResourceExhausted,
        _ => Status::FailedPrecondition,
    };
    Error::new(status, format!("cannot {what}: {error}"))
}

/// The failure, with the name of the file in front.
fn in_file(path: &Path, error: Error) -> Error {
    let named = Error::from_code(error.code(), format!("{}: {}", path.display(), error.message()));
    match error.path() {
        Some(path) => named.at(path),
        None => named,
    }
}
