//! From the number types of numpy to those of the simulator, exactly or not at all.

use super::error::FileError;
use super::half::Half;
use super::header::CheckedHeader;
use super::location::Location;
use ndarray_npy::{ReadDataError, ReadableElement};
use std::fmt;
use std::io::{self, Read};

/// Arrays up to this size in bytes are read without asking how much memory there is: asking takes
/// 0.2 ms, as long as reading them.
const ALWAYS_FITS_BYTES: u64 = 1 << 20;

/// A type into which stored numbers are converted; a number that it cannot hold exactly is refused.
pub(super) trait Element: Sized {
    /// What is accepted, for the refusal.
    const ACCEPTED: &'static str;

    /// The value of an integer.
    fn from_integer(value: i128) -> Option<Self>;

    /// The value of a float.
    fn from_float(value: f64) -> Option<Self>;
}

impl Element for f64 {
    const ACCEPTED: &'static str =
        "finite numbers that a 64-bit float holds exactly (integers up to 2^53)";

    fn from_integer(value: i128) -> Option<Self> {
        let float = value as f64;
        (float as i128 == value).then_some(float)
    }

    fn from_float(value: f64) -> Option<Self> {
        value.is_finite().then_some(value)
    }
}

impl Element for f32 {
    const ACCEPTED: &'static str = "finite numbers that a 32-bit float holds exactly";

    fn from_integer(value: i128) -> Option<Self> {
        let float = value as f32;
        (float as i128 == value).then_some(float)
    }

    fn from_float(value: f64) -> Option<Self> {
        let float = value as f32;
        (value.is_finite() && f64::from(float) == value).then_some(float)
    }
}

impl Element for u32 {
    const ACCEPTED: &'static str = "integers from 0 to 4294967295";

    fn from_integer(value: i128) -> Option<Self> {
        value.try_into().ok()
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }
}

impl Element for u64 {
    const ACCEPTED: &'static str = "integers from 0";

    fn from_integer(value: i128) -> Option<Self> {
        value.try_into().ok()
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }
}

/// A number as numpy stores it.
trait Stored: ReadableElement + Copy + fmt::Display {
    fn convert<T: Element>(self) -> Option<T>;
}

macro_rules! stored {
    ($method:ident: $($kind:ty),*) => {$(
        impl Stored for $kind {
            fn convert<T: Element>(self) -> Option<T> {
                T::$method(self.into())
            }
        }
    )*};
}
stored!(from_integer: bool, i8, i16, i32, i64, u8, u16, u32, u64);
stored!(from_float: f32, f64, Half);

/// Reads the elements that `header` announces, in the order in which they are stored. The source
/// must end with them.
///
/// `memory` tells the number of bytes that may be taken, where it is known.
pub(super) fn read_elements<T: Element>(
    reader: impl Read,
    header: &CheckedHeader,
    memory: fn() -> Option<u64>,
    at: &Location,
) -> Result<Vec<T>, FileError> {
    require_memory(memory_needed::<T>(header), memory, at)?;
    match header.descriptor.trim_start_matches(['<', '>', '|', '=']) {
        "b1" => convert::<bool, T>(reader, header, at),
        "i1" => convert::<i8, T>(reader, header, at),
        "i2" => convert::<i16, T>(reader, header, at),
        "i4" => convert::<i32, T>(reader, header, at),
        "i8" => convert::<i64, T>(reader, header, at),
        "u1" => convert::<u8, T>(reader, header, at),
        "u2" => convert::<u16, T>(reader, header, at),
        "u4" => convert::<u32, T>(reader, header, at),
        "u8" => convert::<u64, T>(reader, header, at),
        "f2" => convert::<Half, T>(reader, header, at),
        "f4" => convert::<f32, T>(reader, header, at),
        "f8" => convert::<f64, T>(reader, header, at),
        _ => Err(type_refusal(header, at)),
    }
}

