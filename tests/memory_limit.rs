//! Calls whose output is far larger than the graph, such as the paths of a deep one, in a process that may have little
//! memory: each says that there is none, gives nothing out, and loses nothing. And with memory each works.
//!
//! Each case runs in a process of its own, because the limit is one of the process, and because a case that fails ends
//! it. So the program runs itself, with the name of a case.

use std::path::PathBuf;
use std::process::Command;
use std::ptr;

use nnx::capi::error::{nnx_error_message, nnx_error_release, nnx_error_take};
use nnx::capi::file::*;
use nnx::capi::filter::{nnx_filter, nnx_filter_of_type};
use nnx::capi::graphdef::*;
use nnx::capi::node::*;
use nnx::capi::options::Options;
use nnx::capi::report::*;
use nnx::capi::split::*;
use nnx::capi::state::*;
use nnx::capi::statics::{nnx_static, nnx_static_new_string};
use nnx::capi::strings::*;
use nnx::capi::tensor::{nnx_tensor, nnx_tensor_new};
use nnx::capi::variable::nnx_variable_new;
use nnx::capi::view::*;
use nnx::capi::walk::*;

/// With this many levels, a leaf at each, and keys of this length, the paths are 800 MB of text, or 190 MB of keys.
const DEPTH: usize = 4_000;
const KEY: usize = 100;
/// With this many, they fit.
const SHALLOW: usize = 40;
/// What a call may take beside what the process has.
const MEMORY: u64 = 32 << 20;
const RESOURCE_EXHAUSTED: i32 = 8;
const F32: i32 = 11;

/// Calls an exported function, which must succeed.
macro_rules! call {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        #[allow(unused_unsafe, reason = "functions that only release are safe")]
        // SAFETY: every pointer is NULL, a handle, or valid for what the function does with it.
        let status = unsafe { $function($($argument),*) };
        assert_eq!(status, 0, "{}: {}", stringify!($function), message());
    }};
}

fn made<H>(call: impl FnOnce(*mut *mut H)) -> *mut H {
    let mut out = ptr::null_mut();
    call(&mut out);
    out
}

fn text(text: &str) -> nnx_str {
    nnx_str { data: text.as_ptr().cast(), size: text.len() }
}

fn message() -> String {
    let (mut error, mut text) = (ptr::null_mut(), text(""));
    // SAFETY: the pointers are valid; the text is lent by the error, which lives.
    unsafe {
        if nnx_error_take(&mut error) != 0 || nnx_error_message(error, &mut text) != 0 {
            return "no message".to_owned();
        }
        let message = text.as_str("message").expect("UTF-8").to_owned();
        nnx_error_release(error);
        message
    }
}

/// A chain of Objects, each with a Variable, with one that all share, and with a long text that all share.
struct Chain {
    root: *mut nnx_node,
    graphdef: *mut nnx_graphdef,
    state: *mut nnx_state,
    params: *mut nnx_filter,
}

impl Chain {
    fn new(depth: usize, value: f32, tail: &str) -> Chain {
        let value: *mut nnx_tensor =
            made(|out| call!(nnx_tensor_new(F32, ptr::null(), 0, (&raw const value).cast(), 4, out)));
        let shared = made(|out| call!(nnx_variable_new(ptr::null_mut(), text("Cache"), value, out)));
        let long: *mut nnx_static = made(|out| call!(nnx_static_new_string(text(&"x".repeat(10 * depth)), out)));
        let next = "n".repeat(KEY);
        let object = || made(|out| call!(nnx_object_new(ptr::null_mut(), text("Link"), out)));
        let root = object();
        let mut last = root;
        for _ in 0..depth {
            let variable = made(|out| call!(nnx_variable_new(ptr::null_mut(), text("Param"), value, out)));
            call!(nnx_node_set_node(last, text("a"), variable));
            call!(nnx_node_set_node(last, text("s"), shared));
            call!(nnx_node_set_static(last, text("t"), long));
            call!(nnx_node_release(variable));
            let below = object();
            call!(nnx_node_set_node(last, text(&next), below));
            last = below;
        }
        call!(nnx_node_set_static(last, text(tail), long));
        let (mut graphdef, mut state) = (ptr::null_mut(), ptr::null_mut());
        call!(nnx_node_split(root, ptr::null(), 0, &mut graphdef, &mut state));
        let params = made(|out| call!(nnx_filter_of_type(text("Param"), out)));
        Chain { root, graphdef, state, params }
    }
}

