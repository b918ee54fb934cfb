//! A trace: the function that is being built while host code runs.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::Mutex;

use super::value::Value;
use crate::error::{Error, Result};
use crate::graph::{Attribute, Leaf, Node, Path};
use crate::program::emit::Emit;
use crate::program::{Function, FunctionBuilder, TensorType, Type, ValueId};
use crate::tensor::{DType, Tensor};

/// A function that is being traced. Cloning gives another handle to the same trace.
///
/// One thread traces at a time; others that use the same trace wait.
#[derive(Clone)]
pub struct Trace(Arc<Inner>);

struct Inner {
    number: u32,
    /// Nothing once the trace is over.
    builder: Mutex<Option<FunctionBuilder>>,
    /// The objects that are traced, to say in an error which of their nodes it is about.
    objects: Mutex<Option<Node>>,
    /// The Variables that held an array before a traced value was written to them, and the array.
    written: Mutex<Vec<(Node, Leaf)>>,
}

impl Trace {
    /// A trace of a function that takes these.
    pub fn new(arguments: &[TensorType]) -> (Trace, Vec<Value>) {
        let types: Vec<Type> = arguments.iter().cloned().map(Type::from).collect();
        let builder = FunctionBuilder::new("main", &types);
        let ids = builder.arguments().to_vec();
        let trace = Trace(Arc::new(Inner {
            number: new_number(),
            builder: Mutex::new(Some(builder)),
            objects: Mutex::new(None),
            written: Mutex::new(Vec::new()),
        }));
        let values = ids.into_iter().zip(arguments).map(|(id, ty)| Value::new(&trace, id, ty.clone())).collect();
        (trace, values)
    }

    /// A number that other traces of this process do not have.
    pub fn number(&self) -> u32 {
        self.0.number
    }

    /// Whether it is over: its values can be used no longer.
    pub fn is_over(&self) -> bool {
        self.0.builder.lock().is_none()
    }

    /// Whether both are handles to one trace.
    pub fn same(&self, other: &Trace) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// An array as a value: a constant of the program.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over.
    pub fn constant(&self, tensor: &Tensor) -> Result<Value> {
        let ty = TensorType::of(tensor);
        let id = self.build(|builder| builder.constant(tensor.clone()))?;
        Ok(Value::new(self, id, ty))
    }

    /// One number as a value.
    ///
    /// # Errors
    /// As [`Trace::constant`].
    pub fn scalar(&self, dtype: DType, number: f64) -> Result<Value> {
        self.emit(|builder| builder.scalar(dtype, number))
    }

    /// An array with one number everywhere.
    ///
    /// # Errors
    /// As [`Trace::constant`], and `INVALID_ARGUMENT` for a shape that cannot be.
    pub fn full(&self, dtype: DType, shape: &[i64], number: f64) -> Result<Value> {
        let ty = TensorType::new(dtype, shape)?;
        self.emit(|builder| builder.full(&ty, number))
    }

    /// 0, 1, 2, … along an axis.
    ///
    /// # Errors
    /// As [`Trace::full`].
    pub fn iota(&self, dtype: DType, shape: &[i64], axis: usize) -> Result<Value> {
        self.emit(|builder| builder.iota(dtype, shape, axis))
    }

    /// Ends the trace: the function that was built, which returns these. What no result needs is left out.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over or a value is of another one.
    pub fn finish(&self, results: &[Value]) -> Result<Function> {
        let ids = self.ids(results)?;
        let mut builder = self.0.builder.lock().take().ok_or_else(over)?;
        self.forget_objects();
        builder.forget_loose_regions();
        builder.finish(&ids)?.simplified()
    }

    /// Ends the trace without a function.
    pub fn abandon(&self) {
        self.0.builder.lock().take();
        self.forget_objects();
    }

    /// Lets go of the objects: values of the trace may live long after it.
    fn forget_objects(&self) {
        let objects = self.0.objects.lock().take();
        // Dropped here, where no lock is held.
        drop(objects);
    }

