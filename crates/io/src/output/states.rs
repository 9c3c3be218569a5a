//! `state.npz`, or `state-NAME.npz` where there are several recordings.

use super::{Files, OutputError, times};
use crate::files::Order;
use crate::names::{self, RECORDS};
use crate::records::{ColumnIndex, RecordReader, StreamKind};
use ndarray::ArrayView1;

pub(super) fn write(files: &mut Files<'_>, reader: &RecordReader) -> Result<(), OutputError> {
    let recordings = &files.plan.recording.states;
    for recording in recordings {
        let name = names::state_file(&recording.name, recordings.len());
        let stream = reader.stream(&format!("state-{}", recording.name))?;
        let StreamKind::State { neurons, .. } = &stream.index().kind else {
            continue;
        };
        let width: u64 = neurons
            .iter()
            .map(|[start, end]| u64::from(end - start))
            .sum();
        let columns = &stream.index().columns;
        let numbers = width.saturating_mul(columns.len() as u64) + 1;
        if files.is_too_large(&name, stream.records().saturating_mul(numbers * 8), RECORDS) {
            continue;
        }
        let mut file = files.directory.npz(&name)?;
        let samples = stream.records() as usize;
        file.add_stream("t", &[samples], Order::Rows, times(files, stream))?;
        let neurons: Vec<u32> = neurons
            .iter()
            .flat_map(|&[start, end]| start..end)
            .collect();
        file.add("neurons", &ArrayView1::from(&neurons))?;
        let units: Vec<String> = columns.iter().map(in_unit).collect();
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        file.add_texts("units", &units)?;
        let shape = [neurons.len(), samples];
        for column in columns {
            // Sample by sample, as they were recorded.
            let numbers = stream.floats(&column.name)?;
            file.add_stream(&column.name, &shape, Order::Columns, numbers)?;
        }
        file.finish()?;
        files.written(&name);
    }
    Ok(())
}

/// "V in mV".
fn in_unit(column: &ColumnIndex) -> String {
    let unit = column.unit.as_deref().unwrap_or_default();
    format!("{} in {unit}", column.name)
}
