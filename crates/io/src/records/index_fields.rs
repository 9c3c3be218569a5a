//! The form in which an index is read: every field by its name.
//!
//! One idea: what is unknown is refused where it stands. To read a flattened structure, `serde` first keeps all
//! values, known or not, and nested lists take 65 times the memory of their text that way: 4 GB for the longest
//! index.

use super::index::{ColumnIndex, Index, StreamIndex, StreamKind};
use serde::Deserialize;

/// The file of an index.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndexFields {
    #[serde(rename = "format")]
    _format: u32,
    title: String,
    dt_s: f64,
    neurons: u64,
    all_files: bool,
    streams: Vec<StreamIndex>,
    #[serde(rename = "crc32")]
    _crc32: String,
}

impl From<IndexFields> for Index {
    fn from(fields: IndexFields) -> Self {
        Self {
            title: fields.title,
            dt_s: fields.dt_s,
            neurons: fields.neurons,
            all_files: fields.all_files,
            streams: fields.streams,
        }
    }
}

/// A stream, with what a stream of any kind has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StreamFields {
    name: String,
    kind: KindName,
    first_step: Option<u64>,
    every: Option<u64>,
    neurons: Option<Vec<[u32; 2]>>,
    bin: Option<u64>,
    neuron_count: Option<u64>,
    records_per_part: u64,
    columns: Vec<ColumnIndex>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KindName {
    Spikes,
    State,
    Rate,
}

impl TryFrom<StreamFields> for StreamIndex {
    type Error = String;

    fn try_from(fields: StreamFields) -> Result<Self, String> {
        let of_state = (fields.every, fields.neurons);
        let of_rate = (fields.bin, fields.neuron_count);
        let kind = match (fields.kind, fields.first_step, of_state, of_rate) {
            (KindName::Spikes, None, (None, None), (None, None)) => StreamKind::Spikes,
            (KindName::State, Some(first_step), (Some(every), Some(neurons)), (None, None)) => {
                StreamKind::State {
                    first_step,
                    every,
                    neurons,
                }
            }
            (KindName::Rate, Some(first_step), (None, None), (Some(bin), Some(neuron_count))) => {
                StreamKind::Rate {
                    first_step,
                    bin,
                    neuron_count,
                }
            }
            _ => {
                return Err(format!(
                    "stream {:?}: it lacks a field of its kind, or has one of another kind",
                    fields.name
                ));
            }
        };
        Ok(Self {
            name: fields.name,
            kind,
            records_per_part: fields.records_per_part,
            columns: fields.columns,
        })
    }
}
