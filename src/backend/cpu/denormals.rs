//! The floating-point mode of a run: denormal numbers are zeros, read and written; rounding is to nearest.

/// While it lives, this thread takes denormal numbers for zeros. The mode from before comes back at its end.
pub(super) struct FlushToZero {
    before: u64,
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
mod mode {
    /// All exceptions masked.
    pub(super) const PLAIN: u64 = 0x1f80;
    /// As well, denormal operands and results as zero.
    pub(super) const FLUSH: u64 = PLAIN | 0x8000 | 0x0040;

    pub(super) fn get() -> u64 {
        let mut mode = 0u32;
        // SAFETY: stores the register to memory of its size.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &raw mut mode, options(nostack, preserves_flags)) };
        mode.into()
    }

    pub(super) fn set(mode: u64) {
        let mode = mode as u32;
        // SAFETY: the mode was read from the register, or has only defined bits.
        unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &raw const mode, options(nostack, preserves_flags)) };
    }
}

#[cfg(all(target_arch = "aarch64", not(miri)))]
mod mode {
    /// The mode that a process begins with.
    pub(super) const PLAIN: u64 = 0;
    /// Denormal operands and results as zero.
    pub(super) const FLUSH: u64 = 1 << 24;

    pub(super) fn get() -> u64 {
        let mode;
        // SAFETY: reads the floating-point control register.
        unsafe { std::arch::asm!("mrs {}, fpcr", out(reg) mode, options(nomem, nostack, preserves_flags)) };
        mode
    }

    pub(super) fn set(mode: u64) {
        // SAFETY: the mode was read from the register, or has only defined bits.
        unsafe { std::arch::asm!("msr fpcr, {}", in(reg) mode, options(nostack, preserves_flags)) };
    }
}

// Miri has no such register, and keeps denormal numbers.
#[cfg(any(miri, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
mod mode {
    pub(super) const PLAIN: u64 = 0;
    pub(super) const FLUSH: u64 = 0;

    pub(super) fn get() -> u64 {
        0
    }

    pub(super) fn set(_mode: u64) {}
}

impl FlushToZero {
    pub(super) fn begin() -> FlushToZero {
        let before = mode::get();
        mode::set(mode::FLUSH);
        FlushToZero { before }
    }

    /// Does something, while one lives, with denormal numbers that are none.
    pub(super) fn suspended<R>(work: impl FnOnce() -> R) -> R {
        mode::set(mode::PLAIN);
        let result = work();
        mode::set(mode::FLUSH);
        result
    }
}

impl Drop for FlushToZero {
    fn drop(&mut self) {
        mode::set(self.before);
    }
}
