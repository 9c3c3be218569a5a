//! The file for the synapses, checked before they are drawn.

use crate::cli::ConnectArguments;
use crate::console::{note, plural, say};
use crate::failure::Failure;
use adexnet::engine::Network;
use adexnet::io::synapses::{SimulatedSynapses, SynapseFormat};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// A file that can be written, as far as can be told before.
pub(super) struct Destination {
    path: PathBuf,
    /// `None`: an `.npz` file, whose content the synapses decide.
    format: Option<SynapseFormat>,
    neurons: usize,
}

impl Destination {
    /// The file that is asked for, if any.
    pub(super) fn new(
        arguments: &ConnectArguments,
        network: &Network,
    ) -> Result<Option<Self>, Failure> {
        let Some(path) = arguments.out.clone() else {
            return Ok(None);
        };
        let format = match arguments.format {
            Some(format) => Some(format.into()),
            None => by_name(&path)?,
        };
        check_place(&path, arguments.force)?;
        let neurons = network.size();
        if let Some(format) = format {
            format.check_size(neurons)?;
        }
        Ok(Some(Self {
            path,
            format,
            neurons,
        }))
    }

    /// Writes the file and tells what is in it.
    pub(super) fn write(self, synapses: SimulatedSynapses) -> Result<(), Failure> {
        let format = self.format.unwrap_or_else(|| synapses.npz_format());
        let count = plural(synapses.len() as u64, "synapse");
        let loses_delays = !format.has_delays() && synapses.common_delay().is_none();
        synapses.write(&self.path, format)?;
        if loses_delays {
            note(
                "Note: the delays, which differ, are not in the file; --format edges writes them.",
            );
        }
        let square = format!("{0} x {0}", self.neurons);
        let content = match format {
            SynapseFormat::Dense => format!("dense matrix, {square}"),
            SynapseFormat::Csr => format!("CSR matrix, {square}"),
            SynapseFormat::MatrixMarket => format!("Matrix Market, {square}"),
            SynapseFormat::Edges => "list of edges".to_owned(),
        };
        say(format_args!(
            "\n{}: {content}, {count}",
            self.path.display()
        ));
        Ok(())
    }
}

/// The kind of file by the ending of its name; `None` for the two kinds of `.npz`.
fn by_name(path: &Path) -> Result<Option<SynapseFormat>, Failure> {
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    match ending.as_ref().and_then(|ending| ending.to_str()) {
        Some("npy") => Ok(Some(SynapseFormat::Dense)),
        Some("npz") => Ok(None),
        Some("mtx") => Ok(Some(SynapseFormat::MatrixMarket)),
        _ => Err(Failure::Option {
            option: "--out",
            value: path.display().to_string(),
            accepted:
                "names that end in .npy (dense matrix), .npz (CSR matrix or list of edges) or \
                       .mtx (Matrix Market); other names with --format"
                    .to_owned(),
        }),
    }
}

/// Refuses a place where no file can be, or where one is that may not be replaced.
fn check_place(path: &Path, may_replace: bool) -> Result<(), Failure> {
    let refuse = |reason: &str| {
        Err(Failure::Unwritable {
            path: path.to_owned(),
            reason: reason.to_owned(),
        })
    };
    if path.is_dir() {
        return refuse("it is a directory; name a file in it");
    }
    // Whatever is there, and be it a link to nothing.
    match path.symlink_metadata() {
        Ok(_) if !may_replace => {
            return refuse("it exists; name another file, or allow it to be replaced (--force)");
        }
        Ok(found) if !found.is_file() => {
            return refuse("it is no regular file, which could be replaced; name another one");
        }
        _ => {}
    }
    match path.parent() {
        Some(parent) if parent != Path::new("") && !parent.is_dir() => {
            refuse("its directory does not exist; make it, or name another one")
        }
        _ => Ok(()),
    }
}
