//! Modules as text, written from top to bottom.

use std::fmt::{self, Write};

use super::names::Names;
use crate::program::attribute::{Attribute, Attributes, SymbolName};
use crate::program::module::{Body, Function, Module, Operation, OperationId, Region, RegionId, ValueId, Visibility};
use crate::program::op::{Form, Op};
use crate::program::types::Type;
use crate::program::{stack, verify};

/// A text that is being written.
pub(in crate::program) struct Printer {
    out: String,
    indent: usize,
    names: Option<Names>,
}

/// An operation that is being written.
pub(in crate::program) struct View<'a> {
    body: &'a Body,
    id: OperationId,
}

impl<'a> View<'a> {
    /// The function's body.
    pub(super) fn body(&self) -> &'a Body {
        self.body
    }

    /// The operation.
    pub(super) fn operation(&self) -> &'a Operation {
        self.body.operation(self.id)
    }

    /// What it does.
    pub(super) fn op(&self) -> &'a Op {
        &self.operation().op
    }

    /// A region.
    pub(super) fn region(&self, id: RegionId) -> &'a Region {
        self.body.region(id)
    }

    /// The number of its operands.
    pub(super) fn operand_count(&self) -> usize {
        self.body.operands(self.id).len()
    }

    /// The type of an operand.
    pub(super) fn operand_type(&self, index: usize) -> &'a Type {
        self.body.value_type(self.body.operands(self.id)[index])
    }
}

impl fmt::Display for Module {
    /// The text that [`parse`](super::parse) reads: the pretty form that JAX prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = verify::depth(self);
        let text = stack::with_depth(depth, || {
            let mut printer = Printer { out: String::new(), indent: 0, names: None };
            printer.module(self).map(|()| printer.out)
        });
        f.write_str(&text.map_err(|_| fmt::Error)??)
    }
}

impl Printer {
    fn module(&mut self, module: &Module) -> fmt::Result {
        self.out.push_str("module ");
        if let Some(name) = &module.name {
            write!(self.out, "{} ", SymbolName(name))?;
        }
        if !module.attributes.is_empty() {
            write!(self.out, "attributes {{{}}} ", module.attributes)?;
        }
        self.out.push('{');
        self.indent += 2;
        for (name, text) in &module.meshes {
            self.new_line()?;
            write!(self.out, "sdy.mesh {} = {text}", SymbolName(name))?;
        }
        for function in module.functions() {
            self.function(function)?;
        }
        self.indent -= 2;
        self.new_line()?;
        self.out.push_str("}\n");
        Ok(())
    }

    fn function(&mut self, function: &Function) -> fmt::Result {
        let body = function.body();
        self.names = Some(Names::of(body));
        self.new_line()?;
        self.out.push_str("func.func ");
        self.out.push_str(match function.visibility {
            Visibility::Public => "public ",
            Visibility::Private => "private ",
            Visibility::Unsaid => "",
        });
        write!(self.out, "{}(", SymbolName(&function.name))?;
        for (index, &argument) in function.arguments().iter().enumerate() {
            self.out.push_str(if index == 0 { "" } else { ", " });
            self.name(argument)?;
            write!(self.out, ": {}", body.value_type(argument))?;
            self.dictionary(&function.argument_attributes[index])?;
        }
        self.out.push(')');
        let results: Vec<&Type> = function.result_types().collect();
        let bare = results.len() == 1 && function.result_attributes[0].is_empty();
        if !results.is_empty() {
            self.out.push_str(if bare { " -> " } else { " -> (" });
            for (index, ty) in results.iter().enumerate() {
                write!(self.out, "{}{ty}", if index == 0 { "" } else { ", " })?;
                self.dictionary(&function.result_attributes[index])?;
            }
            self.out.push_str(if bare { "" } else { ")" });
        }
        if !function.attributes.is_empty() {
            write!(self.out, " attributes {{{}}}", function.attributes)?;
        }
        self.out.push_str(" {");
        self.operations(body, body.root(), "return")?;
        self.new_line()?;
        self.out.push('}');
        Ok(())
    }

    /// Writes the operations of a region, each on its line, and what it returns.
    fn operations(&mut self, body: &Body, region: RegionId, terminator: &str) -> fmt::Result {
        self.indent += 2;
        let region = body.region(region);
        let is_function = terminator == "return";
        for &id in region.operations() {
            self.new_line()?;
            self.operation(&View { body, id }, is_function)?;
        }
        self.new_line()?;
        self.out.push_str(terminator);
        for (index, &result) in region.results().iter().enumerate() {
            self.out.push_str(if index == 0 { " " } else { ", " });
            self.name(result)?;
        }
        for (index, &result) in region.results().iter().enumerate() {
            write!(self.out, "{}{}", if index == 0 { " : " } else { ", " }, body.value_type(result))?;
        }
        self.indent -= 2;
        Ok(())
    }

