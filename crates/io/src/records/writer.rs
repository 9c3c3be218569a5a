//! Writing all records of a run.

use super::error::RecordError;
use super::index::{Index, SPIKES, rate_stream_name, state_stream_name};
use super::position::StreamPosition;
use super::resume::CheckedRecords;
use super::samples::{append_rate, append_state};
use super::stream_writer::{ColumnData, StreamWriter};
use crate::files::{FileSystem, RunDirectory};
use crate::names::RECORDS;
use adexnet_engine::{RateRecord, SpikeRecord, StateRecord};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The records of a run, which are written while it goes on. After an error it takes nothing any more, and the
/// run can be resumed from its last checkpoint.
///
/// # Example
///
/// ```
/// use adexnet_engine::SpikeRecord;
/// use adexnet_io::config::{Configuration, Overrides, Source};
/// use adexnet_io::files::RunDirectory;
/// use adexnet_io::records::{Index, RecordReader, RecordWriter};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let plan = Configuration::load(Source::Preset("notebook"), &Overrides::default())?.plan()?;
/// let base = tempfile::tempdir()?;
/// let directory = RunDirectory::create(&base.path().join("run"))?;
/// let index = Index::new(&plan, false);
/// let mut records = RecordWriter::create(&directory, &index)?;
/// records.append_spikes(&SpikeRecord { steps: vec![0, 3], neurons: vec![7, 5] })?;
/// let positions = records.sync()?; // what a checkpoint holds
/// drop(records); // as if the run were killed
///
/// let mut records = RecordWriter::resume(&directory, &index, &positions)?;
/// records.append_spikes(&SpikeRecord { steps: vec![4], neurons: vec![2] })?;
/// records.finish()?;
/// let spikes = RecordReader::open(directory.path())?.load_spikes()?;
/// assert_eq!(spikes.neurons, [7, 5, 2]);
/// # Ok(())
/// # }
/// ```
pub struct RecordWriter {
    directory: PathBuf,
    file_system: Arc<dyn FileSystem>,
    index: Index,
    /// In the order of the index.
    streams: Vec<StreamWriter>,
    is_broken: bool,
}

