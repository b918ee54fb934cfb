//! Layers, activations, initializers and losses, with Flax's names, attributes and defaults.
//!
//! A layer is an Object of the graph; the functions of its file fill the node and compute with it. They read what the
//! node holds now, so that a changed attribute, a tied weight or a `train()` of the whole model needs nothing else. How
//! to write one is in `docs/adding-a-layer.md`.
//!
//! | question | file |
//! |---|---|
//! | what does a layer hold, and what does it compute? | `linear.rs`, `batch_norm.rs`, `dropout.rs` |
//! | functions of one element, and those along one axis | `activations.rs` |
//! | how is a parameter made? | `initializers.rs` |
//! | how far from the targets is it? | `losses.rs` |
//! | which of a node's attributes is what, and which dtype is computed in? | `attribute.rs`, `dtype.rs` |

pub mod activations;
mod attribute;
pub mod batch_norm;
pub mod dropout;
mod dtype;
pub mod initializers;
pub mod linear;
pub mod losses;

pub use activations::Activation;
