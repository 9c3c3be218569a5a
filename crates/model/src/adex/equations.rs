//! The equations of the neuron with its parameters, for people: as plain text and as LaTeX.
//!
//! The one idea to know: both renderings walk through the same list of equations and write the symbols that
//! configuration files use.

use super::AdexParameters;
use crate::neuron::describe::{EULER, Equation, Rule, WHITE_NOISE, latex, text};
use crate::units::Unit;

const EQUATIONS: [Equation; 5] = [
    Equation {
        text: [
            "V",
            "dV/dt",
            "(-gL (V - EL) + gL DT exp((V - VT)/DT) - I - w - Iext xi) / C",
        ],
        latex: [
            "V",
            r"\frac{\mathrm{d}V}{\mathrm{d}t}",
            concat!(
                r"\frac{-g_L (V - E_L) + g_L \Delta_T \exp\left(\frac{V - V_T}{\Delta_T}\right)",
                r" - I - w - I_\mathrm{ext}\,\xi}{C}"
            ),
        ],
        unit: Unit::MV,
    },
    Equation {
        text: ["w", "dw/dt", "(a (V - EL) - w) / tau_w"],
        latex: [
            "w",
            r"\frac{\mathrm{d}w}{\mathrm{d}t}",
            r"\frac{a (V - E_L) - w}{\tau_w}",
        ],
        unit: Unit::PA,
    },
    Equation::I,
    Equation::GE,
    Equation::GI,
];

/// What holds besides the equations: label, text and LaTeX.
const RULES: [Rule; 5] = [
    ["spike", "V > Vs", r"V > V_s"],
    [
        "reset",
        "V = Vr, w = w + b",
        r"V \leftarrow V_r,\quad w \leftarrow w + b",
    ],
    [
        "initially",
        "V = EL, w = ge = gi = 0",
        r"V = E_L,\quad w = g_e = g_i = 0",
    ],
    EULER,
    WHITE_NOISE,
];

/// The equations, the rules and the parameter values as plain text for a terminal.
pub fn equations_text(parameters: &AdexParameters) -> String {
    text(parameters, &EQUATIONS, &RULES)
}

/// The equations with the rules, and the parameter values, as two `align*` environments of LaTeX's
/// package amsmath.
pub fn equations_latex(parameters: &AdexParameters) -> String {
    latex(parameters, &EQUATIONS, &RULES)
}

#[cfg(test)]
mod tests {
    use super::{equations_latex, equations_text};
    use crate::adex::preset;

    #[test]
    fn text_of_the_notebooks_neuron() {
        let text = equations_text(&preset("cortical-rs").unwrap().parameters);
        assert_eq!(
            text,
            "\
dV/dt     = (-gL (V - EL) + gL DT exp((V - VT)/DT) - I - w - Iext xi) / C   V in mV
dw/dt     = (a (V - EL) - w) / tau_w                                        w in pA
I         = ge (V - Ee) + gi (V - Ei)                                       I in pA
dge/dt    = -ge / tau_e                                                     ge in nS
dgi/dt    = -gi / tau_i                                                     gi in nS

spike     : V > Vs
reset     : V = Vr, w = w + b
initially : V = EL, w = ge = gi = 0
method    : explicit Euler with step dt: every right-hand side uses the state before the step
noise     : xi is Gaussian white noise of unit strength, in 1/sqrt(s)

C     = 104   pF          membrane capacitance
gL    =   4.3 nS          leak conductance
EL    = -65   mV          leak reversal potential
VT    = -52   mV          exponential threshold
DT    =   0.8 mV          slope factor
Vs    =  40   mV          spike detection level
Vr    = -53   mV          reset potential
a     =  -0.8 nS          subthreshold adaptation
b     =  65   pA          spike-triggered adaptation
tau_w =  88   ms          adaptation time constant
Ee    =   0   mV          excitatory reversal potential
Ei    = -80   mV          inhibitory reversal potential
tau_e =   7   ms          excitatory synaptic time constant
tau_i =   7   ms          inhibitory synaptic time constant
Iext  =   8   pA*sqrt(s)  white-noise current
"
        );
    }

    #[test]
    fn latex_is_two_balanced_environments_with_the_values() {
        let mut parameters = preset("cortical-rs").unwrap().parameters.clone();
        parameters.a = -1e-9;
        let latex = equations_latex(&parameters);
        let environments: Vec<&str> = latex.split_inclusive("\\end{align*}\n").collect();
        assert_eq!(environments.len(), 2);
        for (environment, rows) in environments.into_iter().zip([10, 15]) {
            let body = environment.strip_prefix("\\begin{align*}\n  ").unwrap();
            let body = body.strip_suffix("\n\\end{align*}\n").unwrap();
            let body: Vec<&str> = body.split(" \\\\\n  ").collect();
            assert_eq!(body.len(), rows);
            for row in body {
                assert!(balanced(row), "{row}");
                assert!((1..=3).contains(&row.matches('&').count()), "{row}");
            }
        }
        assert!(latex.contains(r"C &= 104\,\mathrm{pF} && \text{membrane capacitance}"));
        assert!(latex.contains(r"a &= -1 \times 10^{-9}\,\mathrm{nS}"));
        assert!(latex.contains(r"I_\mathrm{ext} &= 8\,\mathrm{pA}\,\sqrt{\mathrm{s}}"));
    }

    fn balanced(row: &str) -> bool {
        let mut depth = 0_i32;
        row.chars().all(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth >= 0
        }) && depth == 0
    }
}
