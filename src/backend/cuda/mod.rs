//! Plans as CUDA C++. Nothing here opens a device: the source is for whoever compiles it.
//!
//! A kernel of a plan becomes phases. A phase computes so many items, each for itself; a stage is phases that do not wait
//! for each other. The same text compiles for a GPU, where the items of a stage are spread over threads, and with a C++
//! compiler for the host, where they may run in any order: that is how the tests find what waits for something.
//!
//! | question | file |
//! |---|---|
//! | how does a loop become phases? | `phase.rs`, `cone.rs` |
//! | how does an operation on whole arrays? | `operation/` |
//! | which phases wait for each other? | `stage.rs` |
//! | how is a phase printed? | `print.rs`, `fold.rs`, `expression.rs` |
//! | how does each operation compute an element? | `prelude/` |

mod cone;
mod expression;
mod fold;
mod operation;
mod phase;
mod print;
mod stage;

use std::fmt;

use crate::error::{Error, Result};
use crate::plan::Plan;

/// The part of the source that is the same for all plans.
const PRELUDE: [&str; 10] = [
    include_str!("prelude/types.cuh"),
    include_str!("prelude/integer.cuh"),
    include_str!("prelude/float.cuh"),
    include_str!("prelude/math.cuh"),
    include_str!("prelude/error.cuh"),
    include_str!("prelude/half.cuh"),
    include_str!("prelude/convert.cuh"),
    include_str!("prelude/fold.cuh"),
    include_str!("prelude/place.cuh"),
    include_str!("prelude/phase.cuh"),
];

/// A plan as CUDA C++. Its text is what [`fmt::Display`] gives.
///
/// For a plan named `step` it has a kernel `step_stage_0`, `step_stage_1`, … for each stage, to be launched in order with
/// any number of blocks and threads, and a kernel `step` that is all of them, to be launched as one block. Each takes an
/// array of pointers: where each buffer of the plan lies, in their order; memory of the sizes of [`Source::scratch`]; and
/// the results that [`Plan::moved`] lists. For the host it has an array `step_phases` of `nnx::phase`. Denormal numbers are
/// zeros where it is compiled with `-ftz=true`.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    scratch: Vec<usize>,
    num_stages: usize,
}

impl Source {
    /// The bytes of each buffer that the source needs beside those of the plan.
    pub fn scratch(&self) -> &[usize] {
        &self.scratch
    }

    /// The number of stages.
    pub fn num_stages(&self) -> usize {
        self.num_stages
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The source of a plan. `name` begins the names of its functions, so that several plans fit into one file.
///
/// # Errors
/// `UNIMPLEMENTED` for a plan with an operation that has no CUDA source, which it names; `INVALID_ARGUMENT` when `name` is
/// no identifier of C.
pub fn source(plan: &Plan, name: &str) -> Result<Source> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || !name.bytes().all(is_word) || name.as_bytes()[0].is_ascii_digit() {
        return Err(Error::invalid(format!("{name:?} is no identifier of C")).argument("name"));
    }
    let phases = phase::phases(plan)?;
    let stages = stage::stages(plan, &phases);
    let mut text = String::from("#if !defined(NNX_PRELUDE)\n#define NNX_PRELUDE\n");
    for part in PRELUDE {
        text.push_str(part);
        text.push('\n');
    }
    text.push_str("#endif\n\n");
    print::print(plan, &phases, &stages, name, &mut text)?;
    let scratch = phases.scratch.iter().map(|scratch| scratch.nbytes()).collect();
    Ok(Source { text, scratch, num_stages: stages.len() })
}
