//! A run goes on only as the run that it was.

use super::*;

#[test]
fn the_same_network_goes_on_longer_and_with_other_threads() {
    let checkpoint = checkpoint();
    checkpoint.check_network(&plan(&[])).unwrap();
    let longer = plan(&["simulation.duration=1 h", "simulation.threads=3"]);
    checkpoint.check_network(&longer).unwrap();
}

#[test]
fn another_network_is_refused_with_what_is_different() {
    let checkpoint = checkpoint();
    let other = plan(&["simulation.seed=99", "population.cells.neuron.b=20 pA"]);
    let message = checkpoint.check_network(&other).unwrap_err().to_string();
    println!("{message}");
    assert!(
        message.contains("simulation.seed differs, population.cells differs; undo the change"),
        "{message}"
    );
}
