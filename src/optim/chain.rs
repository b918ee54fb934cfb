//! Transformations one after another, and the one that changes nothing.

use super::moments::{self, Params};
use super::transformation::{self, Numbers, Transformation, tuple};
use super::update::Update;
use crate::error::Result;
use crate::graph::{ContainerKind, Key, Node, Path, Static};
use crate::trace::Value;

pub(super) const CHAIN: &str = "chain";
pub(super) const IDENTITY: &str = "identity";

struct Chain(Vec<Box<dyn Transformation>>);

struct Identity;

/// These transformations, each of what the one before it made.
///
/// # Errors
/// `INVALID_ARGUMENT` when one of them is none, or there are none.
pub fn chain(transformations: Vec<Static>) -> Result<Static> {
    let tx = tuple(CHAIN, transformations)?;
    super::check(&tx)?;
    Ok(tx)
}

/// The transformation that changes nothing.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn identity() -> Result<Static> {
    tuple(IDENTITY, Vec::new())
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    let mut parts = Vec::new();
    while let Some(part) = numbers.optional() {
        parts.push(transformation::parse(part)?);
    }
    if parts.is_empty() {
        return Err(numbers.error("a chain needs at least one transformation; `identity` changes nothing"));
    }
    Ok(Box::new(Chain(parts)))
}

pub(super) fn parse_identity(_: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(Identity))
}

impl Transformation for Chain {
    fn init(&self, params: &Params) -> Result<Node> {
        let states = Node::empty(None, ContainerKind::Tuple)?;
        for (place, part) in self.0.iter().enumerate() {
            states.set(&at(place), part.init(params)?.into())?;
        }
        Ok(states)
    }

    fn update(&self, mut updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>> {
        for (place, part) in self.0.iter().enumerate() {
            updates = part.update(updates, &state.node(&at(place))?, step)?;
        }
        Ok(updates)
    }
}

fn at(place: usize) -> Path {
    Path::from(vec![Key::Int(place as i64)])
}

impl Transformation for Identity {
    fn init(&self, _: &Params) -> Result<Node> {
        moments::state(Vec::new())
    }

    fn update(&self, updates: Vec<Value>, _: &Node, _: &mut Update) -> Result<Vec<Value>> {
        Ok(updates)
    }
}
