//! What a description calls things becomes part of file names: nothing in it may lead out of the run's directory.

use super::{EVERYTHING, Source, plan};
use crate::config::{Configuration, Overrides};
use std::path::{Component, Path};

/// Names that are paths, or parts of paths, on some system.
const PATHS: [&str; 12] = [
    "../x",
    "..",
    ".",
    "/x",
    "a/b",
    "a\\\\b",
    "..\\\\x",
    "C:x",
    "a.b",
    "",
    "a\\u0000b",
    "a b",
];

/// If this fails, `state-NAME.npz`, `rate-NAME.npz` or `connectivity-NAME.npz` may lie anywhere.
#[test]
fn no_name_is_a_path() {
    let rate = "[[record.rate]]\nname = \"all\"\nneurons = \"cells\"\nbin = \"1 ms\"\n";
    let text = EVERYTHING.to_owned() + rate;
    plan(&text).expect("the description is right");
    for name in ["cells", "E", "trace", "all"] {
        let key = format!("name = \"{name}\"");
        assert!(text.contains(&key), "{key}");
        for path in PATHS {
            let hostile = text.replace(&key, &format!("name = \"{path}\""));
            let error = plan(&hostile).unwrap_err().to_string();
            assert!(error.contains("cannot be a name"), "{path:?}: {error}");
        }
    }
}

/// A run is called like its description, and its directory as well.
#[test]
fn no_title_is_a_path() {
    for name in ["../../net.toml", "/net.toml", "..", "/", "", "a/..", "."] {
        let source = Source::Text {
            name,
            text: EVERYTHING,
            directory: Path::new(""),
        };
        let plan = Configuration::load(source, &Overrides::default()).and_then(|c| c.plan());
        let title = plan.expect("the description is right").title;
        let parts: Vec<_> = Path::new(&title).components().collect();
        assert!(
            matches!(parts[..], [Component::Normal(_)]),
            "{name:?}: {title:?}"
        );
    }
}
