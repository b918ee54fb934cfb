//! A run is saved after 100 steps, and another process goes on with it.

use std::process::Command;

use nnx::bundle::{LoadOptions, SaveOptions};

use super::*;

/// Says to a run of [`goes_on`] which bundle to go on with, and where to save what comes out.
const FROM: &str = "NNX_TEST_RESUME_FROM";
const TO: &str = "NNX_TEST_RESUME_TO";

#[test]
fn goes_on() -> Result<()> {
    let (Some(from), Some(to)) = (std::env::var_os(FROM), std::env::var_os(TO)) else { return Ok(()) };
    let mut bundle = Bundle::open(from.as_ref(), &LoadOptions::default())?;
    let (state, losses) = train_over(&bundle, 100..200)?;
    bundle.state = state;
    let bits = losses.iter().map(|loss| format!("{:02x?}", loss.bytes())).collect::<Vec<String>>();
    bundle.metadata.insert("losses".to_owned(), bits.join(";"));
    bundle.save(to.as_ref(), &SaveOptions { sync: false })
}

#[test]
fn steps_101_to_200_of_another_process_are_those_of_an_uninterrupted_run() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("100.nnx"), folder.path().join("200.nnx"));
    let mut bundle = sample()?;
    let (uninterrupted, losses) = train_over(&bundle, 0..200)?;
    bundle.state = train_over(&bundle, 0..100)?.0;
    bundle.save(&from, &SaveOptions::default())?;

    let child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "resume::goes_on"])
        .env(FROM, &from)
        .env(TO, &to)
        .output()
        .expect("another process");
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));

    let resumed = Bundle::open(&to, &LoadOptions::default())?;
    assert!(resumed.state.bit_eq(&uninterrupted), "{:?}", resumed.state);
    let bits: Vec<String> = losses[100..].iter().map(|loss| format!("{:02x?}", loss.bytes())).collect();
    assert_eq!(resumed.metadata["losses"], bits.join(";"));
    assert!(!resumed.state.bit_eq(&bundle.state), "it trained");
    Ok(())
}
