//! Arrays of an archive exactly as they were written: no type is converted.
//!
//! Whoever reads its own files, such as checkpoints, expects what it wrote and nothing like it.

use super::element::read_elements;
use super::error::FileError;
use super::npy::require_dimensions;
use super::npz::NpzReader;
use crate::platform::available_memory;
use adexnet_engine::SnapshotArray;
use std::io::{Read, Seek};

impl<R: Read + Seek> NpzReader<R> {
    /// Reads an array of one dimension with the type that it has.
    ///
    /// # Errors
    ///
    /// As [`NpzReader::read`]; [`FileError::InexactType`] for all types but those of
    /// [`SnapshotArray`] in the byte order of numpy on common machines.
    pub(crate) fn read_exactly(&mut self, entry: &str) -> Result<SnapshotArray, FileError> {
        let at = self.place_of(entry);
        let (header, mut reader) = self.header(&at, entry)?;
        require_dimensions(&header, 1, &at)?;
        macro_rules! elements {
            ($kind:ty) => {
                read_elements::<$kind>(&mut reader, &header, available_memory, &at)?
            };
        }
        Ok(match header.descriptor.as_str() {
            "<u4" => SnapshotArray::U32(elements!(u32)),
            "<u8" => SnapshotArray::U64(elements!(u64)),
            "<f4" => SnapshotArray::F32(elements!(f32)),
            "<f8" => SnapshotArray::F64(elements!(f64)),
            found => {
                return Err(FileError::InexactType {
                    found: found.to_owned(),
                    at,
                });
            }
        })
    }

    /// Reads the bytes of a text that is stored as a byte string without dimensions, however long.
    ///
    /// # Errors
    ///
    /// As [`NpzReader::read`]; [`FileError::InexactType`] for other types.
    pub(crate) fn read_byte_text(&mut self, entry: &str) -> Result<Vec<u8>, FileError> {
        let at = self.place_of(entry);
        let (header, mut reader) = self.header(&at, entry)?;
        require_dimensions(&header, 0, &at)?;
        if !header.descriptor.starts_with("|S") {
            return Err(FileError::InexactType {
                found: header.descriptor,
                at,
            });
        }
        // To its end, where the checksum is compared. The reader ends where the header said.
        let mut bytes = Vec::new();
        match reader.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(source) => Err(FileError::Damaged { at, source }),
        }
    }
}
