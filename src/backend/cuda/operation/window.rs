//! Windows that move over arrays: `reduce_window`, `select_and_scatter` and `convolution`.

use super::super::expression::type_name;
use super::super::print::Lines;
use super::call::{Call, close, index, open, place, strides};
use crate::error::Result;
use crate::program::op::attributes::{Convolution, ReduceWindow, SelectAndScatter};
use crate::program::types::{Class, class};
use crate::tensor::DType;

/// How a window moves along one dimension.
struct Window {
    stride: i64,
    low: i64,
    base_dilation: i64,
    dilation: i64,
    extent: i64,
}

impl Window {
    /// Which element of the array stands at this offset within this window; -1 for padding.
    fn source(&self, window: &str, offset: &str) -> String {
        let Window { stride, low, base_dilation, dilation, extent } = self;
        format!(
            "nnx::unpadded({window} * {stride}ll + {offset} * {dilation}ll, {low}ll, {base_dilation}ll, {extent}ll)"
        )
    }
}

/// Lines for the element of an array at an offset within a window; gives its index.
fn sources(lines: &mut Lines, windows: &[Window], at: &[String], offset: &[String]) -> Vec<String> {
    let mut from = Vec::new();
    for (dimension, window) in windows.iter().enumerate() {
        lines.line(format!("const long long f{dimension} = {};", window.source(&at[dimension], &offset[dimension])));
        from.push(format!("f{dimension}"));
    }
    from
}

/// Whether an index is no padding.
fn is_inside(from: &[String]) -> String {
    let tests: Vec<String> = from.iter().map(|at| format!("{at} >= 0")).collect();
    if tests.is_empty() { "true".to_owned() } else { tests.join(" && ") }
}

pub(super) fn reduce_window(call: &mut Call, attributes: &ReduceWindow) -> Result<()> {
    let operands = call.operands()?;
    let (inputs, inits) = operands.split_at(operands.len() / 2);
    let results = call.results()?;
    let dims = inputs[0].dims();
    let window = |dimension: usize| Window {
        stride: attributes.window_strides[dimension],
        low: attributes.padding[dimension][0],
        base_dilation: attributes.base_dilations[dimension],
        dilation: attributes.window_dilations[dimension],
        extent: dims[dimension],
    };
    let windows: Vec<Window> = (0..dims.len()).map(window).collect();
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", results[0].0.dims());
    for (place, ((ty, _), init)) in results.iter().zip(inits).enumerate() {
        let name = type_name(ty.dtype);
        lines.line(format!("const {name} n{place} = {};", init.converted("0", ty.dtype)));
        lines.line(format!("{name} x{place} = n{place};"));
    }
    let offset = open(&mut lines, "k", &attributes.window_dimensions);
    let from = sources(&mut lines, &windows, &at, &offset);
    lines.line(format!("const bool is_inside = {};", is_inside(&from)));
    lines.line(format!("const long long from = is_inside ? {} : 0;", place(dims, &from)));
    let mut arguments: Vec<String> = (0..results.len()).map(|place| format!("x{place}")).collect();
    for (place, ((ty, _), input)) in results.iter().zip(inputs).enumerate() {
        let value = input.converted("from", ty.dtype);
        lines.line(format!("const {} y{place} = is_inside ? {value} : n{place};", type_name(ty.dtype)));
        arguments.push(format!("y{place}"));
    }
    let values = call.region(0, &arguments, "v", &mut lines)?;
    for (place, (value, (ty, _))) in values.iter().zip(&results).enumerate() {
        lines.line(format!("const {} z{place} = {value};", type_name(ty.dtype)));
    }
    (0..values.len()).for_each(|place| lines.line(format!("x{place} = z{place};")));
    close(&mut lines, &attributes.window_dimensions);
    let mut writes = Vec::new();
    for (place, slot) in results.iter().enumerate().filter_map(|(place, (_, slot))| Some((place, (*slot)?))) {
        lines.line(format!("b{slot}[item] = x{place};"));
        writes.push(slot);
    }
    call.push(results[0].0.element_count(), lines, call.reads(), writes);
    Ok(())
}

