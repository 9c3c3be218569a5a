//! Reading `.npz` archives: zip files of `.npy` arrays.
//!
//! An archive states for each entry how large it is unpacked. That number decides how much memory
//! is reserved, so it is checked first: against what the compression can possibly do, and, by the
//! array's header, against its shape. Entries are only looked up by names that the program chose;
//! names in an archive are never used as paths.

use super::element::{Element, read_elements};
use super::error::FileError;
use super::header::{CheckedHeader, read_header};
use super::location::Location;
use super::npy::{open_regular, read_from, require_dimensions};
use super::text::{MAX_TEXT_BYTES, decode_text};
use crate::platform::available_memory;
use ndarray::{Array, Dimension};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

/// How many times its packed size a deflated entry can have unpacked: deflate spends at least
/// 2 bits on a match, and a match yields at most 258 bytes.
///
/// Honest archives come near it (all weights equal), so no smaller limit is imposed; what an
/// array takes is bounded by the memory that is available.
pub const MAX_DEFLATE_RATIO: u64 = 1032;

/// How many of its entries the message lists when one is missing.
const LISTED_ENTRIES: usize = 8;

/// An `.npz` archive, open for reading.
///
/// # Example
///
/// ```
/// use adexnet_io::files::{NpzReader, NpzWriter};
/// use ndarray::{Ix1, array};
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("spikes.npz");
/// let mut writer = NpzWriter::create(&path)?;
/// writer.add("i", &array![3_u32, 1])?;
/// writer.finish()?;
///
/// let mut reader = NpzReader::open(&path)?;
/// assert_eq!(reader.entries().collect::<Vec<_>>(), ["i"]);
/// assert_eq!(reader.read::<Ix1>("i")?, array![3.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct NpzReader {
    path: PathBuf,
    archive: ZipArchive<BufReader<File>>,
    file_bytes: u64,
}

impl NpzReader {
    /// Opens an archive and reads its directory.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`], [`FileError::NotAFile`] and [`FileError::Archive`].
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let (file, file_bytes) = open_regular(path)?;
        let archive =
            ZipArchive::new(BufReader::new(file)).map_err(|source| FileError::Archive {
                path: path.to_path_buf(),
                source,
            })?;
        Ok(Self {
            path: path.to_path_buf(),
            archive,
            file_bytes,
        })
    }

    /// The names of the arrays, in the order of the archive.
    pub fn entries(&self) -> impl Iterator<Item = &str> {
        self.archive
            .file_names()
            .map(|name| name.strip_suffix(".npy").unwrap_or(name))
    }

    /// Reads one array into 64-bit floats, as [`read_array`](super::read_array) does.
    ///
    /// # Errors
    ///
    /// As [`read_array`](super::read_array), and [`FileError::MissingEntry`],
    /// [`FileError::EntrySize`], [`FileError::Archive`].
    pub fn read<D: Dimension>(&mut self, entry: &str) -> Result<Array<f64, D>, FileError> {
        self.read_as(entry)
    }

    /// Whether there is an array of this name.
    pub fn contains(&self, entry: &str) -> bool {
        self.index_of(entry).is_some()
    }

    /// The shape of an array, from its header alone: what it would unpack to is not touched.
    ///
    /// # Errors
    ///
    /// As [`NpzReader::read`].
    pub fn shape(&mut self, entry: &str) -> Result<Vec<usize>, FileError> {
        let at = Location::entry(&self.path, entry);
        Ok(self.header(&at, entry)?.0.header.shape)
    }

    /// Reads one array into any type of number.
    pub(super) fn read_as<T: Element, D: Dimension>(
        &mut self,
        entry: &str,
    ) -> Result<Array<T, D>, FileError> {
        let at = Location::entry(&self.path, entry);
        let (mut reader, length) = self.open_entry(&at, entry)?;
        read_from(&mut reader, length, available_memory, &at)
    }

    /// Reads the elements of a one-dimensional array.
    pub(super) fn read_list<T: Element>(&mut self, entry: &str) -> Result<Vec<T>, FileError> {
        let at = Location::entry(&self.path, entry);
        let (header, mut reader) = self.header(&at, entry)?;
        require_dimensions(&header, 1, &at)?;
        read_elements(&mut reader, &header, available_memory, &at)
    }

    /// Reads a short text that is stored as an array without dimensions.
    pub(super) fn read_text(&mut self, entry: &str) -> Result<String, FileError> {
        let at = Location::entry(&self.path, entry);
        let (header, reader) = self.header(&at, entry)?;
        require_dimensions(&header, 0, &at)?;
        let mut bytes = Vec::new();
        reader
            .take(MAX_TEXT_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|source| FileError::Damaged {
                at: at.clone(),
                source,
            })?;
        decode_text(&header.descriptor, &bytes).ok_or_else(|| FileError::DataType {
            at,
            found: header.header.type_descriptor.to_string(),
        })
    }

    fn header<'a>(
        &'a mut self,
        at: &Location,
        entry: &str,
    ) -> Result<(CheckedHeader, impl Read + use<'a>), FileError> {
        let (mut reader, length) = self.open_entry(at, entry)?;
        let header = read_header(&mut reader, length, at)?;
        Ok((header, reader))
    }

    /// An entry's unpacked bytes and their number, which is possible for the size of the file.
    fn open_entry(
        &mut self,
        at: &Location,
        entry: &str,
    ) -> Result<(ZipFile<'_, BufReader<File>>, u64), FileError> {
        let index = self
            .index_of(entry)
            .ok_or_else(|| FileError::MissingEntry {
                at: at.clone(),
                found: self.listing(),
            })?;
        let file = self
            .archive
            .by_index(index)
            .map_err(|source| FileError::Archive {
                path: at.path.clone(),
                source,
            })?;
        let (declared, compressed) = (file.size(), file.compressed_size());
        let possible = match file.compression() {
            CompressionMethod::Stored => declared == compressed,
            _ => declared <= compressed.saturating_mul(MAX_DEFLATE_RATIO),
        };
        if !possible || compressed > self.file_bytes {
            return Err(FileError::EntrySize {
                at: at.clone(),
                declared,
                compressed,
                file: self.file_bytes,
            });
        }
        Ok((file, declared))
    }

    fn index_of(&self, entry: &str) -> Option<usize> {
        let archive = &self.archive;
        archive
            .index_for_name(&format!("{entry}.npy"))
            .or_else(|| archive.index_for_name(entry))
    }

    /// The names of the first arrays, for a message.
    pub(super) fn listing(&self) -> String {
        let names: Vec<_> = self.entries().take(LISTED_ENTRIES).collect();
        match self.archive.len() {
            0 => "nothing".to_owned(),
            count if count > LISTED_ENTRIES => {
                format!("{names:?} and {} more", count - LISTED_ENTRIES)
            }
            _ => format!("{names:?}"),
        }
    }
}
