//! Modules as text, read from top to bottom. Every operation is checked as it is added to its function.

use std::collections::HashMap;
use std::sync::Arc;

use super::attributes::{Context, location, skip_location, symbol};
use super::cursor::{Cursor, Read, Syntax};
use super::lines::Lines;
use super::{mesh, types};
use crate::error::Error;
use crate::program::attribute::Attributes;
use crate::program::builder::FunctionBuilder;
use crate::program::module::{Function, Location, Module, RegionId, ValueId, Visibility};
use crate::program::op::field::Reader;
use crate::program::op::{Form, OpInfo};
use crate::program::types::{Type, Types};

/// A text that is being read.
pub(in crate::program) struct Parser<'a> {
    /// How far it is read.
    pub(super) cursor: Cursor<'a>,
    /// What reading attributes needs.
    pub(super) context: Context<'a>,
    /// The meshes that were declared.
    pub(super) meshes: Vec<String>,
    builder: FunctionBuilder,
    /// Names that can be used: the first value and how many there are.
    names: HashMap<&'a str, (ValueId, u32)>,
    /// The names that each open region has made.
    scopes: Vec<Vec<&'a str>>,
    lines: Lines<'a>,
}

/// An operation that is being read.
pub(in crate::program) struct Draft<'a> {
    /// Where it begins.
    pub(super) at: usize,
    /// The same as line and column.
    location: Location,
    /// Its name, with the dialect.
    pub(super) name: &'a str,
    /// Its operands so far.
    pub(super) operands: Vec<ValueId>,
    /// Its attributes so far.
    pub(super) attributes: Attributes,
    /// Its regions so far.
    pub(super) regions: Vec<RegionId>,
    /// Its result types so far.
    pub(super) results: Vec<Type>,
}

/// Names of the results of an operation: each with how many values it stands for.
type Names<'a> = Vec<(&'a str, u32)>;

