//! Whole records in memory, where they fit: what files of moderate size and figures are made of.

use super::error::RecordError;
use super::index::{ColumnIndex, SPIKES, StreamKind, state_stream_name};
use super::reader::RecordReader;
use super::stream_reader::StreamReader;
use crate::files::{Location, require_memory};
use crate::platform::available_memory;
use adexnet_engine::{RateRecord, SpikeRecord, StateRecord, StateRecording, Variable};
use ndarray::Array2;

impl RecordReader {
    /// All spikes; none if they are not recorded.
    ///
    /// # Errors
    ///
    /// As [`StreamReader::chunks`], and [`RecordError::File`] with
    /// [`FileError::Memory`](crate::files::FileError::Memory) if they take more memory than there is.
    pub fn load_spikes(&self) -> Result<SpikeRecord, RecordError> {
        let mut spikes = SpikeRecord::default();
        let Ok(stream) = self.stream(SPIKES) else {
            return Ok(spikes);
        };
        let count = require_room(stream, stream.bytes())?;
        spikes.steps.reserve_exact(count);
        spikes.neurons.reserve_exact(count);
        for chunk in self.spikes()? {
            let chunk = chunk?;
            spikes.steps.extend(chunk.steps);
            spikes.neurons.extend(chunk.neurons);
        }
        Ok(spikes)
    }

    /// All samples of the recordings of the plan that the run was made of. The arrays are logically
    /// \[neuron, sample\], and lie in memory as \[sample, neuron\].
    ///
    /// # Errors
    ///
    /// [`RecordError::NoStream`] and [`RecordError::Mismatch`] if the recordings are others; as
    /// [`load_spikes`](Self::load_spikes).
    pub fn load_states(
        &self,
        recordings: &[StateRecording],
    ) -> Result<Vec<StateRecord>, RecordError> {
        let load = |recording: &StateRecording| {
            let stream = self.stream(&state_stream_name(&recording.name))?;
            load_state(stream, recording)
        };
        recordings.iter().map(load).collect()
    }

    /// All rates.
    ///
    /// # Errors
    ///
    /// As [`load_spikes`](Self::load_spikes).
    pub fn load_rates(&self) -> Result<Vec<RateRecord>, RecordError> {
        let dt = self.index().dt_s;
        let streams = self.streams().iter();
        streams
            .filter_map(|stream| load_rate(stream, dt).transpose())
            .collect()
    }
}

fn load_state(
    stream: &StreamReader,
    recording: &StateRecording,
) -> Result<StateRecord, RecordError> {
    let columns = &stream.index().columns;
    let mismatch = |problem: &str| RecordError::Mismatch {
        stream: stream.index().name.clone(),
        what: "samples",
        problem: problem.to_owned(),
    };
    let symbols = recording.variables.iter().map(|variable| variable.symbol);
    let ranges = match &stream.index().kind {
        StreamKind::State { neurons, .. }
            if columns.iter().map(|column| &*column.name).eq(symbols) =>
        {
            neurons
        }
        _ => return Err(mismatch("the recording is of other variables")),
    };
    // The samples and their steps, and the numbers of the neurons.
    let width = columns.first().map_or(0, ColumnIndex::numbers);
    let numbers = (width * columns.len() as u64 + 1).saturating_mul(stream.records());
    let bytes = numbers.saturating_mul(8).saturating_add(width * 4);
    let samples = require_room(stream, bytes)?;
    let load = |(column, &variable): (&ColumnIndex, &Variable)| {
        let shape = (samples, width as usize);
        let array = Array2::from_shape_vec(shape, load_column(stream, column)?);
        let array = array.map_err(|_| mismatch("their number has changed"))?;
        Ok((variable, array.reversed_axes()))
    };
    let variables = columns.iter().zip(&recording.variables).map(load);
    Ok(StateRecord {
        name: recording.name.clone(),
        neurons: ranges.iter().flat_map(|&[start, end]| start..end).collect(),
        steps: stream.steps().collect(),
        variables: variables.collect::<Result<_, RecordError>>()?,
    })
}

fn load_column(stream: &StreamReader, column: &ColumnIndex) -> Result<Vec<f64>, RecordError> {
    let count = stream.records().saturating_mul(column.numbers());
    let mut numbers = Vec::with_capacity(count as usize);
    for number in stream.floats(&column.name)? {
        numbers.push(number?);
    }
    Ok(numbers)
}

/// The rates of a stream, if it is one of rates; dt in s.
fn load_rate(stream: &StreamReader, dt: f64) -> Result<Option<RateRecord>, RecordError> {
    let StreamKind::Rate {
        bin, neuron_count, ..
    } = stream.index().kind
    else {
        return Ok(None);
    };
    // Counts, rates and steps.
    let bins = require_room(stream, stream.records().saturating_mul(3 * 8))?;
    let mut counts = Vec::with_capacity(bins);
    for chunk in stream.chunks::<u64>("count")? {
        counts.extend(chunk?);
    }
    let seconds = bin as f64 * dt;
    let rate = |&count: &u64| count as f64 / (neuron_count as f64 * seconds);
    let name = &stream.index().name;
    Ok(Some(RateRecord {
        name: name.strip_prefix("rate-").unwrap_or(name).to_owned(),
        neurons: neuron_count as usize,
        steps: stream.steps().collect(),
        rates: counts.iter().map(rate).collect(),
        counts,
    }))
}

/// The number of records, if that many bytes of memory are to be had for them.
fn require_room(stream: &StreamReader, bytes: u64) -> Result<usize, RecordError> {
    let path = stream.directory();
    require_memory(bytes, available_memory, &Location::file(path))?;
    Ok(stream.records() as usize)
}
