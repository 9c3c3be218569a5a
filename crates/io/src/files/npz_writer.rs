//! Writing `.npz` archives that `numpy.load` opens.
//!
//! The same arrays give the same bytes: entries are stored in the order of [`NpzWriter::add`],
//! uncompressed, with the oldest time a zip file can state and with 64-bit sizes, whatever the
//! size.

use super::error::FileError;
use super::latch::Latch;
use super::location::Location;
use super::npy::into_io;
use super::number::Number;
use super::publish::{FileWriter, PartialFile};
use super::storage::{Disk, FileSystem};
use super::streamed::{Order, Streamed};
use super::text::{ByteText, Texts};
use ndarray_npy::{WriteNpyExt, WriteNpzError};
use std::io;
use std::path::Path;
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime};

/// An archive that is being written. It appears under its name with [`NpzWriter::finish`]; dropped
/// before, it leaves nothing behind. Example: see [`NpzReader`](super::NpzReader).
#[must_use = "the archive appears under its name only when it is finished"]
pub struct NpzWriter {
    // Dropped before `partial`, so that the file is closed when it is removed.
    archive: ndarray_npy::NpzWriter<Latch<FileWriter>>,
    partial: PartialFile,
}

impl NpzWriter {
    /// Begins an archive that will replace `path`.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`].
    pub fn create(path: &Path) -> Result<Self, FileError> {
        Self::create_on(Disk::shared(), path)
    }

    /// [`create`](Self::create) on any file system.
    pub(super) fn create_on(
        file_system: Arc<dyn FileSystem>,
        path: &Path,
    ) -> Result<Self, FileError> {
        let (partial, writer) = PartialFile::create(file_system, path)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .large_file(true);
        let archive = ndarray_npy::NpzWriter::new_with_options(Latch::new(writer), options);
        Ok(Self { archive, partial })
    }

    /// Adds an array, which numpy will find under `name`.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`] if the name is taken. What the operating system refuses is told by
    /// [`NpzWriter::finish`].
    pub fn add<A>(&mut self, name: &str, array: &A) -> Result<(), FileError>
    where
        A: WriteNpyExt + ?Sized,
    {
        self.archive
            .add_array(name, array)
            .map_err(|error| self.partial.failed(npz_into_io(error)))
    }

    /// Adds a list of texts, which numpy reads as an array of strings.
    ///
    /// # Errors
    ///
    /// As [`NpzWriter::add`].
    pub fn add_texts(&mut self, name: &str, texts: &[&str]) -> Result<(), FileError> {
        self.add(name, &Texts(texts))
    }

    /// Adds an array whose elements come one after the other, of which only some are in memory at a
    /// time: as many as `shape` tells, in the `order` in which they are to lie in the file.
    ///
    /// # Errors
    ///
    /// The first error of `elements`, [`FileError::Count`] if there are fewer or more of them, and as
    /// [`NpzWriter::add`]. After an error the archive can only be dropped.
    ///
    /// # Example
    ///
    /// ```
    /// use adexnet_io::files::{FileError, NpzReader, NpzWriter, Order};
    /// use ndarray::{Ix2, array};
    ///
    /// let directory = tempfile::tempdir()?;
    /// let path = directory.path().join("state.npz");
    /// let mut npz = NpzWriter::create(&path)?;
    /// let samples = [-70.0, -65.0, -69.0, -64.0, -68.0, -63.0]; // mV, of 2 neurons at a time
    /// let elements = samples.into_iter().map(Ok::<f64, FileError>);
    /// npz.add_stream("V", &[2, 3], Order::Columns, elements)?;
    /// npz.finish()?;
    /// let read = NpzReader::open(&path)?.read::<Ix2>("V")?;
    /// assert_eq!(read, array![[-70.0, -69.0, -68.0], [-65.0, -64.0, -63.0]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_stream<T, E>(
        &mut self,
        name: &str,
        shape: &[usize],
        order: Order,
        elements: impl IntoIterator<Item = Result<T, E>>,
    ) -> Result<(), E>
    where
        T: Number,
        E: From<FileError>,
    {
        let array = Streamed::new(shape, order, elements.into_iter());
        let added = self.add(name, &array);
        match array.failure(Location::entry(self.partial.path(), name)) {
            Some(failure) => Err(failure),
            None => added.map_err(E::from),
        }
    }

    /// Adds an ASCII text as a byte string without dimensions.
    pub(crate) fn add_byte_text(&mut self, name: &str, text: &str) -> Result<(), FileError> {
        self.add(name, &ByteText(text))
    }

    /// Completes the archive and gives it its name.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`].
    pub fn finish(self) -> Result<(), FileError> {
        self.finish_checked(|_| Ok(()))
    }

    /// The same, if `check` finds nothing wrong with the file, which still has a hidden name then.
    pub(crate) fn finish_checked<E: From<FileError>>(
        self,
        check: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { archive, partial } = self;
        let written = archive
            .finish()
            .map_err(npz_into_io)
            .and_then(Latch::into_result);
        match written {
            Ok(writer) => partial.publish_checked(writer, check),
            Err(error) => Err(partial.failed(error).into()),
        }
    }
}

