//! A neuron model whose type has been forgotten, so that populations of different models share one network.
//!
//! One idea: what is generic over the model (building and advancing its cells) is compiled where the model is turned
//! into a [`Model`], with all its loops, also in another crate. From then on it is reached by one dynamic call for each
//! segment and interval, and never for a single neuron.

use crate::cells::{Cells, CellsPlan, ModelCells};
use adexnet_model::adex::AdexParameters;
use adexnet_model::izhikevich::IzhikevichParameters;
use adexnet_model::lif::LifParameters;
use adexnet_model::neuron::{
    FloatArray, NeuronModel, Parameter, ParameterError, ReceptorInfo, UnknownParameter, Variable,
};
use adexnet_model::units::Unit;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// A neuron model with its parameters, whatever its type.
///
/// ```
/// use adexnet_engine::Model;
/// use adexnet_model::adex::AdexParameters;
///
/// let model = Model::new(AdexParameters::default());
/// assert_eq!(model.name(), "adex");
/// let weakly_adapting = model.with("b", 20.0)?; // pA
/// assert_eq!(weakly_adapting.get("b")?, 20.0);
/// # Ok::<(), adexnet_model::neuron::UnknownParameter>(())
/// ```
#[derive(Clone)]
pub struct Model(Arc<dyn AnyModel>);

/// A parameter of a [`Model`]: what it is called and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParameterValue {
    /// The symbol in equations and configuration files.
    pub symbol: &'static str,
    /// The field's standard term.
    pub name: &'static str,
    /// The unit of the value.
    pub unit: Unit,
    /// The value.
    pub value: f64,
}

/// What the engine needs of a model, whatever its type.
///
/// `check_with` checks it with other values of some parameters, and returns the strength of its noise.
pub(crate) trait AnyModel: fmt::Debug + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is_equal(&self, other: &dyn AnyModel) -> bool;
    fn name(&self) -> &'static str;
    fn variables(&self) -> &'static [Variable];
    fn receptors(&self) -> &'static [ReceptorInfo];
    fn parameters(&self) -> Vec<ParameterValue>;
    fn shared(&self) -> &'static [(&'static str, &'static [&'static str])];
    fn get(&self, symbol: &str) -> Result<f64, UnknownParameter>;
    fn with(&self, symbol: &str, value: f64) -> Result<Arc<dyn AnyModel>, UnknownParameter>;
    fn validate(&self, dt: f64) -> Result<(), ParameterError>;
    fn check_with(&self, symbols: &[&str], values: &[f64], dt: f64) -> Result<f64, ParameterError>;
    fn noise(&self) -> f64;
    fn rest(&self) -> Vec<f64>;
    fn spikes_at(&self, state: &[f64], dt: f64) -> bool;
    fn describe(&self) -> String;
    fn describe_latex(&self) -> Option<String>;
    fn single(&self, plan: &CellsPlan<'_>) -> Box<dyn Cells<f32>>;
    fn double(&self, plan: &CellsPlan<'_>) -> Box<dyn Cells<f64>>;
}

impl<M: NeuronModel> AnyModel for M {
    fn as_any(&self) -> &dyn Any {
        self
    }
    fn is_equal(&self, other: &dyn AnyModel) -> bool {
        other.as_any().downcast_ref::<M>() == Some(self)
    }
    fn name(&self) -> &'static str {
        M::NAME
    }
    fn variables(&self) -> &'static [Variable] {
        M::VARIABLES
    }
    fn receptors(&self) -> &'static [ReceptorInfo] {
        M::RECEPTORS
    }
    fn parameters(&self) -> Vec<ParameterValue> {
        let value = |parameter: &Parameter<M>| ParameterValue {
            symbol: parameter.symbol,
            name: parameter.name,
            unit: parameter.unit,
            value: (parameter.get)(self),
        };
        M::PARAMETERS.iter().map(value).collect()
    }
    fn shared(&self) -> &'static [(&'static str, &'static [&'static str])] {
        M::SHARED
    }
    fn get(&self, symbol: &str) -> Result<f64, UnknownParameter> {
        NeuronModel::get(self, symbol)
    }
    fn with(&self, symbol: &str, value: f64) -> Result<Arc<dyn AnyModel>, UnknownParameter> {
        let mut model = self.clone();
        model.set(symbol, value)?;
        Ok(Arc::new(model))
    }
    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        NeuronModel::validate(self, dt)
    }
    fn check_with(&self, symbols: &[&str], values: &[f64], dt: f64) -> Result<f64, ParameterError> {
        let mut model = self.clone();
        for (symbol, &value) in symbols.iter().zip(values) {
            // Symbols that name no parameter have been refused before.
            let _ = model.set(symbol, value);
        }
        NeuronModel::validate(&model, dt)?;
        Ok(NeuronModel::noise(&model))
    }
    fn noise(&self) -> f64 {
        NeuronModel::noise(self)
    }
    fn rest(&self) -> Vec<f64> {
        NeuronModel::rest(self).as_ref().to_vec()
    }
    fn spikes_at(&self, state: &[f64], dt: f64) -> bool {
        let constants = self.constants::<f64>(dt, false);
        M::is_spike(&constants, &M::State::from_function(|k| state[k]))
    }
    fn describe(&self) -> String {
        NeuronModel::describe(self)
    }
    fn describe_latex(&self) -> Option<String> {
        NeuronModel::describe_latex(self)
    }
    fn single(&self, plan: &CellsPlan<'_>) -> Box<dyn Cells<f32>> {
        Box::new(ModelCells::build(self, plan))
    }
    fn double(&self, plan: &CellsPlan<'_>) -> Box<dyn Cells<f64>> {
        Box::new(ModelCells::build(self, plan))
    }
}