    fn operation(&mut self, view: &View, is_in_function: bool) -> fmt::Result {
        let operation = view.operation();
        let results: Vec<ValueId> = operation.results().collect();
        if let Some(&first) = results.first() {
            let name = self.name_of(first).to_owned();
            match name.strip_suffix("#0") {
                Some(group) => write!(self.out, "%{group}:{}", results.len())?,
                None => {
                    for (index, &result) in results.iter().enumerate() {
                        self.out.push_str(if index == 0 { "" } else { ", " });
                        self.name(result)?;
                    }
                }
            }
            self.out.push_str(" = ");
        }
        let info = operation.op.info();
        let name = if is_in_function && info.name == "func.call" { "call" } else { info.name };
        match info.form {
            Form::Generic => return self.generic(view, name),
            Form::FunctionType => {
                write!(self.out, "{name} ")?;
                self.operands(view)?;
                self.function_type(view)
            }
            Form::SameType => {
                write!(self.out, "{name} ")?;
                self.operands(view)?;
                self.same_type(view)
            }
            Form::Chlo => {
                write!(self.out, "{name} ")?;
                self.operands(view)?;
                self.arrow_types(view)
            }
            Form::Labelled(labels) => {
                self.labelled_operands(view, name, labels)?;
                self.function_type(view)
            }
            Form::LabelledSameType(labels) => {
                self.labelled_operands(view, name, labels)?;
                self.same_type(view)
            }
            Form::Own(pretty) => {
                // A bracket follows the name at once.
                let touches = matches!(operation.op, Op::While | Op::Reduce(_) | Op::Convolution(_) | Op::TopK(_))
                    || (matches!(operation.op, Op::OptimizationBarrier) && view.operand_count() == 0);
                write!(self.out, "{name}{}", if touches { "" } else { " " })?;
                (pretty.write)(self, view)
            }
        }
    }

    fn generic(&mut self, view: &View, name: &str) -> fmt::Result {
        let operation = view.operation();
        write!(self.out, "\"{name}\"")?;
        self.bracketed_operands(view)?;
        let attributes = operation.op.attributes();
        if !attributes.is_empty() {
            write!(self.out, " <{{{attributes}}}>")?;
        }
        for (index, &region) in operation.regions().iter().enumerate() {
            self.out.push_str(if index == 0 { " ({" } else { ", {" });
            let arguments = view.region(region).arguments();
            if !arguments.is_empty() {
                self.new_line()?;
                self.out.push_str("^bb0(");
                for (index, &argument) in arguments.iter().enumerate() {
                    self.out.push_str(if index == 0 { "" } else { ", " });
                    self.typed_name(view, argument)?;
                }
                self.out.push_str("):");
            }
            self.operations(view.body, region, "stablehlo.return")?;
            self.new_line()?;
            self.out.push('}');
        }
        if !operation.regions().is_empty() {
            self.out.push(')');
        }
        self.function_type(view)
    }

    /// Writes `{…}` around the operations of a region.
    pub(super) fn braced_region(&mut self, view: &View, region: RegionId) -> fmt::Result {
        self.out.push('{');
        self.operations(view.body, region, "stablehlo.return")?;
        self.new_line()?;
        self.out.push('}');
        Ok(())
    }

    /// Writes text.
    pub(super) fn write(&mut self, text: fmt::Arguments) -> fmt::Result {
        self.out.write_fmt(text)
    }

    /// Ends the line and indents the next one.
    pub(super) fn new_line(&mut self) -> fmt::Result {
        write!(self.out, "\n{:width$}", "", width = self.indent)
    }

    fn name_of(&self, value: ValueId) -> &str {
        self.names.as_ref().map_or("", |names| names.of_value(value))
    }

    /// Writes the name of a value.
    pub(super) fn name(&mut self, value: ValueId) -> fmt::Result {
        self.out.push('%');
        let name = self.names.as_ref().map_or("", |names| names.of_value(value));
        self.out.push_str(name);
        Ok(())
    }

    /// Writes `%name: type`.
    pub(super) fn typed_name(&mut self, view: &View, value: ValueId) -> fmt::Result {
        self.name(value)?;
        write!(self.out, ": {}", view.body.value_type(value))
    }

