//! What defines the future of a run and what it records, as a few digits that can be compared.
//!
//! The one idea to know: each part of a complete description is hashed by itself, in a form in which
//! quantities are numbers and files are their content. So a run that is resumed can tell whether it is
//! the same, and if not, which part is another. What changes no result has no part in it: duration,
//! number of threads, storage of projections, paths of files, expressions and how anything is typed.

mod difference;

pub use difference::Difference;

use super::plan::Plan;
use super::spec::{NetworkSpec, RecordSpec, SimulationSpec};
use crate::files::sha256_of_bytes;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;

/// What defines the future of a run and what it records.
///
/// `Display` is a SHA-256 of all sections in their order, 64 hexadecimal digits in lower case.
///
/// ```
/// use adexnet_io::config::{Configuration, Overrides, Source};
///
/// let fingerprint = |key_and_value: &str| {
///     let overrides = Overrides { set: vec![key_and_value.to_owned()], ..Overrides::default() };
///     Ok::<_, adexnet_io::config::ConfigError>(
///         Configuration::load(Source::Preset("notebook"), &overrides)?.plan()?.fingerprint(),
///     )
/// };
/// let of_one_second = fingerprint("simulation.duration=1 s")?;
/// assert_eq!(of_one_second, fingerprint("simulation.duration=2 s")?);
/// let other_seed = fingerprint("simulation.seed=3")?;
/// let differences = of_one_second.differences(&other_seed);
/// assert_eq!(differences[0].to_string(), "simulation.seed differs");
/// # Ok::<(), adexnet_io::config::ConfigError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<Section>", try_from = "Vec<Section>")]
pub struct Fingerprint {
    /// Each key is there once.
    sections: Vec<Section>,
}

/// A part of a description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    /// Its key in NETWORK.toml, such as `simulation.seed` or `population.cells`.
    key: String,
    /// The SHA-256 of what it says, 64 hexadecimal digits in lower case.
    sha256: String,
}

impl From<Fingerprint> for Vec<Section> {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.sections
    }
}

impl TryFrom<Vec<Section>> for Fingerprint {
    type Error = String;

    fn try_from(sections: Vec<Section>) -> Result<Self, String> {
        let mut keys = HashSet::new();
        match sections.iter().find(|section| !keys.insert(&section.key)) {
            None => Ok(Self { sections }),
            Some(twice) => Err(format!("section {:?} is there twice", twice.key)),
        }
    }
}

impl Plan {
    /// What defines the future of the run and what it records.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut spec = self.spec().clone();
        spec.visit_files(&mut |_, path, _| path.clear());
        for projection in &mut spec.projection {
            projection.storage = None;
        }
        Fingerprint::of(&spec)
    }
}

impl Fingerprint {
    /// The fingerprint of a complete description, in which files are named by their content alone.
    fn of(spec: &NetworkSpec) -> Self {
        // All keys by name: whoever adds one has to say here whether it matters.
        let NetworkSpec {
            parameters: _,
            simulation,
            population,
            projection,
            input,
            record,
        } = spec;
        let SimulationSpec {
            duration: _,
            dt,
            seed,
            rng,
            precision,
            threads: _,
            noise,
        } = simulation;
        let RecordSpec {
            spikes,
            state,
            rate,
        } = record;
        let mut fingerprint = Self {
            sections: Vec::new(),
        };
        fingerprint.add("simulation.dt", dt);
        fingerprint.add("simulation.seed", seed);
        fingerprint.add("simulation.rng", rng);
        fingerprint.add("simulation.precision", precision);
        fingerprint.add("simulation.noise", noise);
        for population in population {
            fingerprint.add(format!("population.{}", population.name), population);
        }
        for (number, projection) in projection.iter().enumerate() {
            let key = named("projection", projection.name.as_ref(), number);
            fingerprint.add(key, projection);
        }
        for (number, input) in input.iter().enumerate() {
            fingerprint.add(named("input", input.name.as_ref(), number), input);
        }
        fingerprint.add("record.spikes", spikes);
        for recording in state {
            fingerprint.add(format!("record.state.{}", recording.name), recording);
        }
        for recording in rate {
            fingerprint.add(format!("record.rate.{}", recording.name), recording);
        }
        fingerprint
    }

    fn add(&mut self, key: impl Into<String>, content: &impl Serialize) {
        let mut bytes = Vec::new();
        // CBOR is no text, so quantities are written as their values; and it names all keys, so none that
        // is left out can be taken for another.
        ciborium::into_writer(content, &mut bytes)
            .expect("descriptions can be written, and memory takes what is written");
        self.sections.push(Section {
            key: key.into(),
            sha256: sha256_of_bytes(&bytes),
        });
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.sections.iter();
        let lines = lines.map(|Section { key, sha256 }| format!("{sha256}  {key}\n"));
        f.write_str(&sha256_of_bytes(lines.collect::<String>().as_bytes()))
    }
}

/// The key of an item by its name, or else by its number.
fn named(table: &str, name: Option<&impl fmt::Display>, number: usize) -> String {
    match name {
        Some(name) => format!("{table}.{name}"),
        None => format!("{table}.{number}"),
    }
}
