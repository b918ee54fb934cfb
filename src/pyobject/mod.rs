//! Graphs of Flax's own objects, walked through the C API of the Python process that holds them.
//!
//! Flax's traversals spend their time in Python functions per node, per attribute and per leaf. Here the same traversals
//! run natively on the same objects, and give the same results: Flax's classes, its order, its indices, its exceptions.
//! What is unusual goes to Flax's own code, for that call ([`Stop::Fallback`](module::Stop)): never wrong, only slower.
//!
//! | question | file |
//! |---|---|
//! | where do the interpreter's functions come from? | `python.rs` |
//! | who owns a Python object? | `object.rs` |
//! | which functions does Python see, and how is one added? | `module.rs` |
//! | what is Flax? | `flax.rs` |
//! | what is one object to Flax: a node, a Variable, a leaf? | `kind.rs` |
//! | which objects does a GraphDef tell of, and how are they made? | `plan.rs`, `unflatten.rs`, `merge.rs`, `clone.rs` |
//! | how are the leaves of states ordered? | `leaves.rs` |
//! | how are values written into objects, and taken out? | `update.rs`, `pop.rs` |
//! | what are the children of one node? | `children.rs` |
//! | how is a Variable made, copied and written? | `variable.rs` |
//! | may this object be written in this trace of JAX? | `trace.rs` |
//! | what lives from call to call, and who may use it? | `native.rs` |
//! | which arguments does a compiled function get, and what is written back? | `arguments.rs`, `jit.rs` |
//! | how does Python own a handle of the C ABI, and run steps of libnnx's own objects? | `handle.rs`, `run.rs`, `array.rs`, by way of `library.rs` |
//! | how is a class made? | `class.rs` |
//! | what ran natively, and what did not? | `stats.rs` |
//! | in which order is a graph walked, what gets an index? | `walk.rs`; of one node's attributes: `layout.rs` |
//! | how is a structure that was seen before recognised? | `graphdef.rs`; how is one written down? `record.rs` |
//! | how is a graph iterated over, lazily? | `iterate.rs` |
//! | which leaves does a filter take? | `filter.rs`, by the rules of `graph/rule.rs` |
//! | how do leaves become a `State`? | `nested.rs` |

mod arguments;
mod array;
mod children;
mod class;
mod clone;
mod filter;
mod flatten;
mod flax;
mod graphdef;
mod handle;
mod iterate;
mod jit;
mod kind;
mod layout;
mod leaves;
mod library;
mod merge;
mod module;
mod native;
mod nested;
mod numbers;
mod object;
mod plan;
mod pop;
mod python;
mod record;
mod run;
mod stats;
mod trace;
mod unflatten;
mod update;
mod variable;
mod walk;

pub(crate) use library::{Answer, Input, Library, Ran};
pub(crate) use module::python_module;
