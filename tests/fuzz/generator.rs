//! Inputs for the targets on a compiler without a fuzzer: fixed seeds, random bytes, and mutations of a corpus.

/// SplitMix64: small, and the same everywhere.
pub struct Generator(u64);

impl Generator {
    pub fn new(seed: u64) -> Generator {
        Generator(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let count = self.below(most + 1);
        (0..count).map(|_| self.next() as u8).collect()
    }

    /// A text of the corpus with other words in a few places: numbers that are often wrong, and words of other texts.
    pub fn mutate_words(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut words = split(&corpus[self.below(corpus.len())]);
        for _ in 0..1 + self.below(3) {
            let at = self.below(words.len());
            let is_number = words[at].first().is_some_and(u8::is_ascii_digit);
            words[at] = match self.below(4) {
                _ if is_number => {
                    let numbers =
                        ["0", "1", "2", "3", "-1", "7", "63", "128", "1000000", "9223372036854775807", "4294967296"];
                    numbers[self.below(numbers.len())].as_bytes().to_vec()
                }
                0 => words[self.below(words.len())].clone(),
                _ => {
                    let other = split(&corpus[self.below(corpus.len())]);
                    other[self.below(other.len())].clone()
                }
            };
        }
        words.concat()
    }

    /// A member of the corpus with a few changes.
    pub fn mutate(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = corpus[self.below(corpus.len())].clone();
        for _ in 0..1 + self.below(4) {
            let at = self.below(input.len() + 1);
            match self.below(8) {
                0 => input.truncate(at),
                1 if at < input.len() => input[at] ^= 1 << self.below(8),
                2 if at < input.len() => input[at] = self.next() as u8,
                3 if at < input.len() => drop(input.remove(at)),
                4 => input.insert(at, self.next() as u8),
                5 => {
                    // A piece of another one.
                    let other = &corpus[self.below(corpus.len())];
                    let from = self.below(other.len() + 1);
                    let to = from + self.below(other.len() - from + 1);
                    input.splice(at..at, other[from..to].iter().copied());
                }
                6 => {
                    // A number that is often wrong.
                    let number = [0, 1, 0x7f, 0x80, u64::MAX, u64::MAX >> 1, 1 << 32][self.below(7)];
                    for (place, byte) in input[at..].iter_mut().zip(number.to_le_bytes()) {
                        *place = byte;
                    }
                }
                _ => {
                    let end = (at + self.below(16)).min(input.len());
                    let piece = input[at..end].to_vec();
                    input.splice(at..at, piece);
                }
            }
        }
        input
    }
}

/// Runs of letters, digits and dots, of digits, and single other bytes.
fn split(text: &[u8]) -> Vec<Vec<u8>> {
    let kind = |byte: u8| match byte {
        b'0'..=b'9' => 1,
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' => 2,
        _ => 0,
    };
    let mut words: Vec<Vec<u8>> = vec![Vec::new()];
    let mut last = 0;
    for &byte in text {
        match words.last_mut() {
            Some(word) if last != 0 && kind(byte) == last => word.push(byte),
            _ => words.push(vec![byte]),
        }
        last = kind(byte);
    }
    words
}
