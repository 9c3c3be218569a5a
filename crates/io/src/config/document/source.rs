//! Where a description comes from, and its text.

use crate::config::error::{ConfigError, ConfigPlace, ConfigProblem};
use crate::config::presets::{preset_names, preset_text};
use crate::files::FileError;
use adexnet_model::nearest::nearest;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Table;
use toml::de::DeTable;

/// Largest description that is read, in bytes: far more than anybody writes, and no burden for any
/// machine.
const MAX_BYTES: u64 = 16 << 20;

/// Where a description comes from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A network that comes with the program, by name.
    Preset(&'a str),
    /// A file. Paths in it are relative to its directory.
    File(&'a Path),
    /// A text in memory.
    Text {
        /// What messages call it: `network.toml`.
        name: &'a str,
        /// The text.
        text: &'a str,
        /// The directory to which paths in it are relative.
        directory: &'a Path,
    },
}

/// The text of a description.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// What messages call it.
    pub(super) origin: String,
    /// What a run of it is called.
    pub(super) title: String,
    pub(super) content: Arc<str>,
    /// The directory to which its paths are relative.
    pub(super) directory: PathBuf,
}

impl Source<'_> {
    /// The text, from wherever it is.
    pub(super) fn read(self) -> Result<Text, ConfigError> {
        match self {
            Self::Preset(name) => {
                let origin = format!("preset {name:?}");
                let content = preset_text(name).ok_or_else(|| {
                    let problem = ConfigProblem::UnknownName {
                        nearest: nearest(name, preset_names()).map(str::to_owned),
                        known: preset_names().map(str::to_owned).collect(),
                    };
                    ConfigError::new(ConfigPlace::whole(&origin), problem)
                })?;
                Ok(Text {
                    title: name.to_owned(),
                    content: content.into(),
                    directory: PathBuf::new(),
                    origin,
                })
            }
            Self::File(path) => {
                let origin = path.display().to_string();
                let content = read_text(path)
                    .map_err(|problem| ConfigError::new(ConfigPlace::whole(&origin), problem))?;
                Ok(Text {
                    title: stem(path),
                    content: content.into(),
                    directory: path.parent().map(Path::to_path_buf).unwrap_or_default(),
                    origin,
                })
            }
            Self::Text {
                name,
                text,
                directory,
            } => Ok(Text {
                origin: name.to_owned(),
                title: stem(Path::new(name)),
                content: text.into(),
                directory: directory.to_path_buf(),
            }),
        }
    }
}

impl Text {
    /// The tables and values of the text.
    pub(super) fn parse(&self) -> Result<Table, ConfigError> {
        let error = |error: &toml::de::Error, problem| {
            let place = ConfigPlace::in_text(&self.origin, &self.content, error.span());
            ConfigError::new(place, problem)
        };
        DeTable::parse(&self.content).map_err(|refusal| {
            let message = refusal.message().to_owned();
            error(&refusal, ConfigProblem::Syntax { message })
        })?;
        // The syntax is right; what can be left are numbers that 64 bits do not hold.
        toml::from_str(&self.content)
            .map_err(|refusal| error(&refusal, ConfigProblem::NumberTooLarge))
    }
}

/// The file name without its extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy());
    stem.map_or_else(|| "network".to_owned(), std::borrow::Cow::into_owned)
}

fn read_text(path: &Path) -> Result<String, ConfigProblem> {
    // Asked before opening: opening a pipe would wait for its other end.
    let metadata = path.metadata().map_err(FileError::io("read", path))?;
    if !metadata.is_file() {
        let path = path.to_path_buf();
        return Err(FileError::NotAFile { path }.into());
    }
    let file = File::open(path).map_err(FileError::io("read", path))?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(FileError::io("read", path))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ConfigProblem::TooLarge {
            bytes: metadata.len(),
            limit: MAX_BYTES,
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let lines = valid.split(|&byte| byte == b'\n');
        ConfigProblem::NotText {
            line: lines.count(),
        }
    })
}
