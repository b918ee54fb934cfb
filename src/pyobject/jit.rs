//! What `libnnx.flax.jit` does before and after a compiled function runs: the arguments are read and recognised, and
//! what changed is written.
//!
//! | function | what it does |
//! |---|---|
//! | `jit_learn(args, kwargs, token)` | remembers `token` for arguments of this structure |
//! | `jit_read(args, kwargs)` | `(token, leaves, variables)`; the token is `None` of a structure that is not remembered |
//! | `jit_call(known, args, kwargs)` | all of a call whose structure stands in `known` and stays as it is |
//!
//! `None` instead of an answer says that the arguments are unusual: Python reads them, or sends the call to Flax.

use std::collections::HashMap;

use super::arguments::{self, Arguments};
use super::graphdef;
use super::module::{Answer, Step, Stop};
use super::native::{self, Native};
use super::object::{Borrowed, Object, PyResult, Raised};
use super::python;
use super::record::Record;
use super::walk::Found;

/// More structures than that are not remembered at once.
const CAPACITY: usize = 1024;

/// The structures of arguments that are remembered.
#[derive(Default)]
pub(super) struct Structures {
    by_hash: HashMap<u64, Vec<Structure>>,
    count: usize,
}

struct Structure {
    tape: Box<[u64]>,
    statics: Box<[u32]>,
    token: Object,
    /// What the tape has the addresses of.
    _pins: Vec<Object>,
}

impl Structures {
    fn find(&self, found: &Found) -> Step<Option<Object>> {
        for known in self.by_hash.get(&found.hash).into_iter().flatten() {
            if graphdef::is_same_tape(&known.tape, &known.statics, found)? {
                return Ok(Some(known.token.clone()));
            }
        }
        Ok(None)
    }
}

/// Reads the arguments in memory of an earlier walk.
fn reading<R>(
    native: &mut Native,
    read: impl FnOnce(&mut Native, &mut Found) -> Step<Arguments>,
    result: impl FnOnce(&mut Native, &Found, Arguments) -> Step<R>,
) -> Step<R> {
    let mut found = native.walks.pop().unwrap_or_default();
    let done = read(native, &mut found).and_then(|arguments| result(native, &found, arguments));
    found.clear();
    native.walks.push(found);
    done
}

/// What is unusual is answered with `None`: who calls has another way.
fn or_none(answer: Answer) -> Answer {
    match answer {
        Err(Stop::Fallback(_)) => Ok(Object::none()),
        Err(Stop::Raised(raised)) if raised.is_ordinary() => {
            raised.forget();
            Ok(Object::none())
        }
        answer => answer,
    }
}

/// `jit_read(args, kwargs)`.
pub(super) fn read([args, kwargs]: [&Borrowed; 2]) -> Answer {
    or_none(native::enter().and_then(|mut native| {
        reading(
            &mut native,
            |native, found| arguments::read::<false>(native, found, &mut Record::default(), args, kwargs),
            |native, found, arguments| {
                let token = native.structures.find(found)?.unwrap_or_else(Object::none);
                let leaves = Object::tuple(arguments.leaves.into_iter())?;
                let variables = Object::list(arguments.variables.into_iter())?;
                Ok(Object::tuple([token, leaves, variables].into_iter())?)
            },
        )
    }))
}

/// `jit_call(known, args, kwargs)`: reads the arguments, calls the compiled function that `known` has for their token,
/// and sets the Variables that changed. `(result,)`; or `(outcome, values, result, variables)` where more than Variables
/// changed, which Python writes back; or `None` where nothing was called.
pub(super) fn call([known, args, kwargs]: [&Borrowed; 3]) -> Answer {
    let ready = native::enter().and_then(|mut native| {
        reading(
            &mut native,
            |native, found| arguments::read::<false>(native, found, &mut Record::default(), args, kwargs),
            |native, found, arguments| {
                let Some(token) = native.structures.find(found)? else { return Err(Stop::Fallback("a new structure")) };
                let Some(step) = known.dict_get(&token)? else { return Err(Stop::Fallback("a new structure")) };
                let compiled = step.get(&native.flax.names.compiled)?;
                Ok((compiled, Object::tuple(arguments.leaves.into_iter())?, arguments.variables))
            },
        )
    });
    let (compiled, leaves, variables) = match ready {
        Ok(ready) => ready,
        Err(stop) => return or_none(Err(stop)),
    };
    // Nobody is in the library while it runs: it may trace, and then calls natives.
    let results = compiled.call_with(&leaves).map_err(Stop::Propagate)?;
    drop(leaves);
    finish(&results, variables).map_err(Stop::Propagate)
}

/// Writes what a compiled function gave, if that is all there is to do. It has run: from here on an exception gets out.
fn finish(results: &Borrowed, variables: Vec<Object>) -> PyResult<Object> {
    let entry = if results.is_dict() { results.entries().next() } else { None };
    let Some((outcome, results)) = entry.map(|(key, value)| (key.own(), value.own())) else {
        // SAFETY: the interpreter has this exception.
        let exception = unsafe { Borrowed::from_ptr(python::PyExc_TypeError()) };
        return Err(Raised::new(exception, "a compiled step gave no outcome"));
    };
    let (values, result) = (results.tuple_get(0)?.own(), results.tuple_get(1)?.own());
    let written = native::enter().and_then(|native| Ok(write(&native, &outcome, &variables, &values)?));
    match written {
        Ok(true) => return Object::tuple([result].into_iter()),
        Err(Stop::Raised(raised) | Stop::Propagate(raised)) => return Err(raised),
        Ok(false) | Err(Stop::Fallback(_)) => (),
    }
    let variables = Object::list(variables.into_iter())?;
    Object::tuple([outcome, values, result, variables].into_iter())
}

/// Sets the Variables that changed, unless more is to be done.
fn write(native: &Native, outcome: &Borrowed, variables: &[Object], values: &Borrowed) -> PyResult<bool> {
    let names = &native.flax.names;
    if !outcome.get(&names.is_plain)?.is_true() {
        return Ok(false);
    }
    let targets = outcome.get(&names.targets)?;
    for at in 0..targets.tuple_size() {
        let variable = &variables[targets.tuple_get(at)?.to_isize()? as usize];
        native.flax.raw_value.set(variable, values.list_get(at)?)?;
    }
    Ok(true)
}

/// `jit_learn(args, kwargs, token)`.
pub(super) fn learn([args, kwargs, token]: [&Borrowed; 3]) -> Answer {
    or_none(native::enter().and_then(|mut native| {
        let mut record = Record::default();
        let learnt = reading(
            &mut native,
            |native, found| arguments::read::<true>(native, found, &mut record, args, kwargs),
            |_, found, _| {
                let known = (found.tape.as_slice().into(), found.statics.as_slice().into(), found.hash);
                Ok((!found.is_unique).then_some(known))
            },
        )?;
        if let Some((tape, statics, hash)) = learnt {
            if native.structures.count >= CAPACITY {
                forget(&mut native);
            }
            let known = Structure { tape, statics, token: token.own(), _pins: record.pins };
            native.structures.by_hash.entry(hash).or_default().push(known);
            native.structures.count += 1;
        }
        Ok(Object::none())
    }))
}

/// Forgets every structure.
pub(super) fn forget(native: &mut Native) {
    // Dropping them can run Python code, which finds an empty table.
    let gone = std::mem::take(&mut native.structures);
    drop(gone);
}
