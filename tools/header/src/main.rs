//! Prints the C declarations of the library.
//!
//! `header <crate folder>` reads `cbindgen.toml` there.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(library) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: header <crate folder>");
        return ExitCode::FAILURE;
    };
    let config = match cbindgen::Config::from_file(library.join("cbindgen.toml")) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("cbindgen.toml: {error}");
            return ExitCode::FAILURE;
        }
    };
    match cbindgen::Builder::new().with_config(config).with_crate(&library).generate() {
        Ok(bindings) => {
            bindings.write(std::io::stdout().lock());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
