//! A region on single elements, as lines that compute what it gives.

use std::collections::HashMap;

use super::super::expression::{apply, literal, type_name};
use super::super::print::Lines;
use super::call::Call;
use crate::error::Result;
use crate::program::op::Op;
use crate::program::op::enumerations::ComparisonType;
use crate::program::types::{Class, class};
use crate::program::{Body, RegionId, ValueId};

impl Call<'_, '_> {
    /// Lines that run a region of the operation on these elements; `name` begins the names of what they compute. Gives
    /// the results.
    pub(super) fn region(
        &self,
        index: usize,
        arguments: &[String],
        name: &str,
        lines: &mut Lines,
    ) -> Result<Vec<String>> {
        let id: RegionId = self.operation().regions()[index];
        let arguments = self.body.region(id).arguments().iter().copied().zip(arguments.iter().cloned());
        self.operations(self.body, id, arguments.collect(), name, lines)
    }

    /// Lines for the operations of a region of a body, some of whose values are known.
    fn operations(
        &self,
        body: &Body,
        id: RegionId,
        mut values: HashMap<ValueId, String>,
        name: &str,
        lines: &mut Lines,
    ) -> Result<Vec<String>> {
        let region = body.region(id);
        for (place, &id) in region.operations().iter().enumerate() {
            let operation = body.operation(id);
            let operands = body.operands(id).iter().map(|&operand| self.element(&values, operand));
            let operands = operands.collect::<Result<Vec<String>>>()?;
            if let Op::Call(attributes) = &operation.op {
                let callee = self.frame.plan.module().function(&attributes.callee.0);
                let callee = callee.ok_or_else(|| self.unsupported("a function that is not there"))?;
                let arguments = callee.arguments().iter().copied().zip(operands).collect();
                let (body, name) = (callee.body(), format!("{name}{place}_"));
                let found = self.operations(body, body.root(), arguments, &name, lines)?;
                values.extend(operation.results().zip(found));
                continue;
            }
            let mut results = operation.results();
            let (Some(result), None) = (results.next(), results.next()) else {
                return Err(self.unsupported(operation.op.name()));
            };
            let ty = body.value_type(result).as_tensor().filter(|ty| ty.rank() == 0);
            let ty = ty.ok_or_else(|| self.unsupported("a region on arrays"))?;
            let expression = match &operation.op {
                Op::Constant(attributes) => literal(&attributes.value.0),
                Op::Square => format!("nnx::multiply({0}, {0})", operands[0]),
                Op::Reshape | Op::BroadcastInDim(_) | Op::Real | Op::OptimizationBarrier => operands[0].clone(),
                Op::Clamp => {
                    format!("nnx::minimum(nnx::maximum({}, {}), {})", operands[0], operands[1], operands[2])
                }
                Op::Compare(attributes) if attributes.compare_type == Some(ComparisonType::TotalOrder) => {
                    let ordered: Vec<String> = operands.iter().map(|of| format!("nnx::ordered({of})")).collect();
                    apply(&operation.op, ty.dtype, &ordered)?
                }
                Op::Sign | Op::Abs | Op::Negate if class(ty.dtype) == Class::Bool => {
                    return Err(self.unsupported(operation.op.name()));
                }
                op => apply(op, ty.dtype, &operands)?,
            };
            let result_name = format!("{name}{place}");
            lines.line(format!("const {} {result_name} = {expression};", type_name(ty.dtype)));
            values.insert(result, result_name);
        }
        region.results().iter().map(|&result| self.element(&values, result)).collect()
    }

    /// An element of a region: one that is known, or a single element from outside.
    fn element(&self, values: &HashMap<ValueId, String>, value: ValueId) -> Result<String> {
        if let Some(known) = values.get(&value) {
            return Ok(known.clone());
        }
        let is_single = self.body.value_type(value).as_tensor().is_some_and(|ty| ty.rank() == 0);
        let slot = self.input(value).filter(|_| is_single);
        slot.map(|slot| format!("b{slot}[0]")).ok_or_else(|| self.unsupported("a region that reads arrays"))
    }
}
