//! Random bits: counter-based generators (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), laid
//! out over the result as XLA does it.

use super::element::{from_integers, integers, room_for};
use super::index::{Indices, position};
use crate::error::Result;
use crate::program::op::attributes::RngBitGenerator;
use crate::program::op::enumerations::RngAlgorithm;
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// The state after it has been counted on, and the bits. `DEFAULT` is Philox, as in XLA.
pub(super) fn rng_bit_generator(
    initial_state: &Tensor,
    attributes: &RngBitGenerator,
    output: &TensorType,
) -> Result<Vec<Tensor>> {
    let mut state: Vec<u64> = integers(initial_state)?.into_iter().map(|word| word as u64).collect();
    let (size, count) = (output.dtype.size(), output.shape.byte_count(output.dtype)?);
    let mut bytes: Vec<u8> = room_for(count)?;
    // What is narrower than a word gets its low bits.
    random_words(attributes.rng_algorithm, &mut state, output, |word| {
        bytes.extend_from_slice(&word.to_le_bytes()[..size]);
    });
    Ok(vec![
        from_integers(&TensorType::of(initial_state), state.into_iter().map(i128::from))?,
        Tensor::from_bytes(output.dtype, output.dims(), &bytes)?,
    ])
}

/// Gives a word for each element of the output, in order, and counts the state on. An element that is narrower has the low
/// bits of its word.
pub(crate) fn random_words(algorithm: RngAlgorithm, state: &mut [u64], output: &TensorType, mut emit: impl FnMut(u64)) {
    let size = output.dtype.size();
    match (algorithm, size) {
        (RngAlgorithm::ThreeFry, 8) => three_fry_64(state, output, &mut emit),
        (RngAlgorithm::ThreeFry, _) => three_fry_32(state, output, &mut emit),
        (RngAlgorithm::Default | RngAlgorithm::Philox, _) => {
            philox(state, output.element_count(), if size == 8 { 2 } else { 4 }, &mut emit);
        }
    }
}

/// Element `i` is both words of the block of counter + `i`.
fn three_fry_64(state: &mut [u64], output: &TensorType, emit: &mut impl FnMut(u64)) {
    let (key, counter) = (halves(state[0]), state[1]);
    let count = output.element_count() as u64;
    state[1] = counter.wrapping_add(count);
    for element in 0..count {
        emit(joined(threefry2x32(key, halves(counter.wrapping_add(element)))));
    }
}

/// Each block gives two neighbours along one dimension: the first one of even extent, else the first one of the largest.
fn three_fry_32(state: &mut [u64], output: &TensorType, emit: &mut impl FnMut(u64)) {
    let (key, counter) = (halves(state[0]), state[1]);
    let dims = output.dims();
    let largest = (0..dims.len()).rev().max_by_key(|&dimension| dims[dimension]);
    let along = dims.iter().position(|extent| extent % 2 == 0).or(largest);
    let mut block_dims = dims.to_vec();
    if let Some(along) = along {
        block_dims[along] = dims[along] / 2 + dims[along] % 2;
    }
    let blocks: i64 = block_dims.iter().product();
    state[1] = counter.wrapping_add(blocks as u64);
    let mut indices = Indices::of(dims);
    while let Some(index) = indices.next() {
        let mut block = index.to_vec();
        let mut word = 0;
        if let Some(along) = along {
            (block[along], word) = (index[along] / 2, (index[along] % 2) as usize);
        }
        let block = position(&block_dims, &block).unwrap_or_default() as u64;
        emit(threefry2x32(key, halves(counter.wrapping_add(block)))[word].into());
    }
}

/// The low 32 bits and the high ones.
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

fn joined([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// Threefry-2x32 with 20 rounds.
fn threefry2x32(key: [u32; 2], counter: [u32; 2]) -> [u32; 2] {
    const ROTATIONS: [[u32; 4]; 2] = [[13, 15, 26, 6], [17, 29, 16, 24]];
    const PARITY: u32 = 0x1bd1_1bda;
    let schedule = [key[0], key[1], key[0] ^ key[1] ^ PARITY];
    let mut x = counter[0].wrapping_add(schedule[0]);
    let mut y = counter[1].wrapping_add(schedule[1]);
    for group in 0..5 {
        for rotation in ROTATIONS[group % 2] {
            x = x.wrapping_add(y);
            y = y.rotate_left(rotation) ^ x;
        }
        x = x.wrapping_add(schedule[(group + 1) % 3]);
        y = y.wrapping_add(schedule[(group + 2) % 3]).wrapping_add(group as u32 + 1);
    }
    [x, y]
}

/// So many elements, each block giving `per_block`. The counter has 128 bits; in a state of two words the high 64 are the
/// key once more, and are not counted on.
fn philox(state: &mut [u64], count: usize, per_block: usize, emit: &mut impl FnMut(u64)) {
    let key = halves(state[0]);
    let high = state.get(2).copied().unwrap_or(state[0]);
    let counter = u128::from(state[1]) | u128::from(high) << 64;
    let next = counter.wrapping_add(count.div_ceil(per_block) as u128);
    state[1] = next as u64;
    if let Some(high) = state.get_mut(2) {
        *high = (next >> 64) as u64;
    }
    for element in 0..count {
        let block = philox4x32(key, counter.wrapping_add((element / per_block) as u128));
        let at = element % per_block;
        emit(if per_block == 4 { block[at].into() } else { joined([block[2 * at], block[2 * at + 1]]) });
    }
}

/// Philox-4x32 with 10 rounds.
fn philox4x32(mut key: [u32; 2], counter: u128) -> [u32; 4] {
    const MULTIPLIERS: [u64; 2] = [0xd251_1f53, 0xcd9e_8d57];
    const WEYL: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];
    let mut x = [0, 32, 64, 96].map(|shift| (counter >> shift) as u32);
    for _ in 0..10 {
        let [low0, high0] = halves(MULTIPLIERS[0] * u64::from(x[0]));
        let [low1, high1] = halves(MULTIPLIERS[1] * u64::from(x[2]));
        x = [high1 ^ x[1] ^ key[0], low1, high0 ^ x[3] ^ key[1], low0];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    x
}
