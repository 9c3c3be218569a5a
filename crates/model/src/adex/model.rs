//! The AdEx neuron as a [`NeuronModel`]: the only place where its equations are computed.
//!
//! Every right-hand side uses the state before the step; the order of operations is fixed, and
//! with it every bit of every result.

use super::equations::{equations_latex, equations_text};
use super::{AdexParameters, PARAMETERS};
use crate::arithmetic::Arithmetic;
use crate::float::Float;
use crate::neuron::{
    NeuronModel, Parameter, ParameterError, ReceptorInfo, Variable, noise_increment,
};

impl NeuronModel for AdexParameters {
    const NAME: &'static str = "adex";
    const VARIABLES: &'static [Variable] = &[Variable::V, Variable::W, Variable::GE, Variable::GI];
    const RECEPTORS: &'static [ReceptorInfo] =
        &[ReceptorInfo::excitatory(2), ReceptorInfo::inhibitory(3)];
    const PARAMETERS: &'static [Parameter<Self>] = &PARAMETERS;
    const SHARED: &'static [(&'static str, &'static [&'static str])] =
        &[("tau_g", &["tau_e", "tau_i"])];

    type State<F: Float> = [F; 4];
    type Constants<F: Float> = [F; 16];

    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        Self::validate(self, dt)
    }

    fn rest(&self) -> [f64; 4] {
        [self.e_l, 0.0, 0.0, 0.0]
    }

    fn noise(&self) -> f64 {
        self.i_noise
    }

    fn constants<F: Float>(&self, dt: f64, noise: bool) -> [F; 16] {
        let increment = noise_increment(self.i_noise, self.c_m, dt);
        let dt_over_c = dt / self.c_m;
        let upswing = self.g_l * self.delta_t;
        let inverse_slope = 1.0 / self.delta_t;
        let dt_over_tau_w = dt / self.tau_w;
        let (decay_ex, decay_in) = (1.0 - dt / self.tau_ex, 1.0 - dt / self.tau_in);
        let noise = if noise { increment } else { 0.0 };
        [
            dt_over_c,
            self.g_l,
            self.e_l,
            upswing,
            inverse_slope,
            self.v_th,
            self.v_peak,
            self.v_reset,
            self.e_ex,
            self.e_in,
            self.a,
            self.b,
            dt_over_tau_w,
            decay_ex,
            decay_in,
            noise,
        ]
        .map(F::from_f64)
    }

    /// ```text
    /// V' = V + dt/C (gL DT exp((V-VT)/DT) - gL (V-EL) - I - w + Iinj) - (Iext/C) sqrt(dt) z
    /// w' = w + dt/tau_w (a (V-EL) - w)
    /// ge' = ge (1 - dt/tau_e)          gi' = gi (1 - dt/tau_i)
    /// ```
    #[inline(always)]
    fn step<F: Float, A: Arithmetic>(
        constants: &[F; 16],
        [v, w, g_ex, g_in]: [F; 4],
        z: F,
        current: F,
    ) -> [F; 4] {
        let [
            dt_over_c,
            leak,
            rest,
            upswing,
            inverse_slope,
            threshold,
            _,
            _,
            reversal_ex,
            reversal_in,
            adaptation,
            _,
            dt_over_tau_w,
            decay_ex,
            decay_in,
            noise,
        ] = *constants;
        let above_rest = v - rest;
        let x = (v - threshold) * inverse_slope;
        let exponential = x.at_most(F::EXP_ARGUMENT_MAX).exp::<A>();
        // The exponential comes last: all else is computed while it is under way.
        let drive = (-leak).multiply_add::<A>(above_rest, current - w);
        let drive = (-g_ex).multiply_add::<A>(v - reversal_ex, drive);
        let drive = (-g_in).multiply_add::<A>(v - reversal_in, drive);
        let drive = upswing.multiply_add::<A>(exponential, drive);
        let noisy = (-noise).multiply_add::<A>(z, v);
        let pull = adaptation.multiply_add::<A>(above_rest, -w);
        [
            dt_over_c.multiply_add::<A>(drive, noisy),
            dt_over_tau_w.multiply_add::<A>(pull, w),
            g_ex.decayed(decay_ex),
            g_in.decayed(decay_in),
        ]
    }

    #[inline(always)]
    fn is_spike<F: Float>(constants: &[F; 16], [v, ..]: &[F; 4]) -> bool {
        *v > constants[6]
    }

    #[inline(always)]
    fn reset<F: Float>(constants: &[F; 16], [_, w, g_ex, g_in]: [F; 4]) -> [F; 4] {
        [constants[7], w + constants[11], g_ex, g_in]
    }

    #[inline(always)]
    fn synaptic_current<F: Float>(constants: &[F; 16], [v, _, g_ex, g_in]: &[F; 4]) -> F {
        *g_ex * (*v - constants[8]) + *g_in * (*v - constants[9])
    }

    fn describe(&self) -> String {
        equations_text(self)
    }

    fn describe_latex(&self) -> Option<String> {
        Some(equations_latex(self))
    }
}
