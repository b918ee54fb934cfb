//! Tracing: host code runs once, over [`Value`]s instead of arrays, and leaves a program.
//!
//! | question | file |
//! |---|---|
//! | what is traced, and when is it over? | `trace.rs` |
//! | what can be done with a value? | `value.rs` (what it is), `elementwise.rs`, `reduce.rs`, `shape.rs`, `index.rs`, `product.rs`, `control.rs` |
//! | what may stand beside a value, and what dtype comes out? | `operand.rs`, `promote.rs`, `broadcast.rs` |
//! | how does a Variable hold a traced value? | `variable.rs` |
//! | how is a function over objects traced, and the objects put back? | `function.rs`, `snapshot.rs` |
//! | what if the function changed the structure? | `structure.rs` |
//! | how are gradients taken? | `gradient.rs` |
//! | how does a function over objects run at once? | `eager.rs` |
//! | what program stands for all of a traced function? | `program.rs` |

mod broadcast;
mod control;
mod eager;
mod elementwise;
mod function;
mod gradient;
mod index;
mod operand;
mod product;
mod program;
mod promote;
mod reduce;
mod shape;
mod snapshot;
mod structure;
#[expect(clippy::module_inception, reason = "the trace itself")]
mod trace;
mod value;
mod variable;

pub use control::Body;
pub use eager::{Eager, run_now};
pub use elementwise::{Binary, Unary};
pub use function::{
    Arguments, Outputs, Scope, Source, StateSource, TracedFunction, together, trace_below, trace_function,
};
pub use gradient::{gradients, value_and_grad, watch};
pub use operand::Operand;
pub use promote::promote;
pub use reduce::{Axes, Reduction};
pub use structure::StructureChange;
pub use trace::Trace;
pub(crate) use trace::new_number;
pub use value::Value;
pub use variable::{read_variable, write_variable};
