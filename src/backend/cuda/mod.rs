//! Plans as CUDA C++. Nothing here opens a device: the source is for whoever compiles it.
//!
//! A kernel of a plan becomes phases. A phase computes so many items, each for itself; a stage is phases that do not wait
//! for each other. The same text compiles for a GPU, where the items of a stage are spread over threads, and with a C++
//! compiler for the host, where they may run in any order: that is how the tests find what waits for something.
//!
//! | question | file |
//! |---|---|
//! | how does a loop over items become phases? | `phase.rs`, `cone.rs` |
//! | how does an operation on whole arrays? | `operation/` |
//! | how do loops and choices of the program? | `control.rs` |
//! | where do arrays lie? | `frame.rs` |
//! | which phases wait for each other, and what runs after what? | `stage.rs`, `order.rs` |
//! | how is a phase printed? | `print.rs`, `fold.rs`, `expression.rs` |
//! | how does each operation compute an element? | `prelude/` |

mod cone;
mod control;
mod expression;
mod fold;
mod frame;
mod operation;
mod order;
mod phase;
mod print;
mod stage;

use std::fmt;

pub use frame::Scratch;
pub use order::Order;

use crate::error::{Error, Result};
use crate::plan::Plan;

/// The part of the source that is the same for all plans.
const PRELUDE: [&str; 13] = [
    include_str!("prelude/types.cuh"),
    include_str!("prelude/integer.cuh"),
    include_str!("prelude/float.cuh"),
    include_str!("prelude/math.cuh"),
    include_str!("prelude/error.cuh"),
    include_str!("prelude/double.cuh"),
    include_str!("prelude/gamma.cuh"),
    include_str!("prelude/half.cuh"),
    include_str!("prelude/convert.cuh"),
    include_str!("prelude/fold.cuh"),
    include_str!("prelude/place.cuh"),
    include_str!("prelude/random.cuh"),
    include_str!("prelude/phase.cuh"),
];

/// A plan as CUDA C++. Its text is what [`fmt::Display`] gives.
///
/// For a plan named `step` it has a kernel `step_stage_0`, `step_stage_1`, … for each stage, to be launched in the order of
/// [`Source::order`] with any number of blocks and threads, and a kernel `step` that is all of them, to be launched as one
/// block. Each takes an array of pointers: where each buffer of the plan lies, in their order; [`Source::scratch`] memory;
/// and the results that [`Plan::moved`] lists. Those of stages also take `turns`, the iterations of the loops around modulo
/// 2, each in a bit. For the host it has an array `step_phases` of `nnx::phase`, and a function `step_order` that gives each
/// stage and its turns to a function object, in order. Denormal numbers are zeros where it is compiled with `-ftz=true`.
#[derive(Clone, Debug)]
pub struct Source {
    text: String,
    scratch: Vec<Scratch>,
    order: Vec<Order>,
    num_stages: usize,
}

impl Source {
    /// The memory that the source needs beside the buffers of the plan.
    pub fn scratch(&self) -> &[Scratch] {
        &self.scratch
    }

    /// What runs after what.
    pub fn order(&self) -> &[Order] {
        &self.order
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
    let phases = order::Phases::new(plan)?;
    let mut text = String::from("#if !defined(NNX_PRELUDE)\n#define NNX_PRELUDE\n");
    for part in PRELUDE {
        text.push_str(part);
        text.push('\n');
    }
    text.push_str("#endif\n\n");
    print::print(plan, &phases, name, &mut text)?;
    let num_stages = phases.stages.len();
    Ok(Source { text, scratch: phases.memory.list, order: phases.order, num_stages })
}
