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
use super::rationed::Rationed;
use super::text::{MAX_TEXT_BYTES, decode_text};
use crate::platform::available_memory;
use ndarray::{Array, Dimension};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
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

/// An `.npz` archive, open for reading: a file, or whatever can be read and sought.
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
pub struct NpzReader<R = BufReader<File>> {
    path: PathBuf,
    archive: ZipArchive<R>,
    file_bytes: u64,
}

/// An entry as the directory of an archive lists it.
#[derive(Debug)]
pub(crate) struct ListedEntry {
    /// The array's name.
    pub(crate) name: String,
    /// Bytes that it takes in the archive.
    pub(crate) bytes: u64,
    /// Whether these are its bytes as they are.
    pub(crate) is_stored: bool,
}

impl NpzReader {
    /// Opens an archive and reads its directory.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`], [`FileError::NotAFile`] and [`FileError::Archive`].
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let (file, _) = open_regular(path)?;
        Self::new(path, BufReader::new(file))
    }
}

impl<R: Read + Seek> NpzReader<R> {
    /// Reads the directory of the archive in `reader`; `path` is what refusals call it.
    ///
    /// # Errors
    ///
    /// [`FileError::Io`] and [`FileError::Archive`].
    pub fn new(path: &Path, mut reader: R) -> Result<Self, FileError> {
        let end = reader.seek(SeekFrom::End(0));
        let file_bytes = end.map_err(FileError::io("read", path))?;
        let refused = |source| FileError::Archive {
            path: path.to_path_buf(),
            source,
        };
        let ration = Rationed::for_opening(&mut reader, file_bytes);
        ZipArchive::new(ration).map_err(refused)?;
        let archive = ZipArchive::new(reader).map_err(refused)?;
        Ok(Self {
            path: path.to_path_buf(),
            archive,
            file_bytes,
        })
    }

    /// The size of the archive in bytes.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    /// What the directory of the archive says of its entries, in their order.
    ///
    /// # Errors
    ///
    /// [`FileError::Archive`].
    pub(crate) fn listed(&mut self) -> Result<Vec<ListedEntry>, FileError> {
        let archive = |source| FileError::Archive {
            path: self.path.clone(),
            source,
        };
        (0..self.archive.len())
            .map(|index| {
                let file = self.archive.by_index_raw(index).map_err(archive)?;
                let name = file.name();
                Ok(ListedEntry {
                    name: name.strip_suffix(".npy").unwrap_or(name).to_owned(),
                    bytes: file.compressed_size(),
                    is_stored: file.compression() == CompressionMethod::Stored,
                })
            })
            .collect()
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
        let at = self.place_of(entry);
        Ok(self.header(&at, entry)?.0.header.shape)
    }

    /// Reads one array into any type of number.
    pub(super) fn read_as<T: Element, D: Dimension>(
        &mut self,
        entry: &str,
    ) -> Result<Array<T, D>, FileError> {
        let at = self.place_of(entry);
        let (mut reader, length) = self.open_entry(&at, entry)?;
        read_from(&mut reader, length, available_memory, &at)
    }

    /// Reads the elements of a one-dimensional array.
    pub(super) fn read_list<T: Element>(&mut self, entry: &str) -> Result<Vec<T>, FileError> {
        let at = self.place_of(entry);
        let (header, mut reader) = self.header(&at, entry)?;
        require_dimensions(&header, 1, &at)?;
        read_elements(&mut reader, &header, available_memory, &at)
    }

    /// Reads a short text that is stored as an array without dimensions.
    pub(super) fn read_text(&mut self, entry: &str) -> Result<String, FileError> {
        let at = self.place_of(entry);
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

    pub(super) fn header<'a>(
        &'a mut self,
        at: &Location,
        entry: &str,
    ) -> Result<(CheckedHeader, impl Read + use<'a, R>), FileError> {
        let (mut reader, length) = self.open_entry(at, entry)?;
        let header = read_header(&mut reader, length, at)?;
        Ok((header, reader))
    }

    /// An entry's unpacked bytes and their number, which is possible for the size of the file.
    fn open_entry(
        &mut self,
        at: &Location,
        entry: &str,
    ) -> Result<(ZipFile<'_, R>, u64), FileError> {
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

    /// The place of an array, for refusals.
    pub(super) fn place_of(&self, entry: &str) -> Location {
        Location::entry(&self.path, entry)
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
