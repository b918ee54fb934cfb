//! Small numbers by address: the one look-up that every value of every walk needs.

/// A table from addresses (or hashes) to numbers, which is emptied without touching its memory.
#[derive(Default)]
pub(super) struct Numbers {
    /// As many as a power of two, at least half of them free; none before the first insertion.
    slots: Vec<Slot>,
    used: usize,
    /// What marks the slots that are taken.
    stamp: u32,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    key: usize,
    number: u32,
    stamp: u32,
}

impl Numbers {
    /// The number of `key`.
    #[inline(always)]
    pub(super) fn get(&self, key: usize) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slots[self.place(key)];
        (slot.stamp == self.stamp).then_some(slot.number)
    }

    /// The number that `key` has; any other is given `number`.
    #[inline(always)]
    pub(super) fn get_or_insert(&mut self, key: usize, number: u32) -> Option<u32> {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let place = self.place(key);
        let slot = &mut self.slots[place];
        if slot.stamp == self.stamp {
            return Some(slot.number);
        }
        *slot = Slot { key, number, stamp: self.stamp };
        self.used += 1;
        None
    }

    /// Gives `key` this number, whatever it had.
    pub(super) fn insert(&mut self, key: usize, number: u32) {
        if self.get_or_insert(key, number).is_some() {
            let place = self.place(key);
            self.slots[place].number = number;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// Takes all numbers away.
    pub(super) fn clear(&mut self) {
        self.used = 0;
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            // Old stamps would count again.
            self.slots.fill(Slot::default());
            self.stamp = 1;
        }
    }

    /// Where `key` is, or where it would go.
    #[inline(always)]
    fn place(&self, key: usize) -> usize {
        let mask = self.slots.len() - 1;
        // Addresses of objects differ in all but the lowest bits.
        let mixed = (key >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut place = (mixed >> 32) & mask;
        loop {
            let slot = &self.slots[place];
            if slot.stamp != self.stamp || slot.key == key {
                return place;
            }
            place = (place + 1) & mask;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let before = std::mem::replace(&mut self.slots, Vec::new());
        let stamp = self.stamp;
        self.slots = vec![Slot::default(); (before.len() * 2).max(64)];
        (self.stamp, self.used) = (1, 0);
        for slot in before {
            if slot.stamp == stamp && stamp != 0 {
                self.insert(slot.key, slot.number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_until_they_are_taken_away() {
        let mut numbers = Numbers::default();
        for round in 0..3 {
            assert!(numbers.is_empty() && numbers.get(16).is_none());
            for key in 0..5000usize {
                assert_eq!(numbers.get_or_insert(key * 16, key as u32 + round), None);
            }
            for key in 0..5000usize {
                assert_eq!(numbers.get(key * 16), Some(key as u32 + round));
                assert_eq!(numbers.get_or_insert(key * 16, 9), Some(key as u32 + round));
                assert_eq!(numbers.get(key * 16 + 8), None);
            }
            numbers.insert(16, 77);
            assert_eq!(numbers.get(16), Some(77));
            numbers.clear();
        }
    }

    #[test]
    fn a_stamp_that_comes_again_finds_nothing_old() {
        let mut numbers = Numbers::default();
        numbers.insert(16, 1);
        numbers.stamp = u32::MAX;
        numbers.insert(32, 2);
        numbers.clear();
        assert!(numbers.get(16).is_none() && numbers.get(32).is_none());
        numbers.insert(16, 3);
        assert_eq!(numbers.get(16), Some(3));
    }
}
