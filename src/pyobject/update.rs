//! Update: the values of states written into the objects that are there, in place and by their keys.
//!
//! First every key is looked up and every write is checked; then they are written, in Flax's order.

use super::children::Children;
use super::kind::Kind;
use super::leaves::inner_mapping;
use super::module::{Answer, Step, Stop};
use super::native;
use super::object::{Borrowed, Object};
use super::variable::{Variables, Write, is_written_twice};
use super::walk::MAX_DEPTH;

/// `flax.nnx.update(node, *states)`.
pub(super) fn update([node, states]: [&Borrowed; 2]) -> Answer {
    let mut native = native::enter()?;
    let (mut variables, _) = native.variables();
    if !states.is_tuple() || states.tuple_size() == 0 {
        return Err(Stop::Fallback("no states"));
    }
    let state = states.tuple_get(0)?.own();
    let mut writes = Vec::new();
    if variables.is_variable(node)? {
        if states.tuple_size() > 1 {
            return Err(Stop::Fallback("a Variable and several states"));
        }
        writes.push(on_variable(&mut variables, node, &state)?);
    } else {
        let mapping = match states.tuple_size() {
            1 => inner_mapping(&mut variables, &state)?,
            _ => Some(merged(&mut variables, states)?),
        };
        let Some(mapping) = mapping else { return Err(Stop::Fallback("a state that is neither State nor dict")) };
        Update { variables: &mut variables, writes: &mut writes }.node(node, &mapping, 0)?;
    }
    let written =
        writes.iter().filter_map(|change| if let Change::Variable(write) = change { Some(write) } else { None });
    if is_written_twice(written) {
        return Err(Stop::Fallback("a Variable twice"));
    }
    for write in &writes {
        let written = match write {
            Change::Variable(write) => write.apply(variables.flax),
            Change::Key { set_key, node, key, value } => set_key.call(&[node, key, value]).map(drop),
        };
        written.map_err(Stop::Propagate)?;
    }
    Ok(Object::none())
}

/// A write that is known to be allowed, or that Flax's own function for this type of node does.
enum Change {
    Variable(Write),
    Key { set_key: Object, node: Object, key: Object, value: Object },
}

fn on_variable(variables: &mut Variables<'_>, variable: &Borrowed, value: &Object) -> Step<Change> {
    if !variables.is_variable(value)? {
        if inner_mapping(variables, value)?.is_some() {
            return Err(Stop::Fallback("a mapping onto a Variable"));
        }
        let raw = variables.flax.raw_value.get(variable)?;
        if variables.is_ref(&raw)? {
            return Err(Stop::Fallback("a jax.Ref"));
        }
    }
    Ok(Change::Variable(variables.write(variable, value)?))
}

/// One mapping of several: later ones win, as in `merge_state`.
fn merged(variables: &mut Variables<'_>, states: &Borrowed) -> Step<Object> {
    let merged = Object::new_dict()?;
    for index in 0..states.tuple_size() {
        let state = states.tuple_get(index)?.own();
        match inner_mapping(variables, &state)? {
            Some(mapping) => add(variables, &merged, &mapping, 0)?,
            None => return Err(Stop::Fallback("a state that is neither State nor dict")),
        }
    }
    Ok(merged)
}

fn add(variables: &mut Variables<'_>, merged: &Borrowed, mapping: &Borrowed, depth: usize) -> Step<()> {
    if depth > MAX_DEPTH {
        return Err(Stop::Fallback("a very deep state"));
    }
    for (key, value) in entries(mapping) {
        if !key.is_str() && !key.is_int() {
            return Err(Stop::Fallback("a key that is neither text nor a number"));
        }
        let before = merged.dict_get(&key)?.map(Borrowed::own);
        match inner_mapping(variables, &value)? {
            Some(inner) if inner.dict_size() == 0 => (),
            Some(inner) => {
                let below = match before {
                    None => Object::new_dict()?,
                    // Only what was made here can be a dict here.
                    Some(before) if before.is_dict() => before,
                    Some(_) => return Err(Stop::Fallback("a leaf in one state and a mapping in another")),
                };
                add(variables, &below, &inner, depth + 1)?;
                if below.dict_size() > 0 {
                    merged.dict_set(&key, &below)?;
                }
            }
            None if before.is_some_and(|before| before.is_dict()) => {
                return Err(Stop::Fallback("a leaf in one state and a mapping in another"));
            }
            None => merged.dict_set(&key, &value)?,
        }
    }
    Ok(())
}

/// References to the entries of a dict.
fn entries(mapping: &Borrowed) -> Vec<(Object, Object)> {
    mapping.entries().map(|(key, value)| (key.own(), value.own())).collect()
}

struct Update<'a, 'b> {
    variables: &'a mut Variables<'b>,
    writes: &'a mut Vec<Change>,
}

impl Update<'_, '_> {
    fn node(&mut self, node: &Borrowed, mapping: &Borrowed, depth: usize) -> Step<()> {
        if depth > MAX_DEPTH {
            return Err(Stop::Fallback("a very deep state"));
        }
        let flax = self.variables.flax;
        let children = Children::of(flax, self.variables.kinds, node)?;
        for (key, value) in entries(mapping) {
            let Some(current) = children.get(&key)? else {
                return Err(Stop::Fallback("a key that the node lacks"));
            };
            let kind = self.variables.kinds.kind(flax, &current)?;
            match kind {
                Kind::Variable => self.writes.push(on_variable(self.variables, &current, &value)?),
                Kind::Unusual(reason) => return Err(Stop::Fallback(reason)),
                kind if kind.is_node() => match inner_mapping(self.variables, &value)? {
                    Some(inner) => self.node(&current, &inner, depth + 1)?,
                    None => return Err(Stop::Fallback("a leaf where a node is")),
                },
                _ => {
                    if !self.is_value(&current)? || !self.is_value(&value)? {
                        return Err(Stop::Fallback(
                            "a node, a Variable or a jax.Ref where a value is, or the other way",
                        ));
                    }
                    let write = self.set_key(node, key, value)?;
                    self.writes.push(write);
                }
            }
        }
        Ok(())
    }

    /// Whether it is neither a node nor a Variable nor a jax.Ref, so that setting it is all there is to do.
    fn is_value(&mut self, value: &Borrowed) -> Step<bool> {
        Ok(match self.variables.kinds.kind(self.variables.flax, value)? {
            Kind::Array | Kind::Value => true,
            Kind::Tracer => !self.variables.is_variable(value)? && !self.variables.is_ref(value)?,
            _ => false,
        })
    }

    /// Flax's own function for this type of node sets the key.
    fn set_key(&mut self, node: &Borrowed, key: Object, value: Object) -> Step<Change> {
        let flax = self.variables.flax;
        let id = self.variables.kinds.of_object(flax, node)?;
        let Some(entry) = self.variables.kinds.class(id).entry.clone() else {
            return Err(Stop::Fallback("a node that cannot be written"));
        };
        let set_key = entry.get(&flax.names.set_key)?;
        if set_key.is_none() {
            return Err(Stop::Fallback("a node that cannot be written"));
        }
        Ok(Change::Key { set_key, node: node.own(), key, value })
    }
}
