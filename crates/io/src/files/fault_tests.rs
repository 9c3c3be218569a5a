//! Every operation of the file system fails once: a file is the old one or the new one, and whole.

use super::testing::{Fault, FaultyDisk, QuotaDisk};
use super::{Edges, FileError, Order, RunDirectory};
use crate::names::LOCK;
use ndarray::Array2;
use sprs::CsMatI;
use std::fs;
use std::io::{ErrorKind, Write};

type Result<T = ()> = std::result::Result<T, FileError>;

const NAME: &str = "file";

/// Writes the file of this name.
type Writer = fn(&RunDirectory) -> Result;

/// All ways to write a file, with more bytes than are gathered before they are written.
fn writers() -> [(&'static str, Writer); 5] {
    [
        ("publish", |directory| {
            directory.publish(NAME, |file| {
                (0..3000).try_for_each(|line| writeln!(file, "line {line}"))
            })
        }),
        ("npy", |directory| {
            directory.write_npy(NAME, &Array2::<f64>::ones((40, 60)))
        }),
        ("npz", |directory| {
            let mut npz = directory.npz(NAME)?;
            npz.add("ones", &Array2::<f64>::ones((40, 60)))?;
            let numbers = (0..20_000_u32).map(Ok::<u32, FileError>);
            npz.add_stream("numbers", &[20_000], Order::Rows, numbers)?;
            npz.add_texts("units", &["mV"])?;
            npz.finish()
        }),
        ("csr", |directory| {
            let size = 3000;
            let matrix = CsMatI::new(
                (size, size),
                (0..=size as u32).collect(),
                (0..size as u32).rev().collect(),
                vec![1.5; size],
            );
            directory.write_csr_npz(NAME, &matrix)
        }),
        ("edges", |directory| {
            let edges = Edges {
                sources: (0..3000).collect(),
                targets: (0..3000).collect(),
                weights: Some(vec![2.0; 3000]),
                delays: None,
            };
            directory.write_edges_npz(NAME, &edges)
        }),
    ]
}

/// An empty directory, or one with an old file.
fn place(old: bool) -> (tempfile::TempDir, RunDirectory) {
    let base = tempfile::tempdir().unwrap();
    let directory = RunDirectory::create(&base.path().join("run")).unwrap();
    if old {
        fs::write(directory.file(NAME), "old").unwrap();
    }
    (base, directory)
}

/// What stands under the name, and how many other files there are.
fn found(directory: &RunDirectory) -> (Option<Vec<u8>>, usize) {
    let entries = directory.path().read_dir().unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    let others = names.filter(|name| name != NAME && name != LOCK);
    (fs::read(directory.file(NAME)).ok(), others.count())
}

/// The operations that writing takes, and the file that it makes.
fn succeed(write: Writer) -> (u64, Vec<u8>) {
    let (_base, directory) = place(false);
    let disk = FaultyDisk::new(None);
    let directory = directory.with_file_system(disk.shared());
    write(&directory).unwrap();
    let (file, others) = found(&directory);
    assert_eq!(others, 0);
    (disk.operations(), file.unwrap())
}

/// If this fails, a full disk or a crash leaves half a file under a final name, or litter.
#[test]
fn after_any_failure_a_file_is_the_old_one_or_the_new_one() {
    for (writer, write) in writers() {
        let (count, new) = succeed(write);
        assert!(count >= 6, "{writer}: {count}");
        for (at, lasting, old) in (0..count).flat_map(|at| {
            [(false, false), (false, true), (true, false), (true, true)]
                .map(|(lasting, old)| (at, lasting, old))
        }) {
            let (_base, directory) = place(old);
            let kind = ErrorKind::StorageFull;
            let disk = FaultyDisk::new(Some(Fault { at, kind, lasting }));
            let faulty = directory.clone().with_file_system(disk.shared());
            let outcome = write(&faulty);
            let failed = disk.failed().unwrap();
            let (file, others) = found(&directory);
            let before = old.then(|| b"old".to_vec());
            let what = format!("{writer}: {failed}");
            match outcome {
                // What remains to be done then is to remove a file that has been renamed.
                Ok(()) => assert!(failed.starts_with("remove"), "{what}"),
                Err(FileError::Io { source, .. }) => assert_eq!(source.kind(), kind, "{what}"),
                Err(error) => panic!("{what}: {error}"),
            }
            let renamed = failed.starts_with("remove") || failed.starts_with("sync directory");
            assert!(
                file == if renamed { Some(new.clone()) } else { before },
                "{what}"
            );
            if !lasting || renamed || failed.starts_with("create") {
                assert_eq!(others, 0, "{what}");
            }
        }
    }
}

/// If this fails, a disk that is full is not noticed, or not at every size.
#[test]
fn what_does_not_fit_is_an_error_and_leaves_the_disk_as_it_was() {
    for (writer, write) in writers() {
        let (_, new) = succeed(write);
        let size = new.len() as u64;
        for (bytes, fits) in [
            (0, false),
            (1, false),
            (size / 2, false),
            (size - 1, false),
            (size, true),
        ] {
            let (_base, directory) = place(true);
            let disk = QuotaDisk::new(bytes);
            let limited = directory.clone().with_file_system(disk.shared());
            let outcome = write(&limited);
            assert_eq!(outcome.is_ok(), fits, "{writer}: {bytes} of {size} bytes");
            let expected = if fits { new.clone() } else { b"old".to_vec() };
            assert!(found(&directory) == (Some(expected), 0), "{writer}");
            if !fits {
                assert_eq!(disk.free(), bytes, "{writer}");
            }
        }
    }
}
