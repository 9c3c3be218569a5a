//! Texts that are no TOML.

use super::plan;

#[test]
fn what_is_no_toml() {
    for (text, line_and_column, says) in [
        (
            "[simulation\nseed = 1",
            (1, 12),
            "this is not TOML: unclosed table, expected `]`",
        ),
        ("a = 1\na = 2\n", (2, 1), "duplicate key"),
        ("[simulation]\nduration = 60 s", (2, 12), "this is not TOML"),
        (
            "[simulation]\nseed = 99999999999999999999",
            (2, 8),
            "the number is too large",
        ),
        (
            "[simulation]\nseed = 18446744073709551615",
            (2, 8),
            "up to 9223372036854775807",
        ),
    ] {
        let error = plan(text).unwrap_err();
        println!("{error}");
        assert_eq!(
            error.place().line_and_column,
            Some(line_and_column),
            "{error}"
        );
        assert!(error.to_string().contains(says), "{error}");
    }
    for deep in [
        "a = ".to_owned() + &"[".repeat(100_000),
        "a.".repeat(100_000) + "a = 1",
    ] {
        let error = plan(&deep).unwrap_err();
        assert!(error.to_string().contains("this is not TOML"), "{error}");
    }
}
