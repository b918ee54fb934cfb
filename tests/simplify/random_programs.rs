//! Random programs compute the same before and after each pass: integers and bools bit by bit, and floating-point numbers
//! too, but for the signs of zeros.
//!
//! No operation here tells zeros of different signs apart, and nothing here is rounded otherwise by a pass, so that there
//! is no tolerance to hide in.

use nnx::Result;
use nnx::plan::simplify::{self, PASSES};
use nnx::program::attribute::Literal;
use nnx::program::op::attributes::{
    BroadcastInDim, Compare, Concatenate, Constant, DotGeneral, DynamicSlice, Iota, Reduce, Reverse, Slice, Transpose,
};
use nnx::program::op::dimensions::DotDimensionNumbers;
use nnx::program::op::enumerations::ComparisonDirection;
use nnx::program::{Denormals, FunctionBuilder, Module, Op, TensorType, Type, ValueId, evaluate};
use nnx::tensor::{DType, Tensor};
use proptest::prelude::*;

/// A program that grows as its choices say.
struct Growing<'a> {
    builder: FunctionBuilder,
    /// What can be used.
    pool: Vec<ValueId>,
    choices: std::slice::Iter<'a, u32>,
}

impl Growing<'_> {
    fn choose(&mut self, count: usize) -> usize {
        self.choices.next().map_or(0, |&choice| choice as usize % count)
    }

    fn number(&mut self) -> f64 {
        [0.0, 1.0, -1.0, 2.0, 0.5, 3.0, 32.0, -7.0][self.choose(8)]
    }

    fn ty(&self, value: ValueId) -> TensorType {
        self.builder.value_type(value).as_tensor().expect("a tensor").clone()
    }

    fn any(&mut self) -> ValueId {
        let index = self.choose(self.pool.len());
        self.pool[index]
    }

    /// A value for which this holds, the latest ones rather.
    fn any_of(&mut self, wanted: impl Fn(&TensorType) -> bool) -> Option<ValueId> {
        let fitting: Vec<ValueId> = self.pool.iter().copied().filter(|&value| wanted(&self.ty(value))).collect();
        let latest = fitting.len().min(6);
        (latest > 0).then(|| fitting[fitting.len() - 1 - self.choose(latest)])
    }

    fn one(&mut self, op: Op, operands: &[ValueId], ty: Option<TensorType>) -> ValueId {
        let declared: Vec<Type> = ty.into_iter().map(Type::from).collect();
        self.builder.operation(op, operands, &[], &declared).expect("a well-typed operation")[0]
    }

    fn constant(&mut self, ty: &TensorType, number: f64) -> ValueId {
        let scalar = match ty.dtype {
            DType::F32 => Tensor::scalar(number as f32),
            DType::I32 => Tensor::scalar(number as i32),
            DType::U32 => Tensor::scalar(number.abs() as u32),
            _ => Tensor::from_bools(&[], &[number > 0.0]).expect("a scalar"),
        };
        if self.choose(3) == 0 {
            let bytes = scalar.bytes().repeat(ty.element_count());
            let dense = Tensor::from_bytes(ty.dtype, ty.dims(), &bytes).expect("a constant");
            return self.one(Op::Constant(Box::new(Constant { value: Literal(dense) })), &[], None);
        }
        let scalar = self.one(Op::Constant(Box::new(Constant { value: Literal(scalar) })), &[], None);
        self.spread(scalar, &[], ty)
    }

    fn spread(&mut self, value: ValueId, dimensions: &[i64], ty: &TensorType) -> ValueId {
        let op = BroadcastInDim { broadcast_dimensions: dimensions.to_vec() };
        self.one(Op::BroadcastInDim(Box::new(op)), &[value], Some(ty.clone()))
    }

    /// A second operand for this one.
    fn partner(&mut self, value: ValueId) -> ValueId {
        let ty = self.ty(value);
        match self.choose(4) {
            0 => {
                let number = self.number();
                self.constant(&ty, number)
            }
            1 => match self.any_of(|found| found.dtype == ty.dtype && found.rank() == 0) {
                Some(scalar) => self.spread(scalar, &[], &ty),
                None => value,
            },
            _ => self.any_of(|found| *found == ty).unwrap_or(value),
        }
    }

    fn grow(&mut self) {
        let value = self.any();
        let ty = self.ty(value);
        let made = match self.choose(16) {
            0..=5 => self.computed(value, &ty),
            6..=10 => self.moved(value, &ty),
            11 => self.converted(value, &ty),
            12 => self.reduced(value, &ty),
            13 => self.product(value, &ty),
            14 => self.compared(value, &ty),
            _ => self.controlled(value, &ty),
        };
        if made != value {
            self.pool.push(made);
        }
    }

    fn computed(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        if self.choose(3) == 0 {
            let op = match (ty.dtype, self.choose(8)) {
                (DType::F32, 0) => Op::Sine,
                (DType::F32, 1) => Op::Tanh,
                (DType::F32, 2) => Op::Square,
                (DType::F32, 3) => Op::Floor,
                (DType::F32 | DType::I32, 4 | 5) => Op::Abs,
                (DType::F32 | DType::I32 | DType::U32, _) => Op::Negate,
                _ => Op::Not,
            };
            return self.one(op, &[x], None);
        }
        let mut y = self.partner(x);
        let op = match (ty.dtype, self.choose(12)) {
            (DType::Bool, 0..=3) => Op::And,
            (DType::Bool, 4..=7) => Op::Or,
            (DType::Bool, _) => Op::Xor,
            (_, 0 | 1) => Op::Add,
            (_, 2) => Op::Subtract,
            (_, 3 | 4) => Op::Multiply,
            (_, 5) => Op::Maximum,
            (_, 6) => Op::Minimum,
            (DType::F32, 7..) => {
                // Not by anything near to 0, whose sign would show.
                let (half, magnitude) = (self.constant(ty, 0.5), self.one(Op::Abs, &[y], None));
                if self.choose(2) == 0 {
                    y = self.one(Op::Maximum, &[magnitude, half], None);
                } else {
                    y = self.constant(ty, [1.0, 2.0, 8.0, 3.0][y.index() % 4]);
                }
                Op::Divide
            }
            (_, 7) => Op::Divide,
            (_, 8) => Op::Remainder,
            (_, 9) => Op::ShiftLeft,
            (_, 10) => Op::ShiftRightLogical,
            _ => [Op::And, Op::Or, Op::Xor][self.choose(3)].clone(),
        };
        let operands = if self.choose(3) == 0 && op.is_commutative() { [y, x] } else { [x, y] };
        self.one(op, &operands, None)
    }

    fn moved(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        let dims = ty.dims().to_vec();
        let rank = dims.len();
        let typed = |dims: &[i64]| Some(TensorType::new(ty.dtype, dims).expect("a type"));
        match self.choose(9) {
            0 | 1 => {
                let flat = ty.element_count() as i64;
                let new = match self.choose(5) {
                    0 => vec![flat],
                    1 => dims.iter().copied().filter(|&extent| extent != 1).collect(),
                    2 => [&dims[..], &[1]].concat(),
                    3 => [&[1], &dims[..]].concat(),
                    _ if flat % 2 == 0 => vec![flat / 2, 2],
                    _ => vec![1, flat],
                };
                if new.len() > 5 { x } else { self.one(Op::Reshape, &[x], typed(&new)) }
            }
            2 | 3 => {
                let mut permutation: Vec<i64> = (0..rank as i64).collect();
                for place in (1..rank).rev() {
                    let other = self.choose(place + 1);
                    permutation.swap(place, other);
                }
                self.one(Op::Transpose(Box::new(Transpose { permutation })), &[x], None)
            }
            4 | 5 if rank < 4 && ty.element_count() < 200 => {
                let at = self.choose(rank + 1);
                let mut new = dims;
                new.insert(at, 1 + self.choose(3) as i64);
                let mut dimensions: Vec<i64> = (0..=rank as i64).filter(|&dimension| dimension != at as i64).collect();
                let mut wide = new.clone();
                // What has one element may be stretched, and dimensions may change places.
                for dimension in &dimensions {
                    if wide[*dimension as usize] == 1 {
                        wide[*dimension as usize] = 1 + self.choose(2) as i64;
                    }
                }
                if dimensions.len() > 1 && self.choose(3) == 0 {
                    let last = dimensions.len() - 1;
                    wide.swap(dimensions[0] as usize, dimensions[last] as usize);
                    dimensions.swap(0, last);
                }
                let ty = typed(&wide).expect("a type");
                self.spread(x, &dimensions, &ty)
            }
            6 if rank > 0 => {
                let mut slice =
                    Slice { start_indices: vec![0; rank], limit_indices: dims.clone(), strides: vec![1; rank] };
                let along = self.choose(rank);
                slice.start_indices[along] = self.choose(dims[along] as usize) as i64;
                slice.strides[along] = 1 + self.choose(2) as i64;
                self.one(Op::Slice(Box::new(slice)), &[x], None)
            }
            7 if rank > 0 => {
                let dimension = self.choose(rank) as i64;
                if self.choose(2) == 0 {
                    return self.one(Op::Reverse(Box::new(Reverse { dimensions: vec![dimension] })), &[x], None);
                }
                let y = self.any_of(|found| found == ty).unwrap_or(x);
                if ty.element_count() > 100 {
                    return x;
                }
                self.one(Op::Concatenate(Box::new(Concatenate { dimension })), &[x, y], None)
            }
            8 if rank > 0 => {
                let i32s = TensorType::scalar(DType::I32);
                let mut operands = vec![x];
                for _ in 0..rank {
                    let start = self.number();
                    let fixed = self.constant(&i32s, start);
                    operands.push(if self.choose(3) == 0 {
                        self.any_of(|found| *found == i32s).unwrap_or(fixed)
                    } else {
                        fixed
                    });
                }
                let slice_sizes: Vec<i64> = dims.iter().map(|&extent| (extent + 1) / 2).collect();
                let update = TensorType::new(ty.dtype, &slice_sizes).expect("a type");
                if let (0, Some(update)) = (self.choose(2), self.any_of(|found| *found == update)) {
                    operands.insert(1, update);
                    return self.one(Op::DynamicUpdateSlice, &operands, None);
                }
                self.one(Op::DynamicSlice(Box::new(DynamicSlice { slice_sizes })), &operands, None)
            }
            _ if rank > 0 => {
                let iota_dimension = self.choose(rank) as i64;
                let dtype = [DType::I32, DType::U32][self.choose(2)];
                let ty = TensorType::new(dtype, &dims).expect("a type");
                self.one(Op::Iota(Box::new(Iota { iota_dimension })), &[], Some(ty))
            }
            _ => self.builder.operation(Op::OptimizationBarrier, &[x], &[], &[]).expect("a barrier")[0],
        }
    }

    fn converted(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        let dtype = [DType::F32, DType::I32, DType::U32, DType::Bool, DType::F64, DType::I8][self.choose(6)];
        let wide = self.one(Op::Convert, &[x], Some(ty.with_dtype(dtype).expect("a type")));
        if matches!(dtype, DType::F64 | DType::I8) {
            let back = [DType::F32, DType::I32][self.choose(2)];
            return self.one(Op::Convert, &[wide], Some(ty.with_dtype(back).expect("a type")));
        }
        wide
    }

    fn reduced(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        if ty.rank() == 0 || ty.dtype == DType::Bool {
            return x;
        }
        let scalar = TensorType::scalar(ty.dtype);
        let start = self.number();
        let start = {
            let bytes = self.constant(&scalar, start);
            self.any_of(|found| *found == scalar).unwrap_or(bytes)
        };
        let op = [Op::Add, Op::Maximum][self.choose(2)].clone();
        let arguments = self.builder.begin_region(&[scalar.clone().into(), scalar.into()]).expect("a region");
        let combined = self.one(op, &arguments, None);
        let region = self.builder.end_region(&[combined]).expect("its end");
        let dimensions = vec![self.choose(ty.rank()) as i64];
        let reduce = Op::Reduce(Box::new(Reduce { dimensions }));
        self.builder.operation(reduce, &[x, start], &[region], &[]).expect("a reduction")[0]
    }

    fn product(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        let &[_, inner] = ty.dims() else { return x };
        let fits = |found: &TensorType| found.dtype == ty.dtype && found.rank() == 2 && found.dims().contains(&inner);
        let (true, Some(y)) = (ty.dtype == DType::F32, self.any_of(fits)) else { return x };
        let along = if self.ty(y).dims()[0] == inner { 0 } else { 1 };
        let numbers = DotDimensionNumbers {
            lhs_contracting_dimensions: vec![1],
            rhs_contracting_dimensions: vec![along],
            ..DotDimensionNumbers::default()
        };
        let dot = DotGeneral { dot_dimension_numbers: numbers, precision_config: Vec::new(), algorithm: None };
        let product = self.one(Op::DotGeneral(Box::new(dot)), &[x, y], None);
        let permutation = vec![1, 0];
        if self.choose(2) == 0 {
            product
        } else {
            self.one(Op::Transpose(Box::new(Transpose { permutation })), &[product], None)
        }
    }

    fn compared(&mut self, x: ValueId, _: &TensorType) -> ValueId {
        let y = self.partner(x);
        let directions = ComparisonDirection::ALL;
        let comparison_direction = directions[self.choose(directions.len())];
        let op = Op::Compare(Box::new(Compare { comparison_direction, compare_type: None }));
        let operands = if self.choose(2) == 0 { [x, y] } else { [y, x] };
        let pred = self.one(op, &operands, None);
        if self.choose(2) == 0 {
            return pred;
        }
        let z = self.partner(x);
        self.one(Op::Select, &[pred, x, z], None)
    }

    /// A choice or a loop, in which a little grows.
    fn controlled(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        let outside = self.pool.len();
        if self.choose(2) == 0 {
            let boolean = TensorType::scalar(DType::Bool);
            let fixed = self.number();
            let fixed = self.constant(&boolean, fixed);
            let pred = self.any_of(|found| *found == boolean).unwrap_or(fixed);
            let regions: Vec<_> = (0..2)
                .map(|_| {
                    self.builder.begin_region(&[]).expect("a region");
                    let result = self.a_little(x, ty);
                    self.pool.truncate(outside);
                    self.builder.end_region(&[result, x]).expect("its end")
                })
                .collect();
            let place = self.choose(2);
            return self.builder.operation(Op::If, &[pred], &regions, &[]).expect("a choice")[place];
        }
        let i32s = TensorType::scalar(DType::I32);
        let start = self.constant(&i32s, 0.0);
        let y = self.any();
        let operands = [start, x, y];
        let types: Vec<Type> = operands.iter().map(|&value| self.builder.value_type(value).clone()).collect();
        let carried = self.builder.begin_region(&types).expect("a region");
        let limit = [0.0, 1.0, 3.0][self.choose(3)];
        let limit = self.constant(&i32s, limit);
        let op = Op::Compare(Box::new(Compare { comparison_direction: ComparisonDirection::Lt, compare_type: None }));
        let goes_on = self.one(op, &[carried[0], limit], None);
        let condition = self.builder.end_region(&[goes_on]).expect("its end");
        let carried = self.builder.begin_region(&types).expect("a region");
        self.pool.extend(&carried);
        let one = self.constant(&i32s, 1.0);
        let next = self.one(Op::Add, &[carried[0], one], None);
        let result = self.a_little(carried[1], ty);
        self.pool.truncate(outside);
        let step = self.builder.end_region(&[next, result, carried[2]]).expect("its end");
        let results = self.builder.operation(Op::While, &operands, &[condition, step], &[]).expect("a loop");
        results[1 + self.choose(2)]
    }

    /// Something of this type that grew from `x`.
    fn a_little(&mut self, x: ValueId, ty: &TensorType) -> ValueId {
        let mut last = x;
        for _ in 0..self.choose(4) {
            last = self.computed(last, ty);
            self.pool.push(last);
            let other = self.any();
            let of = self.ty(other);
            let other = self.computed(other, &of);
            self.pool.push(other);
        }
        last
    }
}

