//! Operations with regions, copied with what is needed of them.

use std::collections::HashSet;

use super::super::cse::Computation;
use super::Rewriter;
use crate::error::Result;
use crate::program::op::Op;
use crate::program::{Body, OperationId, RegionId, Type, ValueId};

impl Rewriter<'_> {
    /// An operation whose regions combine elements.
    pub(super) fn with_regions(&mut self, id: OperationId) -> Result<()> {
        let (body, operation) = (self.frame.body, self.frame.body.operation(id));
        let operands = self.new_values(body.operands(id))?;
        let types: Vec<Type> = operation.results().map(|result| body.value_type(result).clone()).collect();
        let combine = match (&operation.op, operation.regions(), &types[..]) {
            (Op::Reduce(_), &[region], [_]) if self.rules.share => combiner(body, region),
            _ => None,
        };
        let computation = combine.map(|combine| Computation {
            op: &operation.op,
            operands: &operands,
            ty: &types[0],
            combine: Some(combine),
        });
        if let Some(computation) = &computation
            && let Some(value) = self.shared.find(self.builder.body(), computation)
        {
            self.set_new_values(operation.results(), [value]);
            return Ok(());
        }
        let mut regions = Vec::with_capacity(operation.regions().len());
        for &id in operation.regions() {
            let region = body.region(id);
            regions.push(self.nested(id, true, region.arguments(), region.results(), &HashSet::new())?);
        }
        let new = self.place(&operation.op, &operation.extra, &operands, &types, &regions)?;
        if let Some(computation) = &computation {
            self.shared.insert(computation, new[0]);
        }
        self.set_new_values(operation.results(), new);
        Ok(())
    }

    /// A choice between regions, with the results that are needed.
    pub(super) fn branches(&mut self, id: OperationId) -> Result<()> {
        let (body, operation) = (self.frame.body, self.frame.body.operation(id));
        let operands = self.new_values(body.operands(id))?;
        let all: Vec<ValueId> = operation.results().collect();
        let places: Vec<usize> = (0..all.len()).filter(|&place| self.is_needed(all[place])).collect();
        let of = |values: &[ValueId]| -> Vec<ValueId> { places.iter().map(|&place| values[place]).collect() };
        let mut regions = Vec::with_capacity(operation.regions().len());
        for &id in operation.regions() {
            regions.push(self.nested(id, false, &[], &of(body.region(id).results()), &HashSet::new())?);
        }
        let results = of(&all);
        let types: Vec<Type> = results.iter().map(|&result| body.value_type(result).clone()).collect();
        let new = self.place(&operation.op, &operation.extra, &operands, &types, &regions)?;
        self.set_new_values(results, new);
        Ok(())
    }

    /// A loop with the carried values that are needed, without operations that were `done` before it and without what is
    /// carried in places that have a value in `constant`.
    pub(in super::super) fn while_loop(
        &mut self,
        id: OperationId,
        done: &HashSet<OperationId>,
        constant: &[Option<ValueId>],
    ) -> Result<()> {
        let (body, operation) = (self.frame.body, self.frame.body.operation(id));
        let [condition, step] = [0, 1].map(|which| operation.regions()[which]);
        let results: Vec<ValueId> = operation.results().collect();
        let mut kept = Vec::with_capacity(results.len());
        for (place, &result) in results.iter().enumerate() {
            match constant.get(place).copied().flatten() {
                Some(value) => {
                    let [first, second] = [condition, step].map(|region| body.region(region).arguments()[place]);
                    self.set_new_values([first, second, result], [value; 3]);
                }
                None if self.is_needed(result) => kept.push(place),
                None => {}
            }
        }
        let of = |values: &[ValueId]| -> Vec<ValueId> { kept.iter().map(|&place| values[place]).collect() };
        let operands = self.new_values(&of(body.operands(id)))?;
        let first = body.region(condition);
        let second = body.region(step);
        let regions = [
            self.nested(condition, false, &of(first.arguments()), first.results(), done)?,
            self.nested(step, false, &of(second.arguments()), &of(second.results()), done)?,
        ];
        let results = of(&results);
        let types: Vec<Type> = results.iter().map(|&result| body.value_type(result).clone()).collect();
        let new = self.place(&operation.op, &operation.extra, &operands, &types, &regions)?;
        self.set_new_values(results, new);
        Ok(())
    }

    /// A region within another, with these of its arguments and results. One that is `closed` uses no more from around it
    /// than it did.
    fn nested(
        &mut self,
        region: RegionId,
        closed: bool,
        arguments: &[ValueId],
        results: &[ValueId],
        done: &HashSet<OperationId>,
    ) -> Result<RegionId> {
        let types: Vec<Type> = arguments.iter().map(|&argument| self.frame.body.value_type(argument).clone()).collect();
        let location = self.builder.location();
        let new = self.builder.begin_region(&types)?;
        self.shared.begin(closed);
        self.set_new_values(arguments.iter().copied(), new);
        self.operations(region, done)?;
        let results = self.new_values(results)?;
        self.shared.end();
        self.builder.set_location(location);
        self.builder.end_region(&results)
    }
}

/// The operation of two elements that a region consists of.
pub(in super::super) fn combiner(body: &Body, region: RegionId) -> Option<&Op> {
    let region = body.region(region);
    let &[id] = region.operations() else { return None };
    let operation = body.operation(id);
    let whole = region.arguments().len() == 2
        && body.operands(id) == region.arguments()
        && operation.results().eq(region.results().iter().copied())
        && operation.regions().is_empty();
    whole.then_some(&operation.op)
}