fn npz_into_io(error: WriteNpzError) -> io::Error {
    match error {
        WriteNpzError::Npy(error) => into_io(error),
        WriteNpzError::Zip(error) => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::NpzReader;
    use ndarray::{Ix1, Ix2, array};

    fn write(path: &Path) {
        let mut writer = NpzWriter::create(path).unwrap();
        writer.add("t", &array![0.1, 0.2]).unwrap();
        writer.add("W", &array![[1_i8, -4]]).unwrap();
        writer.add_texts("units", &["mV", "pA"]).unwrap();
        writer.finish().unwrap();
    }

    #[test]
    fn arrays_come_back_by_name() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.npz");
        write(&path);
        let mut reader = NpzReader::open(&path).unwrap();
        assert_eq!(reader.entries().collect::<Vec<_>>(), ["t", "W", "units"]);
        assert_eq!(reader.read::<Ix1>("t").unwrap(), array![0.1, 0.2]);
        assert_eq!(reader.read::<Ix2>("W").unwrap(), array![[1.0, -4.0]]);
        assert_eq!(reader.shape("W").unwrap(), [1, 2]);
        assert_eq!(reader.shape("units").unwrap(), [2]);
    }

    #[test]
    fn the_same_arrays_give_the_same_bytes() {
        let directory = tempfile::tempdir().unwrap();
        let [first, second] = ["a.npz", "b.npz"].map(|name| directory.path().join(name));
        write(&first);
        write(&second);
        assert_eq!(
            std::fs::read(first).unwrap(),
            std::fs::read(second).unwrap()
        );
    }

    #[test]
    fn an_unfinished_archive_leaves_nothing_behind() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.npz");
        let mut writer = NpzWriter::create(&path).unwrap();
        writer.add("x", &array![1.0]).unwrap();
        let error = writer.add("x", &array![2.0]).unwrap_err();
        assert!(matches!(error, FileError::Io { .. }), "{error}");
        drop(writer);
        assert_eq!(directory.path().read_dir().unwrap().count(), 0);
    }

    /// If this fails, arrays that are larger than memory are other arrays than small ones.
    #[test]
    fn streamed_arrays_have_the_bytes_of_others() {
        let directory = tempfile::tempdir().unwrap();
        let [first, second] = ["a.npz", "b.npz"].map(|name| directory.path().join(name));
        let values = ndarray::Array2::from_shape_fn((70, 1000), |(i, k)| (i * 1000 + k) as f64);
        let mut writer = NpzWriter::create(&first).unwrap();
        writer.add("rows", &values).unwrap();
        writer.add("columns", &values.t()).unwrap();
        writer.finish().unwrap();
        let mut writer = NpzWriter::create(&second).unwrap();
        let elements = || values.iter().copied().map(Ok::<f64, FileError>);
        writer
            .add_stream("rows", &[70, 1000], Order::Rows, elements())
            .unwrap();
        writer
            .add_stream("columns", &[1000, 70], Order::Columns, elements())
            .unwrap();
        writer.finish().unwrap();
        assert_eq!(
            std::fs::read(first).unwrap(),
            std::fs::read(second).unwrap()
        );
    }

    #[test]
    fn a_stream_of_another_length_or_with_an_error_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.npz");
        let stream = |elements: Vec<Result<u32, FileError>>| {
            let mut writer = NpzWriter::create(&path).unwrap();
            let added = writer.add_stream("i", &[2], Order::Rows, elements);
            added.unwrap_err().to_string()
        };
        let short = stream(vec![Ok(1)]);
        assert!(
            short.contains("entry \"i\"") && short.contains("1 element"),
            "{short}"
        );
        let long = stream(vec![Ok(1), Ok(2), Ok(3)]);
        assert!(long.contains("more than 2 element"), "{long}");
        let failed = stream(vec![
            Ok(1),
            Err(FileError::NotAFile {
                path: "here".into(),
            }),
        ]);
        assert!(failed.contains("\"here\""), "{failed}");
        assert_eq!(directory.path().read_dir().unwrap().count(), 0);
    }
}
