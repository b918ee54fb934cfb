//! Every exported function is one guard and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

/// The sources of the C ABI.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The exported functions of a file: name and body.
fn exports(text: &str) -> Vec<(&str, &str)> {
    text.split("#[unsafe(no_mangle)]\n")
        .skip(1)
        .map(|function| {
            let name = function.split("extern \"C\" fn ").nth(1).unwrap().split('(').next().unwrap();
            let body = function.split_once("{\n").unwrap().1;
            (name, body.split("\n}\n").next().unwrap())
        })
        .collect()
}

#[test]
fn the_body_of_every_export_is_one_guard() {
    let mut count = 0;
    for file in sources(Path::new("src/capi")) {
        let text = fs::read_to_string(&file).unwrap();
        for (name, body) in exports(&text) {
            count += 1;
            let lines = body.lines().map(str::trim).skip_while(|line| line.starts_with("//"));
            let body = lines.collect::<Vec<_>>().join("\n");
            let body = body.trim();
            let whole = body.starts_with("guard(||") && body.ends_with(')');
            assert!(whole, "{name} in {} is not one guard(|| …):\n{body}", file.display());
            assert_eq!(body.matches("guard(||").count(), 1, "{name} has a guard in its guard");
        }
    }
    let symbols = fs::read_to_string("tests/abi/symbols.txt").unwrap();
    assert_eq!(count, symbols.lines().count(), "as many guards as exported symbols");
}

#[test]
fn only_the_c_abi_exports() {
    for file in sources(Path::new("src")) {
        if file.starts_with("src/capi") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("no_mangle"), "{} exports a symbol", file.display());
    }
}

#[test]
fn nothing_in_the_library_prints_or_exits() {
    for file in sources(Path::new("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        if file.ends_with("tests.rs") || file.components().any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for forbidden in
            ["println!", "eprint", "print!(", "dbg!", "process::exit", "process::abort", "todo!", "unimplemented!"]
        {
            assert!(!code.contains(forbidden), "{} has {forbidden}", file.display());
        }
    }
}
