//! Programs as text under libFuzzer.
#![no_main]

#[path = "../../tests/fuzz/targets/program_text.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