impl RecordWriter {
    /// Begins the records of a run: writes `records/index.json`, and removes what an earlier run has left of
    /// the same streams.
    ///
    /// # Errors
    ///
    /// [`RecordError::Description`] and [`RecordError::File`].
    pub fn create(directory: &RunDirectory, index: &Index) -> Result<Self, RecordError> {
        index.check()?;
        let records = directory.file(RECORDS);
        let file_system = directory.file_system();
        match file_system.create_directory(&records) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && records.is_dir() => {}
            created => created.map_err(RecordError::io("create", &records))?,
        }
        sync_directory(&**file_system, directory.path())?;
        index.write(directory)?;
        let start: Vec<_> = index.streams.iter().map(StreamPosition::start).collect();
        Self::resume(directory, index, &start)
    }

    /// Continues records at the positions of a checkpoint, be the run finished or not. What was written after
    /// them is removed.
    ///
    /// Everything up to there is read and compared with the checksums before anything is changed. If
    /// this fails while files are put back, it can be tried again.
    ///
    /// # Errors
    ///
    /// [`RecordError::Index`] if the index in the directory is another one,
    /// [`RecordError::Position`] if the positions do not belong to it; [`RecordError::Missing`],
    /// [`RecordError::NotAFile`], [`RecordError::Length`], [`RecordError::Header`] and
    /// [`RecordError::Damaged`] of the first part that is not what was written, and
    /// [`RecordError::File`].
    pub fn resume(
        directory: &RunDirectory,
        index: &Index,
        positions: &[StreamPosition],
    ) -> Result<Self, RecordError> {
        CheckedRecords::check(directory, index, positions)?.reopen()
    }

    /// Continues streams behind their last records.
    pub(super) fn over(
        directory: PathBuf,
        file_system: Arc<dyn FileSystem>,
        index: Index,
        streams: Vec<StreamWriter>,
    ) -> Self {
        Self {
            directory,
            file_system,
            index,
            streams,
            is_broken: false,
        }
    }

    /// Appends spikes: those that follow the last ones, in ascending order of (step, neuron).
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`] if no spikes are recorded, [`RecordError::Uneven`] if there are more steps
    /// than neurons or fewer; [`RecordError::File`] and [`RecordError::Broken`].
    pub fn append_spikes(&mut self, spikes: &SpikeRecord) -> Result<(), RecordError> {
        let SpikeRecord { steps, neurons } = spikes;
        if steps.is_empty() && neurons.is_empty() {
            return Ok(());
        }
        self.attempt(|writer| {
            let columns = [ColumnData::U64(steps), ColumnData::U32(neurons)];
            writer.stream(SPIKES)?.append(&columns)
        })
    }

    /// Appends samples: of each record, with arrays \[neuron, sample\], those that follow its last ones.
    /// Arrays that lie in memory sample by sample, as those of
    /// [`Simulation::take_states`](adexnet_engine::Simulation::take_states), are not copied in double precision.
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`] of a recording without stream, [`RecordError::Mismatch`] if samples are
    /// of other variables, neurons or steps than those that follow; [`RecordError::File`] and
    /// [`RecordError::Broken`].
    pub fn append_states(&mut self, states: &[StateRecord]) -> Result<(), RecordError> {
        self.attempt(|writer| {
            states.iter().try_for_each(|state| {
                append_state(writer.stream(&state_stream_name(&state.name))?, state)
            })
        })
    }

    /// Appends bins: of each record those that follow its last ones.
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`] of a recording without stream, [`RecordError::Mismatch`] if bins are
    /// others than those that follow; [`RecordError::File`] and [`RecordError::Broken`].
    pub fn append_rates(&mut self, rates: &[RateRecord]) -> Result<(), RecordError> {
        self.attempt(|writer| {
            rates.iter().try_for_each(|rate| {
                append_rate(writer.stream(&rate_stream_name(&rate.name))?, rate)
            })
        })
    }

    /// Forces everything to disk that was appended, and returns how far all streams have been written: what a
    /// checkpoint holds.
    ///
    /// # Errors
    ///
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn sync(&mut self) -> Result<Vec<StreamPosition>, RecordError> {
        self.attempt(|writer| {
            let mut has_new_files = false;
            for stream in &mut writer.streams {
                has_new_files |= stream.sync()?;
            }
            if has_new_files {
                sync_directory(&*writer.file_system, &writer.directory)?;
            }
            Ok(writer.positions())
        })
    }

    /// How far all streams have been written.
    pub(crate) fn positions(&self) -> Vec<StreamPosition> {
        self.streams.iter().map(StreamWriter::position).collect()
    }

    /// Completes all parts and gives them their final names. If that is interrupted, every part with a
    /// final name is complete, and [`resume`](Self::resume) at the last positions makes it possible again.
    ///
    /// # Errors
    ///
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn finish(mut self) -> Result<(), RecordError> {
        self.attempt(|writer| {
            let mut streams = writer.streams.iter_mut();
            streams.try_for_each(StreamWriter::complete)?;
            let mut streams = writer.streams.iter();
            streams.try_for_each(StreamWriter::name_finally)?;
            sync_directory(&*writer.file_system, &writer.directory)
        })
    }

    /// Does something unless something failed before.
    fn attempt<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, RecordError>,
    ) -> Result<T, RecordError> {
        if self.is_broken {
            return Err(RecordError::Broken);
        }
        let result = act(self);
        self.is_broken = result.is_err();
        result
    }

    fn stream(&mut self, name: &str) -> Result<&mut StreamWriter, RecordError> {
        let found = self.index.find(name)?;
        Ok(&mut self.streams[found])
    }
}

pub(super) fn sync_directory(file_system: &dyn FileSystem, path: &Path) -> Result<(), RecordError> {
    file_system
        .sync_directory(path)
        .map_err(RecordError::io("write", path))
}
