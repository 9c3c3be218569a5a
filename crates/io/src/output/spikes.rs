//! `spikes.npz` and `spiketimes.npz`.

use super::{OutputError, Run};
use adexnet_engine::SpikeRecord;
use ndarray::{Array1, ArrayView1};

pub(super) fn write(run: &mut Run<'_>, spikes: &SpikeRecord) -> Result<(), OutputError> {
    let dt = run.plan.network.time_step();
    let mut file = run.directory.npz("spikes.npz")?;
    file.add("i", &ArrayView1::from(&spikes.neurons))?;
    let times: Array1<f64> = spikes.steps.iter().map(|&step| dt.stamp(step)).collect();
    file.add("t", &times)?;
    file.finish()?;
    run.written("spikes.npz");
    if !run.is_small() {
        let reason = format!(
            "{} neurons make as many arrays; --all-files writes them",
            run.size()
        );
        run.left_out("spiketimes.npz", reason);
        return Ok(());
    }
    let mut file = run.directory.npz("spiketimes.npz")?;
    for (neuron, train) in spikes.trains(run.size()).iter().enumerate() {
        let times: Array1<f64> = train.iter().map(|&step| dt.stamp(step)).collect();
        file.add(&format!("neuron_{neuron}"), &times)?;
    }
    file.finish()?;
    run.written("spiketimes.npz");
    Ok(())
}
