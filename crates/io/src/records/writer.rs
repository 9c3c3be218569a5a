//! Writing all records of a run.

use super::error::RecordError;
use super::index::{Index, SPIKES, rate_stream_name, state_stream_name};
use super::layout::{INDEX, RECORDS};
use super::position::{StreamPosition, check_positions};
use super::resume::CheckedStream;
use super::states::{append_state, require_next};
use super::stream_writer::{ColumnData, StreamWriter};
use crate::files::{FileSystem, RunDirectory};
use adexnet_engine::{RateRecord, SpikeRecord, StateRecord};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The records of a run, which are written while it goes on.
///
/// # Example
///
/// ```
/// use adexnet_engine::SpikeRecord;
/// use adexnet_io::config::{Configuration, Overrides, Source};
/// use adexnet_io::files::RunDirectory;
/// use adexnet_io::output::OutputOptions;
/// use adexnet_io::records::{Index, RecordReader, RecordWriter};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let plan = Configuration::load(Source::Preset("notebook"), &Overrides::default())?.plan()?;
/// let base = tempfile::tempdir()?;
/// let directory = RunDirectory::create(&base.path().join("run"))?;
/// let index = Index::new(&plan, OutputOptions::default());
/// let mut records = RecordWriter::create(&directory, &index)?;
/// records.append_spikes(&SpikeRecord { steps: vec![0, 3], neurons: vec![7, 5] })?;
/// records.sync()?;
/// let position = records.positions()?; // what a checkpoint holds
/// drop(records); // as if the run were killed
///
/// let mut records = RecordWriter::resume(&directory, &index, &position)?;
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
    streams: Vec<StreamWriter>,
}