    /// The values of this trace that these are.
    pub(super) fn ids(&self, values: &[Value]) -> Result<Vec<ValueId>> {
        values.iter().map(|value| self.id(value)).collect()
    }

    pub(crate) fn id(&self, value: &Value) -> Result<ValueId> {
        if self.same(value.trace()) {
            return Ok(value.id());
        }
        let over = if value.trace().is_over() { ", which is over" } else { "" };
        Err(Error::precondition(format!(
            "{value} is a value of another trace{over}; a value is used where it was made"
        )))
    }

    /// Runs `f` on the function that is built.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over, and what `f` answers.
    pub fn build<R>(&self, f: impl FnOnce(&mut FunctionBuilder) -> Result<R>) -> Result<R> {
        f(self.0.builder.lock().as_mut().ok_or_else(over)?)
    }

    /// Adds operations with one result.
    pub(crate) fn emit(&self, f: impl FnOnce(&mut FunctionBuilder) -> Result<ValueId>) -> Result<Value> {
        let (id, ty) = self.build(|builder| {
            let id = f(builder)?;
            Ok((id, builder.tensor(id)?))
        })?;
        Ok(Value::new(self, id, ty))
    }

    /// The value of this number, where the trace has one.
    pub(crate) fn value(&self, index: u32) -> Result<Value> {
        let (id, ty) = self.build(|builder| {
            let id = builder.body().value(index as usize);
            let id = id.ok_or_else(|| Error::invalid("the trace has no such value"))?;
            Ok((id, builder.tensor(id)?))
        })?;
        Ok(Value::new(self, id, ty))
    }

    /// The objects whose Variables are traced.
    pub(super) fn set_objects(&self, root: Node) {
        *self.0.objects.lock() = Some(root);
    }

    /// A Variable that was not traced is about to hold a traced value.
    pub(super) fn note_written(&self, variable: &Node, before: Leaf) {
        self.0.written.lock().push((variable.clone(), before));
    }

    /// Traced values were written only to Variables among these, or to such as nobody else has.
    pub(super) fn check_written(&self, nodes: &[Node]) -> Result<()> {
        let written = self.0.written.lock();
        if written.is_empty() {
            return Ok(());
        }
        let known: HashSet<u64> = nodes.iter().map(Node::identity).collect::<Result<_>>()?;
        for (variable, before) in &*written {
            if known.contains(&variable.identity()?) || variable.is_only_handle()? {
                continue;
            }
            // An object that nobody holds any more may still be there.
            variable.graph().collect()?;
            if !variable.is_only_handle()? {
                return Err(Error::precondition(format!(
                    "the function changed a {} that holds {before} and is not below its arguments; a traced value would \
                     stay in it. Make the object that has it an argument",
                    variable.type_name()?
                )));
            }
        }
        Ok(())
    }

    /// Gives those Variables back what they held.
    pub(super) fn restore_written(&self) -> Result<()> {
        let written = std::mem::take(&mut *self.0.written.lock());
        written.into_iter().rev().try_for_each(|(variable, before)| variable.set_value(before))
    }

    /// Where a node stands among the traced objects, for the text of an error: `0/linear`, say.
    pub fn path_of(&self, node: &Node) -> Option<Path> {
        let objects = self.0.objects.lock().clone()?;
        let everything = objects.iter_graph().ok()?;
        everything.into_iter().find_map(|(path, attribute)| match attribute {
            Attribute::Node(found) if found.same(node) => Some(path),
            _ => None,
        })
    }

    /// Names the place of `node` in an error of one of its calls.
    pub fn located<R>(&self, node: &Node, result: Result<R>) -> Result<R> {
        result.map_err(|error| match self.path_of(node) {
            Some(path) if error.path().is_none() => error.at(path),
            _ => error,
        })
    }
}

/// A number that was not given before.
pub(crate) fn new_number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trace({})", self.0.number)
    }
}

fn over() -> Error {
    Error::precondition(
        "the trace is over: a value lives while its function is traced; return it from the function to have its array",
    )
}