/// The files of one process.
struct Files {
    saved: PathBuf,
    foreign: PathBuf,
}

impl Files {
    fn new() -> Files {
        let file = |name| std::env::temp_dir().join(format!("nnx-{}-{name}.safetensors", std::process::id()));
        let files = Files { saved: file("saved"), foreign: file("foreign") };
        let value = made(|out| call!(nnx_tensor_new(F32, ptr::null(), 0, ptr::null(), 0, out)));
        let (paths, types, tensors) = ([text("w")], [text("")], [value.cast_const()]);
        let state = made(|out| call!(nnx_state_from_leaves(paths.as_ptr(), types.as_ptr(), tensors.as_ptr(), 1, out)));
        call!(nnx_state_save(state, ptr::null(), name(&files.foreign), ptr::null()));
        files
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // The first is there only when it could be saved.
        let _ = (std::fs::remove_file(&self.saved), std::fs::remove_file(&self.foreign));
    }
}

fn name(path: &std::path::Path) -> nnx_str {
    text(path.to_str().expect("UTF-8"))
}

/// A call with an output.
type Case = fn(&Chain, &Chain, &Files, *mut *mut ()) -> i32;

/// A call of one exported function; every pointer is NULL, a handle, or valid for what the function does with it.
macro_rules! case {
    (|$chain:ident, $other:ident, $files:ident, $out:ident| $call:expr) => {
        |$chain, $other, $files, $out| {
            let _ = ($other, $files);
            // SAFETY: see above.
            unsafe { $call }
        }
    };
}

const CASES: &[(&str, Case)] = &[
    ("iter", case!(|chain, other, files, out| nnx_node_iter(chain.root, out.cast()))),
    ("variables", case!(|chain, other, files, out| nnx_node_variables(chain.root, ptr::null(), 0, out.cast()))),
    ("duplicates", case!(|chain, other, files, out| nnx_node_find_duplicates(chain.root, ptr::null(), out.cast()))),
    ("leaves", case!(|chain, other, files, out| nnx_graphdef_leaves(chain.graphdef, out.cast()))),
    ("paths", case!(|chain, other, files, out| nnx_state_paths(chain.state, out.cast()))),
    ("diff", case!(|chain, other, files, out| nnx_state_diff(chain.state, other.state, out.cast()))),
    ("pop", case!(|chain, other, files, out| nnx_node_pop(chain.root, &chain.params.cast_const(), 1, out.cast()))),
    (
        "merge States",
        case!(|chain, other, files, out| {
            nnx_state_merge([chain.state.cast_const(), other.state].as_ptr(), 2, out.cast())
        }),
    ),
    (
        "State at a prefix",
        case!(|chain, other, files, out| nnx_state_at(chain.state, text(&"n".repeat(KEY)), out.cast())),
    ),
    (
        "save",
        case!(|chain, other, files, out| {
            let status = nnx_state_save(chain.state, chain.graphdef, name(&files.saved), ptr::null());
            assert_eq!(status == 0, files.saved.exists());
            *out = ptr::null_mut();
            status
        }),
    ),
    (
        "load into",
        case!(|chain, other, files, out| {
            let options = nnx_load_options { partial: 1, ..nnx_load_options::DEFAULT };
            let mut report: *mut nnx_report = ptr::without_provenance_mut(1);
            let status = nnx_state_load_into(chain.state, name(&files.foreign), &options, out.cast(), &mut report);
            assert_eq!(status == 0, !report.is_null());
            status
        }),
    ),
    ("State as JSON", case!(|chain, other, files, out| nnx_state_text(chain.state, 4, out.cast()))),
    ("graph as JSON", case!(|chain, other, files, out| nnx_node_text(chain.root, 4, out.cast()))),
    ("GraphDef as text", case!(|chain, other, files, out| nnx_graphdef_text(chain.graphdef, 6, out.cast()))),
    ("GraphDef as JSON", case!(|chain, other, files, out| nnx_graphdef_text(chain.graphdef, 4, out.cast()))),
];

