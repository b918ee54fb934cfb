//! Convolutions compute what the evaluator computes: every attribute, every order of dimensions, every dtype.

use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::Plan;
use nnx::program::{Denormals, Module, TensorType, Type, evaluate, parse};
use nnx::tensor::{DType, Tensor};
use proptest::prelude::*;

/// One spatial dimension.
#[derive(Clone, Copy, Debug)]
struct Spatial {
    extent: i64,
    kernel: i64,
    stride: i64,
    padding: [i64; 2],
    lhs_dilation: i64,
    rhs_dilation: i64,
    is_reversed: bool,
}

impl Spatial {
    const PLAIN: Spatial = Spatial {
        extent: 1,
        kernel: 1,
        stride: 1,
        padding: [0, 0],
        lhs_dilation: 1,
        rhs_dilation: 1,
        is_reversed: false,
    };

    fn places(&self) -> i64 {
        let span = |count: i64, dilation: i64| if count == 0 { 0 } else { (count - 1) * dilation + 1 };
        let padded = span(self.extent, self.lhs_dilation) + self.padding[0] + self.padding[1];
        let window = span(self.kernel, self.rhs_dilation);
        if padded <= 0 || window > padded { 0 } else { (padded - window) / self.stride + 1 }
    }
}

#[derive(Clone, Debug)]
struct Case {
    batch: i64,
    /// Features of a group on the left, and of a group of the result.
    features: [i64; 2],
    feature_groups: i64,
    batch_groups: i64,
    spatial: Vec<Spatial>,
    /// In which order the dimensions of each array stand: batch (or output features), features, spatial ones.
    orders: [Vec<usize>; 3],
    dtype: DType,
    sum: DType,
}

impl Case {
    fn plain(batch: i64, features: [i64; 2], spatial: Vec<Spatial>) -> Case {
        let rank = spatial.len() + 2;
        let last: Vec<usize> = [0].into_iter().chain(2..rank).chain([1]).collect();
        // Batch and features around the spatial dimensions; input and output features after those of the kernel.
        let kernel = (2..rank).chain([1, 0]).collect();
        let orders = [last.clone(), kernel, last];
        let (dtype, sum) = (DType::F32, DType::F32);
        Case { batch, features, feature_groups: 1, batch_groups: 1, spatial, orders, dtype, sum }
    }

    /// The type of an array with these extents in the order of `at`.
    fn ty(&self, at: usize, extents: [i64; 2], spatial: impl Fn(&Spatial) -> i64, dtype: DType) -> String {
        let all: Vec<i64> = extents.into_iter().chain(self.spatial.iter().map(spatial)).collect();
        let dims: String = self.orders[at].iter().map(|&axis| format!("{}x", all[axis])).collect();
        format!("tensor<{dims}{}>", nnx::program::types::dtype_name(dtype))
    }

    fn text(&self) -> String {
        let numbers = |at: usize, names: [&str; 2]| {
            let name = |&axis: &usize| if axis < 2 { names[axis].to_owned() } else { (axis - 2).to_string() };
            let names: Vec<String> = self.orders[at].iter().map(name).collect();
            format!("[{}]", names.join(", "))
        };
        let list = |of: &dyn Fn(&Spatial) -> String| {
            format!("[{}]", self.spatial.iter().map(of).collect::<Vec<String>>().join(", "))
        };
        let lhs = self.ty(
            0,
            [self.batch * self.batch_groups, self.features[0] * self.feature_groups],
            |spatial| spatial.extent,
            self.dtype,
        );
        let out = self.features[1] * self.feature_groups * self.batch_groups;
        let rhs = self.ty(1, [out, self.features[0]], |spatial| spatial.kernel, self.dtype);
        let result = self.ty(2, [self.batch, out], Spatial::places, self.sum);
        format!(
            "func.func @main(%x: {lhs}, %y: {rhs}) -> {result} {{
               %0 = stablehlo.convolution(%x, %y) dim_numbers = {}x{}->{}, window = {{stride = {}, pad = {}, lhs_dilate = {}, rhs_dilate = {}, reverse = {}}}
                    {{batch_group_count = {} : i64, feature_group_count = {} : i64}} : ({lhs}, {rhs}) -> {result}
               return %0 : {result}
             }}",
            numbers(0, ["b", "f"]),
            numbers(1, ["o", "i"]),
            numbers(2, ["b", "f"]),
            list(&|spatial| spatial.stride.to_string()),
            list(&|spatial| format!("[{}, {}]", spatial.padding[0], spatial.padding[1])),
            list(&|spatial| spatial.lhs_dilation.to_string()),
            list(&|spatial| spatial.rhs_dilation.to_string()),
            list(&|spatial| spatial.is_reversed.to_string()),
            self.batch_groups,
            self.feature_groups,
        )
    }

    /// How many products are added at most.
    fn terms(&self) -> f64 {
        self.spatial.iter().map(|spatial| spatial.kernel as f64).product::<f64>() * self.features[0] as f64
    }
}

