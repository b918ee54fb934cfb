//! Threefry-2x32 with 20 rounds: two words of a key and two of a counter become two random words (Salmon et al.,
//! "Parallel random numbers: as easy as 1, 2, 3", SC 2011).

use super::numbers::{Numbers, Word};

/// Two words.
pub(super) type Pair<N> = [<N as Numbers>::Of<u32>; 2];

const ROTATIONS: [[u32; 4]; 2] = [[13, 15, 26, 6], [17, 29, 16, 24]];
const PARITY: u32 = 0x1BD1_1BDA;

/// The two words of this key and this counter.
#[inline(always)]
pub(super) fn threefry<N: Numbers>(n: &mut N, key: Pair<N>, counter: Pair<N>) -> Result<Pair<N>, N::Error> {
    let parity = n.constant(PARITY)?;
    let both = n.xor::<u32>(key[0], key[1])?;
    let keys = [key[0], key[1], n.xor::<u32>(both, parity)?];
    let mut x = n.add::<u32>(counter[0], keys[0])?;
    let mut y = n.add::<u32>(counter[1], keys[1])?;
    for group in 0..5 {
        for places in ROTATIONS[group % 2] {
            x = n.add::<u32>(x, y)?;
            let (left, right) = (n.shl::<u32>(y, places)?, n.shr::<u32>(y, u32::BITS - places)?);
            y = n.or::<u32>(left, right)?;
            y = n.xor::<u32>(x, y)?;
        }
        let injected = n.constant(group as u32 + 1)?;
        let injected = n.add::<u32>(keys[(group + 2) % 3], injected)?;
        x = n.add::<u32>(x, keys[(group + 1) % 3])?;
        y = n.add::<u32>(y, injected)?;
    }
    Ok([x, y])
}

/// As many random bits as `W` has, for each counter.
#[inline(always)]
pub(super) fn bits<N: Numbers, W: Word>(n: &mut N, key: Pair<N>, counter: Pair<N>) -> Result<N::Of<W>, N::Error> {
    let [high, low] = threefry(n, key, counter)?;
    if W::BITS <= u32::BITS {
        let word = n.xor::<u32>(high, low)?;
        return n.convert::<u32, W>(word);
    }
    let (high, low) = (n.convert::<u32, W>(high)?, n.convert::<u32, W>(low)?);
    let high = n.shl::<W>(high, u32::BITS)?;
    n.or::<W>(high, low)
}
