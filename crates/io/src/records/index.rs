//! What the streams of a run are: the content of `records/index.json`.
//!
//! One idea: the index follows from the description of the run alone. It never holds wall times,
//! threads or counts, so an interrupted run has the same index as one that was not.

use super::error::RecordError;
use super::index_fields::StreamFields;
use crate::config::Plan;
use adexnet_engine::{Network, Precision, RateRecording, Slice, SpikeRecording, StateRecording};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Spikes in a part: 128 MiB of steps.
const SPIKES_PER_PART: u64 = 1 << 24;

/// Bytes of the samples in a part, unless a single sample has more.
const STATE_PART_BYTES: u64 = 1 << 27;

/// Bins in a part: 128 MiB of counts.
const BINS_PER_PART: u64 = 1 << 24;

/// Name of the stream of spikes.
pub const SPIKES: &str = "spikes";

/// The streams of a run, and what is needed to make other files of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// What the run is called.
    pub title: String,
    /// Time step in s: what is recorded in step k has the time stamp k·dt.
    pub dt_s: f64,
    /// Number of neurons of the network.
    pub neurons: u64,
    /// Whether files that are left out for large networks are wanted as well.
    pub all_files: bool,
    /// The streams: spikes, states, rates, in the order of the description.
    pub streams: Vec<StreamIndex>,
}

/// One stream: arrays of equal length that grow together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StreamFields")]
pub struct StreamIndex {
    /// `"spikes"`, `"state-NAME"` or `"rate-NAME"`: what the names of its files begin with.
    pub name: String,
    /// What a record is.
    #[serde(flatten)]
    pub kind: StreamKind,
    /// Records in each part but the last.
    pub records_per_part: u64,
    /// The arrays.
    pub columns: Vec<ColumnIndex>,
}

/// What a record of a stream is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum StreamKind {
    /// A spike: its step and its neuron. Ascending.
    Spikes,
    /// A sample of state variables of some neurons.
    State {
        /// Step at whose beginning the first sample is taken.
        first_step: u64,
        /// Steps from one sample to the next.
        every: u64,
        /// The neurons as ranges, \[first, one past the last\], numbered through the network.
        neurons: Vec<[u32; 2]>,
    },
    /// Number of spikes of some neurons in a bin.
    Rate {
        /// First step of the first bin.
        first_step: u64,
        /// Steps of a bin.
        bin: u64,
        /// Number of neurons that are counted.
        neuron_count: u64,
    },
}

/// One array of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnIndex {
    /// What its files are called after the stream: `"step"`, `"V"`.
    pub name: String,
    /// The numbers in it.
    pub dtype: DataType,
    /// Numbers in a record; absent where the array has one dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u64>,
    /// Unit of the numbers, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// A type of numbers, by numpy's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataType {
    /// 32-bit integers from 0.
    #[serde(rename = "<u4")]
    U32,
    /// 64-bit integers from 0.
    #[serde(rename = "<u8")]
    U64,
    /// 32-bit floats.
    #[serde(rename = "<f4")]
    F32,
    /// 64-bit floats.
    #[serde(rename = "<f8")]
    F64,
}

impl DataType {
    /// numpy's name.
    pub const fn descriptor(self) -> &'static str {
        match self {
            Self::U32 => "<u4",
            Self::U64 => "<u8",
            Self::F32 => "<f4",
            Self::F64 => "<f8",
        }
    }

    /// Bytes of a number.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::U32 | Self::F32 => 4,
            Self::U64 | Self::F64 => 8,
        }
    }
}

impl ColumnIndex {
    /// Numbers in a record.
    pub fn numbers(&self) -> u64 {
        self.width.unwrap_or(1)
    }
}

impl Index {
    /// The streams of a plan's recordings; `all_files` as the field.
    #[must_use]
    pub fn new(plan: &Plan, all_files: bool) -> Self {
        let (network, recording) = (&plan.network, &plan.recording);
        let spikes = (recording.spikes != SpikeRecording::None).then(spike_stream);
        let states = recording.states.iter();
        let states = states.map(|state| state_stream(network, state, plan.precision));
        let rates = recording.rates.iter();
        let rates = rates.map(|rate| rate_stream(network, rate));
        Self {
            title: plan.title.clone(),
            dt_s: network.time_step().seconds(),
            neurons: network.size() as u64,
            all_files,
            streams: spikes.into_iter().chain(states).chain(rates).collect(),
        }
    }

    /// The place of a stream among the others.
    pub(super) fn find(&self, name: &str) -> Result<usize, RecordError> {
        let names = || self.streams.iter().map(|stream| &*stream.name);
        let found = names().position(|stream| stream == name);
        found.ok_or_else(|| RecordError::NoStream {
            stream: name.to_owned(),
            known: format!("{:?}", names().collect::<Vec<_>>()),
        })
    }
}

fn column(name: &str, dtype: DataType) -> ColumnIndex {
    ColumnIndex {
        name: name.to_owned(),
        dtype,
        width: None,
        unit: None,
    }
}

fn spike_stream() -> StreamIndex {
    StreamIndex {
        name: SPIKES.to_owned(),
        kind: StreamKind::Spikes,
        records_per_part: SPIKES_PER_PART,
        columns: vec![
            column("step", DataType::U64),
            column("neuron", DataType::U32),
        ],
    }
}

fn state_stream(network: &Network, state: &StateRecording, precision: Precision) -> StreamIndex {
    let dtype = match precision {
        Precision::Single => DataType::F32,
        Precision::Double => DataType::F64,
    };
    let numbers = network.slice_numbers(&state.neurons);
    let width = numbers.len() as u64;
    let columns = state.variables.iter().map(|variable| ColumnIndex {
        width: Some(width),
        unit: Some(variable.unit.symbol().to_owned()),
        ..column(variable.symbol, dtype)
    });
    let sample_bytes = (width * dtype.bytes()).max(1);
    StreamIndex {
        name: state_stream_name(&state.name),
        kind: StreamKind::State {
            first_step: state.window.start,
            every: state.every,
            neurons: numbers
                .ranges()
                .into_iter()
                .map(|range| [range.start, range.end])
                .collect(),
        },
        records_per_part: (STATE_PART_BYTES / sample_bytes).max(1),
        columns: columns.collect(),
    }
}

fn rate_stream(network: &Network, rate: &RateRecording) -> StreamIndex {
    StreamIndex {
        name: rate_stream_name(&rate.name),
        kind: StreamKind::Rate {
            first_step: rate.window.start,
            bin: rate.bin,
            neuron_count: count_neurons(network, &rate.neurons),
        },
        records_per_part: BINS_PER_PART,
        columns: vec![column("count", DataType::U64)],
    }
}

/// Number of neurons in slices; one that is in several counts once.
fn count_neurons(network: &Network, slices: &[Slice]) -> u64 {
    let numbers = slices.iter().map(|slice| network.slice_numbers(slice));
    let mut ranges: Vec<Range<u32>> = numbers.flat_map(|numbers| numbers.ranges()).collect();
    ranges.sort_unstable_by_key(|range| range.start);
    let mut end = 0;
    let count = ranges.into_iter().map(|range| {
        let new = range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
        u64::from(new)
    });
    count.sum()
}

/// Name of the stream of a recording of states.
pub(super) fn state_stream_name(recording: &str) -> String {
    format!("state-{recording}")
}

/// Name of the stream of a recording of rates.
pub(super) fn rate_stream_name(recording: &str) -> String {
    format!("rate-{recording}")
}
