//! Files that lie, cut by hand: each lie has its own refusal, and no byte makes the readers panic
//! or reserve memory that the file could not fill.

use super::error::FileError;
use super::location::Location;
use super::npy::read_from;
use ndarray::{Array, IxDyn};
use std::path::Path;

macro_rules! assert_refused {
    ($result:expr, $pattern:pat) => {
        let error = $result.map(drop).unwrap_err();
        assert!(matches!(error, $pattern), "{error:?}");
        assert!(
            error.to_string().contains("hostile.np"),
            "{error} does not name the file"
        );
    };
}

mod any_bytes;
mod archives;
mod arrays;
mod connectivity;

/// An npy file of version 1.0 with the given dictionary.
fn npy(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let length = (dictionary.len() as u16 + 1).to_le_bytes();
    [
        b"\x93NUMPY\x01\x00",
        &length[..],
        dictionary.as_bytes(),
        b"\n",
        data,
    ]
    .concat()
}

/// An npy file of floats in C order.
fn floats(shape: &str, data: &[u8]) -> Vec<u8> {
    npy(
        &format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}"),
        data,
    )
}

fn read(bytes: &[u8]) -> Result<Array<f64, IxDyn>, FileError> {
    read_within(bytes, || None)
}

fn read_within(
    mut bytes: &[u8],
    memory: fn() -> Option<u64>,
) -> Result<Array<f64, IxDyn>, FileError> {
    let length = bytes.len() as u64;
    read_from(
        &mut bytes,
        length,
        memory,
        &Location::file(Path::new("hostile.npy")),
    )
}
