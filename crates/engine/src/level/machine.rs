//! What the levels do in their own way: multiply and add with one rounding, and the operations of
//! the `ChaCha` generator on sixteen words at a time.
//!
//! One idea: nearly all hot code is plain loops that the compiler turns into vector instructions. Only where it
//! fails to, in the generator of random words, are the instructions chosen by hand, and each
//! choice gives the same bits.

use adexnet_model::arithmetic::Arithmetic;
use std::array::from_fn;
use std::marker::PhantomData;

/// Words in a row: word i of as many blocks of the generator.
pub(crate) const LANES: usize = 8;

/// Words in a pair of rows.
pub(crate) const PAIR: usize = 2 * LANES;

/// The operations of a level.
pub(crate) trait Machine: Copy {
    /// Its fused multiply-add.
    type Arithmetic: Arithmetic;
    /// Two rows of eight 32-bit words.
    type Words: Copy;

    fn load(self, words: [u32; PAIR]) -> Self::Words;
    fn store(self, words: Self::Words) -> [u32; PAIR];
    /// Sums modulo 2^32.
    fn add(self, a: Self::Words, b: Self::Words) -> Self::Words;
    /// a xor b, rotated to the left by 16, 12, 8 and 7 bits.
    fn xor_rotate_16(self, a: Self::Words, b: Self::Words) -> Self::Words;
    fn xor_rotate_12(self, a: Self::Words, b: Self::Words) -> Self::Words;
    fn xor_rotate_8(self, a: Self::Words, b: Self::Words) -> Self::Words;
    fn xor_rotate_7(self, a: Self::Words, b: Self::Words) -> Self::Words;
    /// The second row of a and the first row of b.
    fn join(self, a: Self::Words, b: Self::Words) -> Self::Words;
}

/// Arrays, for every processor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Portable<A>(PhantomData<A>);

impl<A> Portable<A> {
    pub(crate) const NEW: Self = Self(PhantomData);
}

impl<A: Arithmetic> Machine for Portable<A> {
    type Arithmetic = A;
    type Words = [u32; PAIR];

