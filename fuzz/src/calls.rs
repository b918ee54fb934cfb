//! Calls through the C ABI under libFuzzer.
#![no_main]

#[path = "../../tests/fuzz/targets/calls/mod.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
