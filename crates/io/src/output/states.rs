//! `state.npz`, or `state-NAME.npz` where there are several recordings.

use super::{OutputError, Run};
use adexnet_engine::StateRecord;
use ndarray::{Array1, ArrayView1};

pub(super) fn write(run: &mut Run<'_>, records: &[StateRecord]) -> Result<(), OutputError> {
    let dt = run.plan.network.time_step();
    for record in records {
        let name = match records {
            [_] => "state.npz".to_owned(),
            _ => format!("state-{}.npz", record.name),
        };
        let mut file = run.directory.npz(&name)?;
        let times: Array1<f64> = record.steps.iter().map(|&step| dt.stamp(step)).collect();
        file.add("t", &times)?;
        file.add("neurons", &ArrayView1::from(&record.neurons))?;
        let variables = record.variables.iter();
        let units: Vec<String> = variables
            .map(|(v, _)| format!("{} in {}", v.symbol, v.unit.symbol()))
            .collect();
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        file.add_texts("units", &units)?;
        for (variable, samples) in &record.variables {
            file.add(variable.symbol, samples)?;
        }
        file.finish()?;
        run.written(&name);
    }
    Ok(())
}