fn program(choices: &[u32]) -> Module {
    let types = [
        (DType::F32, &[3i64, 4][..]),
        (DType::F32, &[4]),
        (DType::F32, &[]),
        (DType::I32, &[2, 3]),
        (DType::U32, &[6]),
        (DType::Bool, &[3, 1]),
    ];
    let types: Vec<Type> =
        types.iter().map(|&(dtype, dims)| TensorType::new(dtype, dims).expect("a type").into()).collect();
    let builder = FunctionBuilder::new("main", &types);
    let pool = builder.arguments().to_vec();
    let mut growing = Growing { builder, pool, choices: choices.iter() };
    while !growing.choices.as_slice().is_empty() {
        growing.grow();
    }
    let results: Vec<ValueId> = growing.pool.iter().rev().take(8).copied().collect();
    let mut module = Module::new();
    module.add(growing.builder.finish(&results).expect("a function")).expect("a module");
    module
}

fn inputs() -> Result<Vec<Tensor>> {
    let floats = [1.5f32, -2.25, 0.0, 7.0, 1e-3, -1.0, 3.25, 100.0, 0.5, -0.75, 2.0, -3.5];
    Ok(vec![
        Tensor::from_slice(&[3, 4], &floats)?,
        Tensor::from_slice(&[4], &floats[5..9])?,
        Tensor::scalar(0.625f32),
        Tensor::from_slice(&[2, 3], &[0i32, -1, 5, i32::MAX, i32::MIN, 31])?,
        Tensor::from_slice(&[6], &[0u32, 1, 2, 33, u32::MAX, 1 << 31])?,
        Tensor::from_bools(&[3, 1], &[true, false, true])?,
    ])
}

