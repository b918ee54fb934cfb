//! What most operations have in common: operands, attributes and types.

use super::cursor::{Read, Syntax};
use super::parser::{Draft, Parser};
use super::types;
use crate::error::Error;
use crate::program::attribute::Attribute;
use crate::program::module::ValueId;
use crate::program::op::OpInfo;
use crate::program::types::Type;

impl<'a> Parser<'a> {
    /// Reads `%a, %b`, as far as values follow.
    pub(super) fn operands(&mut self, draft: &mut Draft) -> Read<()> {
        draft.operands.push(self.value()?);
        loop {
            let mut ahead = self.cursor;
            if !(ahead.eat(",") && ahead.peek() == b'%') {
                return Ok(());
            }
            self.cursor = ahead;
            draft.operands.push(self.value()?);
        }
    }

    /// Reads `(%a, %b)`.
    pub(super) fn bracketed_operands(&mut self, draft: &mut Draft) -> Read<()> {
        self.cursor.expect("(", "before operands")?;
        while !self.cursor.eat(")") {
            draft.operands.push(self.value()?);
            if !self.cursor.eat(",") && self.cursor.peek() != b')' {
                return Err(self.cursor.expected("`,` or `)` after an operand"));
            }
        }
        Ok(())
    }

    /// Reads `%a, word = [1, 2], other = 3`: operands where there are some, and words that stand for attributes.
    pub(super) fn labelled_operands(&mut self, draft: &mut Draft, labels: &[(&str, &str)]) -> Read<()> {
        if self.cursor.peek() == b'%' {
            self.operands(draft)?;
            self.comma()?;
        }
        for (index, &(word, name)) in labels.iter().enumerate() {
            if index > 0 {
                self.comma()?;
            }
            self.cursor.expect_word(word)?;
            self.cursor.expect("=", &format!("after `{word}`"))?;
            let value = if self.cursor.peek() == b'[' {
                Attribute::integers(&self.cursor.integers()?)
            } else {
                Attribute::i64(self.cursor.integer()?)
            };
            draft.attributes.insert(name, value);
        }
        Ok(())
    }

    /// Reads `(%a = %b, …)`: names of arguments, and the values that they begin with.
    pub(super) fn assignments(&mut self, draft: &mut Draft) -> Read<Vec<&'a str>> {
        let mut names = Vec::new();
        self.cursor.expect("(", "before what a loop carries")?;
        while !self.cursor.eat(")") {
            names.push(self.value_name()?);
            self.cursor.expect("=", "after the name of what a loop carries")?;
            draft.operands.push(self.value()?);
            if !self.cursor.eat(",") && self.cursor.peek() != b')' {
                return Err(self.cursor.expected("`,` or `)` after what a loop carries"));
            }
        }
        Ok(names)
    }

    /// Passes over a comma.
    pub(super) fn comma(&mut self) -> Read<()> {
        self.cursor.expect(",", "here")
    }

    /// Reads attributes where there are some, beside those that were read.
    pub(super) fn dictionary(&mut self, draft: &mut Draft) -> Read<()> {
        let at = self.cursor.at();
        for (name, attribute) in self.context.optional_dictionary(&mut self.cursor)? {
            if draft.attributes.insert(name.as_str(), attribute).is_some() {
                return Err(Syntax::from_error(at, Error::invalid(format!("attribute `{name}` stands twice"))));
            }
        }
        Ok(())
    }

    /// Reads `{…} : (type) -> type`; `: type` is taken for a type that all operands and the result have.
    pub(super) fn function_type(&mut self, draft: &mut Draft) -> Read<()> {
        self.dictionary(draft)?;
        self.cursor.expect(":", "before types")?;
        if self.cursor.peek() == b'(' { self.function_type_only(draft) } else { self.shared_type(draft) }
    }

    /// Reads `(type) -> type`.
    pub(super) fn function_type_only(&mut self, draft: &mut Draft) -> Read<()> {
        let (operands, results) = types::function_type(&mut self.cursor)?;
        self.expect_operand_types(draft, &operands)?;
        draft.results = results;
        Ok(())
    }

    /// Reads `{…} : type` or `{…} : (type) -> type`.
    pub(super) fn same_type(&mut self, draft: &mut Draft) -> Read<()> {
        self.function_type(draft)
    }

    fn shared_type(&mut self, draft: &mut Draft) -> Read<()> {
        let ty = types::parse_type(&mut self.cursor)?;
        self.expect_operand_types(draft, &vec![ty.clone(); draft.operands.len()])?;
        draft.results = vec![ty];
        Ok(())
    }

    /// Reads `{…} : type, type -> type`.
    pub(super) fn arrow_types(&mut self, draft: &mut Draft) -> Read<()> {
        self.dictionary(draft)?;
        self.cursor.expect(":", "before types")?;
        if self.cursor.peek() == b'(' {
            return self.function_type_only(draft);
        }
        let operands = types::list(&mut self.cursor)?;
        self.expect_operand_types(draft, &operands)?;
        draft.results =
            if self.cursor.eat("->") { types::results(&mut self.cursor)? } else { vec![operands[0].clone()] };
        Ok(())
    }

    /// Checks that the operands have the types that the text says.
    pub(super) fn expect_operand_types(&mut self, draft: &Draft, types: &[Type]) -> Read<()> {
        let operand = |index| match OpInfo::find(draft.name) {
            Some(info) => format!("operand `{}`", info.operand_name(index, draft.operands.len())),
            None => format!("value {index}"),
        };
        self.expect_types(draft.at, draft.name, &draft.operands, types, operand)
    }

    /// Checks that these values of an operation have the types that the text says; `what` names one of them.
    pub(super) fn expect_types(
        &mut self,
        at: usize,
        operation: &str,
        values: &[ValueId],
        types: &[Type],
        what: impl Fn(usize) -> String,
    ) -> Read<()> {
        let fail = |rule: String| Syntax::from_error(at, Error::invalid(format!("{operation}: {rule}")));
        if values.len() != types.len() {
            return Err(fail(format!("{} types are given for {} values", types.len(), values.len())));
        }
        for (index, (&value, ty)) in values.iter().zip(types).enumerate() {
            let found = self.builder().value_type(value);
            if found != ty {
                return Err(fail(format!("{} is {found}, the text says {ty}", what(index))));
            }
        }
        Ok(())
    }
}
