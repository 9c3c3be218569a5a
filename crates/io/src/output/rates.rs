//! `rate-NAME.npz`, a file for each recording of rates.

use super::{OutputError, Run};
use adexnet_engine::RateRecord;
use ndarray::{Array1, ArrayView1};

pub(super) fn write(run: &mut Run<'_>, records: &[RateRecord]) -> Result<(), OutputError> {
    let dt = run.plan.network.time_step();
    for record in records {
        let name = format!("rate-{}.npz", record.name);
        let mut file = run.directory.npz(&name)?;
        let times: Array1<f64> = record.steps.iter().map(|&step| dt.stamp(step)).collect();
        file.add("t", &times)?;
        file.add("rate", &ArrayView1::from(&record.rates))?;
        file.add("count", &ArrayView1::from(&record.counts))?;
        file.finish()?;
        run.written(&name);
    }
    Ok(())
}
