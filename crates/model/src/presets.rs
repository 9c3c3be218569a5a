//! The presets of all models, found by their name alone.
//!
//! The one idea to know: a configuration that names a preset need not name its model, since all presets
//! have names of their own. What is found carries parameters of its model's type, in [`AnyParameters`].
//!
//! ```
//! use adexnet_model::presets::{AnyParameters, preset};
//!
//! let preset = preset("coba-lif").ok_or("no such preset")?;
//! assert_eq!(preset.model, "lif");
//! if let AnyParameters::Lif(parameters) = preset.parameters {
//!     assert_eq!(parameters.v_th, -50.0); // mV
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::adex::{self, AdexParameters};
use crate::izhikevich::{self, IzhikevichParameters};
use crate::lif::{self, LifParameters};
use crate::nearest::nearest;
use crate::neuron::{NeuronModel, Preset};
use std::fmt;

/// Parameters of any of the models of this crate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AnyParameters {
    /// Of the adaptive exponential integrate-and-fire neuron.
    Adex(&'static AdexParameters),
    /// Of the leaky integrate-and-fire neuron.
    Lif(&'static LifParameters),
    /// Of Izhikevich's neuron.
    Izhikevich(&'static IzhikevichParameters),
}

/// A preset of any of the models of this crate. `Display` writes what [`Preset`] does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnyPreset {
    /// Name of the model: "lif".
    pub model: &'static str,
    /// Name in configuration files: `"coba-lif"`.
    pub name: &'static str,
    /// What the neuron does.
    pub description: &'static str,
    /// Where the numbers come from, and which of them do not.
    pub source: &'static str,
    /// Constant current in pA under which the neuron does so.
    pub step_current: f64,
    /// The parameters.
    pub parameters: AnyParameters,
}

impl AnyPreset {
    fn new<M: NeuronModel>(
        preset: &'static Preset<M>,
        parameters: fn(&'static M) -> AnyParameters,
    ) -> Self {
        Self {
            model: M::NAME,
            name: preset.name,
            description: preset.description,
            source: preset.source,
            step_current: preset.step_current,
            parameters: parameters(&preset.parameters),
        }
    }
}

impl fmt::Display for AnyPreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Preset {
            name: self.name,
            description: self.description,
            source: self.source,
            step_current: self.step_current,
            parameters: (),
        }
        .fmt(f)
    }
}

/// All presets, model by model; the first of each model is its default.
pub fn presets() -> impl Iterator<Item = AnyPreset> {
    let adex = adex::presets().iter();
    let adex = adex.map(|preset| AnyPreset::new(preset, AnyParameters::Adex));
    let lif = lif::presets().iter();
    let lif = lif.map(|preset| AnyPreset::new(preset, AnyParameters::Lif));
    let izhikevich = izhikevich::presets().iter();
    let izhikevich = izhikevich.map(|preset| AnyPreset::new(preset, AnyParameters::Izhikevich));
    adex.chain(lif).chain(izhikevich)
}

/// The preset with this name.
pub fn preset(name: &str) -> Option<AnyPreset> {
    presets().find(|preset| preset.name == name)
}

/// The preset whose name is spelled most like `name`, if one is close: for messages about
/// unknown names.
pub fn nearest_preset(name: &str) -> Option<AnyPreset> {
    nearest(name, presets().map(|preset| preset.name)).and_then(preset)
}

/// The names of the models, in the order of [`presets`].
pub const MODELS: [&str; 3] = [
    AdexParameters::NAME,
    LifParameters::NAME,
    IzhikevichParameters::NAME,
];

/// The default preset of the model with this name.
pub fn default_preset(model: &str) -> Option<AnyPreset> {
    presets().find(|preset| preset.model == model)
}

#[cfg(test)]
mod tests {
    use super::{
        AnyParameters, AnyPreset, MODELS, default_preset, nearest_preset, preset, presets,
    };
    use crate::neuron::NeuronModel;
    use std::collections::BTreeSet;

    /// If this fails, a configuration gets another neuron than the one it names, or one that cannot be simulated.
    #[test]
    fn every_preset_is_valid_and_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = presets().map(|preset| preset.name).collect();
        assert_eq!(names.len(), presets().count());
        for found in presets() {
            let valid = match found.parameters {
                AnyParameters::Adex(parameters) => parameters.validate(0.1),
                AnyParameters::Lif(parameters) => parameters.validate(0.1),
                AnyParameters::Izhikevich(parameters) => parameters.validate(0.1),
            };
            assert_eq!(valid, Ok(()), "{}", found.name);
            assert_eq!(preset(found.name), Some(found));
        }
    }

    #[test]
    fn presets_are_found_by_names_and_models() {
        let model = |preset: Option<AnyPreset>| preset.map(|preset| preset.model);
        assert_eq!(model(preset("cortical-rs")), Some("adex"));
        assert_eq!(model(preset("coba-lif")), Some("lif"));
        assert_eq!(model(preset("izhikevich-ch")), Some("izhikevich"));
        assert_eq!(preset("coba"), None);
        assert_eq!(
            nearest_preset("izhikevich-CH").unwrap().name,
            "izhikevich-ch"
        );
        assert_eq!(nearest_preset("chandelier"), None);
        let defaults = MODELS.map(|model| default_preset(model).unwrap().name);
        assert_eq!(defaults, ["cortical-rs", "coba-lif", "izhikevich-rs"]);
        assert_eq!(default_preset("glif"), None);
        let models: BTreeSet<&str> = presets().map(|preset| preset.model).collect();
        assert_eq!(models, BTreeSet::from(MODELS));
    }

    #[test]
    fn defaults_are_the_first_presets() {
        use crate::{adex, izhikevich, lif};
        fn is_default<M: NeuronModel + Default>(parameters: &M) -> bool {
            *parameters == M::default()
        }
        assert!(is_default(&adex::presets()[0].parameters));
        assert!(is_default(&lif::presets()[0].parameters));
        assert!(is_default(&izhikevich::presets()[0].parameters));
    }

    #[test]
    fn a_preset_is_described_on_three_lines() {
        assert_eq!(
            preset("tonic-spiking").unwrap().to_string(),
            crate::adex::preset("tonic-spiking").unwrap().to_string()
        );
        let text = preset("coba-lif").unwrap().to_string();
        assert_eq!(text.lines().count(), 3);
        assert!(
            text.contains("\nStep current: 150 pA\nSource: Vogels & Abbott (2005)"),
            "{text}"
        );
    }
}
