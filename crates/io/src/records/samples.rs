//! Samples and bins on their way into a stream: those of the engine, if they follow the last ones.

use super::error::RecordError;
use super::index::{DataType, StreamKind};
use super::stream_writer::{ColumnData, StreamWriter};
use adexnet_engine::{RateRecord, StateRecord};
use ndarray::{Array2, CowArray, Ix2};

/// Appends samples that follow the last ones.
pub(super) fn append_state(
    stream: &mut StreamWriter,
    state: &StateRecord,
) -> Result<(), RecordError> {
    let columns = stream.index().columns.iter();
    let expected = columns.map(|column| {
        let shape = (column.numbers() as usize, state.steps.len());
        (&*column.name, shape)
    });
    let found = state.variables.iter();
    let found = found.map(|(variable, samples)| (variable.symbol, samples.dim()));
    if !found.eq(expected) {
        let problem = "they are of other variables, or of another number of neurons or steps";
        return Err(mismatch(stream, "samples", problem.to_owned()));
    }
    require_next(stream, "samples", &state.steps, state.steps.len())?;
    let samples = state.variables.iter().map(|(_, samples)| samples);
    if stream.index().columns[0].dtype == DataType::F32 {
        // Numbers of single precision that are given in double precision: nothing is lost.
        let samples: Vec<Vec<f32>> = samples
            .map(|samples| samples.t().iter().map(|&value| value as f32).collect())
            .collect();
        let columns: Vec<_> = samples.iter().map(|data| ColumnData::F32(data)).collect();
        stream.append(&columns)
    } else {
        let samples: Vec<_> = samples.map(by_sample).collect();
        let columns: Vec<_> = samples
            .iter()
            .map(|array| ColumnData::F64(array.as_slice().unwrap_or_default()))
            .collect();
        stream.append(&columns)
    }
}

/// Appends bins that follow the last ones.
pub(super) fn append_rate(stream: &mut StreamWriter, rate: &RateRecord) -> Result<(), RecordError> {
    require_next(stream, "bins", &rate.steps, rate.counts.len())?;
    stream.append(&[ColumnData::U64(&rate.counts)])
}

/// An array \[neuron, sample\] as one \[sample, neuron\] whose numbers lie in this order.
fn by_sample(samples: &Array2<f64>) -> CowArray<'_, f64, Ix2> {
    let samples = samples.t();
    if samples.is_standard_layout() {
        samples.into()
    } else {
        samples.as_standard_layout().into_owned().into()
    }
}

/// Checks that `count` records are of the steps that follow those of a stream.
fn require_next(
    stream: &StreamWriter,
    what: &'static str,
    steps: &[u64],
    count: usize,
) -> Result<(), RecordError> {
    let (first, every) = match stream.index().kind {
        StreamKind::Spikes => return Ok(()),
        StreamKind::State {
            first_step, every, ..
        } => (first_step, every),
        StreamKind::Rate {
            first_step, bin, ..
        } => (first_step, bin),
    };
    let records = stream.records();
    let expected = (records..).map(|record| first.wrapping_add(record.wrapping_mul(every)));
    let mut pairs = steps.iter().zip(expected);
    let problem = match pairs.find(|(step, next)| **step != *next) {
        Some((found, next)) => {
            format!("one is of step {found}, and that of step {next} comes next")
        }
        None if steps.len() == count => return Ok(()),
        None => format!("there are {count}, and {} steps", steps.len()),
    };
    Err(mismatch(stream, what, problem))
}

fn mismatch(stream: &StreamWriter, what: &'static str, problem: String) -> RecordError {
    RecordError::Mismatch {
        stream: stream.index().name.clone(),
        what,
        problem,
    }
}
