//! The equations of the neuron, for people.

use crate::neuron::describe::{EULER, Equation, Rule, WHITE_NOISE};
use crate::units::Unit;

pub(super) const EQUATIONS: [Equation; 5] = [
    Equation {
        text: [
            "V",
            "dV/dt",
            "0.04/(ms mV) V^2 + 5/ms V + 140 mV/ms - u - (I + Iext xi) / C",
        ],
        latex: [
            "V",
            r"\frac{\mathrm{d}V}{\mathrm{d}t}",
            concat!(
                r"\frac{0.04}{\mathrm{ms}\,\mathrm{mV}} V^2 + \frac{5}{\mathrm{ms}} V",
                r" + 140\,\frac{\mathrm{mV}}{\mathrm{ms}} - u - \frac{I + I_\mathrm{ext}\,\xi}{C}"
            ),
        ],
        unit: Unit::MV,
    },
    Equation {
        text: ["u", "du/dt", "a (b V - u)"],
        latex: ["u", r"\frac{\mathrm{d}u}{\mathrm{d}t}", "a (b V - u)"],
        unit: Unit::MV_PER_MS,
    },
    Equation::I,
    Equation::GE,
    Equation::GI,
];

pub(super) const RULES: [Rule; 5] = [
    ["spike", "V > Vs", r"V > V_s"],
    [
        "reset",
        "V = c, u = u + d",
        r"V \leftarrow c,\quad u \leftarrow u + d",
    ],
    [
        "initially",
        "V = -65 mV, u = b V, ge = gi = 0",
        r"V = -65\,\mathrm{mV},\quad u = b V,\quad g_e = g_i = 0",
    ],
    EULER,
    WHITE_NOISE,
];

#[cfg(test)]
mod tests {
    use crate::izhikevich::IzhikevichParameters;
    use crate::neuron::NeuronModel;

    #[test]
    fn text_of_the_default() {
        assert_eq!(
            IzhikevichParameters::default().describe(),
            "\
dV/dt     = 0.04/(ms mV) V^2 + 5/ms V + 140 mV/ms - u - (I + Iext xi) / C   V in mV
du/dt     = a (b V - u)                                                     u in mV/ms
I         = ge (V - Ee) + gi (V - Ei)                                       I in pA
dge/dt    = -ge / tau_e                                                     ge in nS
dgi/dt    = -gi / tau_i                                                     gi in nS

spike     : V > Vs
reset     : V = c, u = u + d
initially : V = -65 mV, u = b V, ge = gi = 0
method    : explicit Euler with step dt: every right-hand side uses the state before the step
noise     : xi is Gaussian white noise of unit strength, in 1/sqrt(s)

C     = 100    pF          membrane capacitance
a     =   0.02 1/ms        recovery rate
b     =   0.2  1/ms        coupling of recovery to V
c     = -65    mV          reset potential
d     =   8    mV/ms       spike-triggered recovery
Vs    =  30    mV          spike detection level
Ee    =   0    mV          excitatory reversal potential
Ei    = -80    mV          inhibitory reversal potential
tau_e =   5    ms          excitatory synaptic time constant
tau_i =  10    ms          inhibitory synaptic time constant
Iext  =   0    pA*sqrt(s)  white-noise current
"
        );
    }

    #[test]
    fn latex_names_the_same_symbols() {
        let latex = IzhikevichParameters::default().describe_latex().unwrap();
        assert!(latex.contains(r"&& u \text{ in } \mathrm{mV}/\mathrm{ms}"));
        assert!(latex.contains(r"a &= 0.02\,\mathrm{ms}^{-1} && \text{recovery rate}"));
        assert_eq!(latex.matches(r"\begin{align*}").count(), 2);
    }
}
