//! The records of a real simulation, by the index of its plan.

use super::place;
use crate::config::{Configuration, Overrides, Plan, Source};
use crate::records::{DataType, Index, RecordReader, RecordWriter, StreamKind};
use adexnet_engine::{Precision, Simulation};
use std::path::Path;

const TEXT: &str = r#"[simulation]
duration = "20 ms"

[[population]]
name = "cells"
size = 30
neuron = "cortical-rs"

[[input]]
target = "cells"
current = "2 nA"

[record]
spikes = true

[[record.state]]
name = "trace"
variables = ["V", "w", "I"]
neurons = "cells[3:17]"
every = "0.5 ms"
from = "1 ms"

[[record.rate]]
name = "some"
neurons = ["cells[:10]", "cells[5:12]"]
bin = "3 ms"
"#;

fn plan(precision: Precision) -> Plan {
    let source = Source::Text {
        name: "net.toml",
        text: TEXT,
        directory: Path::new(""),
    };
    let configuration = Configuration::load(source, &Overrides::default()).unwrap();
    let mut plan = configuration.plan().unwrap();
    plan.precision = precision;
    plan
}

/// If this fails, what a run leaves on disk is not what it recorded.
#[test]
fn a_simulation_comes_back_from_its_records() {
    for precision in [Precision::Double, Precision::Single] {
        let plan = plan(precision);
        let recording = plan.recording.clone();
        let mut simulation =
            Simulation::new(&plan.network, recording.clone(), plan.options()).unwrap();
        simulation.run_for(plan.steps).unwrap();
        assert!(simulation.spikes().len() > 30);
        let (_base, directory) = place();
        let index = Index::new(&plan, false);
        let mut writer = RecordWriter::create(&directory, &index).unwrap();
        writer.append_spikes(simulation.spikes()).unwrap();
        writer.append_states(&simulation.states()).unwrap();
        writer.append_rates(&simulation.rates()).unwrap();
        writer.finish().unwrap();
        let reader = RecordReader::open(directory.path()).unwrap();
        assert_eq!(reader.load_spikes().unwrap(), *simulation.spikes());
        let states = reader.load_states(&recording.states).unwrap();
        assert_eq!(states, simulation.states());
        assert_eq!(reader.load_rates().unwrap(), simulation.rates());
    }
}

/// If this fails, programs of others find the wrong numbers in the index.
#[test]
fn the_index_describes_what_is_recorded() {
    let mut plan = plan(Precision::Single);
    let index = Index::new(&plan, true);
    index.check().unwrap();
    assert_eq!((&*index.title, index.dt_s), ("net", 1e-4));
    assert!(index.all_files && index.neurons == 30);
    let names: Vec<_> = index.streams.iter().map(|stream| &*stream.name).collect();
    assert_eq!(names, ["spikes", "state-trace", "rate-some"]);
    let state = &index.streams[1];
    let kind = StreamKind::State {
        first_step: 10,
        every: 5,
        neurons: vec![[3, 17]],
    };
    assert_eq!(state.kind, kind);
    assert_eq!(state.records_per_part, (1 << 27) / (14 * 4));
    let columns = state.columns.iter();
    let columns: Vec<_> = columns
        .map(|c| (&*c.name, c.dtype, c.width, c.unit.as_deref().unwrap()))
        .collect();
    let dtype = DataType::F32;
    let expected = [("V", "mV"), ("w", "pA"), ("I", "pA")];
    assert_eq!(
        columns,
        expected.map(|(name, unit)| (name, dtype, Some(14), unit))
    );
    let rate = StreamKind::Rate {
        first_step: 0,
        bin: 30,
        neuron_count: 12,
    };
    assert_eq!(index.streams[2].kind, rate);
    plan.recording = adexnet_engine::Recording::default();
    assert!(Index::new(&plan, false).streams.is_empty());
}
