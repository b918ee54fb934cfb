//! Bundles under libFuzzer.
#![no_main]

#[path = "../../tests/fuzz/targets/bundle.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
