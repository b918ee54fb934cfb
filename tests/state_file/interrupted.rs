//! A process that is killed while it saves leaves the old file or the new one.

use std::process::{Command, Stdio};
use std::time::Duration;

use nnx::bundle::SaveOptions;

use super::*;

/// Says where to save, to a run of [`a_save_that_goes_on`] that is to be killed.
const TARGET: &str = "NNX_TEST_SAVE_UNTIL_KILLED";

/// One of two States that differ in every leaf.
fn version(number: u8) -> State {
    state((0..64).map(|at| leaf(&format!("a/{at}"), "Param", floats(&[f32::from(number); 4096]))).collect())
}

#[test]
fn a_save_that_goes_on() {
    let Some(target) = std::env::var_os(TARGET) else {
        let folder = Folder::new();
        for number in 0..2 {
            save(&version(number), None, &folder.file("a"));
            assert!(load(&folder.file("a")).0.bit_eq(&version(number)));
        }
        return;
    };
    for number in (0..2).cycle() {
        nnx::bundle::save(&version(number), None, target.as_ref(), &SaveOptions { sync: number == 0 }).unwrap();
    }
}

#[test]
fn a_killed_save_leaves_one_of_two_whole_files() {
    let folder = Folder::new();
    let file = folder.file("a");
    save(&version(0), None, &file);
    for round in 0..12u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "interrupted::a_save_that_goes_on"])
            .env(TARGET, &file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(30_000 + 1_700 * round));
        assert!(child.try_wait().unwrap().is_none(), "it saves until it is killed");
        child.kill().unwrap();
        child.wait().unwrap();
        let (loaded, _) = load(&file);
        assert!((0..2).any(|number| loaded.bit_eq(&version(number))), "round {round}");
    }
    let left = folder.names().into_iter().filter(|name| name != "a");
    assert!(left.into_iter().all(|name| name.starts_with(".nnx-") && name.ends_with(".tmp")));
}
