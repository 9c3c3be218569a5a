//! Files that a description names.

use serde::{Deserialize, Serialize};

/// A file beside the description, and what must be in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSpec {
    /// Its path, relative to the description.
    pub file: String,
    /// The SHA-256 that it must have, if given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}