/// What is small however deep the graph is, and must work with little memory.
const SMALL: &[(&str, Case)] = &[
    ("no difference", case!(|chain, other, files, out| nnx_state_diff(chain.state, chain.state, out.cast()))),
    ("tree", case!(|chain, other, files, out| nnx_node_text(chain.root, 1, out.cast()))),
    ("table", case!(|chain, other, files, out| nnx_node_text(chain.root, 2, out.cast()))),
    ("DOT", case!(|chain, other, files, out| nnx_node_text(chain.root, 3, out.cast()))),
    ("HTML", case!(|chain, other, files, out| nnx_node_text(chain.root, 5, out.cast()))),
    ("State as a table", case!(|chain, other, files, out| nnx_state_text(chain.state, 2, out.cast()))),
    (
        "merge",
        case!(|chain, other, files, out| {
            nnx_graphdef_merge(chain.graphdef, [other.state.cast_const()].as_ptr(), 1, out.cast())
        }),
    ),
];

/// Forbids this process more memory than it has and [`MEMORY`], or allows it any.
fn limit(on: bool) {
    let has = std::fs::read_to_string("/proc/self/statm").expect("statm");
    let pages: u64 = has.split(' ').next().and_then(|pages| pages.parse().ok()).expect("a number");
    // SAFETY: the pointer is valid.
    unsafe {
        let mut limit = std::mem::zeroed();
        assert_eq!(libc::getrlimit(libc::RLIMIT_AS, &mut limit), 0);
        let page = libc::sysconf(libc::_SC_PAGESIZE) as u64;
        limit.rlim_cur = if on { pages * page + MEMORY } else { limit.rlim_max };
        assert_eq!(libc::setrlimit(libc::RLIMIT_AS, &limit), 0);
    }
}

fn assert_there(chain: &Chain) {
    let (mut again, mut same) = (ptr::null_mut(), 0);
    let mut graphdef = ptr::null_mut();
    call!(nnx_node_split(chain.root, ptr::null(), 0, &mut graphdef, &mut again));
    call!(nnx_state_equal(chain.state, again, &mut same));
    assert_eq!(same, 1, "nothing is lost");
    call!(nnx_graphdef_equal(chain.graphdef, graphdef, &mut same));
    assert_eq!(same, 1, "nothing is changed");
}

fn run(case: Case, small: bool) {
    let files = Files::new();
    let (chain, other) = (Chain::new(DEPTH, 1.0, "left"), Chain::new(DEPTH, 2.0, "right"));
    let mut out = ptr::without_provenance_mut(1);
    limit(true);
    let status = case(&chain, &other, &files, &mut out);
    limit(false);
    if small {
        return assert_eq!(status, 0, "{}", message());
    }
    assert_eq!(status, RESOURCE_EXHAUSTED, "{}", message());
    assert!(out.is_null());
    let message = message();
    assert!(message.contains("cannot allocate") || message.contains("safetensors header"), "{message}");
    assert_there(&chain);
    let (chain, other) = (Chain::new(SHALLOW, 1.0, "left"), Chain::new(SHALLOW, 2.0, "right"));
    call!(case(&chain, &other, &files, &mut out));
}

