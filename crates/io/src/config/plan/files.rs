//! The files that a description names.

use super::FileRead;
use crate::config::document::{Document, KeyPath, Part};
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::FileSpec;
use crate::files::{
    Connectivity, FileError, Location, Spikes, read_array, read_connectivity, read_matrix,
    read_spikes_npz, sha256_hex,
};
use ndarray::{Array2, Axis, Ix1, IxDyn};
use std::path::{Path, PathBuf};

/// Reads files and keeps account of them.
pub(super) struct FileReader<'a> {
    document: &'a Document,
    read: Vec<(KeyPath, FileRead)>,
}

impl<'a> FileReader<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            read: Vec::new(),
        }
    }

    /// What was read, with the keys that named it.
    pub(super) fn into_read(self) -> Vec<(KeyPath, FileRead)> {
        self.read
    }

    /// The connectivity in the file that stands at `key`.
    pub(super) fn connectivity(
        &mut self,
        key: &KeyPath,
        file: &str,
        sha256: Option<&str>,
    ) -> Result<Connectivity, ConfigError> {
        self.read(key, file, sha256, read_connectivity)
    }

    /// The normals in the file that stands at `key`: an npy array \[step, neuron\].
    pub(super) fn normals(
        &mut self,
        key: &KeyPath,
        file: &str,
        sha256: Option<&str>,
    ) -> Result<Array2<f64>, ConfigError> {
        self.read(key, file, sha256, read_matrix)
    }

    /// The numbers in the file that stands at `key`: an npy array of one dimension.
    pub(super) fn numbers(
        &mut self,
        key: &KeyPath,
        file: &FileSpec,
    ) -> Result<Vec<f64>, ConfigError> {
        let read = |path: &Path| Ok(read_array::<Ix1>(path)?.into_iter().collect());
        self.read(key, &file.file, file.sha256.as_deref(), read)
    }

    /// The columns in the file that stands at `key`: an npy array of two dimensions, or of one for a
    /// single column.
    pub(super) fn columns(
        &mut self,
        key: &KeyPath,
        file: &FileSpec,
    ) -> Result<Array2<f64>, ConfigError> {
        self.read(key, &file.file, file.sha256.as_deref(), read_columns)
    }

    /// The spikes in the file that stands at `key`.
    pub(super) fn spikes(&mut self, key: &KeyPath, file: &FileSpec) -> Result<Spikes, ConfigError> {
        self.read(key, &file.file, file.sha256.as_deref(), read_spikes_npz)
    }

    /// Reads a file once it was found to be the one that is meant. `sha256` stands beside `key`.
    fn read<T>(
        &mut self,
        key: &KeyPath,
        file: &str,
        sha256: Option<&str>,
        read: impl FnOnce(&Path) -> Result<T, FileError>,
    ) -> Result<T, ConfigError> {
        let refuse = |key: &KeyPath, problem| Err(self.document.error(key, Part::Value, problem));
        let path = match absolute(&self.document.directory_of(key).join(file)) {
            Ok(path) => path,
            Err(problem) => return refuse(key, problem),
        };
        let found = match sha256_hex(&path) {
            Ok(found) => found,
            Err(error) => return refuse(key, error.into()),
        };
        if sha256.is_some_and(|stated| !stated.eq_ignore_ascii_case(&found)) {
            let stated_at = key.parent().unwrap_or_default().then("sha256");
            return refuse(&stated_at, ConfigProblem::Changed { path, found });
        }
        match read(&path) {
            Ok(content) => {
                let sha256 = found;
                self.read.push((key.clone(), FileRead { path, sha256 }));
                Ok(content)
            }
            Err(error) => refuse(key, error.into()),
        }
    }
}

fn absolute(path: &Path) -> Result<PathBuf, ConfigProblem> {
    let path = std::path::absolute(path).map_err(FileError::io("find", path))?;
    if path.to_str().is_none() {
        return Err(ConfigProblem::NotUnicode(path));
    }
    Ok(path)
}

/// An array of two dimensions, or one of one dimension as a column.
fn read_columns(path: &Path) -> Result<Array2<f64>, FileError> {
    let array = read_array::<IxDyn>(path)?;
    let shape = array.shape().to_vec();
    let array = if shape.len() == 1 {
        array.insert_axis(Axis(1))
    } else {
        array
    };
    array
        .into_dimensionality()
        .map_err(|_| FileError::Dimensions {
            at: Location::file(path),
            shape,
            accepted: 2,
        })
}
