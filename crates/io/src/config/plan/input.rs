//! Inputs.

use super::Planner;
use crate::config::document::KeyPath;
use crate::config::error::{ConfigError, ConfigProblem};
use crate::config::spec::{
    Current, CurrentSpec, FluctuationsSpec, InputKindSpec, InputSpec, Measured, MeasuredIn,
    PoissonInputSpec, RateSpec,
};
use adexnet_engine::{
    CurrentInput, Fluctuating, Fluctuations, Input, PoissonInput, Slice, Waveform,
};
use std::sync::Arc;

impl Planner<'_> {
    pub(super) fn input(&mut self, number: usize, spec: &InputSpec) -> Result<Input, ConfigError> {
        let path = KeyPath::of("input").at(number);
        let mut before = self.spec.input[..number].iter();
        if spec.name.is_some() && before.any(|other| other.name == spec.name) {
            return Err(self.refuse_at(&path.then("name"), ConfigProblem::DuplicateName));
        }
        let target = self.slice(&path.then("target"), &spec.target)?;
        Ok(match &spec.kind {
            InputKindSpec::Current(current) => {
                let waveform = self.waveform(&path.then("current"), current)?;
                CurrentInput { target, waveform }.into()
            }
            InputKindSpec::Poisson(poisson) => self.poisson(&path, target, poisson)?.into(),
            InputKindSpec::Fluctuations(spec) => fluctuations(target, spec).into(),
        })
    }

    fn waveform(&mut self, path: &KeyPath, spec: &CurrentSpec) -> Result<Waveform, ConfigError> {
        Ok(match spec {
            CurrentSpec::Constant(current) => Waveform::Steps {
                times: vec![0.0],
                values: vec![current.value()],
            },
            CurrentSpec::Steps { times, values } => Waveform::Steps {
                times: numbers(times),
                values: numbers(values),
            },
            CurrentSpec::Sine { sine } => Waveform::Sinusoid {
                offset: sine.offset.as_ref().map_or(0.0, Current::value),
                amplitude: sine.amplitude.value(),
                frequency: sine.frequency.value(),
                phase: sine.phase.unwrap_or(0.0),
            },
            CurrentSpec::Sampled(sampled) => {
                let samples = self.files.columns(&path.then("file"), &sampled.file)?;
                Waveform::Sampled {
                    every: sampled.every.value(),
                    samples: Arc::new(samples.mapv(|sample| sampled.unit.convert(sample))),
                }
            }
        })
    }

    fn poisson(
        &self,
        path: &KeyPath,
        target: Slice,
        spec: &PoissonInputSpec,
    ) -> Result<PoissonInput, ConfigError> {
        let (times, rates) = match &spec.rate {
            RateSpec::Constant(rate) => (vec![0.0], vec![rate.value()]),
            RateSpec::Steps(steps) => (numbers(&steps.times), numbers(&steps.values)),
        };
        Ok(PoissonInput {
            receptor: self.receptor((path, "poisson.receptor"), &spec.receptor, &target)?,
            target,
            sources: spec.sources.unwrap_or(1),
            weight: spec.weight.value(),
            times,
            rates,
        })
    }
}

fn numbers<U: MeasuredIn>(amounts: &[Measured<U>]) -> Vec<f64> {
    amounts.iter().map(Measured::value).collect()
}

fn fluctuations(target: Slice, spec: &FluctuationsSpec) -> Fluctuations {
    let kind = match &spec.reversal {
        None => Fluctuating::Current,
        Some(reversal) => Fluctuating::Conductance {
            reversal: reversal.value(),
        },
    };
    Fluctuations {
        target,
        kind,
        mean: spec.mean.value(),
        sd: spec.sd.value(),
        tau: spec.tau.value(),
    }
}
