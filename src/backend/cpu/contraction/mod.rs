//! Sums of products over any axes: convolutions and large products, as blocks that stay in the caches.
//!
//! | question | file |
//! |---|---|
//! | which elements are multiplied, and where do the sums go? | `space.rs` |
//! | how do the elements of a block come to lie in order? | `lines.rs`, `panels.rs` |
//! | in which order are blocks computed? | `blocks.rs` |
//! | what is fetched meanwhile? | `ahead.rs` |

mod ahead;
mod blocks;
mod lines;
mod panels;
mod space;

pub(super) use blocks::{COLUMNS, Contract, Memory, ROWS, contract, scratch_count};
pub(super) use space::{Axis, Check, Contraction, MAX_CHECKS, Run, Walk, inside, used};
