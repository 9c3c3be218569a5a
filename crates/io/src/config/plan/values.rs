//! Values of a description, once their files are read.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::ConfigError;
use crate::config::spec::ValuesSpec;
use adexnet_engine::{Problem, Values};

impl Planner<'_> {
    /// The values at `path`, one for each of so many neurons or synapses, if the number is known.
    pub(super) fn values(
        &mut self,
        path: &KeyPath,
        spec: &ValuesSpec,
        needed: Option<(usize, &'static str)>,
    ) -> Result<Values, ConfigError> {
        match spec {
            ValuesSpec::Constant(amount) => Ok(Values::Constant(amount.value())),
            ValuesSpec::Drawn(drawn) => {
                let distribution = drawn.distribution();
                let checked = distribution.check();
                checked.map_err(|problem| self.refuse_at(path, problem.into()))?;
                Ok(Values::Drawn(distribution))
            }
            ValuesSpec::File(values) => {
                let key = path.then("file");
                let numbers = self.files.numbers(&key, &values.file)?;
                let found = numbers.len();
                if let Some((needed, of)) = needed
                    && found != needed
                {
                    let problem = Problem::GivenCount { found, needed, of };
                    return Err(self.refuse_at(&key, problem.into()));
                }
                let convert = |number| values.unit.convert(number);
                Ok(numbers.into_iter().map(convert).collect::<Vec<_>>().into())
            }
        }
    }
}
