//! Izhikevich's neuron as a [`NeuronModel`]: the only place where its equations are computed.
//!
//! Every right-hand side uses the state before the step; the order of operations is fixed, and
//! with it every bit of every result.

use super::IzhikevichParameters;
use super::equations::{EQUATIONS, RULES};
use super::parameters::PARAMETERS;
use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::neuron::{
    NeuronModel, Parameter, ParameterError, ReceptorInfo, Variable, describe, noise_increment,
};

/// Coefficients of the membrane equation: V², in 1/(ms mV); V, in 1/ms; 1, in mV/ms.
pub(super) const QUADRATIC: [f64; 3] = [0.04, 5.0, 140.0];

/// Membrane potential at the beginning, in mV, as in the published program.
const V_INITIAL: f64 = -65.0;

impl NeuronModel for IzhikevichParameters {
    const NAME: &'static str = "izhikevich";
    const VARIABLES: &'static [Variable] = &[Variable::V, Variable::U, Variable::GE, Variable::GI];
    const RECEPTORS: &'static [ReceptorInfo] =
        &[ReceptorInfo::excitatory(2), ReceptorInfo::inhibitory(3)];
    const PARAMETERS: &'static [Parameter<Self>] = &PARAMETERS;
    const SHARED: &'static [(&'static str, &'static [&'static str])] =
        &[("tau_g", &["tau_e", "tau_i"])];

    type State<F: Float> = [F; 4];
    type Constants<F: Float> = [F; 15];

    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        Self::validate(self, dt)
    }

    fn rest(&self) -> [f64; 4] {
        [V_INITIAL, self.b * V_INITIAL, 0.0, 0.0]
    }

    fn noise(&self) -> f64 {
        self.i_noise
    }

    fn constants<F: Float>(&self, dt: f64, noise: bool) -> [F; 15] {
        let increment = noise_increment(self.i_noise, self.c_m, dt);
        let [square, linear, constant] = QUADRATIC;
        let dt_over_c = dt / self.c_m;
        let recovery = dt * self.a;
        let (decay_ex, decay_in) = (1.0 - dt / self.tau_ex, 1.0 - dt / self.tau_in);
        let noise = if noise { increment } else { 0.0 };
        [
            dt,
            square,
            linear,
            constant,
            dt_over_c,
            recovery,
            self.b,
            self.c,
            self.d,
            self.v_peak,
            self.e_ex,
            self.e_in,
            decay_ex,
            decay_in,
            noise,
        ]
        .map(F::from_f64)
    }

    /// ```text
    /// V' = V + dt (0.04 V² + 5 V + 140 - u) + dt/C (Iinj - I) - (Iext/C) sqrt(dt) z
    /// u' = u + dt a (b V - u)
    /// ge' = ge (1 - dt/tau_e)          gi' = gi (1 - dt/tau_i)
    /// ```
    #[inline(always)]
    fn step<F: Float, A: Arithmetic>(
        constants: &[F; 15],
        [v, u, g_ex, g_in]: [F; 4],
        z: F,
        current: F,
    ) -> [F; 4] {
        let [
            dt,
            square,
            linear,
            constant,
            dt_over_c,
            recovery,
            coupling,
            _,
            _,
            _,
            reversal_ex,
            reversal_in,
            decay_ex,
            decay_in,
            noise,
        ] = *constants;
        let slope = square.multiply_add::<A>(v, linear);
        let slope = slope.multiply_add::<A>(v, constant - u);
        let drive = (-g_ex).multiply_add::<A>(v - reversal_ex, current);
        let drive = (-g_in).multiply_add::<A>(v - reversal_in, drive);
        let noisy = (-noise).multiply_add::<A>(z, v);
        let driven = dt_over_c.multiply_add::<A>(drive, noisy);
        let pull = coupling.multiply_add::<A>(v, -u);
        [
            dt.multiply_add::<A>(slope, driven),
            recovery.multiply_add::<A>(pull, u),
            g_ex.decayed(decay_ex),
            g_in.decayed(decay_in),
        ]
    }

    #[inline(always)]
    fn is_spike<F: Float>(constants: &[F; 15], [v, ..]: &[F; 4]) -> bool {
        *v > constants[9]
    }

    #[inline(always)]
    fn reset<F: Float>(constants: &[F; 15], [_, u, g_ex, g_in]: [F; 4]) -> [F; 4] {
        [constants[7], u + constants[8], g_ex, g_in]
    }

    #[inline(always)]
    fn synaptic_current<F: Float>(constants: &[F; 15], [v, _, g_ex, g_in]: &[F; 4]) -> F {
        *g_ex * (*v - constants[10]) + *g_in * (*v - constants[11])
    }

    fn describe(&self) -> String {
        describe::text(self, &EQUATIONS, &RULES)
    }

    fn describe_latex(&self) -> Option<String> {
        Some(describe::latex(self, &EQUATIONS, &RULES))
    }
}
