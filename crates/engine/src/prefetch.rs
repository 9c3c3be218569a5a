//! Asking the processor for memory before it is needed.
//!
//! The one place of the engine with `unsafe`: the instruction takes a raw pointer.
#![allow(unsafe_code)]

/// Bytes that come into the cache together.
const LINE: usize = 64;

/// Begins to fetch the first lines of a slice, at most `lines`. It has no effect but on time.
#[inline(always)]
pub(crate) fn prefetch<T>(slice: &[T], lines: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let first = slice.as_ptr().cast::<i8>();
        // The slice may begin in the middle of a line.
        let before = first.addr() % LINE;
        let bytes = (before + size_of_val(slice)).min(lines * LINE);
        for offset in (0..bytes).step_by(LINE) {
            let line = first.wrapping_sub(before).wrapping_add(offset);
            // SAFETY: a prefetch reads and writes nothing, so it is sound for any address; `_mm_prefetch`
            // asks for SSE, which every x86-64 processor has.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(line) };
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (slice, lines, LINE);
}
