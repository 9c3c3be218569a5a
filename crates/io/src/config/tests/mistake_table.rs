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
    for mistake in lines.chunks(2) {
        let change = mistake[0].replace("\\n", "\n");
        let (right, wrong) = change.split_once(" => ").unwrap();
        let wrong = if wrong == "(nothing)" { "" } else { wrong };
        let mut expected = mistake[1].trim().split(" | ");
        let (at, key) = (expected.next().unwrap(), expected.next().unwrap());

        assert!(description.contains(right), "nothing to replace: {right}");
        let text = description.replacen(right, wrong, 1);
        let Err(error) = plan(&text) else {
            panic!("accepted: {wrong}");
        };
        let message = error.to_string();
        println!("{message}\n");
        let place = error.place();
        let span = place
            .span
            .clone()
            .unwrap_or_else(|| panic!("no place: {message}"));
        assert_eq!(&text[span.clone()], at, "{message}");
        let line = text[..span.start].matches('\n').count() + 1;
        assert!(
            message.starts_with(&format!("net.toml, line {line}, column ")),
            "{message}"
        );
        assert_eq!(place.key.as_deref(), Some(key), "{message}");
        for fragment in expected {
            assert!(
                message.contains(fragment),
                "{fragment:?} is not in: {message}"
            );
        }
    }
}
