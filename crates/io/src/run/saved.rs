//! A run as it lies in its directory.

use super::error::RunFailure;
use super::finishing::finish;
use super::heartbeat::Heartbeat;
use super::options::RunOptions;
use super::simulating::Run;
use crate::checkpoint::Checkpoint;
use crate::config::{Configuration, Overrides, Plan, Source};
use crate::files::{FileError, RunDirectory};
use crate::names::{self, CHECKPOINT, DESCRIPTION, INDEX, RECORDS, SUMMARY};
use crate::output::{self, OutputOptions, Reached, Summary};
use crate::records::{CheckedRecords, Index, RecordError, RecordReader, RecordWriter};
use adexnet_engine::Simulation;
use std::fs::{self, DirEntry};
use std::path::Path;

/// A run that has begun, and is not being simulated: its description and its last checkpoint. Example: see
/// [the module](super).
///
/// While it exists, no other process can work in its directory.
#[derive(Debug)]
pub struct SavedRun {
    pub(super) directory: RunDirectory,
    plan: Plan,
    index: Index,
    checkpoint: Option<Checkpoint>,
}

impl SavedRun {
    /// Opens the directory of a run; a duration such as "60 s" replaces the one that it was to have.
    /// Nothing is written yet but the lock.
    ///
    /// # Errors
    ///
    /// [`RunFailure::NoRun`], [`RunFailure::LostCheckpoint`], [`RunFailure::Beyond`], and whatever is wrong with the directory, the
    /// description, the index of the records or the checkpoint: each must be what was written, of this
    /// version of the program and of this network.
    pub fn open(path: &Path, duration: Option<&str>) -> Result<Self, RunFailure> {
        let description = path.join(DESCRIPTION);
        for missing in [path.join(RECORDS).join(INDEX), description.clone()] {
            if !is_there(&missing)? {
                let path = path.to_owned();
                return Err(RunFailure::NoRun { path, missing });
            }
        }
        let directory = RunDirectory::open(path)?;
        let index = Index::read(path)?;
        let overrides = Overrides {
            duration: duration.map(str::to_owned),
            ..Overrides::default()
        };
        let mut plan = Configuration::load(Source::File(&description), &overrides)?.plan()?;
        plan.title.clone_from(&index.title);
        let checkpoint = directory.file(CHECKPOINT);
        let checkpoint = is_there(&checkpoint)?.then(|| Checkpoint::read(&checkpoint));
        let checkpoint = checkpoint.transpose()?;
        if checkpoint.is_none() {
            // Before the first checkpoint nothing has a final name.
            if is_there(&directory.file(SUMMARY))? || has_finished_parts(path)? {
                let path = path.to_owned();
                return Err(RunFailure::LostCheckpoint { path });
            }
            require_index_of(&plan, &index, path)?;
        }
        let saved = Self {
            directory,
            plan,
            index,
            checkpoint,
        };
        if let Some(checkpoint) = &saved.checkpoint {
            checkpoint.check_network(&saved.plan)?;
        }
        if saved.step() > saved.plan.steps {
            let dt = saved.plan.network.time_step();
            let [reached, wanted] = [saved.step(), saved.plan.steps].map(|step| dt.stamp(step));
            return Err(RunFailure::Beyond { reached, wanted });
        }
        Ok(saved)
    }

    /// What is simulated.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Where the files are.
    pub fn directory(&self) -> &RunDirectory {
        &self.directory
    }

    /// The step of the last checkpoint; 0 if there is none.
    pub fn step(&self) -> u64 {
        let checkpoint = self.checkpoint.as_ref();
        checkpoint.map_or(0, |checkpoint| checkpoint.snapshot.step)
    }

    /// Whether all steps are simulated: what remains is to [`finish`](Self::finish).
    pub fn is_simulated(&self) -> bool {
        self.step() == self.plan.steps
    }

    /// Whether all steps are simulated and all files are written.
    pub fn is_complete(&self) -> bool {
        let description = fs::read_to_string(self.directory.file(DESCRIPTION));
        // The records as well: it may have been killed when it was about to become longer. And it may have been
        // to become longer than it now is to be.
        self.is_simulated()
            && self.directory.file(SUMMARY).exists()
            && RecordReader::open(self.directory.path()).is_ok()
            && description.is_ok_and(|text| text == self.plan.to_toml())
    }

