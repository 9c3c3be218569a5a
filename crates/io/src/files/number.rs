//! The numbers that are written and read piece by piece, and their bytes.

/// A number as an `.npy` array holds it: little-endian, of 4 or 8 bytes.
///
/// Implemented for `u32`, `u64`, `i64`, `f32` and `f64`, and for nothing else.
pub trait Number: sealed::Sealed + Copy + Default + PartialEq + std::fmt::Debug {
    /// numpy's name of the type: `"<f8"`.
    const DESCRIPTOR: &'static str;

    /// Appends the bytes of numbers.
    fn append(numbers: &[Self], bytes: &mut Vec<u8>);

    /// Appends the numbers of bytes, of which a rest that makes no number is left out.
    fn parse(bytes: &[u8], numbers: &mut Vec<Self>);
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! number {
    ($($kind:ty: $descriptor:literal),*) => {$(
        impl sealed::Sealed for $kind {}

        impl Number for $kind {
            const DESCRIPTOR: &'static str = $descriptor;

            fn append(numbers: &[Self], bytes: &mut Vec<u8>) {
                bytes.reserve(size_of_val(numbers));
                for number in numbers {
                    bytes.extend_from_slice(&number.to_le_bytes());
                }
            }

            fn parse(bytes: &[u8], numbers: &mut Vec<Self>) {
                let (words, _) = bytes.as_chunks::<{ size_of::<$kind>() }>();
                numbers.extend(words.iter().map(|&word| Self::from_le_bytes(word)));
            }
        }
    )*};
}
number!(u32: "<u4", u64: "<u8", i64: "<i8", f32: "<f4", f64: "<f8");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_little_endian_and_come_back() {
        let mut bytes = Vec::new();
        u32::append(&[1, 0x0102_0304], &mut bytes);
        assert_eq!(bytes, [1, 0, 0, 0, 4, 3, 2, 1]);
        bytes.push(9);
        let mut numbers = Vec::new();
        u32::parse(&bytes, &mut numbers);
        assert_eq!(numbers, [1, 0x0102_0304]);
    }
}
