//! The operations of the program that kernels and buffers come from, for people.

use std::fmt;

use super::Plan;
use super::kernel::{BufferId, Origin, Source};
use crate::program::{Location, TensorType, Type};

/// An operation of the program, after it was simplified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceOperation {
    /// Its name without its dialect.
    pub name: &'static str,
    /// The type of its first result, as `float32[2,3]`; empty when it has none.
    pub shape: String,
    /// Where the operation stood that it was made of, in the text that was parsed; line 0 where there was none.
    pub location: Location,
    /// What that text says of where it comes from: a name and a place, `jit(step)/dot_general model.py:42`. Often empty.
    pub origin: String,
}

impl Plan {
    /// The operations that a kernel computes, by its place, in order. Those that only move elements are not among them.
    pub fn operations(&self, kernel: usize) -> impl Iterator<Item = SourceOperation> {
        self.kernels[kernel].sources.iter().map(|&source| self.operation(source))
    }

    /// `float32[2,3]`: the elements of a buffer, in the shape that the program gives them.
    pub fn shape(&self, buffer: BufferId) -> String {
        let Some(found) = self.buffers.get(buffer) else { return String::new() };
        let argument = |argument: usize| self.argument_type(argument);
        let ty = match (&found.origin, found.source) {
            (Origin::Argument(place), _) => argument(*place),
            (_, Some(source)) => self.results_of(source).find(|ty| ty.dtype == found.dtype),
            (_, None) => None,
        };
        match ty.filter(|ty| ty.element_count() == found.count) {
            Some(ty) => text(ty),
            None => format!("{}[{}]", found.dtype, found.count),
        }
    }

    fn operation(&self, source: Source) -> SourceOperation {
        let operation = self.module.functions()[source.function].body().operation(source.operation);
        let shape = self.results_of(source).next().map(text).unwrap_or_default();
        let origin = self.module.origin(operation.location).unwrap_or_default().to_owned();
        SourceOperation { name: short(operation.op.name()), shape, location: operation.location, origin }
    }

    fn results_of(&self, source: Source) -> impl Iterator<Item = &TensorType> {
        let body = self.module.functions()[source.function].body();
        body.operation(source.operation).results().filter_map(|result| body.value_type(result).as_tensor())
    }

    fn argument_type(&self, argument: usize) -> Option<&TensorType> {
        self.module.functions()[self.function].argument_types().nth(argument).and_then(Type::as_tensor)
    }
}

/// The name of an operation without its dialect.
pub(super) fn short(name: &'static str) -> &'static str {
    name.rsplit('.').next().unwrap_or(name)
}

fn text(ty: &TensorType) -> String {
    format!("{}{}", ty.dtype, ty.shape)
}

/// Operations in one line: those of one name and shape together, at the place of the first, and the lines that they
/// come from.
pub struct InOneLine<'a>(pub &'a [SourceOperation]);

impl fmt::Display for InOneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut groups: Vec<(&str, &str, usize)> = Vec::new();
        for SourceOperation { name, shape, .. } in self.0 {
            match groups.iter_mut().find(|(known, of, _)| known == name && of == shape) {
                Some((.., times)) => *times += 1,
                None => groups.push((name, shape, 1)),
            }
        }
        for (place, (name, shape, times)) in groups.iter().enumerate() {
            f.write_str(if place > 0 { ", " } else { "" })?;
            if *times > 1 {
                write!(f, "{times} ")?;
            }
            write!(f, "{name} {shape}")?;
        }
        let lines = || self.0.iter().map(|operation| operation.location.line).filter(|line| *line > 0);
        match (lines().min(), lines().max()) {
            (Some(first), Some(last)) if first == last => write!(f, " (line {first})"),
            (Some(first), Some(last)) => write!(f, " (lines {first} to {last})"),
            _ => Ok(()),
        }
    }
}
