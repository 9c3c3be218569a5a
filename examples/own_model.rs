//! A neuron model of one's own, with the whole engine: threads, both precisions, noise, individual parameters.
//!
//! It is the exponential integrate-and-fire neuron (Fourcaud-Trocmé et al. 2003), which adapts by a slow potassium
//! conductance that grows with every spike (Dayan & Abbott 2001, section 5.4):
//!
//! ```text
//! C dV/dt = -gL (V - EL) + gL DT exp((V - VT)/DT) - (gK + gi) (V - EK) - ge V + Iinj - Iext xi
//! tau_K dgK/dt = -gK         after a spike (V > 0 mV): V becomes EL, gK grows by q
//!
//! cargo run --release --example own_model
//! ```

use adexnet::model::neuron::{
    NeuronModel, Parameter, ParameterError, ReceptorInfo, Variable, noise_increment, parameter,
    require_finite, require_shorter,
};
use adexnet::model::{arithmetic::Arithmetic, float::Float, units::Unit};
use adexnet::prelude::*;
use std::error::Error;

/// What may be set, in the units of `PARAMETERS`.
#[derive(Debug, Clone, PartialEq)]
struct PotassiumEif {
    q: f64,
    tau_k: f64,
}

// What stays as it is: in pF, nS, mV, pA·sqrt(s), and ms for the time constant of ge and gi.
const C: f64 = 200.0;
const G_L: f64 = 10.0;
const E_L: f64 = -65.0;
const V_T: f64 = -50.0;
const D_T: f64 = 2.0;
const E_K: f64 = -80.0;
const I_EXT: f64 = 8.0;
const TAU_SYN: f64 = 5.0;
const G_K: Variable = Variable::new("gK", "potassium conductance", Unit::NS);

impl NeuronModel for PotassiumEif {
    const NAME: &'static str = "potassium-eif";
    const VARIABLES: &'static [Variable] = &[Variable::V, G_K, Variable::GE, Variable::GI];
    // Arriving spikes add their weights to the variables number 2 and 3.
    const RECEPTORS: &'static [ReceptorInfo] =
        &[ReceptorInfo::excitatory(2), ReceptorInfo::inhibitory(3)];
    // Symbol (by which a population sets it), LaTeX, name, unit and field.
    const PARAMETERS: &'static [Parameter<Self>] = &[
        parameter!("q", "q", "potassium conductance of a spike", Unit::NS, q),
        parameter!("tau_K", r"\tau_K", "its time constant", Unit::MS, tau_k),
    ];
    // Two arrays of numbers: a neuron's variables, and what its parameters and dt are folded into.
    type State<F: Float> = [F; 4];
    type Constants<F: Float> = [F; 5];

    fn validate(&self, dt: f64) -> Result<(), ParameterError> {
        require_finite(self, dt)?;
        require_shorter(dt, &[("tau_K", self.tau_k, "gK"), ("tau_e", TAU_SYN, "ge")])
    }

    fn rest(&self) -> [f64; 4] {
        [E_L, 0.0, 0.0, 0.0]
    }

    fn noise(&self) -> f64 {
        I_EXT
    }

    fn constants<F: Float>(&self, dt: f64, noise: bool) -> [F; 5] {
        let noise = f64::from(noise) * noise_increment(I_EXT, C, dt);
        let (decay_k, decay) = (1.0 - dt / self.tau_k, 1.0 - dt / TAU_SYN);
        [dt / C, self.q, decay_k, decay, noise].map(F::from_f64)
    }

    // The hot loop: operations of `Float` without branches, of which the compiler makes vector code.
    #[inline(always)]
    fn step<F: Float, A: Arithmetic>(k: &[F; 5], s: [F; 4], z: F, current: F) -> [F; 4] {
        let f = F::from_f64;
        let ([dt_over_c, _, decay_k, decay, noise], [v, g_k, g_e, g_i]) = (*k, s);
        // Beyond this bound the exponential would overflow; the neuron spikes long before.
        let x = ((v - f(V_T)) * f(1.0 / D_T)).at_most(F::EXP_ARGUMENT_MAX);
        let membrane = f(G_L) * (f(D_T) * x.exp::<A>() - (v - f(E_L)));
        let slope = membrane - (g_k + g_i) * (v - f(E_K)) - g_e * v + current;
        [
            v + dt_over_c * slope - noise * z,
            g_k.decayed(decay_k),
            g_e.decayed(decay),
            g_i.decayed(decay),
        ]
    }

    #[inline(always)]
    fn is_spike<F: Float>(_: &[F; 5], [v, ..]: &[F; 4]) -> bool {
        *v > F::ZERO
    }

    #[inline(always)]
    fn reset<F: Float>(k: &[F; 5], [_, g_k, g_e, g_i]: [F; 4]) -> [F; 4] {
        [F::from_f64(E_L), g_k + k[1], g_e, g_i]
    }

    #[inline(always)]
    fn synaptic_current<F: Float>(_: &[F; 5], [v, _, g_e, g_i]: &[F; 4]) -> F {
        *g_e * *v + *g_i * (*v - F::from_f64(E_K))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let (q, tau_k) = (2.0, 100.0); // nS, ms
    let mut network = NetworkBuilder::new(0.1); // ms
    let cells = network.add(
        Population::new("cells", 2_000, Model::new(PotassiumEif { q, tau_k }))
            .with_parameter("q", Values::lognormal(q, 0.5 * q)), // of each neuron
    );
    let rule = ConnectionRule::all_to_all();
    network.connect(
        Projection::new("inhibition", cells.all(), cells.all(), rule)
            .inhibitory()
            .with_weight(0.03) // nS
            .with_delay(1.5), // ms
    );
    network.input(CurrentInput::constant(cells.all(), 250.0)); // pA
    let network = network.build()?;
    // All spikes, and V of all neurons after 0.5 s.
    let simulate = |precision, threads| -> Result<_, Box<dyn Error>> {
        let options = SimulationOptions {
            precision,
            threads,
            ..SimulationOptions::default()
        };
        let recording = Recording {
            spikes: SpikeRecording::All,
            ..Recording::default()
        };
        let mut simulation = Simulation::new(&network, recording, options)?;
        simulation.run_for(5_000)?;
        let potentials = simulation.values(0, Variable::V)?;
        Ok((simulation.spikes().clone(), potentials))
    };
    for precision in [Precision::Double, Precision::Single] {
        let run = simulate(precision, 1)?;
        let same = simulate(precision, 2)? == run && simulate(precision, 3)? == run;
        assert!(same, "threads change no bit");
        let rate = run.0.len() as f64 / network.size() as f64 / 0.5;
        println!("{precision:?} precision: {rate:.2} Hz");
    }
    Ok(())
}
