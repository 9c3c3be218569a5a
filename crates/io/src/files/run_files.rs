//! Writing into a run directory: what the functions of this module do with a path, through the
//! directory's file system.

use super::edges::{Edges, write_edges_on};
use super::error::FileError;
use super::location::Location;
use super::npy::{into_io, write_npy_on};
use super::npz_writer::NpzWriter;
use super::number::Number;
use super::publish::{FileWriter, publish_on};
use super::run_directory::RunDirectory;
use super::sparse::write_csr_on;
use super::storage::FileSystem;
use super::streamed::{Order, Streamed};
use ndarray_npy::WriteNpyExt;
use sprs::CsMatI;
use std::io;
use std::sync::Arc;

impl RunDirectory {
    fn storage(&self) -> Arc<dyn FileSystem> {
        Arc::clone(self.file_system())
    }

    /// Writes a file, as [`publish`](super::publish) does.
    ///
    /// # Errors
    ///
    /// As [`publish`](super::publish).
    pub fn publish<F>(&self, name: &str, write: F) -> Result<(), FileError>
    where
        F: FnOnce(&mut FileWriter) -> io::Result<()>,
    {
        publish_on(self.storage(), &self.file(name), write)
    }

    /// Begins an archive of arrays.
    ///
    /// # Errors
    ///
    /// As [`NpzWriter::create`].
    pub fn npz(&self, name: &str) -> Result<NpzWriter, FileError> {
        NpzWriter::create_on(self.storage(), &self.file(name))
    }

    /// Writes an array, as [`write_npy`](super::write_npy) does.
    ///
    /// # Errors
    ///
    /// As [`write_npy`](super::write_npy).
    pub fn write_npy<A>(&self, name: &str, array: &A) -> Result<(), FileError>
    where
        A: WriteNpyExt + ?Sized,
    {
        write_npy_on(self.storage(), &self.file(name), array)
    }

    /// Writes an array whose elements come row by row, and are never in memory together.
    ///
    /// # Errors
    ///
    /// As [`write_npy`](super::write_npy), and [`FileError::Count`] if there are more elements than the shape has,
    /// or fewer.
    pub(crate) fn write_npy_stream<T: Number>(
        &self,
        name: &str,
        shape: &[usize],
        elements: impl Iterator<Item = T>,
    ) -> Result<(), FileError> {
        let array = Streamed::new(shape, Order::Rows, elements.map(Ok::<T, FileError>));
        let written = self.publish(name, |writer| {
            array.write_npy(writer).map_err(into_io)?;
            let incomplete = || io::Error::other("the array is not complete");
            array.is_fine().then_some(()).ok_or_else(incomplete)
        });
        let at = Location::file(&self.file(name));
        array.failure(at).map_or(written, Err)
    }

    /// Writes a sparse matrix, as [`write_csr_npz`](super::write_csr_npz) does.
    ///
    /// # Errors
    ///
    /// As [`write_csr_npz`](super::write_csr_npz).
    pub fn write_csr_npz(&self, name: &str, matrix: &CsMatI<f64, u32>) -> Result<(), FileError> {
        write_csr_on(self.storage(), &self.file(name), matrix)
    }

    /// Writes a list of edges, as [`write_edges_npz`](super::write_edges_npz) does.
    ///
    /// # Errors
    ///
    /// As [`write_edges_npz`](super::write_edges_npz).
    pub fn write_edges_npz(&self, name: &str, edges: &Edges) -> Result<(), FileError> {
        write_edges_on(self.storage(), &self.file(name), edges)
    }
}
