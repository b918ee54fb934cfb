//! Files that are replaced as a whole: whoever opens one finds the old content or the new, never a part.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::io_error;
use crate::error::{Error, Result};

/// Writes a file by way of a temporary one beside it, which then takes its name. After a failure, or when the process is
/// killed at any moment, the old file is there unchanged.
///
/// A file that exists keeps its permission bits; a new one gets those that the umask leaves. A symbolic link is followed.
/// With `sync` the content and the name are on the disk when this returns.
pub(super) fn replace(path: &Path, sync: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let path = resolved(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let old = match fs::metadata(&path) {
        Ok(old) if old.is_file() => Some(old),
        Ok(_) => return Err(Error::invalid("this is not a regular file and cannot be replaced by one")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io_error("look at the file", &error)),
    };
    let mut temporary = Temporary::create(folder)?;
    let write_all = |file: &File| -> io::Result<()> {
        let mut writer = BufWriter::with_capacity(1 << 16, file);
        write(&mut writer)?;
        writer.flush()?;
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        if sync { file.sync_all() } else { Ok(()) }
    };
    write_all(&temporary.file).map_err(|error| io_error("write the file", &error))?;
    fs::rename(&temporary.path, &path).map_err(|error| io_error("give the new file its name", &error))?;
    temporary.renamed = true;
    if sync { sync_folder(folder) } else { Ok(()) }
}

/// The path behind symbolic links; the path itself where nothing is there yet.
fn resolved(path: &Path) -> Result<PathBuf> {
    if path.as_os_str().is_empty() {
        return Err(Error::invalid("the name of the file is empty"));
    }
    match fs::canonicalize(path) {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(io_error("find the file", &error)),
    }
}

/// Makes the new name last. A folder that may be written but not read cannot be synced; nor can those of some file
/// systems, which say so by EINVAL.
fn sync_folder(folder: &Path) -> Result<()> {
    let synced = match File::open(folder) {
        Ok(folder) => folder.sync_all(),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(error),
    };
    match synced {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        Err(error) => Err(io_error("make the new name last", &error)),
        Ok(()) => Ok(()),
    }
}

/// A new file, which is removed unless it was renamed.
struct Temporary {
    file: File,
    path: PathBuf,
    renamed: bool,
}

impl Temporary {
    fn create(folder: &Path) -> Result<Temporary> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        const ATTEMPTS: usize = 1000;
        let process = std::process::id();
        for _ in 0..ATTEMPTS {
            let path = folder.join(format!(".nnx-{process}-{}.tmp", NEXT.fetch_add(1, Ordering::Relaxed)));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Temporary { file, path, renamed: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => (),
                Err(error) => return Err(io_error("make a file in its folder", &error)),
            }
        }
        Err(Error::precondition(format!("its folder has {ATTEMPTS} temporary files left behind, .nnx-{process}-*.tmp")))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // There is nothing better to do with a file that cannot be removed than to leave it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&path, true, |file| file.write_all(b"old")).unwrap();
        let error = replace(&path, true, |file| {
            file.write_all(&[7; 1 << 20])?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(error.unwrap_err().status(), Some(Status::ResourceExhausted));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a"]);
        replace(&path, false, |file| file.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn a_panic_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let panicked = std::panic::catch_unwind(|| replace(&path, true, |_| std::panic::resume_unwind(Box::new(()))));
        assert!(panicked.is_err());
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn permissions_stay_and_links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        replace(&path, true, |file| file.write_all(b"1")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a", &link).unwrap();
        replace(&link, true, |file| file.write_all(b"2")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"2");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn what_cannot_be_replaced_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refuse = |path: &Path| replace(path, true, |file| file.write_all(b"1")).unwrap_err().status();
        assert_eq!(refuse(folder.path()), Some(Status::InvalidArgument));
        assert_eq!(refuse(Path::new("/dev/null")), Some(Status::InvalidArgument));
        assert_eq!(refuse(&folder.path().join("no/such/folder")), Some(Status::NotFound));
        assert_eq!(refuse(Path::new("")), Some(Status::InvalidArgument));
        assert!(names(folder.path()).is_empty());
    }
}
