//! Random values of a trace: the operations that make them become part of its program.
//!
//! A product and a sum are two operations there, which round twice where [`Eager`](super::Eager) rounds once, as XLA
//! does on a CPU; what runs the program may fuse them. With the reference evaluator, which does not, `normal` is within
//! 4 units of the last place of [`Eager`](super::Eager), `uniform` over another range than `[0, 1)` within one of its
//! largest numbers, `truncated_normal` within 1e-6. Bits, keys, bernoulli, randint, permutation and `[0, 1)` have no
//! such pair and are the same everywhere.

use std::collections::HashMap;

use super::arrays::{Arrays, Counters};
use super::draw::Draw;
use super::numbers::{Float, Integer, Number, Numbers, Word};
use super::threefry::{Pair, threefry};
use crate::error::{Error, Result};
use crate::program::emit::Emit;
use crate::program::op::attributes::Sort;
use crate::program::op::enumerations::ComparisonDirection::Lt;
use crate::program::{FunctionBuilder, Op, TensorType, ValueId};
use crate::tensor::{DType, Shape, Tensor};
use crate::trace::{Trace, Value};

impl Arrays for Trace {
    type Array = Value;

    fn array_type(&self, array: &Value) -> Result<(DType, Vec<i64>)> {
        Ok((array.dtype(), array.shape().to_vec()))
    }

    fn counting(&self, count: i64) -> Result<Value> {
        self.iota(DType::I32, &[count], 0)
    }

    fn keys(&self, key: &Value, counters: Counters<'_, Value>) -> Result<Value> {
        let key = self.id(key)?;
        let (number, dims) = match counters {
            Counters::Number(number) => (Some(self.id(number)?), &[][..]),
            Counters::Places(dims) => (None, dims),
        };
        self.emit(|builder| {
            let mut elements = Elements::new(builder, dims);
            let key = elements.key(key)?;
            let counter = match number {
                Some(number) => [elements.constant(0u32)?, number],
                None => elements.places()?,
            };
            let words = threefry(&mut elements, key, counter)?;
            let mut parts = Vec::with_capacity(2);
            for word in words {
                parts.push(builder.reshape(word, &[dims, &[1]].concat())?);
            }
            builder.concatenate(&parts, dims.len())
        })
    }

    fn key_at(&self, keys: &Value, index: i64) -> Result<Value> {
        keys.slice_along(0, index, index + 1)?.reshape(&[2])
    }

    fn draw<D: Draw>(&self, keys: [&Value; 2], dims: &[i64], draw: &D) -> Result<Value> {
        let ids = [self.id(keys[0])?, self.id(keys[1])?];
        self.emit(|builder| {
            let mut elements = Elements::new(builder, dims);
            let first = elements.key(ids[0])?;
            let second = if ids[0] == ids[1] { first } else { elements.key(ids[1])? };
            let counter = elements.places()?;
            draw.draw(&mut elements, [first, second], counter)
        })
    }

    fn broadcast(&self, array: &Value, dims: &[i64]) -> Result<Value> {
        array.broadcast_to(dims)
    }

    fn add(&self, x: &Value, y: &Value) -> Result<Value> {
        x.add(y)
    }

    fn less(&self, x: &Value, y: &Value) -> Result<Value> {
        x.less(y)
    }

    fn argmax(&self, array: &Value, axis: usize) -> Result<Value> {
        array.argmax(axis as i64)
    }

    fn sort_by_key(&self, keys: &Value, values: &Value, axis: usize) -> Result<Value> {
        let operands = [self.id(keys)?, self.id(values)?];
        self.emit(|builder| {
            let mut arguments = Vec::with_capacity(4);
            for &operand in &operands {
                let element = TensorType::scalar(builder.tensor(operand)?.dtype);
                arguments.extend([element.clone().into(), element.into()]);
            }
            let arguments = builder.begin_region(&arguments)?;
            let before = builder.compare(arguments[0], arguments[1], Lt)?;
            let region = builder.end_region(&[before])?;
            let sort = Op::Sort(Box::new(Sort { dimension: axis as i64, is_stable: true }));
            builder.operation(sort, &operands, &[region], &[])?.pop().ok_or_else(|| Error::invalid("nothing is sorted"))
        })
    }

    fn take(&self, array: &Value, places: &Value, axis: usize) -> Result<Value> {
        // Nothing can be taken from where there is nothing, and nothing is.
        if array.shape()[axis] == 0 { Ok(array.clone()) } else { array.take(places, axis as i64) }
    }
}

/// Values of one shape.
struct Elements<'a> {
    builder: &'a mut FunctionBuilder,
    dims: &'a [i64],
    /// The constants so far, by dtype and bits.
    constants: HashMap<(DType, Vec<u8>), ValueId>,
}

