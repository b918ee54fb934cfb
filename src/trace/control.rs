//! Branches and loops whose course is decided when the program runs.

use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::emit::Emit;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::{Op, RegionId, TensorType, Type};
use crate::tensor::DType;

/// A function of values that gives values.
pub type Body<'a> = &'a mut dyn FnMut(&[Value]) -> Result<Vec<Value>>;

impl Trace {
    /// What one of two functions gives, as `predicate`, a single truth value, says. Both give values of the same types.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the types differ, and what the functions answer.
    pub fn cond(&self, predicate: &Value, on_true: Body, on_false: Body) -> Result<Vec<Value>> {
        let predicate = self.id(predicate)?;
        let (then, _) = self.region(&[], on_true)?;
        let (otherwise, _) = self.region(&[], on_false)?;
        self.operation(Op::If, &[predicate], &[then, otherwise])
    }

    /// Runs `body` on what it gave before, from `init` on, as long as `condition` gives true.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the body gives other types than it takes, and what the functions answer.
    pub fn while_loop(&self, init: &[Value], condition: Body, body: Body) -> Result<Vec<Value>> {
        let types: Vec<TensorType> = init.iter().map(|value| value.tensor_type().clone()).collect();
        let (condition, _) = self.region(&types, condition)?;
        let (body, results) = self.region(&types, body)?;
        check_carry("while_loop", &types, &results)?;
        let ids = self.ids(init)?;
        self.operation(Op::While, &ids, &[condition, body])
    }

    /// Runs `body` `length` times on (carry, a slice of each of `xs` along axis 0); it gives a new carry and further
    /// values, which come back stacked along a new axis 0.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when `xs` are not `length` long or the carry changes its types, and what `body` answers.
    pub fn scan(
        &self,
        length: i64,
        init: &[Value],
        xs: &[Value],
        body: &mut dyn FnMut(&[Value], &[Value]) -> Result<(Vec<Value>, Vec<Value>)>,
    ) -> Result<(Vec<Value>, Vec<Value>)> {
        if length < 0 {
            return Err(Error::invalid(format!("scan: {length} is no length")));
        }
        for x in xs {
            if x.shape().first() != Some(&length) {
                return Err(Error::invalid(format!("scan: {x} is not {length} long along axis 0")));
            }
        }
        let counter = TensorType::scalar(DType::I32);
        let types: Vec<TensorType> = init.iter().map(|value| value.tensor_type().clone()).collect();
        let mut arguments = vec![Type::from(counter)];
        arguments.extend(types.iter().cloned().map(Type::from));
        let begun = self.build(|builder| builder.begin_region(&arguments))?;
        let begun = self.values(&begun)?;
        let Some((place, carry)) = begun.split_first() else { return Err(lost()) };
        let traced = (|| {
            let slices = xs.iter().map(|x| x.element_at(place)).collect::<Result<Vec<Value>>>()?;
            let (next, ys) = body(carry, &slices)?;
            check_carry("scan", &types, &next)?;
            // What comes back stacked is known only now: the loop carries it behind the others.
            let mut stacked_types = Vec::new();
            let mut results = vec![place.add(1i64)?];
            results.extend(next);
            for y in &ys {
                let dims: Vec<i64> = [&[length], y.shape()].concat();
                let ty = TensorType::new(y.dtype(), &dims)?;
                let stack = self.emit(|builder| Ok(builder.add_argument(ty.clone().into())))?;
                let zero = self.scalar(DType::I32, 0.0)?;
                let mut starts = vec![place.clone()];
                starts.resize(dims.len(), zero);
                results.push(stack.dynamic_update_slice(&y.expand_dims(0)?, &starts)?);
                stacked_types.push(ty);
            }
            Ok((stacked_types, results))
        })();
        let (stacked_types, results) = self.closed(traced)?;
        let ids = self.ids(&results)?;
        let body = self.build(|builder| builder.end_region(&ids))?;
        arguments.extend(stacked_types.iter().cloned().map(Type::from));
        let condition = self.build(|builder| {
            let arguments = builder.begin_region(&arguments)?;
            let limit = builder.scalar(DType::I32, length as f64)?;
            let more = builder.compare(arguments[0], limit, ComparisonDirection::Lt)?;
            builder.end_region(&[more])
        })?;
        let mut operands = vec![self.scalar(DType::I32, 0.0)?];
        operands.extend_from_slice(init);
        for ty in &stacked_types {
            operands.push(self.full(ty.dtype, ty.dims(), 0.0)?);
        }
        let ids = self.ids(&operands)?;
        let mut results = self.operation(Op::While, &ids, &[condition, body])?;
        let stacked = results.split_off(1 + init.len());
        results.remove(0);
        Ok((results, stacked))
    }

    /// A region made by a function of these.
    fn region(&self, types: &[TensorType], body: Body) -> Result<(RegionId, Vec<Value>)> {
        let types: Vec<Type> = types.iter().cloned().map(Type::from).collect();
        let arguments = self.build(|builder| builder.begin_region(&types))?;
        let results = self.values(&arguments).and_then(|arguments| body(&arguments));
        let results = self.closed(results)?;
        let ids = self.ids(&results)?;
        Ok((self.build(|builder| builder.end_region(&ids))?, results))
    }

    /// Leaves the region that is open when its function failed; no operation will take it.
    fn closed<R>(&self, result: Result<R>) -> Result<R> {
        if result.is_err() {
            let _ = self.build(|builder| builder.end_region(&[]));
        }
        result
    }

    fn operation(&self, op: Op, operands: &[crate::program::ValueId], regions: &[RegionId]) -> Result<Vec<Value>> {
        let ids = self.build(|builder| builder.operation(op, operands, regions, &[]))?;
        self.values(&ids)
    }

    pub(super) fn values(&self, ids: &[crate::program::ValueId]) -> Result<Vec<Value>> {
        let types =
            self.build(|builder| ids.iter().map(|&id| builder.tensor(id)).collect::<Result<Vec<TensorType>>>())?;
        Ok(ids.iter().zip(types).map(|(&id, ty)| Value::new(self, id, ty)).collect())
    }
}

impl Value {
    /// The slice along axis 0 at a place that is a value itself.
    fn element_at(&self, place: &Value) -> Result<Value> {
        let zero = self.trace().scalar(place.dtype(), 0.0)?;
        let mut starts = vec![place.clone()];
        starts.resize(self.rank(), zero);
        let sizes: Vec<i64> = [&[1], &self.shape()[1..]].concat();
        self.dynamic_slice(&starts, &sizes)?.reshape(&self.shape()[1..])
    }
}

fn check_carry(name: &str, types: &[TensorType], results: &[Value]) -> Result<()> {
    let found: Vec<&TensorType> = results.iter().map(Value::tensor_type).collect();
    if found.len() == types.len() && found.iter().zip(types).all(|(found, ty)| *found == ty) {
        return Ok(());
    }
    let list =
        |types: &mut dyn Iterator<Item = &TensorType>| types.map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (expected, found) = (list(&mut types.iter()), list(&mut found.into_iter()));
    Err(Error::invalid(format!("{name}: the body takes ({expected}) and must give the same, it gives ({found})")))
}

fn lost() -> Error {
    Error::new(crate::Status::Internal, "a loop has lost its counter")
}
