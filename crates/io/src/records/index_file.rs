//! `records/index.json`: writing, and reading without trust.
//!
//! The file ends with a checksum of what stands before it, and it is accepted if it is, byte by byte,
//! what would be written of what was read. So no change of it goes unnoticed.

use super::error::RecordError;
use super::index::Index;
use super::index_fields::IndexFields;
use crate::files::{FileError, RunDirectory};
use crate::names::{INDEX, RECORDS};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

/// The form of the files, which is counted up when it changes.
const FORMAT: u32 = 1;

/// Longest index that is written and read: enough for a million ranges of neurons.
const MAX_INDEX_BYTES: u64 = 64 << 20;

/// What the file holds.
#[derive(Serialize)]
struct IndexFile<'a> {
    format: u32,
    #[serde(flatten)]
    index: &'a Index,
    crc32: String,
}

/// What every version of the file holds.
#[derive(Deserialize)]
struct AnyFormat {
    format: u32,
}

impl Index {
    /// The content of the file.
    ///
    /// # Errors
    ///
    /// [`RecordError::Description`], also if it would be longer than is read.
    pub(super) fn to_text(&self) -> Result<String, RecordError> {
        self.check()?;
        let refused = |problem| RecordError::Description { problem };
        let text = self
            .text()
            .map_err(|error| refused(format!("it is no JSON: {error}")))?;
        if text.len() as u64 > MAX_INDEX_BYTES {
            return Err(refused(format!(
                "their index has {} bytes, and at most {MAX_INDEX_BYTES} are accepted; record \
                 fewer separate ranges of neurons",
                text.len()
            )));
        }
        Ok(text)
    }

    fn text(&self) -> serde_json::Result<String> {
        let mut file = IndexFile {
            format: FORMAT,
            index: self,
            crc32: String::new(),
        };
        let unsigned = serde_json::to_string_pretty(&file)?;
        file.crc32 = format!("{:08x}", crc32fast::hash(unsigned.as_bytes()));
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// Writes `records/index.json` into a run directory, in which `records` exists.
    ///
    /// # Errors
    ///
    /// [`RecordError::Description`] and [`RecordError::File`].
    pub(super) fn write(&self, directory: &RunDirectory) -> Result<(), RecordError> {
        let text = self.to_text()?;
        let name = format!("{RECORDS}/{INDEX}");
        directory.publish(&name, |file| file.write_all(text.as_bytes()))?;
        Ok(())
    }

    /// Reads `records/index.json` of the run directory `directory`.
    ///
    /// # Errors
    ///
    /// [`RecordError::Index`] if it is not, byte by byte, what a run writes, and [`RecordError::File`].
    pub fn read(directory: &Path) -> Result<Self, RecordError> {
        let path = directory.join(RECORDS).join(INDEX);
        Self::parse(&path, &read_bounded(&path)?)
    }

    /// The index in the content of a file; `path` is what refusals call it.
    ///
    /// # Errors
    ///
    /// [`RecordError::Index`] if it is not, byte by byte, what a run writes.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, RecordError> {
        parse(bytes).map_err(|problem| RecordError::Index {
            path: path.to_path_buf(),
            problem,
        })
    }
}

/// The index in the content of a file, or what is wrong with it.
fn parse(bytes: &[u8]) -> Result<Index, String> {
    let any: AnyFormat = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if any.format != FORMAT {
        return Err(format!(
            "it has the format {}, and this version of adexnet reads {FORMAT}",
            any.format
        ));
    }
    let fields: IndexFields = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let index = Index::from(fields);
    index.check().map_err(|error| error.to_string())?;
    let text = index.text().map_err(|error| error.to_string())?;
    if text.as_bytes() != bytes {
        return Err("it was changed after it was written (its checksum is wrong)".to_owned());
    }
    Ok(index)
}

fn read_bounded(path: &Path) -> Result<Vec<u8>, RecordError> {
    let metadata = path.metadata().map_err(RecordError::io("read", path))?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile {
            path: path.to_path_buf(),
        }
        .into());
    }
    let file = File::open(path).map_err(RecordError::io("read", path))?;
    let mut bytes = Vec::new();
    file.take(MAX_INDEX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(RecordError::io("read", path))?;
    if bytes.len() as u64 > MAX_INDEX_BYTES {
        return Err(RecordError::Index {
            path: path.to_path_buf(),
            problem: format!("it has more than {MAX_INDEX_BYTES} bytes"),
        });
    }
    Ok(bytes)
}