/// A report is made while there is memory for it; printing it takes as much again.
fn run_report() {
    let depth = DEPTH / 2;
    let chain = Chain::new(depth, 1.0, "left");
    let report = made(|out| call!(nnx_state_paths(chain.state, out)));
    let (mut lines, mut json) = (text("x"), ptr::without_provenance_mut(1));
    limit(true);
    // SAFETY: the pointers are valid.
    let statuses = unsafe { [nnx_report_text(report, &mut lines), nnx_report_json(report, &mut json)] };
    limit(false);
    assert_eq!(statuses, [RESOURCE_EXHAUSTED; 2]);
    assert!(lines.data.is_null() && lines.size == 0 && json.is_null());
    call!(nnx_report_text(report, &mut lines));
    let (mut rows, mut path, mut code, mut about) = (0, text(""), 0, text(""));
    call!(nnx_report_size(report, &mut rows));
    call!(nnx_report_row(report, rows - 1, &mut path, &mut code, &mut about));
    assert_eq!(rows, depth + 1);
    // SAFETY: lent by the report, which lives.
    let last = unsafe { path.as_str("path") }.expect("UTF-8");
    assert!(last.len() == (depth - 1) * (KEY + 1) + 1 && last.ends_with("n/s"), "{} bytes", last.len());
}

/// Variable types stay as long as the process, so there is a bound: the texts that come in cannot fill the memory.
fn run_types() {
    let parse = |prefix: &str, count: usize| {
        let mut graphdef = "graphdef 1\n".to_owned();
        (0..count).for_each(|i| graphdef.push_str(&format!("type {prefix}{i} < Param\n")));
        graphdef.push_str("\nList #0 {\n");
        (0..count).for_each(|i| graphdef.push_str(&format!("  {i}: {prefix}{i} #{}\n", i + 1)));
        graphdef.push_str("}\n");
        let mut out = ptr::null_mut();
        // SAFETY: the pointers are valid.
        let status = unsafe { nnx_graphdef_parse(text(&graphdef), &mut out) };
        assert_eq!(status == 0, !out.is_null());
        (status, if status == 0 { String::new() } else { message() })
    };
    let (status, why) = parse("Many", (1 << 16) + 1);
    assert_eq!(status, RESOURCE_EXHAUSTED, "{why}");
    assert!(why.contains("65536"), "{why}");
    // None of those is left, so all of these fit, and are read in time that is linear.
    assert_eq!(parse("Some", 1 << 16), (0, String::new()));
    assert_eq!(parse("Some", 1 << 16), (0, String::new()));
    assert_eq!(parse("Other", 1).0, RESOURCE_EXHAUSTED);
}

fn main() {
    let names = || CASES.iter().chain(SMALL).map(|(name, _)| *name).chain(["report", "Variable types"]);
    let wanted = std::env::args().nth(1).unwrap_or_default();
    let find = |cases: &[(&str, Case)]| cases.iter().find(|(name, _)| *name == wanted).map(|(_, case)| *case);
    match (find(CASES), find(SMALL)) {
        (Some(case), _) => return run(case, false),
        (_, Some(case)) => return run(case, true),
        _ if wanted == "report" => return run_report(),
        _ if wanted == "Variable types" => return run_types(),
        _ => (),
    }
    let program = std::env::current_exe().expect("the program itself");
    let mut failed = Vec::new();
    for name in names() {
        let output = Command::new(&program).arg(name).output().expect("a process");
        println!("test {name} ... {}", if output.status.success() { "ok" } else { "FAILED" });
        if !output.status.success() {
            failed.push(name);
            println!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
        }
    }
    let (count, result) = (names().count(), if failed.is_empty() { "ok" } else { "FAILED" });
    println!("test result: {result}. {} passed; {} failed", count - failed.len(), failed.len());
    assert!(failed.is_empty(), "{failed:?}");
}
