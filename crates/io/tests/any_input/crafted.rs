//! Inputs that no damage to an honest one makes: longer ones, made to take memory.

use super::harness::{Outcome, Parser, Scratch, check};

/// Length of what is long, in bytes: many times what any input may take whatever its length.
const LONG: usize = 4 << 20;

/// Lets a parser read an input, which it must refuse within the memory that it may take.
fn refuse(parser: Parser, input: &[u8]) {
    let scratch = Scratch::new();
    assert_eq!(check(parser, input, &scratch), Outcome::Refused);
}

/// The record of an entry without a name in the directory of an archive.
fn entry() -> Vec<u8> {
    [b"PK\x01\x02", &[0; 42][..]].concat()
}

/// The record that ends an archive with so many entries, and tells where its directory begins.
fn end(entries: u16, start: u32) -> Vec<u8> {
    let mut record = b"PK\x05\x06\0\0\0\0".to_vec();
    record.extend([entries.to_le_bytes(); 2].as_flattened());
    record.extend([0; 4]);
    record.extend(start.to_le_bytes());
    record.extend([0; 2]);
    record
}

/// The records that end a large archive, which lie at the place `at`.
fn long_end(entries: u64, start: u64, at: u64) -> Vec<u8> {
    let mut records = b"PK\x06\x06".to_vec();
    records.extend(44_u64.to_le_bytes());
    records.extend(b"\x2d\0\x2d\0\0\0\0\0\0\0\0\0");
    records.extend([entries.to_le_bytes(); 2].as_flattened());
    records.extend([0; 8]);
    records.extend(start.to_le_bytes());
    records.extend(b"PK\x06\x07\0\0\0\0");
    records.extend(at.to_le_bytes());
    records.extend(1_u32.to_le_bytes());
    records.extend(end(u16::MAX, u32::MAX));
    records
}

/// If this fails, a small archive takes memory by the number of entries that it claims. (The reader of archives
/// reserves 216 bytes for each: 14 MB for 65,535, which is all that a short end can claim. Of a long one it compares
/// the number with the length of the file.)
#[test]
fn archives_take_no_memory_for_entries_that_they_only_claim() {
    for length in [0, 70_000, LONG] {
        let before = vec![0; length];
        for entries in [0xfffe, u16::MAX] {
            let end = end(entries, length as u32);
            refuse(Parser::Checkpoint, &[&before[..], &entry(), &end].concat());
        }
        let start = length as u64;
        let at = start + entry().len() as u64;
        let fitting = at / 46;
        for (entries, start) in [
            (1 << 32, start),
            (u64::MAX, start),
            (u64::MAX / 46, 0),
            (start, start),
            (fitting, 0),
            (fitting / 2, start / 2),
        ] {
            let end = long_end(entries, start, at);
            refuse(Parser::Checkpoint, &[&before[..], &entry(), &end].concat());
        }
    }
}

/// If this fails, an archive takes memory by more than the length of its directory.
#[test]
fn archives_take_memory_by_the_length_of_their_directory() {
    let count = LONG / 46;
    let records = entry().repeat(count);
    let at = records.len() as u64;
    let end = long_end(count as u64, 0, at);
    refuse(Parser::Checkpoint, &[records, end].concat());
}

/// A number in as many brackets as are read.
fn deep(open: &str, close: &str) -> String {
    const DEPTH: usize = 120;
    [&open.repeat(DEPTH), "0", &close.repeat(DEPTH)].concat()
}

/// If this fails, an index takes memory by more than its length: lists in lists 65 times that, if they are kept
/// before anybody looks whether they are known.
#[test]
fn indices_of_records_take_memory_by_their_length() {
    let known = "{\"format\": 1, \"title\": \"\", \"dt_s\": 1.0, \"neurons\": 1, \"all_files\": true, \"streams\": [";
    let stream = "{\"name\": \"state-x\", \"kind\": \"state\", \"first_step\": 0, \"every\": 1, \"neurons\": [";
    for (begin, part) in [
        ("{\"format\": 1, \"x\": [".to_owned(), "0,"),
        ("{\"format\": 1, \"x\": [".to_owned(), "[],"),
        ("{\"format\": 1, \"x\": [".to_owned(), "\"\","),
        ("{\"format\": 1, \"x\": [".to_owned(), "{},"),
        ("{\"format\": 1, \"x\": [".to_owned(), "{\"\":0},"),
        ("{\"format\": 1, \"x\": [".to_owned(), "[[0]],"),
        (
            "{\"format\": 1, \"x\": [".to_owned(),
            &(deep("[", "]") + ","),
        ),
        (
            "{\"format\": 1, \"x\": [".to_owned(),
            &(deep("{\"\":", "}") + ","),
        ),
        (format!("{known}{{\"x\": ["), &(deep("[", "]") + ",")),
        ("{\"format\": 1".to_owned(), ",\"\":0"),
        (known.to_owned(), "0,"),
        (known.to_owned(), "{},"),
        (format!("{known}{stream}"), "[0,1],"),
        (format!("{known}{stream}"), "0,"),
    ] {
        let text = begin.clone() + &part.repeat(LONG / part.len());
        // Whether it ends as JSON does or is cut off.
        refuse(Parser::Records, text.as_bytes());
        let closed = text.trim_end_matches(',').to_owned();
        let ends = match begin {
            begin if begin.contains("[{") => "]}]}",
            begin if begin.ends_with('[') => "]}",
            _ => "}",
        };
        refuse(Parser::Records, (closed + ends).as_bytes());
    }
}