impl Model {
    /// Forgets the type of a model. Its loops are compiled where this is called.
    pub fn new<M: NeuronModel>(model: M) -> Self {
        Self(Arc::new(model))
    }

    /// The model as the type `M`, if it is that.
    pub fn downcast_ref<M: NeuronModel>(&self) -> Option<&M> {
        self.0.as_any().downcast_ref()
    }

    /// Name of the model: "adex".
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The state variables; the first is the membrane potential.
    pub fn variables(&self) -> &'static [Variable] {
        self.0.variables()
    }

    /// The variable of this symbol that can be recorded: a state variable, or the synaptic current I.
    pub fn variable(&self, symbol: &str) -> Option<Variable> {
        let mut all = self.variables().iter().copied().chain([Variable::I]);
        all.find(|variable| variable.symbol == symbol)
    }

    /// The receptors on which synapses can act.
    pub fn receptors(&self) -> &'static [ReceptorInfo] {
        self.0.receptors()
    }

    /// All parameters with their values.
    pub fn parameters(&self) -> Vec<ParameterValue> {
        self.0.parameters()
    }

    /// Symbols that stand for several parameters at once.
    pub fn shared(&self) -> &'static [(&'static str, &'static [&'static str])] {
        self.0.shared()
    }

    /// The value of a parameter, in its unit.
    ///
    /// # Errors
    /// If no parameter has this symbol.
    pub fn get(&self, symbol: &str) -> Result<f64, UnknownParameter> {
        self.0.get(symbol)
    }

    /// The same model with another value of a parameter.
    ///
    /// # Errors
    /// If no parameter has this symbol.
    pub fn with(&self, symbol: &str, value: f64) -> Result<Self, UnknownParameter> {
        self.0.with(symbol, value).map(Self)
    }

    /// Checks that the equations make sense with these parameters and steps of `dt` ms.
    ///
    /// # Errors
    /// The first rule that is broken, with its reason.
    pub fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        self.0.validate(dt)
    }

    /// Strength of the white-noise current, in pA·sqrt(s).
    pub fn noise(&self) -> f64 {
        self.0.noise()
    }

    /// State of a neuron at rest, a number for each of [`variables`](Self::variables).
    pub fn rest(&self) -> Vec<f64> {
        self.0.rest()
    }

    /// Whether a neuron in this state would spike at once; `state` has a number for each variable.
    pub(crate) fn spikes_at(&self, state: &[f64], dt: f64) -> bool {
        self.0.spikes_at(state, dt)
    }

    /// The equations with the values of the parameters, as plain text.
    pub fn describe(&self) -> String {
        self.0.describe()
    }

    /// The equations with the values of the parameters, as LaTeX; `None` if the model offers none.
    pub fn describe_latex(&self) -> Option<String> {
        self.0.describe_latex()
    }

    pub(crate) fn any(&self) -> &dyn AnyModel {
        &*self.0
    }
}

/// The models that come with adexnet. Their loops are compiled here, once, and not in every crate that uses them: so
/// there is no conversion of any [`NeuronModel`], but [`Model::new`].
macro_rules! from_own_models {
    ($($model:ty),*) => {
        $(impl From<$model> for Model {
            fn from(model: $model) -> Self {
                Self::new(model)
            }
        })*
    };
}

from_own_models!(AdexParameters, LifParameters, IzhikevichParameters);

impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_equal(&*other.0)
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