impl<'a> Elements<'a> {
    fn new(builder: &'a mut FunctionBuilder, dims: &'a [i64]) -> Elements<'a> {
        Elements { builder, dims, constants: HashMap::new() }
    }

    /// Both words of a key, everywhere.
    fn key(&mut self, key: ValueId) -> Result<Pair<Elements<'a>>> {
        let ty = TensorType::new(DType::U32, self.dims)?;
        let mut word = |index: i64| {
            let word = self.builder.slice_along(key, 0, index, index + 1)?;
            let word = self.builder.reshape(word, &[])?;
            self.builder.spread(word, &ty)
        };
        Ok([word(0)?, word(1)?])
    }

    /// The place of each element, as high and low word.
    fn places(&mut self) -> Result<Pair<Elements<'a>>> {
        let count = Shape::new(self.dims)?.element_count();
        if count as u64 <= 1 << 32 {
            let low = self.builder.iota(DType::U32, &[count as i64], 0)?;
            return Ok([self.constant(0u32)?, self.builder.reshape(low, self.dims)?]);
        }
        let place = self.builder.iota(DType::U64, &[count as i64], 0)?;
        let place = self.builder.reshape(place, self.dims)?;
        let high = self.shr::<u64>(place, u32::BITS)?;
        Ok([self.builder.convert(high, DType::U32)?, self.builder.convert(place, DType::U32)?])
    }

    fn binary(&mut self, op: Op, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.builder.emit(op, &[x, y])
    }
}

