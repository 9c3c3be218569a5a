//! Positions.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{Length, PeriodicSpec, PositionsSpec};
use adexnet_engine::Positions;

impl Planner<'_> {
    /// The positions at `path`.
    pub(super) fn positions(
        &mut self,
        path: &KeyPath,
        spec: &PositionsSpec,
    ) -> Result<Positions, ConfigError> {
        match spec {
            PositionsSpec::Grid(given) => {
                let spacing = given.spacing.value();
                let periodic = match &given.periodic {
                    None | Some(PeriodicSpec::All(false)) => {
                        return Ok(Positions::grid(given.grid.clone(), spacing));
                    }
                    Some(PeriodicSpec::All(true)) => vec![true; given.grid.len()],
                    Some(PeriodicSpec::Each(each)) if each.len() == given.grid.len() => {
                        each.clone()
                    }
                    Some(PeriodicSpec::Each(_)) => {
                        let dimensions = given.grid.len();
                        let message = format!(
                            "the grid has {dimensions} dimensions; accepted are as many of true and \
                             false, or one for all"
                        );
                        let problem = ConfigProblem::Value(message);
                        return Err(self.refuse_at(&path.then("periodic"), problem));
                    }
                };
                let all = Positions::periodic_grid(given.grid.clone(), spacing);
                let periods = all.periods.iter().zip(periodic);
                let periods = periods.map(|(period, is_periodic)| period.filter(|_| is_periodic));
                let periods: Vec<_> = periods.collect();
                Ok(all.with_periods(periods))
            }
            PositionsSpec::File(given) => {
                let coordinates = self.files.columns(&path.then("file"), &given.file)?;
                let coordinates = coordinates.mapv(|number| given.unit.convert(number));
                let periods = given.periods.iter().flatten();
                let periods = periods.map(|period| period.0.as_ref().map(Length::value));
                let periods: Vec<_> = periods.collect();
                Ok(Positions::given(coordinates).with_periods(periods))
            }
        }
    }
}