    /// Goes on from the last checkpoint, or from the beginning if there is none. `simulation` is one of
    /// the [plan](Self::plan)'s network and recording that has not been run. What was recorded after the
    /// checkpoint, and files that were made of a shorter run, are removed.
    ///
    /// # Errors
    ///
    /// [`RunFailure`] if the checkpoint does not fit to the simulation, the records are not what was
    /// written, or files cannot be written. It can be tried again.
    pub fn resume(
        self,
        mut simulation: Simulation,
        options: RunOptions,
    ) -> Result<Run, RunFailure> {
        simulation.check_end(self.plan.steps)?;
        if let Some(checkpoint) = &self.checkpoint {
            simulation.restore(&checkpoint.snapshot)?;
        }
        let records = self.reopen()?;
        let beginning = if let Some(checkpoint) = &self.checkpoint {
            checkpoint.beginning.clone()
        } else {
            let options = OutputOptions {
                all_files: self.index.all_files,
            };
            output::write_connectivity(&self.plan, &simulation, &self.directory, options)?
        };
        let records = (self.index, records);
        Run::new(
            self.plan,
            simulation,
            self.directory,
            records,
            beginning,
            options,
        )
    }

    /// Makes a complete run of what the last checkpoint holds, without simulating anything. It can
    /// still be resumed.
    ///
    /// # Errors
    ///
    /// [`RunFailure::NoCheckpoint`], and [`RunFailure`] if the records are not what was written, or files
    /// cannot be written. It can be tried again.
    pub fn finish(self) -> Result<Summary, RunFailure> {
        let Some(checkpoint) = &self.checkpoint else {
            let path = self.directory.path().to_owned();
            return Err(RunFailure::NoCheckpoint { path });
        };
        let records = self.reopen()?;
        let heartbeat = Heartbeat::start(&self.directory, &self.plan, self.step())?;
        let reached = Reached {
            step: self.step(),
            synaptic_events: checkpoint.snapshot.synaptic_events(),
            beginning: &checkpoint.beginning,
        };
        let parts = (records, heartbeat);
        finish(&self.plan, &self.directory, parts, &reached, None)
    }

    /// Opens the records behind the checkpoint, or begins them. First they are read up to there, and only
    /// if they are what was written anything is changed: all that is made of them goes, the summary first.
    fn reopen(&self) -> Result<RecordWriter, RunFailure> {
        let (directory, index) = (&self.directory, &self.index);
        let checked = self.checkpoint.as_ref();
        let checked = checked.map(|saved| CheckedRecords::check(directory, index, &saved.streams));
        let checked = checked.transpose()?;
        output::remove_results(&self.plan, directory)?;
        directory.remove_partial_files()?;
        output::write_description(&self.plan, directory)?;
        Ok(match checked {
            Some(checked) => checked.reopen()?,
            None => RecordWriter::create(directory, index)?,
        })
    }
}

/// Whether any part of the records of a run has its final name.
fn has_finished_parts(path: &Path) -> Result<bool, FileError> {
    let records = path.join(RECORDS);
    let entries = fs::read_dir(&records).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(FileError::io("list", &records))?;
    let mut names = entries.iter().map(DirEntry::file_name);
    Ok(names.any(|name| name.to_str().is_some_and(names::is_finished_part)))
}

/// Refuses records of another description. With a checkpoint its fingerprint tells that, without one nothing else.
fn require_index_of(plan: &Plan, index: &Index, path: &Path) -> Result<(), RecordError> {
    if *index == Index::new(plan, index.all_files) {
        return Ok(());
    }
    Err(RecordError::Index {
        path: path.join(RECORDS).join(INDEX),
        problem: format!("it is the index of other records than {DESCRIPTION} describes"),
    })
}

/// Whether there is a file. One that cannot be looked at is no file that is missing: taking it for that would
/// begin the run again.
fn is_there(path: &Path) -> Result<bool, FileError> {
    path.try_exists().map_err(FileError::io("read", path))
}