fn types(module: &Module) -> (Vec<TensorType>, Vec<TensorType>) {
    let function = module.function("main").expect("@main");
    let arguments = function.argument_types().filter_map(Type::as_tensor).cloned().collect();
    (arguments, function.result_types().filter_map(Type::as_tensor).cloned().collect())
}

/// Elements of a dtype, from numbers between -2 and 2 or from any integers.
fn input(ty: &TensorType, state: &mut u64, is_positive: bool) -> Result<Tensor> {
    let mut next = || {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let value = f64::from((*state >> 33) as u32) / f64::from(1u32 << 29) - 2.0;
        if is_positive { value.abs() } else { value }
    };
    let count = ty.element_count();
    match ty.dtype {
        DType::F16 => {
            Tensor::from_slice(ty.dims(), &(0..count).map(|_| half::f16::from_f64(next())).collect::<Vec<_>>())
        }
        DType::BF16 => {
            Tensor::from_slice(ty.dims(), &(0..count).map(|_| half::bf16::from_f64(next())).collect::<Vec<_>>())
        }
        DType::F32 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next() as f32).collect::<Vec<_>>()),
        DType::F64 => Tensor::from_slice(ty.dims(), &(0..count).map(|_| next()).collect::<Vec<_>>()),
        DType::Bool => Tensor::from_bools(ty.dims(), &(0..count).map(|_| next() > 0.5).collect::<Vec<_>>()),
        dtype => {
            let bytes: Vec<u8> = (0..count * dtype.size()).map(|_| (next() * 1e6) as i64 as u8).collect();
            Tensor::from_bytes(dtype, ty.dims(), &bytes)
        }
    }
}

fn floats(tensor: &Tensor) -> Option<Vec<f64>> {
    Some(match tensor.dtype() {
        DType::F16 => tensor.as_slice::<half::f16>()?.iter().map(|x| x.to_f64()).collect(),
        DType::BF16 => tensor.as_slice::<half::bf16>()?.iter().map(|x| x.to_f64()).collect(),
        DType::F32 => tensor.as_slice::<f32>()?.iter().map(|x| f64::from(*x)).collect(),
        DType::F64 => tensor.as_slice::<f64>()?.to_vec(),
        _ => return None,
    })
}

/// Half the distance of 1 to the next number of a dtype.
fn rounding(dtype: DType) -> f64 {
    match dtype {
        DType::F16 => 2f64.powi(-11),
        DType::BF16 => 2f64.powi(-8),
        DType::F64 => 2f64.powi(-53),
        _ => 2f64.powi(-24),
    }
}

fn check(case: &Case, seed: u64) -> Result<()> {
    let text = case.text();
    let module = parse(&text)?;
    let (arguments, results) = types(&module);
    let inputs = |is_positive: bool| {
        let mut state = seed;
        arguments.iter().map(|ty| input(ty, &mut state, is_positive)).collect::<Result<Vec<Tensor>>>()
    };
    let given = inputs(false)?;
    let expected = evaluate(&module, "main", &given, Denormals::Flush)?;
    let executable = Executable::in_parts(Plan::new(&Arc::new(module.clone()), "main", &[])?, Duration::ZERO)?;
    assert_eq!(executable.evaluated().collect::<Vec<_>>(), Vec::<&str>::new(), "{text}");
    let mut workspace = executable.workspace()?;
    executable.set_num_threads(&mut workspace, 1)?;
    let found = executable.call(&mut workspace, &given, &results)?;
    for num_threads in [1, 2, 3] {
        executable.set_num_threads(&mut workspace, num_threads)?;
        let again = executable.call(&mut workspace, &given, &results)?;
        assert!(found[0].bit_eq(&again[0]), "on {num_threads} threads, other bits\n{text}");
    }
    let Some(numbers) = floats(&found[0]) else {
        assert!(found[0].bit_eq(&expected[0]), "{:?}, not {:?}\n{text}", found[0], expected[0]);
        return Ok(());
    };
    // A sum in any order is off by a rounding of the sum of what its terms are at most, for each term.
    let sizes = floats(&evaluate(&module, "main", &inputs(true)?, Denormals::Flush)?[0]).expect("floats");
    let sum = if [case.dtype, case.sum].contains(&DType::F64) { DType::F64 } else { DType::F32 };
    let relative = 2.0 * (case.terms() + 1.0) * rounding(sum) + 2.0 * rounding(case.sum);
    let expected = floats(&expected[0]).expect("floats");
    for (place, ((found, expected), size)) in numbers.iter().zip(&expected).zip(sizes).enumerate() {
        // In f16, sums near 0 have a coarser grid.
        let tolerance = relative * size + if case.sum == DType::F16 { 1e-7 } else { 0.0 };
        assert!((found - expected).abs() <= tolerance, "element {place}: {found}, not {expected}\n{text}");
    }
    Ok(())
}

