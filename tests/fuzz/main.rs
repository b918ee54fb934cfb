//! The fuzz targets on a stable compiler: fixed seeds, for `NNX_FUZZ_SECONDS` (30) together.

#![allow(unreachable_pub, reason = "the targets are pub for the libFuzzer crate, which includes them too")]

mod corpus;
mod generator;
mod targets;

use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use generator::Generator;

#[test]
fn calls() {
    fuzz("calls", 0.3, targets::calls::run, |generator| generator.bytes(1200));
}

#[test]
fn path_text() {
    let corpus = corpus::paths();
    fuzz("path_text", 0.1, targets::path_text::run, |generator| generator.mutate(&corpus));
}

#[test]
fn graphdef_text() {
    let corpus = corpus::graphdefs();
    corpus.iter().for_each(|text| targets::graphdef_text::run(text));
    fuzz("graphdef_text", 0.15, targets::graphdef_text::run, |generator| generator.mutate(&corpus));
}

#[test]
fn program_text() {
    let corpus = corpus::programs();
    corpus.iter().for_each(|text| targets::program_text::run(text));
    fuzz("program_text", 0.2, targets::program_text::run, |generator| match generator.below(4) {
        0 => generator.mutate(&corpus),
        _ => generator.mutate_words(&corpus),
    });
}

#[test]
fn state_file() {
    let (headers, data): (Vec<_>, Vec<_>) = corpus::files().into_iter().unzip();
    headers.iter().zip(&data).for_each(|(header, data)| targets::state_file::run(&corpus::file(header, data)));
    fuzz("state_file", 0.15, targets::state_file::run, |generator| {
        let chosen = generator.below(headers.len());
        match generator.below(4) {
            0 => generator.mutate(&[corpus::file(&headers[chosen], &data[chosen])]),
            // The length fits, so that what follows is looked at.
            _ => corpus::file(&generator.mutate(&headers), &data[chosen]),
        }
    });
}

#[test]
fn bundle() {
    let (files, entries): (Vec<_>, Vec<_>) = corpus::bundles().into_iter().unzip();
    let inputs: Vec<Vec<u8>> = entries.iter().map(corpus::bundle_input).collect();
    files.iter().chain(&inputs).for_each(|input| targets::bundle::run(input));
    fuzz("bundle", 0.1, targets::bundle::run, |generator| {
        let chosen = generator.below(entries.len());
        let mut changed = entries[chosen].clone();
        match generator.below(6) {
            0 => generator.mutate(&files),
            1 => generator.mutate(&inputs),
            // One entry has other words, and fits no longer, or does.
            _ => {
                let at = generator.below(changed.len());
                changed[at].1 = generator.mutate_words(&[changed[at].1.clone()]);
                corpus::bundle_input(&changed)
            }
        }
    });
}

/// Runs a target for its share of the time; always from the same seeds, and at least a hundred inputs.
fn fuzz(name: &str, share: f64, target: fn(&[u8]), make: impl Fn(&mut Generator) -> Vec<u8>) {
    let seconds = std::env::var("NNX_FUZZ_SECONDS").map_or(30.0, |text| text.parse::<f64>().expect("seconds"));
    let end = Instant::now() + Duration::from_secs_f64(seconds * share);
    let (mut count, least) = (0, if cfg!(miri) { 3 } else { 100 });
    while count < least || Instant::now() < end {
        let input = make(&mut Generator::new(count));
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(|| target(&input))) {
            let text = payload.downcast_ref::<String>().cloned();
            let shorter = shorten(target, &input);
            let bytes: Vec<String> = shorter.iter().map(|byte| format!("{byte:02x}")).collect();
            let text = text.unwrap_or_else(|| "panicked".to_owned());
            panic!("{name}, seed {count}: {text}\nthe shortest input found: {}", bytes.concat());
        }
        count += 1;
    }
    println!("{name}: {count} inputs");
}

/// Takes pieces away for as long as the target still fails.
fn shorten(target: fn(&[u8]), input: &[u8]) -> Vec<u8> {
    panic::set_hook(Box::new(|_| ()));
    let fails = |input: &[u8]| panic::catch_unwind(AssertUnwindSafe(|| target(input))).is_err();
    let mut best = input.to_vec();
    let mut piece = best.len() / 2;
    while piece > 0 {
        let mut at = 0;
        while at + piece <= best.len() {
            let shorter = [&best[..at], &best[at + piece..]].concat();
            if fails(&shorter) { best = shorter } else { at += piece }
        }
        piece /= 2;
    }
    let _ = panic::take_hook();
    best
}
