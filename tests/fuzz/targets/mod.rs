//! Fuzz targets: ordinary functions of bytes that panic when something is wrong. The stable runner beside this folder
//! and the libFuzzer crate in `fuzz/` run the same ones.

pub mod bundle;
pub mod calls;
pub mod graphdef_text;
pub mod path_text;
pub mod program_text;
pub mod state_file;