/// First each window selects an element, then each element takes what the windows around it have for it, in order.
pub(super) fn select_and_scatter(call: &mut Call, attributes: &SelectAndScatter) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let (array, source, init) = (&operands[0], &operands[1], &operands[2]);
    let dims = array.dims();
    if dims.is_empty() {
        return Err(call.unsupported("no dimension"));
    }
    let window = |dimension: usize| Window {
        stride: attributes.window_strides[dimension],
        low: attributes.padding[dimension][0],
        base_dilation: 1,
        dilation: 1,
        extent: dims[dimension],
    };
    let windows: Vec<Window> = (0..dims.len()).map(window).collect();
    let selected = call.take(DType::I64, source.ty.element_count());
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", source.dims());
    lines.line("long long selected = -1;");
    let offset = open(&mut lines, "k", &attributes.window_dimensions);
    let from = sources(&mut lines, &windows, &at, &offset);
    lines.line(format!("if (!({})) continue;", is_inside(&from)));
    lines.line(format!("const long long from = {};", place(dims, &from)));
    lines.open("if (selected >= 0)");
    let stays = call.region(0, &[array.at("selected"), array.at("from")], "v", &mut lines)?;
    lines.line(format!("if ({}) continue;", stays[0]));
    lines.close();
    lines.line("selected = from;");
    close(&mut lines, &attributes.window_dimensions);
    lines.line(format!("b{selected}[item] = selected;"));
    call.push(source.ty.element_count(), lines, call.reads(), vec![selected]);

    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", result.dims());
    let dtype = result.ty.dtype;
    lines.line(format!("{} x = {};", type_name(dtype), init.converted("0", dtype)));
    let mut from = Vec::new();
    for (dimension, window) in windows.iter().enumerate() {
        let (size, stride) = (attributes.window_dimensions[dimension], window.stride);
        // The windows that reach this element.
        let end = format!("{} + {}ll", at[dimension], window.low);
        lines.line(format!("const long long e{dimension} = {end};"));
        let first = format!("e{dimension} < {size}ll ? 0 : (e{dimension} - {size}ll) / {stride}ll + 1");
        lines.line(format!("const long long a{dimension} = {first};"));
        from.push(format!("w{dimension}"));
    }
    for (dimension, window) in windows.iter().enumerate() {
        let (name, extent, stride) = (format!("w{dimension}"), source.dims()[dimension], window.stride);
        let test = format!("{name} < {extent}ll && {name} * {stride}ll <= e{dimension}");
        lines.open(format!("for (long long {name} = a{dimension}; {test}; ++{name})"));
    }
    lines.line(format!("const long long from = {};", place(source.dims(), &from)));
    lines.line(format!("if (b{selected}[from] != (long long)item) continue;"));
    let values = call.region(1, &["x".to_owned(), source.converted("from", dtype)], "v", &mut lines)?;
    lines.line(format!("x = {};", values[0]));
    close(&mut lines, dims);
    lines.line(format!("{} = x;", result.at("item")));
    let mut reads = call.reads();
    reads.push(selected);
    call.push(result.ty.element_count(), lines, reads, vec![result.slot]);
    Ok(())
}

