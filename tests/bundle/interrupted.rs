//! A process that is killed while it saves leaves the old bundle or the new one.

use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use nnx::bundle::{LoadOptions, SaveOptions};

use super::*;

/// Says where to save, to a run of [`a_save_that_goes_on`] that is to be killed.
const TARGET: &str = "NNX_TEST_SAVE_BUNDLE_UNTIL_KILLED";

/// Says how many bytes of a file a run of [`a_save_killed_at_a_byte_leaves_the_old_bundle`] may write before it is killed.
const BYTES: &str = "NNX_TEST_SAVE_BUNDLE_BYTES";

/// One of two bundles that differ in every large leaf.
fn version(number: u8) -> Result<Bundle> {
    let (model, optimizer) = run()?;
    let step = saved("train", train(&model, &optimizer)?)?;
    for at in 0..64 {
        let large = variable("BatchStat", &[f32::from(number); 4096], &[4096])?;
        optimizer.set(&path(&format!("large{at}")), large.into())?;
    }
    let mut bundle = Bundle::of(&together(&[model, optimizer])?)?;
    bundle.programs.push(step);
    bundle.metadata.insert("version".to_owned(), number.to_string());
    Ok(bundle)
}

#[test]
fn a_save_that_goes_on() -> Result<()> {
    let Some(target) = std::env::var_os(TARGET) else {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.nnx");
        for number in 0..2 {
            version(number)?.save(&file, &SaveOptions { sync: false })?;
            assert!(Bundle::open(&file, &LoadOptions::default())?.state.bit_eq(&version(number)?.state));
        }
        return Ok(());
    };
    let versions = [version(0)?, version(1)?];
    for number in (0..2).cycle() {
        versions[number].save(target.as_ref(), &SaveOptions { sync: number == 0 })?;
    }
    Ok(())
}

#[test]
fn a_killed_save_leaves_one_of_two_whole_bundles() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.nnx");
    let versions = [version(0)?, version(1)?];
    versions[0].save(&file, &SaveOptions::default())?;
    for round in 0..12u64 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "interrupted::a_save_that_goes_on"])
            .env(TARGET, &file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("another process");
        std::thread::sleep(Duration::from_micros(60_000 + 1_700 * round));
        assert!(child.try_wait().expect("a process").is_none(), "it saves until it is killed");
        child.kill().expect("a process to kill");
        child.wait().expect("a process that ended");
        let bundle = Bundle::open(&file, &LoadOptions::default())?;
        let version: usize = bundle.metadata["version"].parse().expect("a number");
        assert!(bundle.state.bit_eq(&versions[version].state), "round {round}");
        assert_eq!(bundle.programs[0].module, versions[version].programs[0].module);
    }
    let names = std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("UTF-8")).filter(|name| name != "a.nnx");
    assert!(names.into_iter().all(|name| name.starts_with(".nnx-") && name.ends_with(".tmp")));
    Ok(())
}

/// Has the kernel kill this process when it writes more to a file.
fn die_after(bytes: u64) {
    for (which, most) in [(libc::RLIMIT_CORE, 0), (libc::RLIMIT_FSIZE, bytes)] {
        let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
        // SAFETY: the pointer is valid.
        assert_eq!(unsafe { libc::setrlimit(which, &limit) }, 0);
    }
}

#[test]
fn a_save_killed_at_a_byte_leaves_the_old_bundle() -> Result<()> {
    let (old, mut new) = (sample()?, sample()?);
    new.metadata.insert("version".to_owned(), "new".to_owned());
    if let Some(target) = std::env::var_os(TARGET) {
        die_after(std::env::var(BYTES).expect("a text").parse().expect("a number"));
        return new.save(target.as_ref(), &SaveOptions { sync: false });
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.nnx");
    old.save(&file, &SaveOptions::default())?;
    let (before, after) = (old.to_bytes()?, new.to_bytes()?);
    let stride = after.len().div_ceil(64);
    for bytes in (0..after.len()).step_by(stride).chain([1, after.len() - 1, after.len()]) {
        let status = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "interrupted::a_save_killed_at_a_byte_leaves_the_old_bundle"])
            .env(TARGET, &file)
            .env(BYTES, bytes.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("another process");
        let there = std::fs::read(&file).expect("a file");
        if bytes == after.len() {
            assert!(status.success() && there == after);
            continue;
        }
        assert_eq!(status.signal(), Some(libc::SIGXFSZ), "{bytes}");
        assert!(there == before, "{bytes}");
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let left = entry.expect("an entry").path();
            if left != file {
                assert_eq!(std::fs::metadata(&left).expect("a file").len(), bytes as u64);
                std::fs::remove_file(&left).expect("a file");
            }
        }
    }
    Ok(())
}
