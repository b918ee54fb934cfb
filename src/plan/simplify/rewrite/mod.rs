//! The walk that all passes share: a function is copied, operation by operation, and each is offered to the rules.
//!
//! `regions.rs` copies operations with regions, `late.rs` puts constants and single elements off until
//! they are used.
//!
//! Operands are rewritten before what uses them, and what a rule makes is offered to the rules again, so that one walk
//! does nearly all that can be done.

mod late;
mod regions;

use std::collections::HashSet;

use late::is_put_off;
pub(super) use regions::combiner;

use super::affine::Affine;
use super::cse::{Computation, Shared};
use super::dce::{Live, effectful};
use super::inline::Sizes;
use super::unroll::MAX_UNROLLED;
use crate::error::{Error, Result, Status};
use crate::program::attribute::Attributes;
use crate::program::emit::{Emit, first};
use crate::program::op::Op;
use crate::program::{
    Body, Definition, Function, FunctionBuilder, Module, OperationId, RegionId, TensorType, Type, ValueId, stack,
    verify,
};

/// How deep rules may call each other.
const MAX_RULES: usize = 32;

/// What a walk does.
#[derive(Clone, Copy, Default)]
pub(super) struct Rules<'a> {
    /// For operations without regions that make one tensor.
    pub(super) values: &'a [ValueRule],
    /// For any operation.
    pub(super) structures: &'a [StructureRule],
    /// Whether what is computed twice is computed once.
    pub(super) share: bool,
    /// Whether what nothing needs is left out.
    pub(super) prune: bool,
    /// Whether constants and single elements are added where they are first used.
    pub(super) late: bool,
}

/// Gives what to use in place of an operation, or `None`.
pub(super) type ValueRule = for<'m, 'c> fn(&mut Rewriter<'m>, Candidate<'c>) -> Result<Option<ValueId>>;

/// Does something else in place of an operation of the body that is copied and sets the new values of its results; or
/// gives `false`.
pub(super) type StructureRule = for<'m> fn(&mut Rewriter<'m>, OperationId) -> Result<bool>;

/// An operation that is about to be added.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) op: &'a Op,
    pub(super) operands: &'a [ValueId],
    /// The type of its result.
    pub(super) ty: &'a TensorType,
}

/// The module with each of its functions rewritten.
pub(super) fn rewrite(module: &Module, rules: Rules) -> Result<Module> {
    rewrite_those(module, rules, |_| true)
}

/// The module of those of its functions that are wanted, rewritten.
pub(super) fn rewrite_those(
    module: &Module,
    rules: Rules,
    wanted: impl Fn(&Function) -> bool + Sync,
) -> Result<Module> {
    let depth = verify::check_calls(module)?;
    stack::with_depth(depth, || {
        let (effectful, sizes) = (effectful(module), Sizes::of(module));
        let functions = module.functions().iter().filter(|function| wanted(function)).map(|function| {
            let body = function.body();
            let types: Vec<Type> = function.argument_types().cloned().collect();
            let mut rewriter = Rewriter {
                module,
                rules,
                effectful: &effectful,
                sizes: &sizes,
                builder: FunctionBuilder::new(&function.name, &types),
                shared: Shared::default(),
                affine: vec![None; types.len()],
                frame: Frame::new(body, rules.prune, &effectful),
                depth: 0,
                may_unroll: MAX_UNROLLED,
            };
            let arguments = rewriter.builder.arguments().to_vec();
            rewriter.set_new_values(function.arguments().iter().copied(), arguments);
            rewriter.operations(body.root(), &HashSet::new())?;
            let results = rewriter.new_values(function.results())?;
            Ok(dressed(rewriter.builder.finish(&results)?, function))
        });
        with_functions(module, functions.collect::<Result<Vec<Function>>>()?)
    })?
}

/// The module with these functions.
pub(super) fn with_functions(module: &Module, functions: Vec<Function>) -> Result<Module> {
    let mut result = Module::new();
    result.name.clone_from(&module.name);
    result.attributes = module.attributes.clone();
    result.meshes.clone_from(&module.meshes);
    result.take_origins_of(module);
    functions.into_iter().try_for_each(|function| result.add(function))?;
    Ok(result)
}

/// A function with what `original` has besides its body.
fn dressed(mut function: Function, original: &Function) -> Function {
    function.visibility = original.visibility;
    function.attributes = original.attributes.clone();
    function.argument_attributes = original.argument_attributes.clone();
    function.result_attributes = original.result_attributes.clone();
    function.location = original.location;
    function
}

