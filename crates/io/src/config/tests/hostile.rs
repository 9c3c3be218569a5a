//! Descriptions that are small and ask for much.

use super::{EVERYTHING, plan};

/// What is in a slice must be known before the engine counts the neurons.
#[test]
fn lists_of_more_neurons_than_can_be_numbered_are_refused() {
    for (size, slice) in [
        ("1000000000000", "cells[0:999999999990, 999999999995]"),
        ("9223372036854775807", "cells[1, 3:9223372036854775807]"),
    ] {
        let text = EVERYTHING
            .replace("size = 100", &format!("size = {size}"))
            .replace("cells[0:80]", slice);
        let error = plan(&text).unwrap_err().to_string();
        assert!(error.contains("at most 4,294,967,295"), "{error}");
    }
}

/// Looking for a known word of similar spelling must not take memory by the length of the unknown one.
#[test]
fn endless_words_are_refused_like_others() {
    let endless = "x".repeat(1 << 22);
    for (right, wrong) in [
        ("seed = 7", format!("{endless} = 7")),
        ("\"cells[0:80]\"", format!("\"{endless}[0:80]\"")),
        ("\"cortical-rs\"", format!("\"{endless}\"")),
        ("\"excitatory\"", format!("\"{endless}\"")),
        ("weight = \"2 nS\"", format!("weight = \"2 {endless}\"")),
        ("weight = \"2 nS\"", format!("weight = \"{endless}\"")),
    ] {
        let text = EVERYTHING.replacen(right, &wrong, 1);
        let error = plan(&text).unwrap_err();
        assert!(error.place().span.is_some(), "{right}");
    }
}
