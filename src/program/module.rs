//! Modules, functions, and what functions are made of.
//!
//! A function's values, operations and regions lie in arenas of its [`Body`] and are named by their place there. Each
//! region is one list of operations; what it returns stands in the region itself, so that no operation is a terminator.

use std::collections::HashMap;
use std::sync::Arc;

use super::attribute::{Attribute, Attributes};
use super::op::Op;
use super::types::Type;
use crate::error::{Error, Result, Status};

/// How deep regions and calls may nest, counted together.
pub const MAX_NESTING: usize = 1000;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// The place in its arena.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            pub(super) fn from_index(index: usize) -> $name {
                // Arenas are bounded where they grow.
                $name(index as u32)
            }
        }
    )*};
}

ids! {
    /// A value of a function.
    ValueId,
    /// An operation of a function.
    OperationId,
    /// A region of a function.
    RegionId
}

/// A place in a text, both counted from 1; 0 where there was no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Location {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definition {
    /// An argument of a region.
    Argument {
        /// The region.
        region: RegionId,
        /// Which argument.
        index: u32,
    },
    /// A result of an operation.
    Result {
        /// The operation.
        operation: OperationId,
        /// Which result.
        index: u32,
    },
}

/// An operation with its operands, results and regions.
#[derive(Clone, Debug)]
pub struct Operation {
    /// What it does, with its attributes.
    pub op: Op,
    /// Attributes of other dialects, which do not change what it means.
    pub extra: Attributes,
    /// Where it stands in the text.
    pub location: Location,
    pub(super) operands: (u32, u32),
    pub(super) results: (u32, u32),
    pub(super) regions: Box<[RegionId]>,
}

impl Operation {
    /// Its results.
    pub fn results(&self) -> impl ExactSizeIterator<Item = ValueId> + use<> {
        (self.results.0..self.results.0 + self.results.1).map(ValueId)
    }

    /// Its regions.
    pub fn regions(&self) -> &[RegionId] {
        &self.regions
    }
}

/// Operations in the order in which they run.
#[derive(Clone, Debug, Default)]
pub struct Region {
    pub(super) arguments: Vec<ValueId>,
    pub(super) operations: Vec<OperationId>,
    pub(super) results: Vec<ValueId>,
}

impl Region {
    /// What it takes.
    pub fn arguments(&self) -> &[ValueId] {
        &self.arguments
    }

    /// What it does, in order.
    pub fn operations(&self) -> &[OperationId] {
        &self.operations
    }

    /// What it returns.
    pub fn results(&self) -> &[ValueId] {
        &self.results
    }
}

#[derive(Clone, Debug)]
pub(super) struct ValueData {
    pub(super) ty: Type,
    pub(super) definition: Definition,
}

/// The values, operations and regions of a function.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub(super) values: Vec<ValueData>,
    pub(super) operations: Vec<Operation>,
    pub(super) regions: Vec<Region>,
    pub(super) operands: Vec<ValueId>,
}

impl Body {
    /// The region of the function itself.
    pub fn root(&self) -> RegionId {
        RegionId(0)
    }

    /// An operation.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// A region.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.index()]
    }

    /// The operands of an operation.
    pub fn operands(&self, id: OperationId) -> &[ValueId] {
        let (first, count) = self.operation(id).operands;
        &self.operands[first as usize..][..count as usize]
    }

    /// The type of a value.
    pub fn value_type(&self, id: ValueId) -> &Type {
        &self.values[id.index()].ty
    }

    /// The value in this place, where there is one.
    pub(crate) fn value(&self, index: usize) -> Option<ValueId> {
        (index < self.values.len()).then(|| ValueId::from_index(index))
    }

    /// Where a value comes from.
    pub fn definition(&self, id: ValueId) -> Definition {
        self.values[id.index()].definition
    }

    /// The number of values.
    pub fn value_count(&self) -> usize {
        self.values.len()
    }

    /// The number of operations, in all regions.
    pub fn operation_count(&self) -> usize {
        self.operations.len()
    }

    /// Every operation with its region, each after the operations of its own regions.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations.iter().enumerate().map(|(index, operation)| (OperationId::from_index(index), operation))
    }
}

/// Who may call a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Visibility {
    /// Anyone, said so in the text.
    Public,
    /// Other functions of the module.
    Private,
    /// Anyone, where the text says nothing.
    #[default]
    Unsaid,
}

/// A function: what it takes and returns, and what it does.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, without `@`.
    pub name: String,
    /// Who may call it.
    pub visibility: Visibility,
    /// Attributes of the function itself.
    pub attributes: Attributes,
    /// Attributes of each argument, such as `tf.aliasing_output`.
    pub argument_attributes: Vec<Attributes>,
    /// Attributes of each result, such as `jax.result_info`.
    pub result_attributes: Vec<Attributes>,
    /// Where it stands in the text.
    pub location: Location,
    pub(super) body: Body,
}

