//! What only the operating system knows: the one place with anything that differs among systems.

use std::fs::File;
use std::io;
use std::path::Path;
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, ProcessRefreshKind, ProcessesToUpdate, System};

/// Forces a directory to disk, so that a file just renamed keeps its name after a power cut.
///
/// Elsewhere than on Unix directories cannot be opened for that, and nothing is done.
///
/// # Errors
///
/// Those of the operating system.
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        match File::open(path)?.sync_all() {
            // Some network file systems know no such thing.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            other => other,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

/// Whether an error of locking a file says that its file system has no locks at all.
pub(crate) fn knows_no_locks(error: &io::Error) -> bool {
    /// Of Linux, from network file systems without a lock server.
    const ENOLCK: i32 = 37;
    error.kind() == io::ErrorKind::Unsupported
        || (cfg!(target_os = "linux") && error.raw_os_error() == Some(ENOLCK))
}

/// Whether an open file is the one that is now found at `path`; elsewhere than on Unix it is taken for that.
///
/// # Errors
///
/// Those of the operating system.
pub(crate) fn is_file_at(file: &File, path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let found = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            found => found?,
        };
        let open = file.metadata()?;
        Ok((open.dev(), open.ino()) == (found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        Ok(true)
    }
}

/// Memory in bytes that can be taken without swapping, within the limits of a container (a Linux
/// control group); `None` where the system does not tell.
pub fn available_memory() -> Option<u64> {
    let mut system = System::new();
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    if system.total_memory() == 0 {
        return None;
    }
    // A group's free memory leaves out what its file cache would give back: count what is taken.
    let in_group = system.cgroup_limits().map_or(u64::MAX, |group| {
        group.total_memory.saturating_sub(group.rss)
    });
    Some(system.available_memory().min(in_group)).filter(|&bytes| bytes > 0)
}

/// Memory in bytes that this process takes now; `None` where the system does not tell.
pub fn memory_in_use() -> Option<u64> {
    let this = sysinfo::get_current_pid().ok()?;
    let mut system = System::new();
    let what = ProcessRefreshKind::nothing().with_memory();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[this]), false, what);
    Some(system.process(this)?.memory()).filter(|&bytes| bytes > 0)
}

/// Most memory in bytes that this process has taken; `None` where the system does not tell: elsewhere than
/// on Linux.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The name of this machine; `None` where the system does not tell.
pub fn host_name() -> Option<String> {
    System::host_name()
}

/// The model of this machine's processor, as its maker writes it; `None` where the system does not
/// tell.
pub fn cpu_model() -> Option<String> {
    let mut system = System::new();
    system.refresh_cpu_list(CpuRefreshKind::nothing());
    let model = system.cpus().first()?.brand().trim().to_owned();
    (!model.is_empty()).then_some(model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_memory_and_host() {
        let memory = available_memory().expect("memory is known on Linux");
        assert!(memory > 1 << 20, "{memory} bytes cannot be all");
        assert!(memory < 1 << 50, "{memory} bytes cannot be true");
        let (now, peak) = (memory_in_use().unwrap(), peak_memory().unwrap());
        assert!(
            now > 1 << 16 && now <= peak,
            "{now} bytes now, {peak} at most"
        );
        assert!(host_name().is_some_and(|name| !name.is_empty()));
    }

    #[test]
    fn a_directory_can_be_forced_to_disk() {
        let directory = tempfile::tempdir().unwrap();
        sync_directory(directory.path()).unwrap();
    }
}
