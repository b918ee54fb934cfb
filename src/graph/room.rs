//! Filling vectors whose length is known beforehand.

/// Room for one more value at the end of a vector.
///
/// `Vec::push` may have to grow, and then to drop the value when growing fails; so the value is put together in memory
/// and copied. With the room found first, it goes from registers to its place.
pub(super) struct Room<'a, T>(&'a mut Vec<T>);

impl<'a, T> Room<'a, T> {
    /// `None` when the vector would have to grow.
    #[inline(always)]
    pub(super) fn in_vec(vec: &'a mut Vec<T>) -> Option<Room<'a, T>> {
        (vec.len() < vec.capacity()).then_some(Room(vec))
    }

    #[inline(always)]
    pub(super) fn put(self, value: T) {
        let len = self.0.len();
        // SAFETY: `in_vec` found `len` below the capacity, and the vector was borrowed since; what is written there is a
        // value, so one more is initialised.
        unsafe {
            self.0.as_mut_ptr().add(len).write(value);
            self.0.set_len(len + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_where_the_vector_would_grow() {
        let mut vec = Vec::with_capacity(2);
        let capacity = vec.capacity();
        while let Some(room) = Room::in_vec(&mut vec) {
            room.put("value".to_owned());
        }
        assert_eq!(vec, vec!["value"; capacity]);
        assert_eq!(vec.capacity(), capacity);
    }
}
