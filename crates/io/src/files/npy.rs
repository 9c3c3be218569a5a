//! Single arrays in `.npy` files.

use super::element::{Element, read_elements};
use super::error::FileError;
use super::header::{CheckedHeader, read_header};
use super::location::Location;
use super::publish::publish_on;
use super::storage::{Disk, FileSystem};
use crate::platform::available_memory;
use ndarray::{Array, Array2, Dimension, Ix2, IxDyn, ShapeBuilder};
use ndarray_npy::{WriteNpyError, WriteNpyExt};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// Reads an array of numbers of any kind (bool, integer or float, either byte order, C or Fortran
/// order) into 64-bit floats. `D` is the number of dimensions expected: `Ix1`,
/// `Ix2`, or `IxDyn` for any.
///
/// While reading, the array takes 8 bytes of memory per element, and the size of the file as well
/// unless its elements have 8 bytes. Memory is only reserved once the file was found to be as long
/// as its header says.
///
/// # Errors
///
/// [`FileError`], for everything that is no such array, for numbers that are not finite and for
/// integers that a 64-bit float cannot hold.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{read_array, write_npy};
/// use ndarray::{Array1, Ix1, array};
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("weights.npy");
/// write_npy(&path, &array![1_i32, -4])?;
/// let weights: Array1<f64> = read_array::<Ix1>(&path)?;
/// assert_eq!(weights, array![1.0, -4.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_array<D: Dimension>(path: &Path) -> Result<Array<f64, D>, FileError> {
    let (file, length) = open_regular(path)?;
    let mut reader = BufReader::new(file);
    read_from(&mut reader, length, available_memory, &Location::file(path))
}

/// Reads a matrix of numbers of any kind: [`read_array`] with two dimensions.
///
/// # Errors
///
/// As [`read_array`].
pub fn read_matrix(path: &Path) -> Result<Array2<f64>, FileError> {
    read_array::<Ix2>(path)
}

/// The number of rows of a square matrix, `shape` being its rows and columns and `path` the file
/// it came from.
///
/// # Errors
///
/// [`FileError::NotSquare`], with both dimensions.
pub fn require_square(path: &Path, (rows, columns): (usize, usize)) -> Result<usize, FileError> {
    if rows == columns {
        Ok(rows)
    } else {
        Err(FileError::NotSquare {
            path: path.to_path_buf(),
            rows,
            columns,
        })
    }
}

/// Writes an array as `numpy.save` does: `path` appears when it is complete and replaces what was
/// there.
///
/// # Errors
///
/// [`FileError::Io`].
pub fn write_npy<A: WriteNpyExt + ?Sized>(path: &Path, array: &A) -> Result<(), FileError> {
    write_npy_on(Disk::shared(), path, array)
}

/// [`write_npy`] on any file system.
pub(super) fn write_npy_on<A: WriteNpyExt + ?Sized>(
    file_system: Arc<dyn FileSystem>,
    path: &Path,
    array: &A,
) -> Result<(), FileError> {
    publish_on(file_system, path, |writer| {
        array.write_npy(writer).map_err(into_io)
    })
}

/// Opens a file and tells its length in bytes.
pub(crate) fn open_regular(path: &Path) -> Result<(File, u64), FileError> {
    // Asked before opening: opening a pipe would wait for its other end.
    let metadata = path.metadata().map_err(FileError::io("read", path))?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile {
            path: path.to_path_buf(),
        });
    }
    let file = File::open(path).map_err(FileError::io("read", path))?;
    let length = file.metadata().map_err(FileError::io("read", path))?.len();
    Ok((file, length))
}

/// Reads an array from a source of `length` bytes, taking at most the bytes that `memory` tells.
pub(super) fn read_from<T: Element, D: Dimension>(
    reader: &mut impl Read,
    length: u64,
    memory: fn() -> Option<u64>,
    at: &Location,
) -> Result<Array<T, D>, FileError> {
    let header = read_header(reader, length, at)?;
    if let Some(accepted) = D::NDIM {
        require_dimensions(&header, accepted, at)?;
    }
    let elements = read_elements::<T>(reader, &header, memory, at)?;
    in_shape(elements, &header, at)
}

/// Refuses an array with another number of dimensions than `accepted`.
pub(super) fn require_dimensions(
    header: &CheckedHeader,
    accepted: usize,
    at: &Location,
) -> Result<(), FileError> {
    let shape = &header.header.shape;
    if shape.len() == accepted {
        Ok(())
    } else {
        Err(FileError::Dimensions {
            at: at.clone(),
            shape: shape.clone(),
            accepted,
        })
    }
}

fn in_shape<T: Element, D: Dimension>(
    elements: Vec<T>,
    header: &CheckedHeader,
    at: &Location,
) -> Result<Array<T, D>, FileError> {
    let shape = IxDyn(&header.header.shape).set_f(header.header.layout.is_fortran());
    // ndarray refuses shapes such as (0, 2^62, 2^62), which hold nothing but have no strides.
    Array::from_shape_vec(shape, elements)
        .and_then(Array::into_dimensionality)
        .map_err(|_| FileError::Shape {
            at: at.clone(),
            found: format!("{:?}", header.header.shape),
        })
}

/// The operating system's error behind a failed write, where that is what it was.
pub(super) fn into_io(error: WriteNpyError) -> io::Error {
    match error {
        WriteNpyError::Io(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Ix1, array};

    fn round_trip<D: Dimension>(array: &(impl WriteNpyExt + ?Sized)) -> Array<f64, D> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("array.npy");
        write_npy(&path, array).unwrap();
        read_array(&path).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back_in_every_element_type() {
        let expected = array![[1.0, 0.0, 2.0], [3.0, 4.0, 5.0]];
        macro_rules! check {
            ($($kind:ty),*) => {$(
                let values = expected.mapv(|value| value as $kind);
                assert_eq!(round_trip::<Ix2>(&values), expected, stringify!($kind));
            )*};
        }
        check!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
        assert_eq!(round_trip::<Ix1>(&array![true, false]), array![1.0, 0.0]);
    }

    #[test]
    fn transposed_and_strided_arrays_keep_their_elements() {
        let matrix = array![[1_i64, 2, 3], [4, 5, 6]];
        let expected = matrix.mapv(|value| value as f64);
        assert_eq!(round_trip::<Ix2>(&matrix.t()), expected.t());
        let every_other = ndarray::Slice::from(..).step_by(2);
        let strided = matrix.slice_axis(ndarray::Axis(1), every_other);
        assert_eq!(round_trip::<Ix2>(&strided), array![[1.0, 3.0], [4.0, 6.0]]);
    }

    #[test]
    fn arrays_without_elements_have_their_shape() {
        assert_eq!(
            round_trip::<Ix2>(&Array2::<f64>::zeros((0, 7))).dim(),
            (0, 7)
        );
        assert_eq!(round_trip::<Ix1>(&Array::<f32, Ix1>::zeros(0)).dim(), 0);
    }

    #[test]
    fn non_square_matrices_are_refused_with_both_dimensions() {
        let path = Path::new("m.npy");
        assert_eq!(require_square(path, (3, 3)).unwrap(), 3);
        let error = require_square(path, (3, 4)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the matrix in \"m.npy\" has 3 rows and 4 columns; it must be square"
        );
    }

    #[test]
    fn directories_and_absent_files_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let error = read_matrix(directory.path()).unwrap_err();
        assert!(matches!(error, FileError::NotAFile { .. }), "{error}");
        let error = read_matrix(&directory.path().join("absent.npy")).unwrap_err();
        assert!(
            matches!(error, FileError::Io { action: "read", .. }),
            "{error}"
        );
    }
}
