//! Damaged files are refused, or read to exactly the same content.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static HONEST: LazyLock<(Checkpoint, Vec<u8>)> = LazyLock::new(|| {
    let checkpoint = checkpoint();
    let bytes = bytes(&checkpoint);
    (checkpoint, bytes)
});

/// If this fails, a run goes on from a state that it never had, and nobody notices.
#[test]
fn every_single_flipped_bit_is_noticed_or_harmless() {
    let (honest, bytes) = &*HONEST;
    let mut damaged = bytes.clone();
    let mut refused = 0;
    for bit in 0..8 * bytes.len() {
        damaged[bit / 8] ^= 1 << (bit % 8);
        match read(&damaged) {
            Ok(found) => assert!(is_same(&found, honest), "bit {bit}: {found:?}"),
            Err(_) => refused += 1,
        }
        damaged[bit / 8] ^= 1 << (bit % 8);
    }
    println!("{refused} of {} bits are noticed", 8 * bytes.len());
    // The others are times, versions and the like, which nobody reads.
    assert!(refused > 6 * bytes.len());
}

#[test]
fn no_beginning_of_a_checkpoint_is_one() {
    let (_, bytes) = &*HONEST;
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn nothing_may_follow_a_checkpoint() {
    let (_, bytes) = &*HONEST;
    for more in [&b"\0"[..], b"PK\x05\x06", &[0; 1000], bytes] {
        let appended = [bytes, more].concat();
        if let Ok(found) = read(&appended) {
            // A checkpoint behind a checkpoint: whichever is read, it is one.
            assert!(more == bytes.as_slice() && is_same(&found, &HONEST.0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_is_noticed_or_harmless(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let (honest, bytes) = &*HONEST;
        let mut damaged = bytes.clone();
        for (place, value) in damage {
            let place = place.index(damaged.len());
            damaged[place] = value;
        }
        damaged.truncate(damaged.len() - cut.index(damaged.len()) / 8);
        if let Ok(found) = read(&damaged) {
            prop_assert!(is_same(&found, honest));
        }
    }

    /// Behind honest checksums, any text.
    #[test]
    fn any_description_is_read_or_refused(text in "[\\x20-\\x7e]{1,80}") {
        let _ = read(&archive(&text, &[]));
    }

    /// The words of honest descriptions in any order.
    #[test]
    fn any_description_of_the_right_words_is_read_or_refused(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "1", "-1", "1e999", "18446744073709551616", "null",
                "\"\"", "\"format\":1", "\"program\":\"0.1.0\"", "\"step\":0", "\"arrays\":[]",
                "\"precision\":\"double\"", "\"streams\":[]",
                "\"fingerprint\":[]", "{\"format\":1,\"program\":\"0.1.0\",",
            ]),
            1..40,
        ),
    ) {
        let _ = read(&archive(&words.concat(), &[]));
    }
}
