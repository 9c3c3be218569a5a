//! The two steps from a text to a plan.

use super::document::{Document, Overrides, Source};
use super::error::ConfigError;
use super::plan::{Plan, Planner};
use super::spec::NetworkSpec;

/// A description that was read, with its overrides applied.
///
/// ```
/// use adexnet_io::config::{Configuration, Overrides, Source};
///
/// let overrides = Overrides {
///     set: vec!["population.cells.neuron.b=20 pA".to_owned()],
///     duration: Some("2 s".to_owned()),
///     ..Overrides::default()
/// };
/// let configuration = Configuration::load(Source::Preset("notebook"), &overrides)?;
/// let plan = configuration.plan()?;
/// assert_eq!(plan.network.size(), 100);
/// assert_eq!(plan.network.description().populations[0].parameter("b"), Some(20.0));
/// assert_eq!(plan.steps, 20_000);
/// # Ok::<(), adexnet_io::config::ConfigError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Configuration {
    document: Document,
    spec: NetworkSpec,
}

impl Configuration {
    /// Reads a description and applies what the command line changes in it.
    ///
    /// # Errors
    ///
    /// If the text cannot be read, is not TOML, or says something that is wrong by itself: unknown
    /// keys and names, wrong types and units.
    pub fn load(source: Source<'_>, overrides: &Overrides) -> Result<Self, ConfigError> {
        let document = Document::load(source, overrides)?;
        let spec = document.read()?;
        Ok(Self { document, spec })
    }

    /// The description as typed, with the values of its expressions.
    pub fn spec(&self) -> &NetworkSpec {
        &self.spec
    }

    /// Resolves names and slices, reads the files that are named, and validates everything.
    ///
    /// # Errors
    ///
    /// For whatever cannot be simulated as described, with its place in the text.
    pub fn plan(&self) -> Result<Plan, ConfigError> {
        Planner::new(&self.document, &self.spec).plan()
    }
}
