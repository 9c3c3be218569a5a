//! The equations of the neuron, for people.

use crate::neuron::describe::{EULER, Equation, Rule, WHITE_NOISE};
use crate::units::Unit;

pub(super) const EQUATIONS: [Equation; 4] = [
    Equation {
        text: ["V", "dV/dt", "(-gL (V - EL) - I - Iext xi) / C"],
        latex: [
            "V",
            r"\frac{\mathrm{d}V}{\mathrm{d}t}",
            r"\frac{-g_L (V - E_L) - I - I_\mathrm{ext}\,\xi}{C}",
        ],
        unit: Unit::MV,
    },
    Equation::I,
    Equation::GE,
    Equation::GI,
];

pub(super) const RULES: [Rule; 5] = [
    ["spike", "V > VT", r"V > V_T"],
    ["reset", "V = Vr", r"V \leftarrow V_r"],
    [
        "initially",
        "V = EL (Vr if EL > VT), ge = gi = 0",
        r"V = E_L \text{ ($V_r$ if $E_L > V_T$)},\quad g_e = g_i = 0",
    ],
    EULER,
    WHITE_NOISE,
];

#[cfg(test)]
mod tests {
    use crate::lif::LifParameters;
    use crate::neuron::NeuronModel;

    #[test]
    fn text_of_the_default() {
        assert_eq!(
            LifParameters::default().describe(),
            "\
dV/dt     = (-gL (V - EL) - I - Iext xi) / C   V in mV
I         = ge (V - Ee) + gi (V - Ei)          I in pA
dge/dt    = -ge / tau_e                        ge in nS
dgi/dt    = -gi / tau_i                        gi in nS

spike     : V > VT
reset     : V = Vr
initially : V = EL (Vr if EL > VT), ge = gi = 0
method    : explicit Euler with step dt: every right-hand side uses the state before the step
noise     : xi is Gaussian white noise of unit strength, in 1/sqrt(s)

C     = 200 pF          membrane capacitance
gL    =  10 nS          leak conductance
EL    = -60 mV          leak reversal potential
VT    = -50 mV          threshold
Vr    = -60 mV          reset potential
Ee    =   0 mV          excitatory reversal potential
Ei    = -80 mV          inhibitory reversal potential
tau_e =   5 ms          excitatory synaptic time constant
tau_i =  10 ms          inhibitory synaptic time constant
Iext  =   0 pA*sqrt(s)  white-noise current
"
        );
    }

    #[test]
    fn latex_names_the_same_symbols() {
        let latex = LifParameters::default().describe_latex().unwrap();
        assert!(latex.contains(r"\frac{-g_L (V - E_L) - I - I_\mathrm{ext}\,\xi}{C} &&"));
        assert!(latex.contains(r"V_T &= -50\,\mathrm{mV} && \text{threshold}"));
        assert_eq!(latex.matches(r"\begin{align*}").count(), 2);
    }
}