impl<'a> Parser<'a> {
    /// A text that is read from `start` on.
    pub(super) fn new(text: &'a str, start: usize) -> Parser<'a> {
        Parser {
            cursor: Cursor::new_at(text, start),
            context: Context::new(text),
            meshes: Vec::new(),
            builder: FunctionBuilder::new("", &[]),
            names: HashMap::new(),
            scopes: Vec::new(),
            lines: Lines::new(text),
        }
    }

    /// The function that is being built.
    pub(super) fn builder(&mut self) -> &mut FunctionBuilder {
        &mut self.builder
    }

    /// Reads the whole module: `module @name {…}`, or functions alone.
    pub(super) fn module(mut self) -> Read<Module> {
        let mut module = Module::new();
        self.aliases()?;
        if self.cursor.eat_word("module") || self.cursor.eat_word("builtin.module") {
            if self.cursor.peek() == b'@' {
                module.name = Some(symbol(&mut self.cursor)?);
            }
            if self.cursor.eat_word("attributes") {
                module.attributes = self.context.dictionary(&mut self.cursor)?;
            }
            self.cursor.expect("{", "before the functions of a module")?;
            while !self.cursor.eat("}") {
                self.item(&mut module)?;
            }
            skip_location(&mut self.cursor)?;
            self.aliases()?;
            if !self.cursor.is_at_end() {
                return Err(self.cursor.expected("the end of the text after the module"));
            }
        } else {
            while !self.cursor.is_at_end() {
                self.item(&mut module)?;
                self.aliases()?;
            }
        }
        module.origins = Arc::new(self.context.origins.resolve());
        Ok(module)
    }

    /// Reads definitions of attributes, which stand before and after the module.
    fn aliases(&mut self) -> Read<()> {
        while self.cursor.peek() == b'#' {
            self.context.alias(&mut self.cursor)?;
        }
        Ok(())
    }

    /// Reads a function or a mesh.
    fn item(&mut self, module: &mut Module) -> Read<()> {
        let at = self.cursor.at();
        match self.cursor.word() {
            Some("func.func") => {
                let function = self.function(at)?;
                module.add(function).map_err(|error| Syntax::from_error(at, error))
            }
            Some("sdy.mesh") => {
                let mesh = mesh::declaration(&mut self.cursor, &mut self.context)?;
                self.meshes.push(mesh.0.clone());
                module.meshes.push(mesh);
                skip_location(&mut self.cursor)
            }
            Some("module" | "builtin.module") => {
                Err(Syntax::unsupported(at, "modules within modules are not supported"))
            }
            Some(word) if word.contains('.') => {
                Err(Syntax::unsupported(at, format!("`{word}` in a module is not supported")))
            }
            _ => {
                self.cursor.jump(at);
                Err(self.cursor.expected("a function, `func.func`"))
            }
        }
    }

    /// Reads `public @name(%arg0: type {…}) -> (type {…}) attributes {…} {…}`.
    fn function(&mut self, at: usize) -> Read<Function> {
        let location = self.lines.locate(at);
        let visibility = if self.cursor.eat_word("public") {
            Visibility::Public
        } else if self.cursor.eat_word("private") {
            Visibility::Private
        } else {
            Visibility::Unsaid
        };
        let name = symbol(&mut self.cursor)?;
        self.builder = FunctionBuilder::new(name, &[]);
        self.names.clear();
        self.scopes = vec![Vec::new()];
        let mut argument_attributes = Vec::new();
        self.cursor.expect("(", "before the arguments of a function")?;
        while !self.cursor.eat(")") {
            let at = self.cursor.at();
            let (name, ty) = self.typed_argument()?;
            argument_attributes.push(self.context.optional_dictionary(&mut self.cursor)?);
            skip_location(&mut self.cursor)?;
            let value = self.builder.add_argument(ty);
            self.define(at, name, value, 1)?;
            if !self.cursor.eat(",") && self.cursor.peek() != b')' {
                return Err(self.cursor.expected("`,` or `)` after an argument"));
            }
        }
        let (result_types, result_attributes) = self.function_results()?;
        let attributes = if self.cursor.eat_word("attributes") {
            self.context.dictionary(&mut self.cursor)?
        } else {
            Attributes::new()
        };
        if self.cursor.peek() != b'{' {
            let message = "functions without a body are not supported";
            return Err(Syntax::unsupported(self.cursor.at(), message));
        }
        self.cursor.expect("{", "before the body of a function")?;
        let results = self.operations()?;
        let found: Vec<Type> = results.iter().map(|&result| self.builder.value_type(result).clone()).collect();
        if found != result_types {
            let message = format!("the function returns ({}), ({}) is declared", Types(&found), Types(&result_types));
            return Err(Syntax::from_error(at, Error::invalid(message)));
        }
        skip_location(&mut self.cursor)?;
        let builder = std::mem::replace(&mut self.builder, FunctionBuilder::new("", &[]));
        let mut function = builder.finish(&results).map_err(|error| Syntax::from_error(at, error))?;
        function.visibility = visibility;
        function.attributes = attributes;
        function.argument_attributes = argument_attributes;
        function.result_attributes = result_attributes;
        function.location = location;
        Ok(function)
    }

    /// Reads `-> type` or `-> (type {…}, type {…})`, or nothing.
    fn function_results(&mut self) -> Read<(Vec<Type>, Vec<Attributes>)> {
        let (mut types, mut attributes) = (Vec::new(), Vec::new());
        if !self.cursor.eat("->") {
            return Ok((types, attributes));
        }
        if !self.cursor.eat("(") {
            return Ok((vec![types::parse_type(&mut self.cursor)?], vec![Attributes::new()]));
        }
        while !self.cursor.eat(")") {
            types.push(types::parse_type(&mut self.cursor)?);
            attributes.push(self.context.optional_dictionary(&mut self.cursor)?);
            if !self.cursor.eat(",") && self.cursor.peek() != b')' {
                return Err(self.cursor.expected("`,` or `)` after the type of a result"));
            }
        }
        Ok((types, attributes))
    }

    /// Reads operations up to `}`; what is returned comes back.
    fn operations(&mut self) -> Read<Vec<ValueId>> {
        loop {
            let at = self.cursor.at();
            if self.cursor.peek() == b'}' {
                self.cursor.eat("}");
                return Ok(Vec::new());
            }
            let names = self.result_names()?;
            let at_name = self.cursor.at();
            if self.cursor.peek() == b'"' {
                let name = self.cursor.raw_string()?;
                if matches!(name, "stablehlo.return" | "func.return") && names.is_empty() {
                    return self.generic_terminator();
                }
                self.generic(at, at_name, name, &names)?;
                continue;
            }
            match self.cursor.word() {
                Some("return" | "func.return" | "stablehlo.return") if names.is_empty() => return self.terminator(),
                Some(name) => self.pretty(at, at_name, name, &names)?,
                None => return Err(self.cursor.expected("an operation or `}`")),
            }
        }
    }

    /// Reads `%a, %b:2 =` where it stands.
    fn result_names(&mut self) -> Read<Names<'a>> {
        let mut names = Vec::new();
        if self.cursor.peek() != b'%' {
            return Ok(names);
        }
        loop {
            let name = self.value_name()?;
            let at = self.cursor.at();
            let count = if self.cursor.eat(":") { self.cursor.integer()? } else { 1 };
            let count = u32::try_from(count).ok().filter(|&count| (1..=1 << 20).contains(&count));
            let Some(count) = count else {
                self.cursor.jump(at);
                return Err(self.cursor.expected("how many results there are, at most 1048576"));
            };
            names.push((name, count));
            if !self.cursor.eat(",") {
                break;
            }
        }
        self.cursor.expect("=", "after the names of results")?;
        Ok(names)
    }