impl Numbers for Elements<'_> {
    type Of<E: Number> = ValueId;
    type Mask = ValueId;
    type Error = Error;

    fn constant<E: Number>(&mut self, value: E) -> Result<ValueId> {
        let bytes = bytemuck::bytes_of(&value.stored()).to_vec();
        if let Some(&known) = self.constants.get(&(E::DTYPE, bytes.clone())) {
            return Ok(known);
        }
        let scalar = self.builder.constant(Tensor::from_bytes(E::DTYPE, &[], &bytes)?)?;
        let constant = self.builder.spread(scalar, &TensorType::new(E::DTYPE, self.dims)?)?;
        self.constants.insert((E::DTYPE, bytes), constant);
        Ok(constant)
    }

    fn add<W: Word>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Add, x, y)
    }

    fn mul<W: Word>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Multiply, x, y)
    }

    fn rem<W: Word>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Remainder, x, y)
    }

    fn or<W: Word>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Or, x, y)
    }

    fn xor<W: Word>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Xor, x, y)
    }

    fn shl<W: Word>(&mut self, x: ValueId, places: u32) -> Result<ValueId> {
        let places = self.constant(W::wrapped(places.into()))?;
        self.binary(Op::ShiftLeft, x, places)
    }

    fn shr<W: Word>(&mut self, x: ValueId, places: u32) -> Result<ValueId> {
        let places = self.constant(W::wrapped(places.into()))?;
        self.binary(Op::ShiftRightLogical, x, places)
    }

    fn convert<W: Word, I: Integer>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.convert(x, I::DTYPE)
    }

    fn of_bits<F: Float>(&mut self, bits: ValueId) -> Result<ValueId> {
        let result = TensorType::new(F::DTYPE, self.dims)?;
        self.builder.emit_as(Op::BitcastConvert, &[bits], result)
    }

    fn round<F: Float, G: Float>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.convert(x, G::DTYPE)
    }

    fn sub<F: Float>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Subtract, x, y)
    }

    fn times<F: Float>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Multiply, x, y)
    }

    fn mul_add<F: Float>(&mut self, x: ValueId, y: ValueId, z: ValueId) -> Result<ValueId> {
        let product = self.binary(Op::Multiply, x, y)?;
        self.binary(Op::Add, product, z)
    }

    fn neg<F: Float>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.negate(x)
    }

    fn sqrt<F: Float>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.emit(Op::Sqrt, &[x])
    }

    fn log<F: Float>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.emit(Op::Log, &[x])
    }

    fn log1p<F: Float>(&mut self, x: ValueId) -> Result<ValueId> {
        self.builder.emit(Op::LogPlusOne, &[x])
    }

    fn max<F: Float>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Maximum, x, y)
    }

    fn min<F: Float>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.binary(Op::Minimum, x, y)
    }

    fn less<F: Float>(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.builder.compare(x, y, Lt)
    }

    fn select<F: Float>(&mut self, mask: ValueId, x: ValueId, y: ValueId) -> Result<ValueId> {
        self.builder.select(mask, x, y)
    }

    fn truth(&mut self, mask: ValueId) -> Result<ValueId> {
        Ok(mask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::{Denormals, Module, evaluate};
    use crate::random::{self, Eager};

    /// What the function makes at once, and what the program computes that it leaves.
    fn both(make: impl Made, key: &Tensor) -> (Tensor, Tensor) {
        let eager = make.make(&Eager, key).unwrap();
        let (trace, arguments) = Trace::new(&[TensorType::of(key)]);
        let value = make.make(&trace, &arguments[0]).unwrap();
        let mut module = Module::new();
        module.add(trace.finish(&[value]).unwrap()).unwrap();
        module.verify().unwrap();
        let traced = evaluate(&module, "main", std::slice::from_ref(key), Denormals::Keep).unwrap();
        (eager, traced.into_iter().next().unwrap())
    }

    /// A random function that runs anywhere.
    trait Made {
        fn make<A: Arrays>(&self, arrays: &A, key: &A::Array) -> Result<A::Array>;
    }

    macro_rules! made {
        ($name:ident($($field:ident: $type:ty),*) = |$arrays:ident, $key:ident| $body:expr) => {{
            struct $name { $($field: $type),* }
            impl Made for $name {
                fn make<A: Arrays>(&self, $arrays: &A, $key: &A::Array) -> Result<A::Array> {
                    $(let $field = &self.$field;)*
                    $body
                }
            }
            $name { $($field),* }
        }};
    }

    #[test]
    fn integers_and_masks_are_the_same_bits_as_at_once() {
        let key = random::key(3);
        let same = |(eager, traced): (Tensor, Tensor)| assert!(eager.bit_eq(&traced), "{eager} and {traced}");
        for dims in [&[][..], &[1], &[7], &[0], &[2, 0, 3], &[5, 9]] {
            let dims = dims.to_vec();
            let at = || dims.clone();
            for dtype in [DType::U8, DType::U16, DType::U32, DType::U64] {
                let dims = at();
                same(both(made!(B(dims: Vec<i64>, dtype: DType) = |a, k| random::bits(a, k, *dtype, dims)), &key));
            }
            for dtype in [DType::F16, DType::BF16, DType::F32, DType::F64] {
                let dims = at();
                let uniform =
                    made!(U(dims: Vec<i64>, dtype: DType) = |a, k| random::uniform(a, k, *dtype, dims, 0.0, 1.0));
                same(both(uniform, &key));
            }
            for (dtype, low, high) in [(DType::I8, -128, 128), (DType::I32, -5, 9), (DType::U64, 3, i64::MAX)] {
                let dims = at();
                let made = made!(R(dims: Vec<i64>, dtype: DType, low: i64, high: i64) = |a, k| {
                    random::randint(a, k, *dtype, dims, *low, *high)
                });
                same(both(made, &key));
            }
            let all = at();
            same(both(made!(S(all: Vec<i64>) = |a, k| random::split(a, k, all)), &key));
            let all = at();
            same(both(made!(M(all: Vec<i64>) = |a, k| random::bernoulli(a, k, 0.8, all)), &key));
        }
        for count in [0, 1, 50, 2000] {
            same(both(made!(P(count: i64) = |a, k| random::permutation(a, k, *count)), &key));
        }
        same(both(
            made!(
                F() = |a, k| {
                    let numbers = random::bits(a, k, DType::U32, &[])?;
                    random::fold_in(a, k, &numbers)
                }
            ),
            &key,
        ));
        same(both(
            made!(
                C() = |a, k| {
                    let logits = random::uniform(a, k, DType::F32, &[5, 4], 0.0, 1.0)?;
                    random::categorical(a, k, &logits, 1, &[6])
                }
            ),
            &key,
        ));
        same(both(
            made!(
                A() = |a, k| {
                    let array = random::uniform(a, k, DType::F32, &[5, 6], 0.0, 1.0)?;
                    let rows = random::permutation_of(a, k, &array, 1, false)?;
                    let mixed = random::permutation_of(a, k, &rows, 0, true)?;
                    random::bernoulli_of(a, k, &mixed, &[2, 5, 6])
                }
            ),
            &key,
        ));
    }

    /// The largest distance in representable numbers, and the largest difference.
    fn apart((eager, traced): (Tensor, Tensor)) -> (i64, f32) {
        let order = |x: f32| {
            let bits = i64::from(x.to_bits() as i32);
            if bits < 0 { i64::from(i32::MIN) - bits } else { bits }
        };
        let pairs = eager.as_slice::<f32>().unwrap().iter().zip(traced.as_slice::<f32>().unwrap());
        pairs.fold((0, 0.0), |(ulps, difference), (&x, &y)| {
            (ulps.max((order(x) - order(y)).abs()), difference.max((x - y).abs()))
        })
    }

    #[test]
    fn floats_that_are_scaled_differ_by_a_rounding() {
        for seed in 0..3 {
            let key = random::key(seed);
            let uniform = made!(U() = |a, k| random::uniform(a, k, DType::F32, &[3000], -0.9, 2.5));
            let (_, difference) = apart(both(uniform, &key));
            assert!(difference > 0.0 && difference <= 2f32.powi(-22), "{difference}");
            let normal = made!(N() = |a, k| random::normal(a, k, DType::F32, &[3000]));
            let (ulps, _) = apart(both(normal, &key));
            assert!(ulps <= 4, "{ulps}");
            // Near 0 the rounding of the quantile is many of their last places.
            let truncated = made!(T() = |a, k| random::truncated_normal(a, k, DType::F32, &[3000], -2.0, 2.0));
            let (_, difference) = apart(both(truncated, &key));
            assert!(difference <= 1e-6, "{difference}");
        }
    }
}
