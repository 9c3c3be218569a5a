//! Saving and restoring a simulation between two runs.

use super::conductor::Conductor;
use super::engine::{Engine, lock, unpoisoned};
use super::options::Precision;
use crate::cells::CellFloat;
use crate::phases::{Common, History};
use crate::random::{Draw, LegacyFeed, LegacyGenerator, NormalsWindow};
use crate::snapshot::{Kept, RestoreError, Restorer, Saver, Snapshot, TOTALS};

/// The legacy generator.
const KEY: &str = "legacy.key";
const POSITION: &str = "legacy.position";
const SPARE: &str = "legacy.spare";

/// What a snapshot holds besides the neurons, checked.
struct Restored {
    history: History,
    totals: [u64; 2],
    generator: Option<LegacyGenerator>,
}

impl<F: CellFloat> Engine<F> {
    /// All that the future depends on.
    pub(super) fn save(&self) -> Snapshot {
        let common = unpoisoned(self.common.read());
        let conductor = lock(&self.conductor);
        let mut saver = Saver::default();
        for population in self.populations_with_live_currents() {
            saver.add(&format!("current.{population}"), Vec::<F>::new());
        }
        for block in &self.blocks {
            lock(block).keep(&self.network, &mut saver);
        }
        common.history.save(&mut saver);
        self.log.save(self.step, &mut saver);
        saver.add(
            TOTALS,
            vec![
                conductor.spikes,
                conductor.events_before + self.count_events(),
            ],
        );
        if let Some(feed) = &conductor.feed {
            let generator = feed.generator_at(&common.normals, self.step);
            let (key, position, spare) = generator.state();
            saver.add(KEY, key.to_vec());
            saver.add(POSITION, vec![position as u64]);
            saver.add(SPARE, spare.into_iter().collect::<Vec<f64>>());
        }
        Snapshot {
            step: self.step,
            precision: precision::<F>(),
            arrays: saver.arrays.into_iter().collect(),
        }
    }

    /// Goes to where a simulation of the same network was saved. Nothing changes if that is not possible.
    pub(super) fn go_to(&mut self, snapshot: &Snapshot) -> Result<(), RestoreError> {
        let needed = precision::<F>();
        if snapshot.precision != needed {
            let found = snapshot.precision;
            return Err(RestoreError::Precision { found, needed });
        }
        let restored = self.check(snapshot)?;
        let mut restorer = Restorer::writing(snapshot);
        let step = snapshot.step;
        for block in &mut self.blocks {
            let block = unpoisoned(block.get_mut());
            block.keep(&self.network, &mut restorer);
            block.resume_at(step);
            block.clear_samples();
        }
        self.log.restore(step, &mut restorer)?;
        let common = unpoisoned(self.common.get_mut());
        let conductor = unpoisoned(self.conductor.get_mut());
        common.history = restored.history;
        common.interval.first = step;
        common.interval.steps = 0;
        conductor.spikes = restored.totals[0];
        conductor.events_before = restored.totals[1];
        conductor.runaway = None;
        resume_drawing(
            restored.generator,
            step,
            Draw {
                level: self.level,
                ahead: self.draws_ahead,
            },
            common,
            conductor,
        );
        self.step = step;
        self.recorded_from = step;
        self.control.set_step(step);
        Ok(())
    }

    /// Checks all that a snapshot holds, and writes nothing.
    fn check(&self, snapshot: &Snapshot) -> Result<Restored, RestoreError> {
        let mut restorer = Restorer::checking(snapshot);
        for block in &self.blocks {
            lock(block).keep(&self.network, &mut restorer);
        }
        let history = {
            let common = unpoisoned(self.common.read());
            common
                .history
                .restored(&self.network, snapshot.step, &mut restorer)?
        };
        self.log.check(&mut restorer)?;
        let totals = restorer.array_of::<u64>(TOTALS, 2)?;
        let generator = if lock(&self.conductor).feed.is_some() {
            Some(generator(&mut restorer)?)
        } else {
            None
        };
        restorer.finish()?;
        Ok(Restored {
            history,
            totals: [totals[0], totals[1]],
            generator,
        })
    }

    fn populations_with_live_currents(&self) -> Vec<String> {
        let populations = &self.network.description().populations;
        let mut names = Vec::new();
        for block in &self.blocks {
            for segment in &lock(block).segments {
                if segment.surroundings.current.is_live() {
                    names.push(populations[segment.population].name.clone());
                }
            }
        }
        names
    }
}

fn precision<F: Kept>() -> Precision {
    if F::KIND == f32::KIND {
        Precision::Single
    } else {
        Precision::Double
    }
}

/// The legacy generator of a snapshot.
fn generator(restorer: &mut Restorer<'_>) -> Result<LegacyGenerator, RestoreError> {
    let key = restorer.array::<u32>(KEY)?;
    let position = restorer.array_of::<u64>(POSITION, 1)?;
    let spare = match restorer.array::<f64>(SPARE)? {
        [] => None,
        &[spare] => Some(spare),
        _ => {
            return Err(RestoreError::content(
                SPARE,
                "there is one spare number at most",
            ));
        }
    };
    let generator = LegacyGenerator::from_state(key, position[0] as usize, spare);
    generator.ok_or_else(|| RestoreError::content(KEY, "it is no state of the generator MT19937"))
}

/// Lets the legacy generator go on at a step.
fn resume_drawing(
    generator: Option<LegacyGenerator>,
    step: u64,
    draw: Draw,
    common: &mut Common,
    conductor: &mut Conductor,
) {
    if let Some(generator) = generator {
        let columns = common.normals.rows.ncols();
        conductor.feed = Some(LegacyFeed::new(generator, columns, draw));
        common.normals = NormalsWindow::empty(step, columns);
    }
}

#[cfg(test)]
mod tests;