fn window(extent: i64, kernel: i64, stride: i64, padding: [i64; 2]) -> Spatial {
    Spatial { extent, kernel, stride, padding, ..Spatial::PLAIN }
}

#[test]
fn layers_and_their_gradients() -> Result<()> {
    let same = |extent: i64| window(extent, 3, 1, [1, 1]);
    check(&Case::plain(2, [1, 32], vec![same(28), same(28)]), 1)?;
    check(&Case::plain(3, [33, 65], vec![same(7), same(9)]), 2)?;
    check(&Case::plain(1, [300, 17], vec![same(3), same(4)]), 3)?;
    check(&Case::plain(2, [16, 5], vec![window(8, 2, 2, [0, 0]), window(9, 3, 2, [1, 0])]), 4)?;
    // The gradient of what was strided has a dilated left operand, that of its kernel a dilated right one.
    let spread = Spatial { lhs_dilation: 2, is_reversed: true, ..window(5, 3, 1, [2, 1]) };
    check(&Case::plain(2, [16, 33], vec![spread, Spatial { lhs_dilation: 3, ..spread }]), 5)?;
    let mut of_kernel = Case::plain(
        17,
        [3, 64],
        vec![window(30, 28, 1, [1, 1]), Spatial { rhs_dilation: 2, ..window(11, 6, 1, [0, 0]) }],
    );
    of_kernel.orders = [vec![1, 2, 3, 0], vec![1, 2, 3, 0], vec![2, 3, 0, 1]];
    check(&of_kernel, 6)?;
    // Features before the spatial dimensions.
    let mut planes = Case::plain(2, [5, 33], vec![same(9), same(17)]);
    planes.orders = [vec![0, 1, 2, 3], vec![0, 1, 2, 3], vec![0, 1, 2, 3]];
    check(&planes, 7)
}

#[test]
fn features_by_themselves() -> Result<()> {
    let depthwise =
        |groups: i64, spatial: Vec<Spatial>| Case { feature_groups: groups, ..Case::plain(2, [1, 1], spatial) };
    let wide = Spatial { rhs_dilation: 2, is_reversed: true, ..window(9, 3, 2, [2, 1]) };
    for groups in [2, 15, 16, 17, 33, 64, 65, 130] {
        check(&depthwise(groups, vec![window(7, 3, 1, [1, 1]), window(5, 3, 1, [1, 1])]), 14)?;
        check(&depthwise(groups, vec![wide, window(6, 2, 3, [-1, 3])]), 15)?;
    }
    for dtype in [DType::F64, DType::BF16, DType::I32] {
        check(&Case { dtype, sum: dtype, ..depthwise(19, vec![window(8, 3, 1, [1, 1]), wide]) }, 16)?;
    }
    check(&depthwise(20, vec![window(4, 2, 1, [0, 1]), wide, window(5, 3, 1, [1, 1])]), 17)?;
    check(&depthwise(20, vec![window(4, 0, 1, [0, 1])]), 18)?;
    check(&depthwise(20, vec![Spatial { rhs_dilation: 1 << 40, ..window(3, 2, 1, [1 << 39, 1 << 39]) }]), 19)?;
    // The gradient of what was strided, and that of the kernel.
    check(&depthwise(33, vec![Spatial { lhs_dilation: 2, is_reversed: true, ..window(5, 3, 1, [2, 1]) }]), 20)?;
    check(&Case { batch_groups: 33, ..Case::plain(1, [3, 1], vec![window(6, 4, 1, [1, 1])]) }, 21)
}

