//! The numbers of one neuron as an array, and of many neurons as one array each (structure of arrays).

use crate::float::Float;
use std::fmt::Debug;
use std::ops::Range;

/// An array of numbers that belong to one neuron: `[F; N]`, for which alone it is implemented.
pub trait FloatArray<F: Float>: Copy + Debug + Send + Sync + AsRef<[F]> + 'static {
    /// How many numbers there are.
    const COUNT: usize;

    /// One slice for each number, of neighbouring neurons, to be changed.
    type Slices<'a>;
    /// One slice for each number, of neighbouring neurons.
    type Shared<'a>: Copy;

    /// The numbers that a function gives for each position.
    fn from_function(number: impl FnMut(usize) -> F) -> Self;

    /// The numbers of some neurons, from one array for each number.
    fn slices(arrays: &mut [Vec<F>], neurons: Range<usize>) -> Self::Slices<'_>;

    /// The same, to be read. Where an array is shorter than the range, its beginning is taken: the same number for
    /// every neuron.
    fn shared(arrays: &[Vec<F>], neurons: Range<usize>) -> Self::Shared<'_>;

    /// Leaves out all but the first `count` neurons of slices. After that, the compiler knows that places below
    /// `count` are within all of them; a loop that could leave one of them is not turned into vectors as a whole.
    ///
    /// # Panics
    ///
    /// If there are fewer.
    fn cut(slices: &mut Self::Slices<'_>, count: usize);

    /// The same for shared slices.
    ///
    /// # Panics
    ///
    /// If there are fewer.
    fn cut_shared(slices: &mut Self::Shared<'_>, count: usize);

    /// The numbers of the neuron at place `k` of slices.
    fn load(slices: &Self::Slices<'_>, k: usize) -> Self;

    /// The numbers of the neuron at place `k` of shared slices.
    fn read(slices: &Self::Shared<'_>, k: usize) -> Self;

    /// Puts the numbers of a neuron at place `k` of slices.
    fn store(self, slices: &mut Self::Slices<'_>, k: usize);
}

impl<F: Float, const N: usize> FloatArray<F> for [F; N] {
    const COUNT: usize = N;

    type Slices<'a> = [&'a mut [F]; N];
    type Shared<'a> = [&'a [F]; N];

    fn from_function(number: impl FnMut(usize) -> F) -> Self {
        std::array::from_fn(number)
    }

    #[inline(always)]
    fn slices(arrays: &mut [Vec<F>], neurons: Range<usize>) -> Self::Slices<'_> {
        let mut arrays = arrays.iter_mut();
        std::array::from_fn(|_| match arrays.next() {
            Some(array) => &mut array[neurons.clone()],
            None => &mut [],
        })
    }

    #[inline(always)]
    fn shared(arrays: &[Vec<F>], neurons: Range<usize>) -> Self::Shared<'_> {
        let count = neurons.len();
        std::array::from_fn(|number| {
            let array = &arrays[number];
            array.get(neurons.clone()).unwrap_or(&array[..count])
        })
    }

    // Loops over a number of turns that is known when compiled: the compiler unrolls them, whereas it would not
    // inline closures into code for other instruction sets.
    #[inline(always)]
    fn cut(slices: &mut Self::Slices<'_>, count: usize) {
        for slice in slices {
            *slice = &mut std::mem::take(slice)[..count];
        }
    }

    #[inline(always)]
    fn cut_shared(slices: &mut Self::Shared<'_>, count: usize) {
        for slice in slices {
            *slice = &slice[..count];
        }
    }

    #[inline(always)]
    fn load(slices: &Self::Slices<'_>, k: usize) -> Self {
        let mut numbers = [F::ZERO; N];
        for number in 0..N {
            numbers[number] = slices[number][k];
        }
        numbers
    }

    #[inline(always)]
    fn read(slices: &Self::Shared<'_>, k: usize) -> Self {
        let mut numbers = [F::ZERO; N];
        for number in 0..N {
            numbers[number] = slices[number][k];
        }
        numbers
    }

    #[inline(always)]
    fn store(self, slices: &mut Self::Slices<'_>, k: usize) {
        for number in 0..N {
            slices[number][k] = self[number];
        }
    }
}