/// Whether both are the same, where zeros of both signs are, and any two NaNs.
fn same(found: &Tensor, expected: &Tensor) -> bool {
    match (found.as_slice::<f32>(), expected.as_slice::<f32>()) {
        (Some(found), Some(other)) => {
            TensorType::of(expected).element_count() == found.len()
                && found.iter().zip(other).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
        }
        _ => found.bit_eq(expected),
    }
}

fn check(module: &Module, simple: &Module, inputs: &[Tensor], what: &str) -> std::result::Result<(), TestCaseError> {
    let verified = simple.verify();
    prop_assert!(verified.is_ok(), "{what}: {verified:?}\n{module}");
    let expected = evaluate(module, "main", inputs, Denormals::Keep).expect("the program evaluated");
    let found = evaluate(simple, "main", inputs, Denormals::Keep).expect("the simplified program evaluated");
    for (place, (found, expected)) in found.iter().zip(&expected).enumerate() {
        prop_assert!(same(found, expected), "{what}: output {place}\n{module}\nbecomes\n{simple}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_random_program_computes_the_same(choices in proptest::collection::vec(any::<u32>(), 10..250)) {
        let module = program(&choices);
        let inputs = inputs().expect("inputs");
        for (name, pass) in PASSES {
            check(&module, &pass(&module).expect("a pass"), &inputs, name)?;
        }
        let simple = simplify::simplify(&module).expect("a simplified program");
        check(&module, &simple, &inputs, "simplify")?;
        let again = simplify::simplify(&simple).expect("a program simplified again");
        prop_assert!(again == simple, "simplifying again changes\n{simple}\nto\n{again}");
    }
}