    /// Reads `%name`.
    pub(super) fn value_name(&mut self) -> Read<&'a str> {
        self.cursor.expect("%", "before the name of a value")?;
        let name = self.cursor.suffix();
        if name.is_empty() { Err(self.cursor.expected("a name after `%`")) } else { Ok(name) }
    }

    /// Reads `%name` or `%name#1`, a value that can be used here.
    pub(super) fn value(&mut self) -> Read<ValueId> {
        let at = self.cursor.at();
        let name = self.value_name()?;
        let Some(&(first, count)) = self.names.get(name) else {
            return Err(Syntax::from_error(
                at,
                Error::invalid(format!("there is no value `%{name}` before this place")),
            ));
        };
        let index = if self.cursor.eat("#") { self.cursor.integer()? } else { 0 };
        match u32::try_from(index).ok().filter(|&index| index < count) {
            Some(index) => Ok(ValueId::from_index(first.index() + index as usize)),
            None => Err(Syntax::from_error(at, Error::invalid(format!("`%{name}` stands for {count} values")))),
        }
    }

    /// Reads `%name: type`, an argument that is being named.
    pub(super) fn typed_argument(&mut self) -> Read<(&'a str, Type)> {
        let name = self.value_name()?;
        self.cursor.expect(":", "before the type of an argument")?;
        let ty = types::parse_type(&mut self.cursor)?;
        skip_location(&mut self.cursor)?;
        Ok((name, ty))
    }

    fn define(&mut self, at: usize, name: &'a str, first: ValueId, count: u32) -> Read<()> {
        if self.names.insert(name, (first, count)).is_some() {
            return Err(Syntax::from_error(
                at,
                Error::invalid(format!("`%{name}` is already the name of another value")),
            ));
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(name);
        }
        Ok(())
    }

    /// Reads what a `return` returns, with its types, and the `}` after it.
    fn terminator(&mut self) -> Read<Vec<ValueId>> {
        let mut values = Vec::new();
        if self.cursor.peek() == b'%' {
            values.push(self.value()?);
            while self.cursor.eat(",") {
                values.push(self.value()?);
            }
            self.cursor.expect(":", "before the types of what is returned")?;
            let at = self.cursor.at();
            let types = types::list(&mut self.cursor)?;
            self.expect_types(at, "return", &values, &types, |index| format!("value {index}"))?;
        }
        skip_location(&mut self.cursor)?;
        self.cursor.expect("}", "after what a region returns")?;
        Ok(values)
    }

    /// Reads `(%a, %b) : (type, type) -> ()` after a quoted `return`, and the `}` after it.
    fn generic_terminator(&mut self) -> Read<Vec<ValueId>> {
        let at = self.cursor.at_exactly();
        let mut draft = self.draft(at, "return");
        self.bracketed_operands(&mut draft)?;
        self.function_type(&mut draft)?;
        skip_location(&mut self.cursor)?;
        self.cursor.expect("}", "after what a region returns")?;
        Ok(draft.operands)
    }

    fn draft(&mut self, at: usize, name: &'a str) -> Draft<'a> {
        Draft {
            at,
            // Now, since lines are found by going forward: what lies within the operation comes later.
            location: self.lines.locate(at),
            name,
            operands: Vec::new(),
            attributes: Attributes::new(),
            regions: Vec::new(),
            results: Vec::new(),
        }
    }

    /// Reads an operation in its own form, after its name.
    fn pretty(&mut self, at: usize, at_name: usize, name: &'a str, names: &[(&'a str, u32)]) -> Read<()> {
        let info = self.find(at_name, if name == "call" { "func.call" } else { name })?;
        let mut draft = self.draft(at_name, info.name);
        match info.form {
            Form::Generic => {
                self.cursor.jump(at_name);
                return Err(self
                    .cursor
                    .expected(&format!("`\"{}\"`: it is written in quotes, with its attributes", info.name)));
            }
            Form::FunctionType => {
                self.operands(&mut draft)?;
                self.function_type(&mut draft)?;
            }
            Form::SameType => {
                self.operands(&mut draft)?;
                self.same_type(&mut draft)?;
            }
            Form::Chlo => {
                self.operands(&mut draft)?;
                self.arrow_types(&mut draft)?;
            }
            Form::Labelled(labels) | Form::LabelledSameType(labels) => {
                self.labelled_operands(&mut draft, labels)?;
                self.function_type(&mut draft)?;
            }
            Form::Own(pretty) => (pretty.read)(self, &mut draft)?,
        }
        self.add(at, draft, names)
    }

    /// Reads `(%a) <{…}> ({…}) {…} : (type) -> type`, after the name in quotes.
    fn generic(&mut self, at: usize, at_name: usize, name: &'a str, names: &[(&'a str, u32)]) -> Read<()> {
        let info = self.find(at_name, name)?;
        let mut draft = self.draft(at_name, info.name);
        self.bracketed_operands(&mut draft)?;
        if self.cursor.eat("<") {
            draft.attributes = self.context.dictionary(&mut self.cursor)?;
            self.cursor.expect(">", "after attributes")?;
        }
        if self.cursor.eat("(") {
            loop {
                draft.regions.push(self.generic_region()?);
                if self.cursor.eat(")") {
                    break;
                }
                if !self.cursor.eat(",") {
                    return Err(self.cursor.expected("`,` or `)` after a region"));
                }
            }
        }
        self.function_type(&mut draft)?;
        self.add(at, draft, names)
    }

    fn find(&mut self, at: usize, name: &str) -> Read<&'static OpInfo> {
        OpInfo::find(name).ok_or_else(|| Syntax::unsupported(at, format!("operation `{name}` is not supported")))
    }

    /// Adds an operation that was read whole, and names its results.
    fn add(&mut self, at: usize, mut draft: Draft<'a>, names: &[(&'a str, u32)]) -> Read<()> {
        let origin = location(&mut self.cursor)?;
        self.context.origins.of_operation(draft.location.line, origin);
        let fail = |error| Syntax::from_error(draft.at, error);
        let info = self.find(draft.at, draft.name)?;
        let rank_types: Vec<Type> =
            draft.operands.first().map(|&operand| self.builder.value_type(operand).clone()).into_iter().collect();
        let mut reader = Reader::new(info.name, std::mem::take(&mut draft.attributes), &rank_types);
        let op = info.read(&mut reader).map_err(fail)?;
        let extra = reader.rest().map_err(fail)?;
        self.builder.set_location(draft.location);
        let results =
            self.builder.operation_with(op, extra, &draft.operands, &draft.regions, &draft.results).map_err(fail)?;
        let named: u64 = names.iter().map(|&(_, count)| u64::from(count)).sum();
        if !names.is_empty() && named != results.len() as u64 {
            let message = format!("{} has {} results, {named} are named", draft.name, results.len());
            return Err(Syntax::from_error(at, Error::invalid(message)));
        }
        let mut next = 0;
        for &(name, count) in names {
            self.define(at, name, results[next], count)?;
            next += count as usize;
        }
        Ok(())
    }

    /// Reads `{…}`, whose arguments were named before.
    pub(super) fn braced_region(&mut self, arguments: &[&'a str], types: &[Type]) -> Read<RegionId> {
        let at = self.cursor.at();
        self.cursor.expect("{", "before a region")?;
        if arguments.len() != types.len() {
            let message = format!("{} types are given for {} arguments", types.len(), arguments.len());
            return Err(Syntax::from_error(at, Error::invalid(message)));
        }
        self.region(at, arguments, types)
    }

    /// Reads `{^bb0(%a: type): …}`, or `{…}` where it takes nothing.
    fn generic_region(&mut self) -> Read<RegionId> {
        let at = self.cursor.at();
        self.cursor.expect("{", "before a region")?;
        let (mut names, mut types) = (Vec::new(), Vec::new());
        if self.cursor.eat("^") {
            self.cursor.suffix();
            if self.cursor.eat("(") {
                while !self.cursor.eat(")") {
                    let (name, ty) = self.typed_argument()?;
                    names.push(name);
                    types.push(ty);
                    if !self.cursor.eat(",") && self.cursor.peek() != b')' {
                        return Err(self.cursor.expected("`,` or `)` after an argument"));
                    }
                }
            }
            self.cursor.expect(":", "after the arguments of a region")?;
        }
        self.region(at, &names, &types)
    }

    /// Reads the operations of a region and its `}`.
    fn region(&mut self, at: usize, arguments: &[&'a str], types: &[Type]) -> Read<RegionId> {
        let values = self.builder.begin_region(types).map_err(|error| Syntax::from_error(at, error))?;
        self.scopes.push(Vec::new());
        for (&name, value) in arguments.iter().zip(values) {
            self.define(at, name, value, 1)?;
        }
        let results = self.operations()?;
        for name in self.scopes.pop().unwrap_or_default() {
            self.names.remove(name);
        }
        self.builder.end_region(&results).map_err(|error| Syntax::from_error(at, error))
    }
}