impl Function {
    /// What it does.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Its arguments.
    pub fn arguments(&self) -> &[ValueId] {
        self.body.region(self.body.root()).arguments()
    }

    /// What it returns.
    pub fn results(&self) -> &[ValueId] {
        self.body.region(self.body.root()).results()
    }

    /// The types of its arguments.
    pub fn argument_types(&self) -> impl ExactSizeIterator<Item = &Type> {
        self.arguments().iter().map(|&argument| self.body.value_type(argument))
    }

    /// The types of what it returns.
    pub fn result_types(&self) -> impl ExactSizeIterator<Item = &Type> {
        self.results().iter().map(|&result| self.body.value_type(result))
    }

    /// The result that may take the memory of this argument: the caller donates it.
    pub fn donation(&self, argument: usize) -> Option<usize> {
        match self.argument_attributes.get(argument)?.get("tf.aliasing_output")? {
            Attribute::Integer(result, _) => usize::try_from(*result).ok(),
            _ => None,
        }
    }

    /// The argument that a result is, unchanged, where it is one.
    pub fn unchanged(&self, result: usize) -> Option<usize> {
        let mut value = *self.results().get(result)?;
        loop {
            match self.body.definition(value) {
                Definition::Argument { region, index } => {
                    return (region == self.body.root()).then_some(index as usize);
                }
                Definition::Result { operation, .. } => match self.body.operation(operation).op {
                    Op::ShardingConstraint(_) => value = self.body.operands(operation)[0],
                    _ => return None,
                },
            }
        }
    }

    /// The name that `jax.arg_info` gives to an argument.
    pub fn argument_name(&self, argument: usize) -> Option<&str> {
        match self.argument_attributes.get(argument)?.get("jax.arg_info")? {
            Attribute::String(text) => Some(text),
            _ => None,
        }
    }

    /// The name that `jax.result_info` gives to a result.
    pub fn result_name(&self, result: usize) -> Option<&str> {
        match self.result_attributes.get(result)?.get("jax.result_info")? {
            Attribute::String(text) => Some(text),
            _ => None,
        }
    }
}

/// Functions that may call each other.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Its name, without `@`.
    pub name: Option<String>,
    /// Its attributes, such as `mhlo.num_partitions`.
    pub attributes: Attributes,
    /// The meshes it declares: name and text. Each has at most one device.
    pub meshes: Vec<(String, String)>,
    pub(super) functions: Vec<Function>,
    /// Where operations come from that stand in a line of the text.
    pub(super) origins: Arc<HashMap<u32, Arc<str>>>,
    by_name: HashMap<String, u32>,
}

impl Module {
    /// A module without functions.
    pub fn new() -> Module {
        Module::default()
    }

    /// The functions, in order.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// Where an operation of this place comes from, as the text says that has `loc(…)` behind it: the name that the program
    /// gave it, and the file and line, `jit(step)/dot_general model.py:42`. No other place than the line counts.
    pub fn origin(&self, location: Location) -> Option<&str> {
        self.origins.get(&location.line).map(|origin| &**origin)
    }

    /// Says of each line what another module says, whose operations these were.
    pub(crate) fn take_origins_of(&mut self, other: &Module) {
        self.origins = Arc::clone(&other.origins);
    }

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Function> {
        self.by_name.get(name).map(|&index| &self.functions[index as usize])
    }

    /// The function that a program is run by: `main`, or the only one that is not private.
    ///
    /// # Errors
    /// `NOT_FOUND` when all functions are private, `INVALID_ARGUMENT` when several could be meant.
    pub fn entry(&self) -> Result<&Function> {
        if let Some(main) = self.function("main") {
            return Ok(main);
        }
        let mut public = self.functions.iter().filter(|function| function.visibility != Visibility::Private);
        match (public.next(), public.next()) {
            (Some(function), None) => Ok(function),
            (None, _) => Err(Error::not_found("the program has no @main and no public function")),
            (Some(first), Some(second)) => Err(Error::invalid(format!(
                "the program has no @main and several public functions, such as @{} and @{}: name the one that is meant",
                first.name, second.name
            ))),
        }
    }

    /// Adds a function.
    ///
    /// # Errors
    /// `ALREADY_EXISTS` when there is one of this name.
    pub fn add(&mut self, function: Function) -> Result<()> {
        if self.by_name.contains_key(&function.name) {
            return Err(Error::new(Status::AlreadyExists, format!("there are two functions named @{}", function.name)));
        }
        self.by_name.insert(function.name.clone(), self.functions.len() as u32);
        self.functions.push(function);
        Ok(())
    }

    pub(crate) fn function_index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).map(|&index| index as usize)
    }
}