    #[inline(always)]
    fn load(self, words: [u32; PAIR]) -> Self::Words {
        words
    }
    #[inline(always)]
    fn store(self, words: Self::Words) -> [u32; PAIR] {
        words
    }
    #[inline(always)]
    fn add(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| a[k].wrapping_add(b[k]))
    }
    #[inline(always)]
    fn xor_rotate_16(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| (a[k] ^ b[k]).rotate_left(16))
    }
    #[inline(always)]
    fn xor_rotate_12(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| (a[k] ^ b[k]).rotate_left(12))
    }
    #[inline(always)]
    fn xor_rotate_8(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| (a[k] ^ b[k]).rotate_left(8))
    }
    #[inline(always)]
    fn xor_rotate_7(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| (a[k] ^ b[k]).rotate_left(7))
    }
    #[inline(always)]
    fn join(self, a: Self::Words, b: Self::Words) -> Self::Words {
        from_fn(|k| {
            if k < LANES {
                a[k + LANES]
            } else {
                b[k - LANES]
            }
        })
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod x86 {
    use super::{Machine, PAIR};
    use adexnet_model::arithmetic::Fused;
    use pulp::x86::{V3, V4};

    #[cfg(target_arch = "x86")]
    use std::arch::x86::{__m256i, __m512i};
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{__m256i, __m512i};

    /// Byte k of each half goes where this says: 32-bit words rotated to the left by 16 or 8 bits.
    const ROTATE_16: [u8; 32] = twice([2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13]);
    const ROTATE_8: [u8; 32] = twice([3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14]);

    const fn twice(half: [u8; 16]) -> [u8; 32] {
        let mut both = [0; 32];
        let mut k = 0;
        while k < 32 {
            both[k] = half[k % 16];
            k += 1;
        }
        both
    }

    /// A row in each of two registers.
    impl Machine for V3 {
        type Arithmetic = Fused;
        type Words = [__m256i; 2];

        #[inline(always)]
        fn load(self, words: [u32; PAIR]) -> Self::Words {
            pulp::cast(words)
        }
        #[inline(always)]
        fn store(self, words: Self::Words) -> [u32; PAIR] {
            pulp::cast(words)
        }
        #[inline(always)]
        fn add(self, a: Self::Words, b: Self::Words) -> Self::Words {
            let add = |k: usize| self.avx2._mm256_add_epi32(a[k], b[k]);
            [add(0), add(1)]
        }
        #[inline(always)]
        fn xor_rotate_16(self, a: Self::Words, b: Self::Words) -> Self::Words {
            let rotate = |k: usize| {
                let x = self.avx2._mm256_xor_si256(a[k], b[k]);
                self.avx2._mm256_shuffle_epi8(x, pulp::cast(ROTATE_16))
            };
            [rotate(0), rotate(1)]
        }
        #[inline(always)]
        fn xor_rotate_12(self, a: Self::Words, b: Self::Words) -> Self::Words {
            let rotate = |k: usize| {
                let x = self.avx2._mm256_xor_si256(a[k], b[k]);
                let left = self.avx2._mm256_slli_epi32::<12>(x);
                self.avx2
                    ._mm256_or_si256(left, self.avx2._mm256_srli_epi32::<20>(x))
            };
            [rotate(0), rotate(1)]
        }
        #[inline(always)]
        fn xor_rotate_8(self, a: Self::Words, b: Self::Words) -> Self::Words {
            let rotate = |k: usize| {
                let x = self.avx2._mm256_xor_si256(a[k], b[k]);
                self.avx2._mm256_shuffle_epi8(x, pulp::cast(ROTATE_8))
            };
            [rotate(0), rotate(1)]
        }
        #[inline(always)]
        fn xor_rotate_7(self, a: Self::Words, b: Self::Words) -> Self::Words {
            let rotate = |k: usize| {
                let x = self.avx2._mm256_xor_si256(a[k], b[k]);
                let left = self.avx2._mm256_slli_epi32::<7>(x);
                self.avx2
                    ._mm256_or_si256(left, self.avx2._mm256_srli_epi32::<25>(x))
            };
            [rotate(0), rotate(1)]
        }
        #[inline(always)]
        fn join(self, a: Self::Words, b: Self::Words) -> Self::Words {
            [a[1], b[0]]
        }
    }

    /// Both rows in one register.
    impl Machine for V4 {
        type Arithmetic = Fused;
        type Words = __m512i;

        #[inline(always)]
        fn load(self, words: [u32; PAIR]) -> __m512i {
            pulp::cast(words)
        }
        #[inline(always)]
        fn store(self, words: __m512i) -> [u32; PAIR] {
            pulp::cast(words)
        }
        #[inline(always)]
        fn add(self, a: __m512i, b: __m512i) -> __m512i {
            self.avx512f._mm512_add_epi32(a, b)
        }
        #[inline(always)]
        fn xor_rotate_16(self, a: __m512i, b: __m512i) -> __m512i {
            let x = self.avx512f._mm512_xor_si512(a, b);
            self.avx512f._mm512_rol_epi32::<16>(x)
        }
        #[inline(always)]
        fn xor_rotate_12(self, a: __m512i, b: __m512i) -> __m512i {
            let x = self.avx512f._mm512_xor_si512(a, b);
            self.avx512f._mm512_rol_epi32::<12>(x)
        }
        #[inline(always)]
        fn xor_rotate_8(self, a: __m512i, b: __m512i) -> __m512i {
            let x = self.avx512f._mm512_xor_si512(a, b);
            self.avx512f._mm512_rol_epi32::<8>(x)
        }
        #[inline(always)]
        fn xor_rotate_7(self, a: __m512i, b: __m512i) -> __m512i {
            let x = self.avx512f._mm512_xor_si512(a, b);
            self.avx512f._mm512_rol_epi32::<7>(x)
        }
        #[inline(always)]
        fn join(self, a: __m512i, b: __m512i) -> __m512i {
            self.avx512f._mm512_alignr_epi64::<4>(b, a)
        }
    }
}