impl RecordWriter {
    /// Begins the records of a run: writes the index.
    ///
    /// # Errors
    ///
    /// [`RecordError::Description`] and [`RecordError::File`].
    pub fn create(directory: &RunDirectory, index: &Index) -> Result<Self, RecordError> {
        index.check()?;
        let file_system = Arc::clone(directory.file_system());
        let records = directory.file(RECORDS);
        match file_system.create_directory(&records) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && records.is_dir() => {}
            created => created.map_err(RecordError::io("create", &records))?,
        }
        sync_directory(&file_system, directory.path())?;
        index.write(directory)?;
        let streams = index.streams.iter();
        let streams = streams.map(|stream| StreamWriter::new(stream, &records, &file_system));
        Ok(Self {
            index: index.clone(),
            streams: streams.collect(),
            directory: records,
            file_system,
        })
    }

    /// Continues records at the positions of a checkpoint. What was written after them is removed.
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
        let file_system = Arc::clone(directory.file_system());
        let records = directory.file(RECORDS);
        let checked = check(directory, index, positions)?;
        checked.iter().try_for_each(CheckedStream::put_back)?;
        sync_directory(&file_system, &records)?;
        let streams = checked.into_iter().map(StreamWriter::resumed);
        Ok(Self {
            streams: streams.collect::<Result<_, _>>()?,
            index: index.clone(),
            directory: records,
            file_system,
        })
    }

    /// What is recorded.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Appends spikes: those that follow the last ones, in ascending order of (step, neuron).
    ///
    /// # Errors
    ///
    /// [`RecordError::Absent`] if no spikes are recorded, [`RecordError::Uneven`],
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn append_spikes(&mut self, spikes: &SpikeRecord) -> Result<(), RecordError> {
        if spikes.is_empty() && spikes.neurons.is_empty() {
            return Ok(());
        }
        let columns = [
            ColumnData::U64(&spikes.steps),
            ColumnData::U32(&spikes.neurons),
        ];
        self.stream(SPIKES)?.append(&columns)
    }

    /// Appends samples: of each record those that follow its last ones.
    ///
    /// # Errors
    ///
    /// [`RecordError::Absent`] of a recording without stream, [`RecordError::Mismatch`] if samples are
    /// of other variables, neurons or steps than those that follow, [`RecordError::File`] and
    /// [`RecordError::Broken`].
    pub fn append_states(&mut self, states: &[StateRecord]) -> Result<(), RecordError> {
        states.iter().try_for_each(|state| {
            append_state(self.stream(&state_stream_name(&state.name))?, state)
        })
    }

    /// Appends bins: of each record those that follow its last ones.
    ///
    /// # Errors
    ///
    /// [`RecordError::Absent`] of a recording without stream, [`RecordError::Mismatch`] if bins are
    /// others than those that follow, [`RecordError::File`] and [`RecordError::Broken`].
    pub fn append_rates(&mut self, rates: &[RateRecord]) -> Result<(), RecordError> {
        for rate in rates {
            let stream = self.stream(&rate_stream_name(&rate.name))?;
            require_next(stream, "bins", &rate.steps, rate.counts.len())?;
            stream.append(&[ColumnData::U64(&rate.counts)])?;
        }
        Ok(())
    }

    /// How far all streams have been written: what a checkpoint holds. That much is on disk after
    /// [`sync`](Self::sync).
    ///
    /// # Errors
    ///
    /// [`RecordError::Broken`] after a write that failed.
    pub fn positions(&self) -> Result<Vec<StreamPosition>, RecordError> {
        self.streams.iter().map(StreamWriter::position).collect()
    }

    /// Forces everything to disk that was appended.
    ///
    /// # Errors
    ///
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn sync(&mut self) -> Result<(), RecordError> {
        let mut has_new_names = false;
        for stream in &mut self.streams {
            has_new_names |= stream.sync()?;
        }
        if has_new_names {
            sync_directory(&self.file_system, &self.directory)?;
        }
        Ok(())
    }

    /// Completes all parts and gives them their final names. If that is interrupted, every part with a
    /// final name is complete, and [`resume`](Self::resume) at the last positions makes it possible again.
    ///
    /// # Errors
    ///
    /// [`RecordError::File`] and [`RecordError::Broken`].
    pub fn finish(mut self) -> Result<(), RecordError> {
        let counts: Vec<u64> = self.streams.iter().map(StreamWriter::records).collect();
        let mut streams = self.streams.iter_mut();
        streams.try_for_each(StreamWriter::complete)?;
        for (stream, records) in self.streams.iter().zip(counts) {
            stream.name_finally(records)?;
        }
        sync_directory(&self.file_system, &self.directory)
    }

    fn stream(&mut self, name: &str) -> Result<&mut StreamWriter, RecordError> {
        self.index.stream(name)?;
        let mut streams = self.streams.iter_mut();
        let found = streams.find(|stream| stream.index().name == name);
        found.ok_or_else(|| RecordError::Absent {
            stream: name.to_owned(),
            asked: "records".to_owned(),
            known: "no such streams".to_owned(),
        })
    }
}

fn sync_directory(file_system: &Arc<dyn FileSystem>, path: &Path) -> Result<(), RecordError> {
    file_system
        .sync_directory(path)
        .map_err(RecordError::io("write", path))
}

/// Reads all that was written up to the positions, and compares it with their checksums; nothing is
/// changed.
///
/// # Errors
///
/// As [`RecordWriter::resume`].
pub fn verify(
    directory: &RunDirectory,
    index: &Index,
    positions: &[StreamPosition],
) -> Result<(), RecordError> {
    check(directory, index, positions).map(drop)
}

fn check(
    directory: &RunDirectory,
    index: &Index,
    positions: &[StreamPosition],
) -> Result<Vec<CheckedStream>, RecordError> {
    let records = directory.file(RECORDS);
    if Index::read(directory.path())? != *index {
        return Err(RecordError::Index {
            path: records.join(INDEX),
            problem: "it is the index of other records".to_owned(),
        });
    }
    check_positions(index, positions)?;
    let pairs = index.streams.iter().zip(positions);
    let checked = pairs.map(|(stream, position)| {
        CheckedStream::check(stream, &records, directory.file_system(), position)
    });
    checked.collect()
}
