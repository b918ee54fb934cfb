//! Models that JAX lowered: the programs of the directory that `NNX_ZOO` names, on numbers that look random. The script
//! `tests/cuda/zoo` makes them.

use std::fs;
use std::path::{Path, PathBuf};

use nnx::Result;
use nnx::program::parse;

use super::Cases;
use super::programs::{add_step, inputs};
use super::stablehlo::collect;

pub(super) fn directory() -> Option<PathBuf> {
    std::env::var_os("NNX_ZOO").map(PathBuf::from)
}

pub(super) fn models() -> Result<()> {
    let directory = directory().unwrap_or_default();
    let mut files = Vec::new();
    collect(&directory, &mut files);
    files.sort();
    let mut cases = Cases::default();
    for file in &files {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let module = parse(&text)?;
        let inputs = inputs(&module)?;
        let name = Path::new(file.file_stem().unwrap_or_default()).display().to_string();
        // As it was lowered, calls and loops included, and simplified.
        cases.add(&format!("{name} as it is"), &module, &module.entry()?.name, inputs.clone())?;
        add_step(&mut cases, &name, &module, inputs)?;
    }
    assert!(cases.left_out.is_empty(), "there is no source for {:?}", cases.left_out);
    let ran = cases.list.len();
    let wrong = cases.run()?;
    println!("{ran} models ran, {} are wrong", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 0, "there is no program in {}", directory.display());
    Ok(())
}
