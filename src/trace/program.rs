//! A traced function as a program that stands for itself.

use std::sync::Arc;

use super::function::{Source, TracedFunction};
use crate::error::{Error, Result};
use crate::program::{Attribute, Function, Module, ValueId};

impl TracedFunction {
    /// The program whose `main` takes the leaves that are arrays and then the inputs, and gives all that the function
    /// gives: its values, the arrays of its States, and those of the objects as they are after it. Each has a name, such as
    /// `outputs/0`, `states/0/bias` and `objects/0/bias`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the program cannot be built.
    pub fn whole_program(&self) -> Result<Arc<Module>> {
        let main = self.module.entry()?;
        let mut names = Vec::new();
        let mut results = Vec::new();
        let mut give = |name: String, source: &Source| -> Result<()> {
            if let Some(id) = self.value_of(main, source)? {
                names.push(name);
                results.push(id);
            }
            Ok(())
        };
        for (place, source) in self.outputs.iter().enumerate() {
            give(format!("outputs/{place}"), source)?;
        }
        for (place, state) in self.states.iter().enumerate() {
            for (leaf, source) in state.leaves.iter().enumerate() {
                give(format!("states/{place}/{}", state.template.path(leaf)), source)?;
            }
        }
        for (leaf, source) in self.object_leaves.iter().enumerate() {
            give(format!("objects/{}", self.out_graphdef.leaf_path(leaf)), source)?;
        }
        let mut function = main.with_values(&results)?;
        function.argument_attributes.clone_from(&main.argument_attributes);
        for (attributes, name) in function.result_attributes.iter_mut().zip(names) {
            attributes.insert("jax.result_info", Attribute::String(name));
        }
        let mut module = Module::new();
        module.name.clone_from(&self.module.name);
        module.add(function)?;
        Ok(Arc::new(module))
    }

    /// The value of `main` that is this; nothing for what goes past the program.
    fn value_of(&self, main: &Function, source: &Source) -> Result<Option<ValueId>> {
        let arrays = || self.leaves.iter().filter(|ty| ty.is_some()).count();
        let lost = || Error::new(crate::Status::Internal, "a traced function has lost a result");
        let found = match source {
            Source::Result(result) => main.results().get(*result),
            Source::Leaf(leaf) if self.leaves[*leaf].is_none() => return Ok(None),
            Source::Leaf(leaf) => main.arguments().get(self.leaves[..*leaf].iter().filter(|ty| ty.is_some()).count()),
            Source::Input(input) => main.arguments().get(arrays() + input),
            Source::Known(_) => return Ok(None),
        };
        found.copied().ok_or_else(lost).map(Some)
    }
}
