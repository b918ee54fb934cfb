//! Bits as they are, and random ones: `bitcast_convert` between elements of different widths, `rng_bit_generator`.

use super::super::expression::type_name;
use super::super::print::Lines;
use super::call::{Array, Call, index, place};
use crate::error::Result;
use crate::program::op::attributes::RngBitGenerator;
use crate::program::op::enumerations::RngAlgorithm;
use crate::tensor::DType;

/// The first of several narrow elements are the low bits of a wide one.
pub(super) fn bitcast_convert(call: &mut Call) -> Result<()> {
    let (operand, Some(result)) = (call.operand(0)?, call.result()?) else { return Ok(()) };
    let (from, to) = (operand.ty.dtype, result.ty.dtype);
    if from == DType::Bool || to == DType::Bool {
        return bits_of_bools(call, &operand, &result);
    }
    // The bytes stay where they are; the narrower of the two says how many there are at a time.
    let (items, ratio) = match from.size() > to.size() {
        true => (operand.ty.element_count(), from.size() / to.size()),
        false => (result.ty.element_count(), to.size() / from.size()),
    };
    let (to_size, from_size) = if from.size() > to.size() { (ratio, 1) } else { (1, ratio) };
    let mut lines = Lines::new();
    lines.line(format!("memcpy(b{} + item * {to_size}, b{} + item * {from_size}, {});", result.slot, operand.slot, {
        from.size().max(to.size())
    }));
    call.push(items, lines, call.reads(), vec![result.slot]);
    Ok(())
}

/// A bool is a bit of the other array's elements, the lowest first.
fn bits_of_bools(call: &mut Call, operand: &Array, result: &Array) -> Result<()> {
    let mut lines = Lines::new();
    if result.ty.dtype == DType::Bool {
        let (unsigned, width) = (type_name(unsigned(operand.ty.dtype)), 8 * operand.ty.dtype.size());
        let bits = format!("nnx::bits_as<{unsigned}>({})", operand.at(&format!("item / {width}")));
        lines.line(format!("{} = ({bits} >> (item % {width}) & 1) != 0;", result.at("item")));
    } else {
        let (unsigned, width) = (type_name(unsigned(result.ty.dtype)), 8 * result.ty.dtype.size());
        let bit = operand.at(&format!("item * {width} + k"));
        lines.line("unsigned long long bits = 0;");
        lines.line(format!("for (int k = 0; k < {width}; ++k) bits |= (unsigned long long){bit} << k;"));
        let value = format!("nnx::bits_as<{}>(({unsigned})bits)", type_name(result.ty.dtype));
        lines.line(format!("{} = {value};", result.at("item")));
    }
    call.push(result.ty.element_count(), lines, call.reads(), vec![result.slot]);
    Ok(())
}

/// The unsigned integer as wide as an element.
fn unsigned(dtype: DType) -> DType {
    match dtype.size() {
        1 => DType::U8,
        2 => DType::U16,
        4 => DType::U32,
        _ => DType::U64,
    }
}

/// Each element computes the block that it is a part of. The state is counted on by an item of a phase beside it.
pub(super) fn rng_bit_generator(call: &mut Call, attributes: &RngBitGenerator) -> Result<()> {
    let (state, results) = (call.operand(0)?, call.results()?);
    let words = state.ty.element_count();
    if state.ty.dtype != DType::U64 || !(2..=3).contains(&words) {
        return Err(call.unsupported("such a state"));
    }
    let (output, bits) = results[1];
    let (dims, count, is_wide) = (output.dims(), output.element_count(), output.dtype.size() == 8);
    let mut lines = Lines::new();
    let (key, counter) = (state.at("0"), state.at("1"));
    let high = if words == 3 { state.at("2") } else { key.clone() };
    let is_threefry = attributes.rng_algorithm == RngAlgorithm::ThreeFry;
    let blocks = match (is_threefry, is_wide) {
        (true, true) => {
            lines.line(format!("const unsigned long long word = nnx::threefry({key}, {counter} + item);"));
            count
        }
        (true, false) => {
            // Two neighbours along one dimension: the first one of even extent, else the first one of the largest.
            let largest = (0..dims.len()).rev().max_by_key(|&dimension| dims[dimension]);
            let along = dims.iter().position(|extent| extent % 2 == 0).or(largest);
            let mut at = index(&mut lines, "i", "item", dims);
            let (mut block, mut second) = (dims.to_vec(), "0".to_owned());
            if let Some(along) = along {
                block[along] = dims[along] / 2 + dims[along] % 2;
                second = format!("{} % 2 * 32", at[along]);
                at[along] = format!("{} / 2", at[along]);
            }
            let block_of = place(&block, &at);
            lines.line(format!("const unsigned long long block = (unsigned long long)({block_of});"));
            let pair = format!("nnx::threefry({key}, {counter} + block)");
            lines.line(format!("const unsigned long long word = (unsigned)({pair} >> ({second}));"));
            block.iter().product::<i64>() as usize
        }
        (false, _) => {
            let per_block = if is_wide { 2 } else { 4 };
            let pairs = if is_wide { "item % 2 == 1" } else { "item % 4 >= 2" };
            lines.line(format!("const unsigned long long low = {counter} + item / {per_block}ull;"));
            lines.line(format!("const unsigned long long high = {high} + (low < {counter} ? 1ull : 0ull);"));
            lines.line(format!("const unsigned long long pair = nnx::philox({key}, low, high, {pairs});"));
            let word = if is_wide { "pair" } else { "(unsigned)(pair >> (item % 2 * 32))" };
            lines.line(format!("const unsigned long long word = {word};"));
            count.div_ceil(per_block)
        }
    };
    if let Some(bits) = bits {
        // What is narrower than a word has its low bits.
        let narrow = format!("({})word", type_name(unsigned(output.dtype)));
        lines.line(format!("b{bits}[item] = nnx::bits_as<{}>({narrow});", type_name(output.dtype)));
        call.push(count, lines, call.reads(), vec![bits]);
    }
    if let (_, Some(next)) = results[0] {
        let mut lines = Lines::new();
        lines.line(format!("const unsigned long long low = {counter} + {blocks}ull;"));
        lines.line(format!("b{next}[0] = {key};"));
        lines.line(format!("b{next}[1] = low;"));
        if words == 3 {
            let carry = if is_threefry { "0ull".to_owned() } else { format!("(low < {counter} ? 1ull : 0ull)") };
            lines.line(format!("b{next}[2] = {high} + {carry};"));
        }
        call.push(1, lines, call.reads(), vec![next]);
    }
    Ok(())
}
