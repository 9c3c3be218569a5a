//! Checkpoints: the state of a simulation in a file from which the run goes on.
//!
//! The one idea to know: a checkpoint is read to exactly what was written, or refused. It is a plain
//! `.npz` archive, which numpy opens, of the arrays of a [`Snapshot`] and a text `meta` in JSON that
//! tells which arrays there are, of which network and version, and how far the records have come.
//! Every byte that matters lies under a checksum of the archive, and nothing in it depends on wall
//! time, threads or the size of blocks: the same state gives the same bytes.
//!
//! ```
//! use adexnet_engine::{Precision, Snapshot, SnapshotArray};
//! use adexnet_io::checkpoint::Checkpoint;
//! use adexnet_io::config::{Configuration, Overrides, Source};
//! use adexnet_io::output::Beginning;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let plan = Configuration::load(Source::Preset("notebook"), &Overrides::default())?.plan()?;
//! let checkpoint = Checkpoint {
//!     fingerprint: plan.fingerprint(),
//!     beginning: Beginning::default(),
//!     streams: Vec::new(), // nothing is recorded
//!     snapshot: Snapshot {
//!         step: 1000,
//!         precision: Precision::Double,
//!         arrays: vec![("state.cells.V".to_owned(), SnapshotArray::F64(vec![-70.0, -58.5]))],
//!     },
//! };
//! let directory = tempfile::tempdir()?;
//! let path = directory.path().join("checkpoint.npz");
//! checkpoint.write(&path)?;
//! let read = Checkpoint::read(&path)?;
//! assert_eq!(read, checkpoint);
//! read.check_network(&plan)?;
//! # Ok(())
//! # }
//! ```

mod archive;
mod error;
mod finite;
mod meta;
#[cfg(test)]
mod tests;

pub use error::CheckpointError;
pub use finite::{NotFinite, check_finite};

use crate::config::{Fingerprint, Plan};
use crate::files::{FileError, NpzWriter, open_regular};
use crate::output::Beginning;
use crate::records::StreamPosition;
use adexnet_engine::{Snapshot, SnapshotArray};
use meta::Meta;
use ndarray::aview1;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

/// Name of the entry that describes the others.
const META: &str = "meta";

/// The state of a simulation, and which run it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// What defines the future of the run and what it records.
    pub fingerprint: Fingerprint,
    /// What was known before its first step.
    pub beginning: Beginning,
    /// How far its streams have been written.
    pub streams: Vec<StreamPosition>,
    /// The state.
    pub snapshot: Snapshot,
}

impl Checkpoint {
    /// Writes the checkpoint: `path` appears when it is complete and on disk, and replaces what was
    /// there.
    ///
    /// # Errors
    ///
    /// As [`Checkpoint::write_into`].
    pub fn write(&self, path: &Path) -> Result<(), CheckpointError> {
        self.write_into(NpzWriter::create(path)?)
    }

    /// Writes the checkpoint into a new archive and completes it: `meta`, a text, and the arrays of the
    /// snapshot, each of one dimension and with its own type.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::NotFinite`] and [`CheckpointError::File`]. What stood in the place of the archive
    /// is still there then.
    pub fn write_into(&self, mut npz: NpzWriter) -> Result<(), CheckpointError> {
        self.fill(&mut npz)?;
        Ok(npz.finish()?)
    }

    /// The same, but reads the archive before it takes its place, which is `path`.
    ///
    /// # Errors
    ///
    /// As [`Checkpoint::write_into`], and [`CheckpointError::NotAsWritten`].
    pub(crate) fn write_checked(
        &self,
        mut npz: NpzWriter,
        path: &Path,
    ) -> Result<(), CheckpointError> {
        self.fill(&mut npz)?;
        npz.finish_checked(|written| match Self::read(written) {
            Ok(read) if read == *self => Ok(()),
            Err(CheckpointError::File(error @ FileError::Io { .. })) => Err(error.into()),
            _ => Err(CheckpointError::NotAsWritten {
                path: path.to_path_buf(),
            }),
        })
    }

    fn fill(&self, npz: &mut NpzWriter) -> Result<(), CheckpointError> {
        check_finite(&self.snapshot)?;
        npz.add_byte_text(META, &Meta::of(self).text())?;
        for (name, array) in &self.snapshot.arrays {
            match array {
                SnapshotArray::U32(values) => npz.add(name, &aview1(values)),
                SnapshotArray::U64(values) => npz.add(name, &aview1(values)),
                SnapshotArray::F32(values) => npz.add(name, &aview1(values)),
                SnapshotArray::F64(values) => npz.add(name, &aview1(values)),
            }?;
        }
        Ok(())
    }

    /// Reads a checkpoint. Its arrays take no more memory than the file is long.
    ///
    /// # Errors
    ///
    /// [`CheckpointError`], for whatever is not just what [`Checkpoint::write`] of this version wrote.
    pub fn read(path: &Path) -> Result<Self, CheckpointError> {
        let (file, _) = open_regular(path)?;
        Self::read_from(path, BufReader::new(file))
    }

    /// Reads a checkpoint from whatever can be read and sought; `path` is what refusals call it.
    ///
    /// # Errors
    ///
    /// As [`Checkpoint::read`].
    pub fn read_from<R: Read + Seek>(path: &Path, reader: R) -> Result<Self, CheckpointError> {
        archive::read(path, reader)
    }

    /// Refuses a plan that is not of the network, or does not record what the run of this checkpoint
    /// does.
    ///
    /// # Errors
    ///
    /// [`CheckpointError::OtherNetwork`].
    pub fn check_network(&self, plan: &Plan) -> Result<(), CheckpointError> {
        let now = plan.fingerprint();
        if now == self.fingerprint {
            return Ok(());
        }
        let differences = self.fingerprint.differences(&now);
        Err(CheckpointError::OtherNetwork { differences })
    }
}
