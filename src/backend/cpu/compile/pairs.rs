//! Two vectors that go through a chain at once.

use super::chain::{Access, Chain, Counter, Event, Index, Micro, Store, ValueId};
use super::emit::FoldInto;

impl Chain {
    /// The chain of two vectors, where there are so many items, and registers for both besides `hoisted` ones.
    pub(super) fn pairs(&self, hoisted: usize) -> Option<Chain> {
        let lanes = self.lanes.count();
        if self.count < 2 * lanes || !self.has_room_for_two(hoisted) {
            return None;
        }
        let mut pairs = Chain::new(self.lanes, self.columns, self.has_tail, self.count);
        let mut new: [Vec<ValueId>; 2] = [Vec::new(), Vec::new()];
        for micro in &self.micros {
            let is_shared = match micro {
                Micro::Constant(_) | Micro::Count(Counter::Row, _) => true,
                Micro::Load(access) => matches!(access.index, Index::Same | Index::Row(_)),
                _ => false,
            };
            for (place, new) in new.iter_mut().enumerate() {
                let value = match is_shared && place > 0 {
                    true => pairs.micros.len() - 1,
                    false => pairs.push(micro.later(place * lanes, new)),
                };
                new.push(value);
            }
        }
        for (place, new) in new.iter().enumerate() {
            let items = place * lanes;
            pairs.folds.extend(self.folds.iter().map(|fold| FoldInto {
                value: new[fold.value],
                into: fold.into.later(items),
                ..*fold
            }));
            pairs.stores.extend(self.stores.iter().map(|store| Store {
                value: new[store.value],
                to: store.to.later(items),
                reads: store.reads.iter().map(|&read| new[read]).collect(),
            }));
        }
        Some(pairs)
    }

    /// Whether twice as many values as are needed at once fit into registers.
    fn has_room_for_two(&self, hoisted: usize) -> bool {
        let end = self.micros.len();
        let mut last = vec![0; end];
        let mut uses = vec![0; end];
        for (place, micro) in self.micros.iter().enumerate() {
            for operand in micro.operands() {
                last[operand] = place;
                uses[operand] += 1;
            }
        }
        for (place, events) in self.events().iter().enumerate() {
            for event in events {
                let value = match event {
                    Event::Store(index) => self.stores[*index].value,
                    Event::Fold(index) => self.folds[*index].value,
                };
                last[value] = last[value].max(place);
            }
        }
        let is_same = |micro: &Micro| match micro {
            Micro::Constant(_) => true,
            Micro::Load(access) => access.index == Index::Same,
            _ => false,
        };
        let same = self.micros.iter().filter(|micro| is_same(micro)).count().min(hoisted);
        let (mut vectors, mut masks) = (Vec::new(), Vec::new());
        for (place, micro) in self.micros.iter().enumerate() {
            vectors.retain(|&value: &ValueId| last[value] >= place);
            masks.retain(|&value: &ValueId| last[value] >= place);
            match micro {
                _ if self.is_mask(place) => masks.push(place),
                // Read where it lies.
                Micro::Load(_) if uses[place] < 2 => {}
                micro if is_same(micro) => {}
                _ => vectors.push(place),
            }
            // One more for what is on its way.
            if 2 * (vectors.len() + 1) + same > 32 || 2 * (masks.len() + 1) > 7 {
                return false;
            }
        }
        true
    }
}

impl Micro {
    /// The same so many items later, on other operands.
    fn later(&self, items: usize, new: &[ValueId]) -> Micro {
        let mut micro = self.clone();
        micro.renumber(new);
        match &mut micro {
            Micro::Load(access) | Micro::LoadBytes(access) => *access = access.later(items),
            Micro::Count(Counter::Item | Counter::Column, first) => *first += items,
            Micro::Terms(terms) => terms.rhs = terms.rhs.later(items),
            _ => {}
        }
        micro
    }
}

impl Access {
    /// What is read so many items later in a row.
    fn later(self, items: usize) -> Access {
        match self.index {
            Index::Same | Index::Row(_) => self,
            _ => Access { offset: self.offset + items * self.size, ..self },
        }
    }
}
