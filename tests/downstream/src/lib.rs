//! A neuron model outside of adexnet: a leaky integrator whose threshold jumps with each spike and comes back.
//!
//! ```text
//! tau dV/dt = EL - V + Iinj / gL - ge V / gL
//! tau_t dtheta/dt = VT - theta
//! after V > theta: V becomes EL, theta grows by jump
//! ```

#![forbid(unsafe_code)]

use adexnet::model::arithmetic::Arithmetic;
use adexnet::model::float::Float;
use adexnet::model::neuron::{
    NeuronModel, Parameter, ParameterError, ReceptorInfo, Variable, parameter, require_finite,
    require_positive, require_shorter,
};
use adexnet::model::units::Unit;

/// Leak reversal potential, in mV.
pub const E_L: f64 = -65.0;
/// Threshold at rest, in mV.
pub const V_T: f64 = -50.0;
/// Leak conductance, in nS.
pub const G_L: f64 = 10.0;
/// Time constant of ge, in ms.
const TAU_E: f64 = 3.0;

/// The threshold theta, in mV.
pub const THETA: Variable = Variable::new("theta", "threshold", Unit::MV);

/// A neuron with a threshold that adapts.
#[derive(Debug, Clone, PartialEq)]
pub struct AdaptiveThreshold {
    /// Membrane time constant, in ms.
    pub tau: f64,
    /// Time constant of the threshold, in ms.
    pub tau_t: f64,
    /// What a spike adds to the threshold, in mV.
    pub jump: f64,
}

impl NeuronModel for AdaptiveThreshold {
    const NAME: &'static str = "adaptive-threshold";
    const VARIABLES: &'static [Variable] = &[Variable::V, THETA, Variable::GE];
    // No inhibition.
    const RECEPTORS: &'static [ReceptorInfo] = &[ReceptorInfo::excitatory(2)];
    const PARAMETERS: &'static [Parameter<Self>] = &[
        parameter!("tau", r"\tau", "membrane time constant", Unit::MS, tau),
        parameter!(
            "tau_t",
            r"\tau_t",
            "threshold time constant",
            Unit::MS,
            tau_t
        ),
        parameter!("jump", "J", "jump of the threshold", Unit::MV, jump),
    ];

    type State<F: Float> = [F; 3];
    type Constants<F: Float> = [F; 4];

    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        require_finite(self, dt)?;
        require_positive(&[("dt", dt, Unit::MS, "time advances by it")])?;
        if self.jump < 0.0 {
            return Err(ParameterError::Other {
                symbol: "jump",
                value: self.jump,
                unit: Unit::MV,
                reason: "must not be negative, because the threshold adapts upwards".to_owned(),
            });
        }
        let decays = [
            ("tau", self.tau, "V - EL"),
            ("tau_t", self.tau_t, "theta - VT"),
        ];
        require_shorter(dt, &decays)
    }

    fn rest(&self) -> [f64; 3] {
        [E_L, V_T, 0.0]
    }

    fn noise(&self) -> f64 {
        0.0
    }

    fn constants<F: Float>(&self, dt: f64, _: bool) -> [F; 4] {
        [dt / self.tau, dt / self.tau_t, self.jump, 1.0 - dt / TAU_E].map(F::from_f64)
    }

    #[inline(always)]
    fn step<F: Float, A: Arithmetic>(
        [per_tau, per_tau_t, _, decay]: &[F; 4],
        [v, theta, ge]: [F; 3],
        _: F,
        current: F,
    ) -> [F; 3] {
        let drive = (current - ge * v) * F::from_f64(1.0 / G_L);
        [
            per_tau.multiply_add::<A>(F::from_f64(E_L) - v + drive, v),
            per_tau_t.multiply_add::<A>(F::from_f64(V_T) - theta, theta),
            ge.decayed(*decay),
        ]
    }

    #[inline(always)]
    fn is_spike<F: Float>(_: &[F; 4], [v, theta, _]: &[F; 3]) -> bool {
        v > theta
    }

    #[inline(always)]
    fn reset<F: Float>(constants: &[F; 4], [_, theta, ge]: [F; 3]) -> [F; 3] {
        [F::from_f64(E_L), theta + constants[2], ge]
    }

    #[inline(always)]
    fn synaptic_current<F: Float>(_: &[F; 4], [v, _, ge]: &[F; 3]) -> F {
        *ge * *v
    }
}