/// Each element is a sum of products over the window and the features, in the order in which the left operand lies in
/// memory.
pub(super) fn convolution(call: &mut Call, attributes: &Convolution) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let (lhs, rhs, numbers) = (&operands[0], &operands[1], &attributes.dimension_numbers);
    let sum = match (class(lhs.ty.dtype), class(result.ty.dtype)) {
        (Class::Float, Class::Float) if [lhs.ty.dtype, result.ty.dtype].contains(&DType::F64) => DType::F64,
        (Class::Float, Class::Float) => DType::F32,
        (Class::Bool | Class::Signed | Class::Unsigned, Class::Signed | Class::Unsigned) => result.ty.dtype,
        _ => return Err(call.unsupported("such dtypes")),
    };
    let extent = |dims: &[i64], dimension: i64| dims[dimension as usize];
    let out_features = extent(rhs.dims(), numbers.kernel_output_feature_dimension);
    let features = extent(rhs.dims(), numbers.kernel_input_feature_dimension);
    let batch_of_group = extent(lhs.dims(), numbers.input_batch_dimension) / attributes.batch_group_count;
    let window = |axis: usize| Window {
        stride: attributes.window_strides[axis],
        low: attributes.padding[axis][0],
        base_dilation: attributes.lhs_dilation[axis],
        dilation: attributes.rhs_dilation[axis],
        extent: extent(lhs.dims(), numbers.input_spatial_dimensions[axis]),
    };
    let windows: Vec<Window> = (0..numbers.kernel_spatial_dimensions.len()).map(window).collect();
    let kernel: Vec<i64> = numbers.kernel_spatial_dimensions.iter().map(|&axis| extent(rhs.dims(), axis)).collect();
    let mut lines = Lines::new();
    let at = index(&mut lines, "i", "item", result.dims());
    let out_feature = at[numbers.output_feature_dimension as usize].clone();
    let group = |count: i64| format!("{out_feature} / {}ll", (out_features / count).max(1));
    let mut left = vec!["0".to_owned(); lhs.dims().len()];
    let mut right = vec!["0".to_owned(); rhs.dims().len()];
    let batch = &at[numbers.output_batch_dimension as usize];
    left[numbers.input_batch_dimension as usize] =
        format!("({} * {batch_of_group}ll + {batch})", group(attributes.batch_group_count));
    left[numbers.input_feature_dimension as usize] =
        format!("({} * {features}ll + k)", group(attributes.feature_group_count));
    right[numbers.kernel_output_feature_dimension as usize] = out_feature.clone();
    right[numbers.kernel_input_feature_dimension as usize] = "k".to_owned();
    let name = type_name(sum);
    lines.line(format!("{name} x{{}};"));
    // The terms: a loop over the features and one over each dimension of the window.
    let lhs_strides = strides(lhs.dims());
    let stride = |dimension: i64| lhs_strides[dimension as usize];
    let mut terms = vec![("k".to_owned(), features, stride(numbers.input_feature_dimension))];
    for (axis, (window, &taps)) in windows.iter().zip(&kernel).enumerate() {
        let step = if taps > 1 { window.dilation / gcd(window.base_dilation, window.dilation) } else { 0 };
        let distance = step.saturating_mul(stride(numbers.input_spatial_dimensions[axis]));
        // Without a feature there may be more places than the kernel has elements.
        terms.push((format!("o{axis}"), if features == 0 { 0 } else { taps }, distance));
    }
    terms.sort_by_key(|(_, _, distance)| std::cmp::Reverse(*distance));
    for (name, extent, _) in &terms {
        lines.open(format!("for (long long {name} = 0; {name} < {extent}ll; ++{name})"));
    }
    let within: Vec<String> = (0..kernel.len()).map(|axis| format!("o{axis}")).collect();
    let offset = |axis: usize| match attributes.window_reversal[axis] {
        true => format!("({}ll - o{axis})", kernel[axis] - 1),
        false => format!("o{axis}"),
    };
    let spatial: Vec<String> =
        numbers.output_spatial_dimensions.iter().map(|&axis| at[axis as usize].clone()).collect();
    let from = sources(&mut lines, &windows, &spatial, &within);
    if !from.is_empty() {
        lines.line(format!("if (!({})) continue;", is_inside(&from)));
    }
    for (axis, from) in from.iter().enumerate() {
        left[numbers.input_spatial_dimensions[axis] as usize].clone_from(from);
        right[numbers.kernel_spatial_dimensions[axis] as usize] = offset(axis);
    }
    let (left, right) = (lhs.converted(&place(lhs.dims(), &left), sum), rhs.converted(&place(rhs.dims(), &right), sum));
    lines.line(format!("x = nnx::multiply_add({left}, {right}, x);"));
    terms.iter().for_each(|_| lines.close());
    let value = if sum == result.ty.dtype {
        "x".to_owned()
    } else {
        format!("nnx::convert<{}>(x)", type_name(result.ty.dtype))
    };
    lines.line(format!("{} = {value};", result.at("item")));
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