/// A body on its way into another.
struct Frame<'m> {
    body: &'m Body,
    /// The new value of each of its values, so far.
    values: Vec<Option<ValueId>>,
    /// What is copied; all where it is absent.
    live: Option<Live>,
}

impl<'m> Frame<'m> {
    fn new(body: &'m Body, prune: bool, effectful: &HashSet<&str>) -> Frame<'m> {
        Frame { body, values: vec![None; body.value_count()], live: prune.then(|| Live::of(body, effectful)) }
    }
}

pub(super) struct Rewriter<'m> {
    pub(super) module: &'m Module,
    rules: Rules<'m>,
    effectful: &'m HashSet<&'m str>,
    sizes: &'m Sizes<'m>,
    pub(super) builder: FunctionBuilder,
    shared: Shared,
    /// Of each new value, which function of the place of an element it is.
    affine: Vec<Option<Affine>>,
    frame: Frame<'m>,
    /// How many rules are at work within each other.
    depth: usize,
    /// How many operations loops may still become.
    pub(super) may_unroll: usize,
}

impl<'m> Rewriter<'m> {
    /// The body that is copied.
    pub(super) fn source(&self) -> &'m Body {
        self.frame.body
    }

    pub(super) fn sizes(&self) -> &'m Sizes<'m> {
        self.sizes
    }

    /// The new value of one of the body that is copied, where there is one yet.
    pub(super) fn new_value(&self, value: ValueId) -> Option<ValueId> {
        self.frame.values[value.index()]
    }

    /// The new values of these.
    pub(super) fn new_values(&mut self, values: &[ValueId]) -> Result<Vec<ValueId>> {
        if self.rules.late {
            values.iter().try_for_each(|&value| self.add_late(value))?;
        }
        let values: Option<Vec<ValueId>> = values.iter().map(|&value| self.new_value(value)).collect();
        values.ok_or_else(|| Error::new(Status::Internal, "a value was used before it was rewritten"))
    }

    /// Says what stands for these values from now on.
    pub(super) fn set_new_values(
        &mut self,
        values: impl IntoIterator<Item = ValueId>,
        new: impl IntoIterator<Item = ValueId>,
    ) {
        for (value, new) in values.into_iter().zip(new) {
            self.frame.values[value.index()] = Some(new);
        }
    }

    /// Whether a value of the body that is copied is needed.
    pub(super) fn is_needed(&self, value: ValueId) -> bool {
        self.frame.live.as_ref().is_none_or(|live| live.value(value))
    }

    /// The type of a new value that is a tensor.
    pub(super) fn tensor_type(&self, value: ValueId) -> Option<&TensorType> {
        self.builder.value_type(value).as_tensor()
    }

    /// The operation that makes a new value, with its operands, when it is its first result.
    pub(super) fn made_by(&self, value: ValueId) -> Option<(&Op, &[ValueId])> {
        match self.builder.body().definition(value) {
            Definition::Result { operation, index: 0 } => {
                let body = self.builder.body();
                Some((&body.operation(operation).op, body.operands(operation)))
            }
            _ => None,
        }
    }

    /// Which function of the place of an element a new value is, where that is known.
    pub(super) fn affine(&self, value: ValueId) -> Option<&Affine> {
        self.affine.get(value.index())?.as_ref()
    }

    /// Copies a function of the module into this place.
    pub(super) fn splice(&mut self, function: &'m Function, arguments: &[ValueId]) -> Result<Vec<ValueId>> {
        let frame = Frame::new(function.body(), self.rules.prune, self.effectful);
        let caller = std::mem::replace(&mut self.frame, frame);
        self.set_new_values(function.arguments().iter().copied(), arguments.iter().copied());
        let results =
            self.operations(function.body().root(), &HashSet::new()).and_then(|()| self.new_values(function.results()));
        self.frame = caller;
        results
    }

    /// Copies what a region does into this place, but for what was `done`.
    pub(super) fn operations(&mut self, region: RegionId, done: &HashSet<OperationId>) -> Result<()> {
        for &id in self.frame.body.region(region).operations() {
            if !done.contains(&id) {
                self.operation(id)?;
            }
        }
        Ok(())
    }

    /// Rewrites an operation of the body that is copied.
    pub(super) fn operation(&mut self, id: OperationId) -> Result<()> {
        let operation = self.frame.body.operation(id);
        if self.frame.live.as_ref().is_some_and(|live| !live.operation(id)) {
            return Ok(());
        }
        if self.rules.late {
            if is_put_off(self.frame.body, id) {
                return Ok(());
            }
            self.frame.body.operands(id).iter().try_for_each(|&operand| self.add_late(operand))?;
            self.add_captured(id)?;
        }
        self.builder.set_location(operation.location);
        for rule in self.rules.structures {
            if rule(self, id)? {
                return Ok(());
            }
        }
        match operation.op {
            Op::While => self.while_loop(id, &HashSet::new(), &[]),
            Op::If | Op::Case => self.branches(id),
            _ if operation.regions().is_empty() => self.plain(id),
            _ => self.with_regions(id),
        }
    }

    /// An operation without regions.
    fn plain(&mut self, id: OperationId) -> Result<()> {
        let (body, operation) = (self.frame.body, self.frame.body.operation(id));
        let operands = self.new_values(body.operands(id))?;
        let mut results = operation.results();
        let new = match (results.next(), results.next()) {
            (Some(only), None) if can_be_rewritten(&operation.op) && body.value_type(only).as_tensor().is_some() => {
                vec![self.value(&operation.op, &operation.extra, &operands, body.value_type(only))?]
            }
            _ => {
                let types: Vec<Type> = operation.results().map(|result| body.value_type(result).clone()).collect();
                self.place(&operation.op, &operation.extra, &operands, &types, &[])?
            }
        };
        self.set_new_values(operation.results(), new);
        Ok(())
    }

    /// The value that such an operation makes, by a rule or by the operation itself.
    fn value(&mut self, op: &Op, extra: &Attributes, operands: &[ValueId], ty: &Type) -> Result<ValueId> {
        if let Type::Tensor(tensor) = ty
            && self.depth < MAX_RULES
        {
            self.depth += 1;
            let found = self.by_rule(Candidate { op, operands, ty: tensor });
            self.depth -= 1;
            if let Some(value) = found? {
                debug_assert_eq!(self.builder.value_type(value), ty, "a rule for {} changed its type", op.name());
                return Ok(value);
            }
        }
        let computation = Computation { op, operands, ty, combine: None };
        if self.rules.share
            && let Some(value) = self.shared.find(self.builder.body(), &computation)
        {
            return Ok(value);
        }
        let value = first(self.place(op, extra, operands, std::slice::from_ref(ty), &[])?)?;
        if self.rules.share {
            self.shared.insert(&computation, value);
        }
        Ok(value)
    }

    fn by_rule(&mut self, candidate: Candidate) -> Result<Option<ValueId>> {
        for rule in self.rules.values {
            if let Some(value) = rule(self, candidate)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// The value that such an operation makes, with no rule asked.
    pub(super) fn as_it_is(&mut self, op: Op, operands: &[ValueId], ty: TensorType) -> Result<ValueId> {
        let depth = std::mem::replace(&mut self.depth, MAX_RULES);
        let value = self.value(&op, &Attributes::new(), operands, &ty.into());
        self.depth = depth;
        value
    }

    fn place(
        &mut self,
        op: &Op,
        extra: &Attributes,
        operands: &[ValueId],
        types: &[Type],
        regions: &[RegionId],
    ) -> Result<Vec<ValueId>> {
        let results = self.builder.operation_with(op.clone(), extra.clone(), operands, regions, types)?;
        self.affine.resize(self.builder.body().value_count(), None);
        if let &[result] = &results[..] {
            self.affine[result.index()] = Affine::of(self, op, operands, result);
        }
        Ok(results)
    }
}

impl Emit for Rewriter<'_> {
    fn function(&mut self) -> &mut FunctionBuilder {
        &mut self.builder
    }

    fn emit(&mut self, op: Op, operands: &[ValueId]) -> Result<ValueId> {
        let ty = self.builder.infer(&op, operands)?.into_iter().next();
        let ty = ty.ok_or_else(|| Error::new(Status::Internal, "an operation has no result"))?;
        self.value(&op, &Attributes::new(), operands, &ty)
    }

    fn emit_as(&mut self, op: Op, operands: &[ValueId], result: TensorType) -> Result<ValueId> {
        self.value(&op, &Attributes::new(), operands, &result.into())
    }
}

/// Whether one result of it may stand for that of another, or be computed in another way.
fn can_be_rewritten(op: &Op) -> bool {
    !op.has_effect() && !matches!(op, Op::Call(_) | Op::Composite(_) | Op::CustomCall(_))
}
