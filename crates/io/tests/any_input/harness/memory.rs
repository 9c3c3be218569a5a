//! An allocator that counts what each thread holds.
//!
//! One idea: what a case takes is the highest mark of its own thread. An absurd request, which the system
//! might grant because nobody has touched the pages yet, is refused, so that it ends the program at once.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Write;

/// Most bytes that a thread may hold.
const LIMIT: isize = 4 << 30;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static HIGHEST: Cell<isize> = const { Cell::new(0) };
    static CASE: Cell<(&'static str, u64)> = const { Cell::new(("", 0)) };
}

/// Most bytes that `work` held at a time, beyond those that were held before, and what it returns.
pub(crate) fn highest<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = HELD.get();
    HIGHEST.set(before);
    let result = work();
    (HIGHEST.get().saturating_sub(before).unsigned_abs(), result)
}

/// Tells what is being tried, for the message of a request that is refused.
pub(crate) fn announce(parser: &'static str, case: u64) {
    CASE.set((parser, case));
}

/// The system's allocator, with accounts.
#[derive(Debug)]
pub(crate) struct Counting;

/// Books `bytes` more; false if that is absurd.
fn book(bytes: usize) -> bool {
    let held = HELD.get().saturating_add_unsigned(bytes);
    if held > LIMIT {
        let (parser, case) = CASE.get();
        // Nothing here allocates: standard error has no buffer, and numbers are written digit by digit.
        let _ = writeln!(
            std::io::stderr(),
            "case {case} of {parser} asks for {bytes} bytes"
        );
        return false;
    }
    HELD.set(held);
    HIGHEST.set(HIGHEST.get().max(held));
    true
}

fn give_back(bytes: usize) {
    HELD.set(HELD.get().saturating_sub_unsigned(bytes));
}

// SAFETY: every request is passed on to the system's allocator unchanged, or refused with a null pointer, as the
// trait permits; the accounts are plain numbers, which allocate nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if book(layout.size()) {
            // SAFETY: the caller's promises are those that the system's allocator asks for.
            unsafe { System.alloc(layout) }
        } else {
            std::ptr::null_mut()
        }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if book(layout.size()) {
            // SAFETY: as above.
            unsafe { System.alloc_zeroed(layout) }
        } else {
            std::ptr::null_mut()
        }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // What moves is held twice for a while.
        if !book(new_size) {
            return std::ptr::null_mut();
        }
        // SAFETY: as above.
        let moved = unsafe { System.realloc(pointer, layout, new_size) };
        give_back(layout.size());
        moved
    }
}
