//! Elements of so many bytes, copied between memory in order and memory with gaps.

macro_rules! by_size {
    ($size:expr, $function:ident($($argument:expr),*)) => {
        match $size {
            1 => $function::<u8>($($argument),*),
            2 => $function::<u16>($($argument),*),
            4 => $function::<u32>($($argument),*),
            _ => $function::<u64>($($argument),*),
        }
    };
}

/// Fills so many elements with one.
///
/// # Safety
/// There is an element to read and room for so many.
pub(super) unsafe fn fill(size: usize, element: *const u8, to: *mut u8, count: usize) {
    unsafe fn of<T: Copy>(element: *const u8, to: *mut u8, count: usize) {
        // SAFETY: asked of the caller.
        unsafe {
            let element = element.cast::<T>().read_unaligned();
            for at in 0..count {
                to.cast::<T>().add(at).write_unaligned(element);
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_size!(size, of(element, to, count)) }
}

/// Copies so many elements that are `stride` apart, in order.
///
/// # Safety
/// There are so many elements to read and room for them.
pub(super) unsafe fn copy_strided(size: usize, from: *const u8, stride: isize, to: *mut u8, count: usize) {
    unsafe fn of<T: Copy>(from: *const u8, stride: isize, to: *mut u8, count: usize) {
        for at in 0..count {
            // SAFETY: asked of the caller.
            unsafe {
                let element = from.cast::<T>().wrapping_offset(stride.wrapping_mul(at as isize)).read_unaligned();
                to.cast::<T>().add(at).write_unaligned(element);
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe {
        match stride {
            1 => std::ptr::copy_nonoverlapping(from, to, count * size),
            _ => by_size!(size, of(from, stride, to, count)),
        }
    }
}

/// Puts so many elements in order to places that are `stride` apart.
///
/// # Safety
/// There are so many elements to read and room for them.
pub(super) unsafe fn put_strided(size: usize, from: *const u8, to: *mut u8, stride: isize, count: usize) {
    unsafe fn of<T: Copy>(from: *const u8, to: *mut u8, stride: isize, count: usize) {
        for at in 0..count {
            // SAFETY: asked of the caller.
            unsafe {
                let element = from.cast::<T>().add(at).read_unaligned();
                to.cast::<T>().wrapping_offset(stride.wrapping_mul(at as isize)).write_unaligned(element);
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe {
        match stride {
            1 => std::ptr::copy_nonoverlapping(from, to, count * size),
            _ => by_size!(size, of(from, to, stride, count)),
        }
    }
}

/// Copies so many elements, each from its own place; where there is none, any.
///
/// # Safety
/// Places that are not negative are those of elements, and there is room for so many.
pub(super) unsafe fn gather(size: usize, from: *const u8, places: &[isize], to: *mut u8) {
    unsafe fn of<T: Copy>(from: *const u8, places: &[isize], to: *mut u8) {
        for (at, &place) in places.iter().enumerate() {
            if place >= 0 {
                // SAFETY: asked of the caller.
                unsafe { to.cast::<T>().add(at).write_unaligned(from.cast::<T>().offset(place).read_unaligned()) };
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_size!(size, of(from, places, to)) }
}

/// Puts each element to its own place, where it has one.
///
/// # Safety
/// Places that are not negative are those of elements.
pub(super) unsafe fn scatter(size: usize, from: *const u8, to: *mut u8, places: &[isize]) {
    unsafe fn of<T: Copy>(from: *const u8, to: *mut u8, places: &[isize]) {
        for (at, &place) in places.iter().enumerate() {
            if place >= 0 {
                // SAFETY: asked of the caller.
                unsafe { to.cast::<T>().offset(place).write_unaligned(from.cast::<T>().add(at).read_unaligned()) };
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_size!(size, of(from, to, places)) }
}

/// Takes the next element and its place wherever nothing was chosen yet, or `stays` says that what was chosen goes.
///
/// # Safety
/// There are as many elements as places; `next` are `stride` apart.
pub(super) unsafe fn choose(
    size: usize,
    stays: *const u8,
    chosen: *mut u8,
    places: &mut [isize],
    next: *const u8,
    (first, stride): (isize, isize),
) {
    unsafe fn of<T: Copy>(
        stays: *const u8,
        chosen: *mut u8,
        places: &mut [isize],
        next: *const u8,
        (first, stride): (isize, isize),
    ) {
        for (at, place) in places.iter_mut().enumerate() {
            // SAFETY: asked of the caller.
            unsafe {
                let keeps = *place >= 0 && *stays.add(at) != 0;
                let (old, new) = (chosen.cast::<T>().add(at), next.cast::<T>().add(at));
                let element = if keeps { old.read_unaligned() } else { new.read_unaligned() };
                old.write_unaligned(element);
                *place = if keeps { *place } else { first + at as isize * stride };
            }
        }
    }
    // SAFETY: asked of the caller.
    unsafe { by_size!(size, of(stays, chosen, places, next, (first, stride))) }
}