#[test]
fn sums_of_many_terms_go_on_from_block_to_block() -> Result<()> {
    for (batch, features, extent) in [(1, [3000, 20], 1), (50, [600, 300], 1), (2, [70, 40], 10)] {
        check(&Case::plain(batch, features, vec![window(extent, extent.min(3), 1, [0, 0])]), 8)?;
    }
    let mut strided = Case::plain(3, [600, 40], vec![window(5, 1, 1, [0, 0])]);
    strided.orders = [vec![1, 0, 2], vec![0, 2, 1], vec![1, 2, 0]];
    check(&strided, 9)
}

#[test]
fn without_elements_a_sum_is_zero_and_without_places_there_is_none() -> Result<()> {
    for (batch, features, extent, kernel) in [
        (2, [0, 3], 4, 2),
        (0, [2, 3], 4, 2),
        (2, [2, 0], 4, 2),
        (2, [2, 3], 0, 2),
        (2, [2, 3], 4, 0),
        (2, [2, 3], 4, 9),
    ] {
        check(&Case::plain(batch, features, vec![window(extent, kernel, 1, [0, 1])]), 10)?;
    }
    check(&Case::plain(5, [3, 4], Vec::new()), 11)?;
    check(&Case::plain(2, [3, 4], vec![window(3, 2, 4, [9, 7]), window(5, 2, 1, [-2, -1])]), 12)
}

#[test]
fn large_steps_are_taken_as_they_are() -> Result<()> {
    const HUGE: i64 = 1 << 40;
    let far = Spatial { stride: HUGE, ..window(5, 2, 1, [0, 0]) };
    let spread = Spatial { lhs_dilation: HUGE, ..window(3, 1, HUGE, [0, 0]) };
    let dilated = Spatial { rhs_dilation: HUGE, ..window(3, 2, 1, [HUGE / 2, HUGE / 2]) };
    for spatial in [far, spread, dilated] {
        check(&Case::plain(2, [3, 4], vec![spatial]), 13)?;
    }
    Ok(())
}

fn permutation(rank: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..rank).collect::<Vec<usize>>()).prop_shuffle()
}

fn spatial() -> impl Strategy<Value = Spatial> {
    let sizes = (1i64..9, 1i64..4, 1i64..4, -2i64..4, -2i64..4);
    (sizes, 1i64..4, 1i64..4, any::<bool>()).prop_map(
        |((extent, kernel, stride, low, high), lhs_dilation, rhs_dilation, is_reversed)| Spatial {
            extent,
            kernel,
            stride,
            padding: [low, high],
            lhs_dilation,
            rhs_dilation,
            is_reversed,
        },
    )
}

fn dtypes() -> impl Strategy<Value = (DType, DType)> {
    use DType::{BF16, Bool, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64};
    let same = [Bool, I8, I16, I32, I64, U8, U16, U32, U64, F16, BF16, F32, F64].map(|dtype| (dtype, dtype));
    let widened = [(BF16, F32), (F16, F32), (F32, F64), (I8, I32), (U8, I32), (I64, I16), (Bool, I32), (F64, F32)];
    prop_oneof![
        2 => Just((F32, F32)),
        2 => proptest::sample::select(same.to_vec()),
        1 => proptest::sample::select(widened.to_vec()),
    ]
}

fn case() -> impl Strategy<Value = Case> {
    (0usize..4).prop_flat_map(|rank| {
        let orders = [permutation(rank + 2), permutation(rank + 2), permutation(rank + 2)];
        let features = [prop_oneof![1i64..4, Just(17i64)], prop_oneof![1i64..4, Just(33i64)]];
        let spatial = proptest::collection::vec(spatial(), rank);
        (1i64..4, features, 1i64..4, 0usize..3, spatial, orders, dtypes()).prop_map(
            |(batch, features, groups, kind, spatial, orders, (dtype, sum))| {
                let (feature_groups, batch_groups) = [(1, 1), (groups, 1), (1, groups)][kind];
                Case { batch, features, feature_groups, batch_groups, spatial, orders, dtype, sum }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_attribute_and_every_order_of_dimensions(case in case(), seed in any::<u64>()) {
        check(&case, seed).expect("a convolution");
    }
}
