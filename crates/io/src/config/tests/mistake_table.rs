//! Mistakes as a table: what is typed, and how it must be refused.

use super::{EVERYTHING, plan};

/// Makes mistakes in [`EVERYTHING`]; see [`check_in`].
pub(super) fn check(mistakes: &str) {
    check_in(EVERYTHING, mistakes);
}

/// Makes mistakes in a description, one at a time, and checks how they are refused. Each takes two
/// lines, `\n` standing for a line's end:
///
/// ```text
/// right text => wrong text
///     what the error points at | its key | what it says | what else it says
/// ```
///
/// If this fails, a description that cannot be meant is accepted, or its author is left searching.
pub(super) fn check_in(description: &str, mistakes: &str) {
    let lines: Vec<_> = mistakes.trim().lines().collect();
    let failures: Vec<String> = lines
        .chunks(2)
        .filter_map(|mistake| check_one(description, mistake).err())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Makes one mistake; what is wrong with its refusal, if anything is.
fn check_one(description: &str, mistake: &[&str]) -> Result<(), String> {
    let change = mistake[0].replace("\\n", "\n");
    let (right, wrong) = change.split_once(" => ").unwrap();
    let wrong = if wrong == "(nothing)" { "" } else { wrong };
    let mut expected = mistake[1].trim().split(" | ");
    let (at, key) = (expected.next().unwrap(), expected.next().unwrap());

    if !description.contains(right) {
        return Err(format!("nothing to replace: {right}"));
    }
    let text = description.replacen(right, wrong, 1);
    let Err(error) = plan(&text) else {
        return Err(format!("accepted: {wrong}"));
    };
    let message = error.to_string();
    println!("{message}\n");
    let place = error.place();
    let Some(span) = place.span.clone() else {
        return Err(format!("no place: {message}"));
    };
    let line = text[..span.start].matches('\n').count() + 1;
    let beginning = format!("net.toml, line {line}, column ");
    if text[span.clone()] != *at {
        return Err(format!("points at {}, not at {at}: {message}", &text[span]));
    }
    if place.key.as_deref() != Some(key) || !message.starts_with(&beginning) {
        return Err(format!("is not at {key}, line {line}: {message}"));
    }
    match expected.find(|fragment| !message.contains(fragment)) {
        Some(fragment) => Err(format!("{fragment:?} is not in: {message}")),
        None => Ok(()),
    }
}
