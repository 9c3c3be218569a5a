//! Where the noise comes from.

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Source of the noise: `"white"`, `"none"` or `{ recorded = "normals.npy" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoiseSpec {
    /// Drawn by the generator.
    White,
    /// No noise.
    None,
    /// Read from a file.
    Recorded {
        /// An npy array of standard normals, \[step, neuron\]; relative to the description.
        path: String,
        /// The SHA-256 that the file must have, if given.
        sha256: Option<String>,
    },
}

impl Serialize for NoiseSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::White => serializer.serialize_str("white"),
            Self::None => serializer.serialize_str("none"),
            Self::Recorded { path, sha256 } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("recorded", path)?;
                if let Some(sha256) = sha256 {
                    map.serialize_entry("sha256", sha256)?;
                }
                map.end()
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    recorded: String,
    sha256: Option<String>,
}

impl<'de> Deserialize<'de> for NoiseSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NoiseVisitor)
    }
}

struct NoiseVisitor;

impl<'de> Visitor<'de> for NoiseVisitor {
    type Value = NoiseSpec;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"white\", \"none\" or a table such as { recorded = \"normals.npy\" }")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<NoiseSpec, E> {
        match text {
            "white" => Ok(NoiseSpec::White),
            "none" => Ok(NoiseSpec::None),
            _ => Err(E::unknown_variant(
                text,
                &["white", "none", "{ recorded = \"normals.npy\" }"],
            )),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<NoiseSpec, A::Error> {
        let table = Recorded::deserialize(MapAccessDeserializer::new(map))?;
        Ok(NoiseSpec::Recorded {
            path: table.recorded,
            sha256: table.sha256,
        })
    }
}
