//! `spikes.npz` and `spiketimes.npz`.

use super::{Files, OutputError};
use crate::files::Order;
use crate::names::{RECORDS, SPIKE_LIST as LIST, SPIKE_TRAINS as TRAINS};
use crate::records::{RecordReader, SPIKES};
use ndarray::Array1;

/// Most spikes of which `spiketimes.npz` is made without being asked for: they are all in memory for it.
const FEW_SPIKES: u64 = 1 << 24;

/// Bytes of a spike in `spikes.npz`: its neuron and its time.
const SPIKE_BYTES: u64 = 12;

pub(super) fn write(files: &mut Files<'_>, reader: &RecordReader) -> Result<(), OutputError> {
    let Some(count) = reader.spike_count() else {
        files.left_out(LIST, "spikes are not recorded");
        files.left_out(TRAINS, "spikes are not recorded");
        return Ok(());
    };
    if files.is_too_large(LIST, count.saturating_mul(SPIKE_BYTES), RECORDS) {
        files.left_out(TRAINS, "there are too many spikes; they are in records/");
        return Ok(());
    }
    write_list(files, reader, count as usize)?;
    if !files.is_small() {
        let reason = format!(
            "{} neurons make as many arrays; --all-files writes them",
            files.size()
        );
        files.left_out(TRAINS, reason);
    } else if count > FEW_SPIKES && !files.options.all_files {
        let reason = format!("{count} spikes are more than {FEW_SPIKES}; --all-files writes them");
        files.left_out(TRAINS, reason);
    } else {
        write_trains(files, reader)?;
    }
    Ok(())
}

fn write_list(
    files: &mut Files<'_>,
    reader: &RecordReader,
    count: usize,
) -> Result<(), OutputError> {
    let dt = files.plan.network.time_step();
    let spikes = reader.stream(SPIKES)?;
    let steps = spikes.numbers::<u64>("step")?;
    let times = steps.map(|step| step.map(|step| dt.stamp(step)));
    let mut file = files.directory.npz(LIST)?;
    file.add_stream("i", &[count], Order::Rows, spikes.numbers::<u32>("neuron")?)?;
    file.add_stream("t", &[count], Order::Rows, times)?;
    file.finish()?;
    files.written(LIST);
    Ok(())
}

fn write_trains(files: &mut Files<'_>, reader: &RecordReader) -> Result<(), OutputError> {
    let dt = files.plan.network.time_step();
    let spikes = reader.load_spikes()?;
    let mut file = files.directory.npz(TRAINS)?;
    for (neuron, train) in spikes.trains(files.size()).iter().enumerate() {
        let times: Array1<f64> = train.iter().map(|&step| dt.stamp(step)).collect();
        file.add(&format!("neuron_{neuron}"), &times)?;
    }
    file.finish()?;
    files.written(TRAINS);
    Ok(())
}
