//! The equations of a model with its parameters, for people: as plain text and as LaTeX.
//!
//! The one idea to know: a model lists its equations and rules once, in both notations; how they are laid out is the
//! same for all models.

use super::NeuronModel;
use crate::units::{Unit, shortest};

/// One equation.
#[derive(Debug, Clone, Copy)]
pub struct Equation {
    /// Variable, left-hand side and right-hand side as text.
    pub text: [&'static str; 3],
    /// The same for LaTeX's math mode.
    pub latex: [&'static str; 3],
    /// Unit of the variable.
    pub unit: Unit,
}

/// What holds besides the equations: label, text and LaTeX.
pub type Rule = [&'static str; 3];

/// The equations, the rules and the parameter values as plain text for a terminal, in aligned
/// columns. Every line ends with a newline; none is indented.
pub fn text<M: NeuronModel>(parameters: &M, equations: &[Equation], rules: &[Rule]) -> String {
    let labels = equations.iter().map(|equation| equation.text[1]);
    let label_width = width(labels.chain(rules.iter().map(|rule| rule[0])));
    let right_width = width(equations.iter().map(|equation| equation.text[2]));
    let equations = equations.iter().map(
        |Equation {
             text: [variable, left, right],
             unit,
             ..
         }| {
            let unit = unit.symbol();
            format!("{left:label_width$} = {right:right_width$}   {variable} in {unit}\n")
        },
    );
    let rules = rules
        .iter()
        .map(|[label, text, _]| format!("{label:label_width$} : {text}\n"));
    let blank = || ["\n".to_owned()];
    equations
        .chain(blank())
        .chain(rules)
        .chain(blank())
        .chain(parameter_lines(parameters))
        .collect()
}

/// Symbol, value with unit, and name of every parameter; the values are aligned at their ones.
fn parameter_lines<M: NeuronModel>(parameters: &M) -> Vec<String> {
    let values: Vec<String> = M::PARAMETERS
        .iter()
        .map(|parameter| shortest((parameter.get)(parameters)))
        .collect();
    let whole = |value: &str| value.find(['.', 'e']).unwrap_or(value.len());
    let symbol_width = width(M::PARAMETERS.iter().map(|parameter| parameter.symbol));
    let whole_width = values
        .iter()
        .map(|value| whole(value))
        .max()
        .unwrap_or_default();
    let padded: Vec<String> = values
        .iter()
        .map(|value| {
            let indent = whole_width - whole(value);
            format!("{:indent$}{value}", "")
        })
        .collect();
    let value_width = width(padded.iter().map(String::as_str));
    let unit_width = width(
        M::PARAMETERS
            .iter()
            .map(|parameter| parameter.unit.symbol()),
    );
    let rows = M::PARAMETERS.iter().zip(padded);
    rows.map(|(parameter, value)| {
        let (symbol, unit, name) = (parameter.symbol, parameter.unit.symbol(), parameter.name);
        format!("{symbol:symbol_width$} = {value:value_width$} {unit:unit_width$}  {name}\n")
    })
    .collect()
}

fn width<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts
        .into_iter()
        .map(|text| text.chars().count())
        .max()
        .unwrap_or_default()
}

/// The equations with the rules, and the parameter values, as two `align*` environments of LaTeX's
/// package amsmath, with units and names in a second column.
pub fn latex<M: NeuronModel>(parameters: &M, equations: &[Equation], rules: &[Rule]) -> String {
    let equations = equations.iter().map(
        |Equation {
             latex: [variable, left, right],
             unit,
             ..
         }| {
            format!(
                r"{left} &= {right} && {variable} \text{{ in }} {}",
                unit.latex()
            )
        },
    );
    let rules = rules
        .iter()
        .map(|[label, _, latex]| format!(r"\text{{{label}:}} &\phantom{{=}} {latex}"));
    let values = M::PARAMETERS.iter().map(|parameter| {
        let (symbol, unit, name) = (parameter.latex, parameter.unit.latex(), parameter.name);
        let value = latex_number((parameter.get)(parameters));
        format!(r"{symbol} &= {value}\,{unit} && \text{{{name}}}")
    });
    align(equations.chain(rules)) + &align(values)
}

fn align(rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.collect();
    format!(
        "\\begin{{align*}}\n  {}\n\\end{{align*}}\n",
        rows.join(" \\\\\n  ")
    )
}

/// The shortest decimal for `value`, with a power of ten instead of `e`.
fn latex_number(value: f64) -> String {
    let number = shortest(value);
    match number.split_once('e') {
        Some((mantissa, exponent)) => format!(r"{mantissa} \times 10^{{{exponent}}}"),
        None => number,
    }
}
