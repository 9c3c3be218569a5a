//! Half-precision floats, which Rust does not have yet.

use ndarray_npy::{ReadDataError, ReadableElement};
use py_literal::Value as Literal;
use std::fmt;
use std::io::Read;

/// A half-precision float, by its bits: numpy's `float16`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Half(u16);

impl From<Half> for f64 {
    fn from(Half(bits): Half) -> Self {
        let fraction = Self::from(bits & 0x3ff);
        let magnitude = match bits >> 10 & 0x1f {
            0 => fraction * 2_f64.powi(-24),
            31 if fraction == 0.0 => Self::INFINITY,
            31 => Self::NAN,
            exponent => (1024.0 + fraction) * 2_f64.powi(i32::from(exponent) - 25),
        };
        if bits >> 15 == 1 {
            -magnitude
        } else {
            magnitude
        }
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f64::from(*self).fmt(f)
    }
}

impl ReadableElement for Half {
    fn read_to_end_exact_vec<R: Read>(
        reader: R,
        descriptor: &Literal,
        len: usize,
    ) -> Result<Vec<Self>, ReadDataError> {
        let as_bits = match descriptor.as_string().map(String::as_str) {
            Some("<f2") => "<u2",
            Some(">f2") => ">u2",
            _ => return Err(ReadDataError::WrongDescriptor(descriptor.clone())),
        };
        let bits = u16::read_to_end_exact_vec(reader, &Literal::String(as_bits.to_owned()), len)?;
        Ok(bits.into_iter().map(Self).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_has_the_values_of_its_definition() {
        for (bits, expected) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 2_f64.powi(-14)),
            (0x0001, 2_f64.powi(-24)),
            (0x03ff, 1023.0 * 2_f64.powi(-24)),
            (0x8000, -0.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(
                f64::from(Half(bits)).to_bits(),
                expected.to_bits(),
                "{bits:#06x}"
            );
        }
        assert!(f64::from(Half(0x7e00)).is_nan());
    }
}
