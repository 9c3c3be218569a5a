//! A simulation goes on from a file as if nothing had happened.

use super::*;
use adexnet_engine::Simulation;

/// Steps before and after the checkpoint.
const STEPS: u64 = 100;

fn simulation(plan: &Plan) -> Simulation {
    Simulation::new(&plan.network, plan.recording.clone(), plan.options()).unwrap()
}

/// If this fails, a run that was killed and resumed ends with other data.
#[test]
fn a_simulation_goes_on_from_a_file_bit_by_bit() {
    for set in [
        &[][..],
        &["simulation.precision=single"],
        &["simulation.rng=numpy-legacy"],
    ] {
        let plan = plan(set);
        let mut first = simulation(&plan);
        first.run_for(STEPS).unwrap();
        let written = Checkpoint {
            fingerprint: plan.fingerprint(),
            beginning: Beginning::default(),
            streams: Vec::new(),
            snapshot: first.snapshot(),
        };
        let read = read(&bytes(&written)).unwrap();
        assert!(is_same(&read, &written), "{set:?}");
        read.check_network(&plan).unwrap();
        let mut second = simulation(&plan);
        second.restore(&read.snapshot).unwrap();
        for simulation in [&mut first, &mut second] {
            simulation.run_for(STEPS).unwrap();
        }
        assert_eq!(first.snapshot(), second.snapshot(), "{set:?}");
    }
}
