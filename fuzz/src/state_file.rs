//! State files under libFuzzer.
#![no_main]

#[path = "../../tests/fuzz/targets/state_file.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
