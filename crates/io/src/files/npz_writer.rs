//! Writing `.npz` archives that `numpy.load` opens.
//!
//! The same arrays give the same bytes: entries are stored in the order of [`NpzWriter::add`],
//! uncompressed, with the oldest time a zip file can state and with 64-bit sizes, whatever the
//! size.

use super::error::FileError;
use super::latch::Latch;
use super::npy::into_io;
use super::publish::PartialFile;
use super::text::{ByteText, Texts};
use ndarray_npy::{WriteNpyExt, WriteNpzError};
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime};

/// An archive that is being written. It appears under its name with [`NpzWriter::finish`]; dropped
/// before, it leaves nothing behind. Example: see [`NpzReader`](super::NpzReader).
#[must_use = "the archive appears under its name only when it is finished"]
pub struct NpzWriter {
    // Dropped before `partial`, so that the file is closed when it is removed.
    archive: ndarray_npy::NpzWriter<Latch<BufWriter<File>>>,
    partial: PartialFile,
}

impl NpzWriter {
    /// Begins an archive that will replace `path`.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`].
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let (partial, file) = PartialFile::create(path)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .large_file(true);
        let archive =
            ndarray_npy::NpzWriter::new_with_options(Latch::new(BufWriter::new(file)), options);
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
        let Self { archive, partial } = self;
        let written = archive
            .finish()
            .map_err(npz_into_io)
            .and_then(Latch::into_result);
        match written {
            Ok(writer) => partial.publish(writer),
            Err(error) => Err(partial.failed(error)),
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
}