    /// Writes the name of an operand.
    pub(super) fn operand(&mut self, view: &View, index: usize) -> fmt::Result {
        self.name(view.body.operands(view.id)[index])
    }

    /// Writes `%a, %b`.
    pub(super) fn operands(&mut self, view: &View) -> fmt::Result {
        for (index, &operand) in view.body.operands(view.id).iter().enumerate() {
            self.out.push_str(if index == 0 { "" } else { ", " });
            self.name(operand)?;
        }
        Ok(())
    }

    /// Writes `name %a, word = [1, 2], other = 3`.
    fn labelled_operands(&mut self, view: &View, name: &str, labels: &[(&str, &str)]) -> fmt::Result {
        write!(self.out, "{name} ")?;
        self.operands(view)?;
        let attributes = view.op().attributes();
        for (index, (word, name)) in labels.iter().enumerate() {
            self.out.push_str(if index == 0 && view.operand_count() == 0 { "" } else { ", " });
            match attributes.get(name) {
                Some(Attribute::IntegerArray(_, values)) => write!(self.out, "{word} = {values:?}")?,
                Some(Attribute::Integer(value, _)) => write!(self.out, "{word} = {value}")?,
                _ => return Err(fmt::Error),
            }
        }
        Ok(())
    }

    /// Writes `(%a, %b)`.
    pub(super) fn bracketed_operands(&mut self, view: &View) -> fmt::Result {
        self.out.push('(');
        self.operands(view)?;
        self.out.push(')');
        Ok(())
    }

    /// Writes ` {…}` where there are attributes.
    pub(super) fn dictionary(&mut self, attributes: &Attributes) -> fmt::Result {
        if attributes.is_empty() { Ok(()) } else { write!(self.out, " {{{attributes}}}") }
    }

    /// Writes the attributes of other dialects.
    pub(super) fn extra(&mut self, view: &View) -> fmt::Result {
        self.dictionary(&view.operation().extra)
    }

    /// Writes ` {…} : (type) -> type`.
    pub(super) fn function_type(&mut self, view: &View) -> fmt::Result {
        self.extra(view)?;
        self.function_type_only(view)
    }

    /// Writes ` : (type) -> type`.
    pub(super) fn function_type_only(&mut self, view: &View) -> fmt::Result {
        self.out.push_str(" : (");
        self.operand_types(view)?;
        self.out.push_str(") -> ");
        let single = view.operation().results().len() == 1;
        self.out.push_str(if single { "" } else { "(" });
        self.result_types(view)?;
        self.out.push_str(if single { "" } else { ")" });
        Ok(())
    }

    /// Writes ` {…} : type` where all types are the same, else ` {…} : (type) -> type`.
    pub(super) fn same_type(&mut self, view: &View) -> fmt::Result {
        let body = view.body;
        let result = view.operation().results().next().map(|result| body.value_type(result));
        if body.operands(view.id).iter().all(|&operand| Some(body.value_type(operand)) == result) {
            return self.result_type(view);
        }
        self.function_type(view)
    }

    /// Writes ` {…} : type` of the result.
    pub(super) fn result_type(&mut self, view: &View) -> fmt::Result {
        self.extra(view)?;
        self.out.push_str(" : ");
        self.result_types(view)
    }

    /// Writes ` {…} : type, type -> type`.
    pub(super) fn arrow_types(&mut self, view: &View) -> fmt::Result {
        self.extra(view)?;
        self.out.push_str(" : ");
        self.operand_types(view)?;
        self.out.push_str(" -> ");
        let single = view.operation().results().len() == 1;
        self.out.push_str(if single { "" } else { "(" });
        self.result_types(view)?;
        self.out.push_str(if single { "" } else { ")" });
        Ok(())
    }

    /// Writes `type, type` of the operands.
    pub(super) fn operand_types(&mut self, view: &View) -> fmt::Result {
        for (index, &operand) in view.body.operands(view.id).iter().enumerate() {
            write!(self.out, "{}{}", if index == 0 { "" } else { ", " }, view.body.value_type(operand))?;
        }
        Ok(())
    }

    /// Writes `type, type` of the results.
    pub(super) fn result_types(&mut self, view: &View) -> fmt::Result {
        for (index, result) in view.operation().results().enumerate() {
            write!(self.out, "{}{}", if index == 0 { "" } else { ", " }, view.body.value_type(result))?;
        }
        Ok(())
    }

    /// Writes a number of f64, without its type.
    pub(super) fn number(&mut self, value: f64) -> fmt::Result {
        super::write_float(&mut self.out, value, crate::tensor::DType::F64)
    }
}
