//! Every operation alone: the programs of the conformance suites, without their checks. `NNX_STABLEHLO_TESTDATA=<dir>`
//! names a directory of them; without it, those of the repository run.

use std::fs;
use std::path::{Path, PathBuf};

use nnx::program::{Denormals, Module, evaluate, parse};
use nnx::tensor::Tensor;

use super::Cases;

/// How many programs are compiled together.
const TOGETHER: usize = 200;

pub(super) fn operations() -> nnx::Result<()> {
    let directory = match std::env::var_os("NNX_STABLEHLO_TESTDATA") {
        Some(directory) => PathBuf::from(directory),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/programs"),
    };
    let mut files = Vec::new();
    collect(&directory, &mut files);
    files.sort();
    let (mut cases, mut wrong, mut ran, mut unread) = (Cases::default(), Vec::new(), 0, 0);
    let mut left_out = std::collections::BTreeMap::new();
    let mut finish = |cases: &mut Cases| {
        let cases = std::mem::take(cases);
        for (name, count) in &cases.left_out {
            *left_out.entry(name.clone()).or_insert(0) += count;
        }
        ran += cases.list.len();
        wrong.extend(cases.run().unwrap_or_else(|error| panic!("{error}")));
    };
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.strip_prefix(&directory).unwrap_or(&file).display().to_string();
        let inputs = inputs(&text);
        for part in text.split("\n// -----\n") {
            let (part, functions) = without_checks(part);
            // What is out of scope is the other suite's to tell.
            let Ok(module) = parse(&part) else {
                unread += functions.len();
                continue;
            };
            for function in functions {
                add(&mut cases, &format!("{name}@{function}"), &module, &function, &inputs);
                if cases.batch.len() == TOGETHER {
                    finish(&mut cases);
                }
            }
        }
    }
    finish(&mut cases);
    for (name, count) in &left_out {
        println!("no source for {name}: {count}");
    }
    println!(
        "{ran} programs ran, {} are wrong, {} have no source, {unread} are not read",
        wrong.len(),
        left_out.values().sum::<usize>()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran > 200, "only {ran} programs ran");
    Ok(())
}

/// Adds a function if it computes anything from inputs that it is given.
fn add(cases: &mut Cases, name: &str, module: &Module, function: &str, inputs: &[Tensor]) {
    let Some(found) = module.function(function) else { return };
    let all_tensors = found.argument_types().chain(found.result_types()).all(|ty| ty.as_tensor().is_some());
    if all_tensors && found.argument_types().count() == inputs.len() && found.result_types().count() > 0 {
        cases.add(name, module, function, inputs.to_vec()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

/// The programs below a directory.
pub(super) fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    for entry in entries.map(|entry| entry.expect("an entry of a directory").path()) {
        if entry.is_dir() {
            collect(&entry, files);
        } else if entry.extension().is_some_and(|extension| extension == "mlir") {
            files.push(entry);
        }
    }
}

/// The text with functions that give what they checked, and the names of those to run: `main`, or all.
fn without_checks(part: &str) -> (String, Vec<String>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut head = String::new();
    let (mut body, mut checked): (String, Vec<(String, String)>) = (String::new(), Vec::new());
    for line in part.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("func.func") {
            text += &head;
            text += &body;
            (head, body, checked) = (format!("{line}\n"), String::new(), Vec::new());
            if let Some((_, rest)) = trimmed.split_once('@') {
                names.push(rest.split('(').next().unwrap_or(rest).to_owned());
            }
        } else if trimmed.starts_with("check.") || trimmed.contains("custom_call @check.") {
            checked.extend(first_operand(trimmed));
        } else if matches!(trimmed, "return" | "func.return") && !checked.is_empty() && !head.contains("->") {
            let (values, types): (Vec<&str>, Vec<&str>) =
                checked.iter().map(|(value, ty)| (value.as_str(), ty.as_str())).unzip();
            let types = types.join(", ");
            head = head.trim_end().strip_suffix('{').map_or(head.clone(), |open| format!("{open}-> ({types}) {{\n"));
            body += &format!("return {} : {types}\n", values.join(", "));
        } else {
            body += line;
            body.push('\n');
        }
    }
    let main = names.contains(&"main".to_owned()).then(|| vec!["main".to_owned()]);
    (text + &head + &body, main.unwrap_or(names))
}

/// The first operand of a check and its type.
fn first_operand(check: &str) -> Option<(String, String)> {
    let (before, types) = check.rsplit_once(" : ")?;
    let begin = before.find('%')?;
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "_#%$.-".contains(letter);
    let operand = before[begin..].split(|letter| !is_name(letter)).next()?;
    let ty = types.trim_start_matches('(').split([',', ')']).next()?.trim();
    Some((operand.to_owned(), ty.to_owned()))
}

/// The inputs that the first line of a file names: `--args="[dense<1> : tensor<2xi32>, …]"`.
fn inputs(text: &str) -> Vec<Tensor> {
    let first = text.lines().next().unwrap_or("");
    let Some(list) = first.split_once("--args=\"[").and_then(|(_, rest)| rest.split_once("]\"")) else {
        return Vec::new();
    };
    let constants = list.0.replace(", dense", "\n dense");
    let one = |constant: &str| {
        let ty = constant.split_once(" : ").map_or("", |(_, ty)| ty);
        let text = format!("func.func @main() -> {ty} {{ %0 = stablehlo.constant {constant}\n return %0 : {ty} }}");
        evaluate(&parse(&text).expect("an input"), "main", &[], Denormals::Keep).expect("an input").swap_remove(0)
    };
    constants.lines().map(one).collect()
}