/// Refuses to take more bytes than `memory` tells, where it is known.
pub(crate) fn require_memory(
    needed: u64,
    memory: fn() -> Option<u64>,
    at: &Location,
) -> Result<(), FileError> {
    if needed > ALWAYS_FITS_BYTES
        && let Some(available) = memory().filter(|&available| needed > available)
    {
        return Err(FileError::Memory {
            at: at.clone(),
            needed,
            available,
        });
    }
    Ok(())
}

/// Bytes that the elements take while they are converted: numbers of one size are converted in
/// place, others into memory of their own.
fn memory_needed<T>(header: &CheckedHeader) -> u64 {
    let stored = header.element_bytes;
    let each = if stored == size_of::<T>() {
        stored
    } else {
        stored + size_of::<T>()
    };
    (header.elements as u64).saturating_mul(each as u64)
}

fn convert<S: Stored, T: Element>(
    reader: impl Read,
    header: &CheckedHeader,
    at: &Location,
) -> Result<Vec<T>, FileError> {
    let descriptor = &header.header.type_descriptor;
    // One byte more than there should be, so that a source without end is noticed and not read.
    let bytes = (header.elements * header.element_bytes) as u64 + 1;
    let stored = S::read_to_end_exact_vec(reader.take(bytes), descriptor, header.elements)
        .map_err(|error| read_refusal(error, header, at))?;
    let refusal = |offset, value: S| FileError::Value {
        at: at.clone(),
        index: index_of(
            offset,
            &header.header.shape,
            header.header.layout.is_fortran(),
        ),
        value: value.to_string(),
        accepted: T::ACCEPTED,
    };
    let exactly =
        |(offset, value): (usize, S)| value.convert().ok_or_else(|| refusal(offset, value));
    stored.into_iter().enumerate().map(exactly).collect()
}

/// The index of the element that is stored `offset` elements after the first.
fn index_of(mut offset: usize, shape: &[usize], fortran: bool) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    let mut split = |axis: usize| {
        index[axis] = offset % shape[axis];
        offset /= shape[axis];
    };
    if fortran {
        (0..shape.len()).for_each(&mut split);
    } else {
        (0..shape.len()).rev().for_each(&mut split);
    }
    index
}

fn type_refusal(header: &CheckedHeader, at: &Location) -> FileError {
    FileError::DataType {
        at: at.clone(),
        found: header.header.type_descriptor.to_string(),
    }
}

fn read_refusal(error: ReadDataError, header: &CheckedHeader, at: &Location) -> FileError {
    match error {
        ReadDataError::Io(source) => FileError::Damaged {
            at: at.clone(),
            source,
        },
        ReadDataError::WrongDescriptor(_) => type_refusal(header, at),
        // The source is shorter or longer than it was when its length was taken.
        ReadDataError::MissingData => {
            let source = io::Error::from(io::ErrorKind::UnexpectedEof);
            FileError::Damaged {
                at: at.clone(),
                source,
            }
        }
        ReadDataError::ExtraBytes(extra) => FileError::TrailingBytes {
            at: at.clone(),
            extra: extra as u64,
        },
        ReadDataError::ParseData(error) => FileError::Damaged {
            at: at.clone(),
            source: io::Error::other(error),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `memory_needed` relies on.
    #[test]
    fn numbers_of_one_size_are_converted_in_place() {
        let stored: Vec<i64> = (0..1000).collect();
        let place = stored.as_ptr().addr();
        let convert = |(_, value): (usize, i64)| value.convert::<f64>();
        let converted: Option<Vec<f64>> = stored.into_iter().enumerate().map(convert).collect();
        let converted = converted.unwrap();
        assert_eq!(converted.as_ptr().addr(), place);
    }

    #[test]
    fn an_offset_is_turned_into_an_index_in_either_order() {
        assert_eq!(index_of(4, &[2, 3], false), [1, 1]);
        assert_eq!(index_of(4, &[2, 3], true), [0, 2]);
        assert_eq!(index_of(0, &[], false), [0; 0]);
    }
}
