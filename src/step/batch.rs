//! Several runs as one: inputs cut along their first axis, outputs put together along a new one.

use super::step::{is_of, text};
use crate::error::{Error, Result};
use crate::graph::Leaf;
use crate::program::TensorType;
use crate::tensor::Tensor;

/// The input of each of several runs.
pub(super) enum Repeated {
    /// The same each time.
    Same(Tensor),
    /// A part of this, along its first axis.
    Cut(Tensor),
}

impl Repeated {
    /// What an input is to `count` runs of a step that takes this type.
    pub(super) fn of(input: Tensor, ty: &TensorType, count: usize, index: usize) -> Result<Repeated> {
        if is_of(&input, ty) {
            return Ok(Repeated::Same(input));
        }
        let is_cut = input.dtype() == ty.dtype
            && input.shape().split_first().is_some_and(|(first, rest)| *first == count as i64 && rest == ty.dims());
        if is_cut {
            return Ok(Repeated::Cut(input));
        }
        Err(Error::invalid(format!(
            "input {index} of the step is {}, for each of {count} runs or with a first axis of {count}; got {}",
            text(ty),
            Leaf::Tensor(input)
        )))
    }

    /// The input of one of the runs.
    pub(super) fn at(&self, run: usize) -> Result<Tensor> {
        match self {
            Repeated::Same(input) => Ok(input.clone()),
            Repeated::Cut(input) => {
                let dims = input.shape().get(1..).unwrap_or_default();
                let nbytes = TensorType::new(input.dtype(), dims)?.shape.byte_count(input.dtype())?;
                Tensor::from_bytes(input.dtype(), dims, &input.bytes()[run * nbytes..][..nbytes])
            }
        }
    }
}

/// What a run failed with, one of several: which one it was comes after the text.
pub(super) fn of_run(error: &Error, run: usize, count: usize) -> Error {
    let text = format!("{}; this is run {run} of 0 to {}", error.message(), count - 1);
    let same = Error::from_code(error.code(), text);
    error.path().into_iter().fold(same, |same, path| same.at(path))
}

/// Arrays of one type as one, along a new first axis.
pub(super) fn stack<'a>(parts: impl ExactSizeIterator<Item = &'a Tensor>, ty: &TensorType) -> Result<Tensor> {
    let dims: Vec<i64> = std::iter::once(parts.len() as i64).chain(ty.dims().iter().copied()).collect();
    let mut all = Tensor::zeros(ty.dtype, &dims)?;
    let bytes = all.bytes_mut()?;
    let mut end = 0;
    for part in parts {
        bytes[end..end + part.nbytes()].copy_from_slice(part.bytes());
        end += part.nbytes();
    }
    Ok(all)
}
