//! Reading all records of a run.

use super::column_reader::Chunks;
use super::error::RecordError;
use super::index::{Index, SPIKES};
use super::stream_reader::StreamReader;
use crate::names::RECORDS;
use adexnet_engine::SpikeRecord;
use std::path::Path;

/// The records of a run on disk. Reading takes no more memory than what is asked for. Example: see
/// [`RecordWriter`](super::RecordWriter).
#[derive(Debug)]
pub struct RecordReader {
    index: Index,
    streams: Vec<StreamReader>,
}

impl RecordReader {
    /// The records of the finished run in a directory: their lengths and headers are checked, their
    /// numbers are not looked at.
    ///
    /// # Errors
    ///
    /// [`RecordError::Index`], [`RecordError::Unfinished`], [`RecordError::Missing`],
    /// [`RecordError::NotAFile`], [`RecordError::Length`], [`RecordError::Header`],
    /// [`RecordError::Uneven`] and [`RecordError::File`].
    pub fn open(directory: &Path) -> Result<Self, RecordError> {
        let index = Index::read(directory)?;
        let records = directory.join(RECORDS);
        let streams = index.streams.iter();
        let streams = streams.map(|stream| StreamReader::open(stream, &records));
        Ok(Self {
            streams: streams.collect::<Result<_, _>>()?,
            index,
        })
    }

    /// What is recorded.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The streams, in the order of the index.
    pub fn streams(&self) -> &[StreamReader] {
        &self.streams
    }

    /// The stream of a name.
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`].
    pub fn stream(&self, name: &str) -> Result<&StreamReader, RecordError> {
        Ok(&self.streams[self.index.find(name)?])
    }

    /// Number of recorded spikes; `None` if spikes are not recorded.
    pub fn spike_count(&self) -> Option<u64> {
        self.stream(SPIKES).ok().map(StreamReader::records)
    }

    /// The spikes, in chunks of at most 65,536, in ascending order of (step, neuron).
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`] if spikes are not recorded; the chunks as
    /// [`StreamReader::chunks`].
    pub fn spikes(&self) -> Result<SpikeChunks, RecordError> {
        let stream = self.stream(SPIKES)?;
        Ok(SpikeChunks {
            steps: stream.chunks("step")?,
            neurons: stream.chunks("neuron")?,
        })
    }
}

/// Spikes in chunks. It ends after an error.
#[derive(Debug)]
pub struct SpikeChunks {
    steps: Chunks<u64>,
    neurons: Chunks<u32>,
}

impl Iterator for SpikeChunks {
    type Item = Result<SpikeRecord, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        // Both columns are cut at the same records, so the chunks are of one length.
        let (steps, neurons) = (self.steps.next()?, self.neurons.next()?);
        Some(steps.and_then(|steps| {
            Ok(SpikeRecord {
                steps,
                neurons: neurons?,
            })
        }))
    }
}
