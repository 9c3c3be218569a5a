//! Networks that come with the program: the same text that a user could have written.

/// Names and texts.
const PRESETS: [(&str, &str); 1] = [("notebook", include_str!("../../presets/notebook.toml"))];

/// The names of all presets.
pub fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The NETWORK.toml of a preset.
pub(super) fn preset_text(name: &str) -> Option<&'static str> {
    PRESETS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}
