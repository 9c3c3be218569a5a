//! `rate-NAME.npz`, a file for each recording of rates.

use super::{Files, OutputError, times};
use crate::files::Order;
use crate::names::{self, RECORDS};
use crate::records::{RecordReader, StreamKind};

pub(super) fn write(files: &mut Files<'_>, reader: &RecordReader) -> Result<(), OutputError> {
    let dt = files.plan.network.time_step();
    for recording in &files.plan.recording.rates {
        let name = names::rate_file(&recording.name);
        let stream = reader.stream(&format!("rate-{}", recording.name))?;
        let StreamKind::Rate {
            bin, neuron_count, ..
        } = stream.index().kind
        else {
            continue;
        };
        if files.is_too_large(&name, stream.records().saturating_mul(3 * 8), RECORDS) {
            continue;
        }
        let counts = || stream.numbers::<u64>("count");
        let seconds = dt.stamp(bin);
        let rate = |count: u64| count as f64 / (neuron_count as f64 * seconds);
        let rates = counts()?.map(|count| count.map(rate));
        let bins = [stream.records() as usize];
        let mut file = files.directory.npz(&name)?;
        file.add_stream("t", &bins, Order::Rows, times(files, stream))?;
        file.add_stream("rate", &bins, Order::Rows, rates)?;
        file.add_stream("count", &bins, Order::Rows, counts()?)?;
        file.finish()?;
        files.written(&name);
    }
    Ok(())
}
