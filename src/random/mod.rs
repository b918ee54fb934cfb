//! Random numbers: keys, streams of keys, and the distributions, with the bits of `jax.random` (threefry2x32, with
//! `jax_threefry_partitionable`, which is JAX's default).
//!
//! [`rngs`] are the streams of keys in an object graph.
//!
//! Each algorithm stands once, written in [`numbers::Numbers`] for what an element is made of and in [`Arrays`] for
//! what whole arrays need. [`Eager`] runs it on tensors at once; a [`FunctionBuilder`](crate::program::FunctionBuilder)
//! makes it part of a program.
//!
//! ```
//! use nnx::random::{self, Eager};
//! use nnx::tensor::DType;
//!
//! # fn main() -> nnx::Result<()> {
//! let keys = random::split(&Eager, &random::key(0), &[2])?;
//! assert_eq!(keys.as_slice(), Some(&[1797259609u32, 2579123966, 928981903, 3453687069][..]));
//! let kernel = random::normal(&Eager, &random::key(0), DType::F32, &[3, 4])?;
//! assert_eq!(kernel.shape(), [3, 4]);
//! # Ok(())
//! # }
//! ```

mod arrays;
mod distributions;
pub mod draw;
mod eager;
mod erf_inv;
mod key;
pub mod numbers;
pub mod rngs;
mod threefry;
mod traced;

pub use arrays::{Arrays, Counters};
pub use distributions::{
    bernoulli, bernoulli_of, bits, categorical, gumbel, normal, permutation, permutation_of, randint, truncated_normal,
    uniform,
};
pub use eager::Eager;
pub use key::{fold_in, key, split};
