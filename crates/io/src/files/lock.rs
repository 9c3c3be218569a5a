//! The lock on the directory of a run: a hidden file that one process holds.

use crate::names::LOCK;
use crate::platform;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How often another one may come in between before something else must be wrong.
const ATTEMPTS: usize = 1000;

/// A lock that is held. Dropped, it removes its file; after the end of a process that was killed the file remains,
/// and is nobody's.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock on a directory, and thereby finds out whether files can be written into it. Where the system
    /// knows no locks, it is always taken.
    ///
    /// # Errors
    ///
    /// Of the kind [`ErrorKind::WouldBlock`] if another one holds it, and those of the operating system.
    pub(super) fn take(directory: &Path) -> io::Result<Self> {
        let path = directory.join(LOCK);
        for _ in 0..ATTEMPTS {
            // For reading and writing: network file systems lock no files that are open for reading alone.
            let mut file = open(&path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {
                    continue;
                }
                Err(TryLockError::Error(error)) if !platform::knows_no_locks(&error) => {
                    return Err(error);
                }
                _ => {}
            }
            // The one who held it may have removed it in between: then this is a file without a name.
            if platform::is_file_at(&file, &path)? {
                file.set_len(0)?;
                writeln!(file, "{}", std::process::id())?;
                return Ok(Self { path, _file: file });
            }
        }
        Err(io::Error::other(format!(
            "{LOCK} in it is another file each time"
        )))
    }
}

/// Opens the file, which is new or a regular one: writing through a link would change another file.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match options.clone().create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        opened => return opened,
    }
    let opened = path.symlink_metadata().and_then(|found| {
        if found.is_file() {
            options.open(path)
        } else {
            Err(io::Error::other(format!("{LOCK} in it is no regular file")))
        }
    });
    match opened {
        // The one who held it has just removed it.
        Err(error) if error.kind() == ErrorKind::NotFound => open(path),
        opened => opened,
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Held until here, so it is the file of nobody else. One that stays does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn what_a_killed_process_has_left_locks_nothing() {
        let base = tempfile::tempdir().unwrap();
        let path = base.path().join(LOCK);
        fs::write(&path, "123456789").unwrap();
        let lock = Lock::take(base.path()).unwrap();
        let holder = fs::read_to_string(&path).unwrap();
        assert_eq!(holder, format!("{}\n", std::process::id()));
        let refused = Lock::take(base.path()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::WouldBlock);
        drop(lock);
        assert!(!path.exists());
    }

    /// If this fails, two processes have one run when a third has just ended.
    #[test]
    fn of_many_one_at_a_time_has_the_lock() {
        let base = tempfile::tempdir().unwrap();
        let holders = AtomicUsize::new(0);
        let hold = || {
            let mut taken = 0;
            while taken < 50 {
                match Lock::take(base.path()) {
                    Ok(_lock) => {
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        taken += 1;
                        std::thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                    }
                    Err(error) => assert_eq!(error.kind(), ErrorKind::WouldBlock),
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(hold);
            }
        });
    }

    /// If this fails, taking a directory changes a file of somebody else.
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let base = tempfile::tempdir().unwrap();
        let thesis = base.path().join("thesis.tex");
        fs::write(&thesis, "text").unwrap();
        symlink(&thesis, base.path().join(LOCK)).unwrap();
        let refused = Lock::take(base.path()).unwrap_err();
        assert!(refused.to_string().contains("no regular file"), "{refused}");
        assert_eq!(fs::read_to_string(&thesis).unwrap(), "text");
    }
}
