//! The leaky integrate-and-fire neuron as a [`NeuronModel`]: the only place where its equations are computed.
//!
//! Every right-hand side uses the state before the step; the order of operations is fixed, and
//! with it every bit of every result.

use super::LifParameters;
use super::equations::{EQUATIONS, RULES};
use super::parameters::PARAMETERS;
use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::neuron::{
    NeuronModel, Parameter, ParameterError, ReceptorInfo, Variable, describe, noise_increment,
};

impl NeuronModel for LifParameters {
    const NAME: &'static str = "lif";
    const VARIABLES: &'static [Variable] = &[Variable::V, Variable::GE, Variable::GI];
    const RECEPTORS: &'static [ReceptorInfo] =
        &[ReceptorInfo::excitatory(1), ReceptorInfo::inhibitory(2)];
    const PARAMETERS: &'static [Parameter<Self>] = &PARAMETERS;
    const SHARED: &'static [(&'static str, &'static [&'static str])] =
        &[("tau_g", &["tau_e", "tau_i"])];

    type State<F: Float> = [F; 3];
    type Constants<F: Float> = [F; 10];

    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        Self::validate(self, dt)
    }

    fn rest(&self) -> [f64; 3] {
        // A neuron whose leak alone makes it spike has no rest.
        let v = if self.e_l > self.v_th {
            self.v_reset
        } else {
            self.e_l
        };
        [v, 0.0, 0.0]
    }

    fn noise(&self) -> f64 {
        self.i_noise
    }

    fn constants<F: Float>(&self, dt: f64, noise: bool) -> [F; 10] {
        let increment = noise_increment(self.i_noise, self.c_m, dt);
        let dt_over_c = dt / self.c_m;
        let (decay_ex, decay_in) = (1.0 - dt / self.tau_ex, 1.0 - dt / self.tau_in);
        let noise = if noise { increment } else { 0.0 };
        [
            dt_over_c,
            self.g_l,
            self.e_l,
            self.v_th,
            self.v_reset,
            self.e_ex,
            self.e_in,
            decay_ex,
            decay_in,
            noise,
        ]
        .map(F::from_f64)
    }

    /// ```text
    /// V' = V + dt/C (-gL (V-EL) - I + Iinj) - (Iext/C) sqrt(dt) z
    /// ge' = ge (1 - dt/tau_e)          gi' = gi (1 - dt/tau_i)
    /// ```
    #[inline(always)]
    fn step<F: Float, A: Arithmetic>(
        constants: &[F; 10],
        [v, g_ex, g_in]: [F; 3],
        z: F,
        current: F,
    ) -> [F; 3] {
        let [
            dt_over_c,
            leak,
            rest,
            _,
            _,
            reversal_ex,
            reversal_in,
            decay_ex,
            decay_in,
            noise,
        ] = *constants;
        let drive = (-leak).multiply_add::<A>(v - rest, current);
        let drive = (-g_ex).multiply_add::<A>(v - reversal_ex, drive);
        let drive = (-g_in).multiply_add::<A>(v - reversal_in, drive);
        let noisy = (-noise).multiply_add::<A>(z, v);
        [
            dt_over_c.multiply_add::<A>(drive, noisy),
            g_ex.decayed(decay_ex),
            g_in.decayed(decay_in),
        ]
    }

    #[inline(always)]
    fn is_spike<F: Float>(constants: &[F; 10], [v, ..]: &[F; 3]) -> bool {
        *v > constants[3]
    }

    #[inline(always)]
    fn reset<F: Float>(constants: &[F; 10], [_, g_ex, g_in]: [F; 3]) -> [F; 3] {
        [constants[4], g_ex, g_in]
    }

    #[inline(always)]
    fn synaptic_current<F: Float>(constants: &[F; 10], [v, g_ex, g_in]: &[F; 3]) -> F {
        *g_ex * (*v - constants[5]) + *g_in * (*v - constants[6])
    }

    fn describe(&self) -> String {
        describe::text(self, &EQUATIONS, &RULES)
    }

    fn describe_latex(&self) -> Option<String> {
        Some(describe::latex(self, &EQUATIONS, &RULES))
    }
}
