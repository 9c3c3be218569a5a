//! Arrays in large pages.
//!
//! One idea: the rows of a large network are read in random order, and with pages of 4 KiB the processor then
//! looks up nearly every address in memory. Where the system has larger pages on request, as Linux
//! does, large arrays ask for them. It has no effect but on time.

use bytemuck::Pod;
use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// Size in bytes from which an array asks for large pages: one of them.
const LARGE: usize = 2 << 20;

/// An array of fixed length whose elements are zero to begin with.
#[derive(Debug)]
pub(crate) struct Zeroed<T> {
    memory: Memory<T>,
}

#[derive(Debug)]
enum Memory<T> {
    Ordinary(Vec<T>),
    Large { pages: MmapMut, length: usize },
}

impl<T: Pod> Zeroed<T> {
    pub(crate) fn new(length: usize) -> Self {
        let bytes = length.saturating_mul(size_of::<T>());
        let pages = (bytes >= LARGE).then(|| MmapMut::map_anon(bytes));
        let memory = match pages {
            Some(Ok(pages)) => {
                // Where it is refused, the pages stay small.
                #[cfg(target_os = "linux")]
                let _ = pages.advise(memmap2::Advice::HugePage);
                Memory::Large { pages, length }
            }
            _ => Memory::Ordinary(vec![T::zeroed(); length]),
        };
        Self { memory }
    }
}

impl<T: Pod> Default for Zeroed<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T: Pod> Deref for Zeroed<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        match &self.memory {
            Memory::Ordinary(elements) => elements,
            Memory::Large { pages, length } => &bytemuck::cast_slice(pages)[..*length],
        }
    }
}

impl<T: Pod> DerefMut for Zeroed<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        match &mut self.memory {
            Memory::Ordinary(elements) => elements,
            Memory::Large { pages, length } => &mut bytemuck::cast_slice_mut(pages)[..*length],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_and_large_arrays_are_zero_and_keep_what_is_written() {
        for length in [0, 1, 1000, LARGE / 2 + 3] {
            let mut array = Zeroed::<u16>::new(length);
            assert_eq!(array.len(), length);
            assert!(array.iter().all(|&element| element == 0));
            if let Some(last) = array.last_mut() {
                *last = 7;
            }
            assert_eq!(
                array.iter().map(|&k| usize::from(k)).sum::<usize>(),
                7 * length.min(1)
            );
        }
    }
}
