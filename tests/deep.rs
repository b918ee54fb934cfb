//! Deep graphs through the C ABI: on a small stack, which no recursion survives, and in time that is linear in the depth.

use std::ptr;
use std::thread;

use nnx::capi::file::nnx_state_diff;
use nnx::capi::filter::{
    nnx_filter, nnx_filter_not, nnx_filter_of_type, nnx_filter_path_contains, nnx_filter_path_in, nnx_filter_release,
};
use nnx::capi::graph::{nnx_graph_collect, nnx_graph_release};
use nnx::capi::graphdef::*;
use nnx::capi::node::*;
use nnx::capi::report::{nnx_report, nnx_report_release, nnx_report_size};
use nnx::capi::split::*;
use nnx::capi::state::*;
use nnx::capi::statics::{nnx_static, nnx_static_new_bool, nnx_static_release};
use nnx::capi::strings::{nnx_bytes_data, nnx_bytes_release, nnx_str};
use nnx::capi::tensor::{nnx_tensor, nnx_tensor_new, nnx_tensor_release};
use nnx::capi::variable::nnx_variable_new;
use nnx::capi::walk::*;

const STACK: usize = 256 << 10;
/// Ten times the depth may take this many times as long; a quadratic step takes a hundred times.
const MOST_FACTOR: f64 = 40.0;
const SHALLOW: usize = 3_000;

#[derive(Clone, Copy, Debug)]
enum Kind {
    Object,
    Dict,
    List,
    PlainList,
}

#[derive(Clone, Copy, Debug)]
enum Order {
    /// Each node is held by the next, the root is made last.
    Up,
    /// Each node is put into the one before, the root is made first.
    Down,
}

/// Calls an exported function, which must succeed.
macro_rules! call {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        #[allow(unused_unsafe, reason = "functions that only release are safe")]
        // SAFETY: every pointer is NULL, a handle, or valid for what the function does with it.
        let status = unsafe { $function($($argument),*) };
        assert_eq!(status, 0, "{}", stringify!($function));
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

fn new(kind: Kind) -> *mut nnx_node {
    made(|out| match kind {
        Kind::Object => call!(nnx_object_new(ptr::null_mut(), text("Link"), out)),
        Kind::Dict => call!(nnx_dict_new(ptr::null_mut(), out)),
        Kind::List => call!(nnx_list_new(ptr::null_mut(), out)),
        Kind::PlainList => call!(nnx_plain_list_new(ptr::null_mut(), out)),
    })
}

/// A chain in which every node has a Variable and, but for the last, the next node.
fn chain(kind: Kind, order: Order, depth: usize, value: *const nnx_tensor) -> *mut nnx_node {
    let named = matches!(kind, Kind::Object | Kind::Dict);
    let link = || {
        let node = new(kind);
        let variable = made(|out| call!(nnx_variable_new(ptr::null_mut(), text("Param"), value, out)));
        call!(nnx_node_set_node(node, text(if named { "a" } else { "0" }), variable));
        call!(nnx_node_release(variable));
        node
    };
    let put = |parent, child| call!(nnx_node_set_node(parent, text(if named { "next" } else { "1" }), child));
    let first = link();
    let mut last = first;
    for _ in 1..depth {
        let node = link();
        match order {
            Order::Up => {
                put(node, last);
                call!(nnx_node_release(last));
            }
            Order::Down => {
                put(last, node);
                if last != first {
                    call!(nnx_node_release(last));
                }
            }
        }
        last = node;
    }
    match order {
        Order::Up => last,
        Order::Down => {
            if last != first {
                call!(nnx_node_release(last));
            }
            first
        }
    }
}

/// The processor time of this thread, which others on the machine do not change.
fn thread_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is valid for writing.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

struct Steps(Vec<(&'static str, f64)>);

impl Steps {
    fn run<R>(&mut self, name: &'static str, step: impl FnOnce() -> R) -> R {
        let before = thread_seconds();
        let result = step();
        self.0.push((name, thread_seconds() - before));
        result
    }
}

/// Everything that does not print a path for each node, which is quadratic by what it is.
fn all_steps(kind: Kind, order: Order, depth: usize) -> Steps {
    let mut steps = Steps(Vec::new());
    let zero = 0f32;
    let value = made(|out| call!(nnx_tensor_new(11, ptr::null(), 0, (&raw const zero).cast(), 4, out)));
    let filter: *mut nnx_filter = made(|out| call!(nnx_filter_of_type(text("Param"), out)));
    let yes: *mut nnx_static = made(|out| call!(nnx_static_new_bool(1, out)));
    let filters = [filter.cast_const()];
    let root = steps.run("build", || chain(kind, order, depth, value));
    let other = steps.run("build another", || chain(kind, order, depth, value));
    let split = |node: *mut nnx_node| {
        let (mut graphdef, mut state) = (ptr::null_mut(), ptr::null_mut());
        call!(nnx_node_split(node, ptr::null(), 0, &mut graphdef, &mut state));
        (graphdef, state)
    };
    let (graphdef, state) = steps.run("split", || split(root));
    let mut leaves = 0;
    call!(nnx_state_size(state, &mut leaves));
    assert_eq!(leaves, depth);
    let (other_graphdef, other_state) = steps.run("split another", || split(other));
    let parts = steps.run("split by type", || {
        let (mut graphdef, mut part) = (ptr::null_mut(), ptr::null_mut());
        call!(nnx_node_split(root, filters.as_ptr(), 1, &mut graphdef, &mut part));
        call!(nnx_graphdef_release(graphdef));
        part
    });
    let one_leaf = {
        let (mut path, mut shown) = (ptr::null_mut(), text(""));
        call!(nnx_state_path(state, leaves / 2, &mut path));
        call!(nnx_bytes_data(path, &mut shown));
        // SAFETY: lent by the bytes, which live.
        let copied = unsafe { shown.as_str("path") }.expect("UTF-8").to_owned();
        call!(nnx_bytes_release(path));
        copied
    };
    // A key and a part of one that no path has, and a single path.
    let by_path: Vec<*mut nnx_filter> = vec![
        made(|out| call!(nnx_filter_path_contains(text("nowhere"), 1, out))),
        made(|out| call!(nnx_filter_path_contains(text("nowhere"), 0, out))),
        made(|out| call!(nnx_filter_path_in([text(&one_leaf)].as_ptr(), 1, out))),
    ];
    let by_path_or_type: Vec<*const nnx_filter> =
        by_path.iter().copied().chain([filter]).map(<*mut nnx_filter>::cast_const).collect();
    steps.run("split by path", || {
        let (mut graphdef, mut states) = (ptr::null_mut(), [ptr::null_mut(); 4]);
        call!(nnx_node_split(root, by_path_or_type.as_ptr(), 4, &mut graphdef, states.as_mut_ptr()));
        let sizes = states.map(|state| {
            let mut size = 0;
            call!(nnx_state_size(state, &mut size));
            call!(nnx_state_release(state));
            size
        });
        assert_eq!(sizes, [0, 0, 1, depth - 1]);
        call!(nnx_graphdef_release(graphdef));
    });
    steps.run("Variables by path", || {
        let report: *mut nnx_report = made(|out| call!(nnx_node_variables(root, by_path_or_type.as_ptr(), 2, out)));
        call!(nnx_report_release(report));
    });
    by_path.into_iter().for_each(|filter| call!(nnx_filter_release(filter)));
    steps.run("differences", || {
        let report: *mut nnx_report = made(|out| call!(nnx_state_diff(state, other_state, out)));
        call!(nnx_report_release(report));
    });
    steps.run("hash", || call!(nnx_graphdef_hash(graphdef, &mut 0)));
    let mut equal = 0;
    steps.run("equal GraphDefs", || call!(nnx_graphdef_equal(graphdef, other_graphdef, &mut equal)));
    assert_eq!(equal, 1);
    steps.run("equal States", || call!(nnx_state_equal(state, other_state, &mut equal)));
    assert_eq!(equal, 1);
    let states = [state.cast_const()];
    let others = [other_state.cast_const()];
    let merged = steps.run("merge", || made(|out| call!(nnx_graphdef_merge(graphdef, states.as_ptr(), 1, out))));
    steps.run("merge another's leaves", || {
        let merged = made(|out| call!(nnx_graphdef_merge(graphdef, others.as_ptr(), 1, out)));
        call!(nnx_node_release(merged));
    });
    steps.run("merge States", || {
        let both = [parts.cast_const(), state.cast_const()];
        let merged = made(|out| call!(nnx_state_merge(both.as_ptr(), 2, out)));
        call!(nnx_state_release(merged));
    });
    let copy = steps.run("clone", || made(|out| call!(nnx_node_clone(root, out))));
    steps.run("update", || call!(nnx_node_update(root, states.as_ptr(), 1, ptr::null())));
    steps.run("update from another", || call!(nnx_node_update(root, others.as_ptr(), 1, ptr::null())));
    steps.run("update the copy", || call!(nnx_node_update(copy, states.as_ptr(), 1, ptr::null())));
    steps.run("train", || call!(nnx_node_train(root)));
    steps.run("set metadata", || call!(nnx_node_set_metadata(root, filter, text("tag"), yes, &mut 0)));
    steps.run("find duplicates", || {
        let report: *mut nnx_report = made(|out| call!(nnx_node_find_duplicates(root, ptr::null(), out)));
        let mut rows = 1;
        call!(nnx_report_size(report, &mut rows));
        assert_eq!(rows, 0);
        call!(nnx_report_release(report));
    });
    if matches!(kind, Kind::Object) {
        call!(nnx_node_set_bool(root, text("deterministic"), 0));
        steps.run("update after another static", || call!(nnx_node_update(root, states.as_ptr(), 1, ptr::null())));
        // The same paths and one more level, so that nothing is known from the GraphDefs.
        let more = new(kind);
        call!(nnx_node_set_node(root, text("z"), more));
        let part = steps.run("all leaves but one", || {
            let contains = made(|out| call!(nnx_filter_path_in([text("a")].as_ptr(), 1, out)));
            let not = made(|out| call!(nnx_filter_not(contains, out)));
            let mut others = ptr::null_mut();
            call!(nnx_state_filter(state, [not.cast_const()].as_ptr(), 1, &mut others));
            [contains, not].into_iter().for_each(|filter| call!(nnx_filter_release(filter)));
            others
        });
        steps.run("update from a part", || {
            call!(nnx_node_update(root, [part.cast_const()].as_ptr(), 1, ptr::null()));
        });
        call!(nnx_state_release(part));
        call!(nnx_node_release(more));
        steps.run("merge after another static", || {
            let graphdef = made(|out| call!(nnx_node_graphdef(root, out)));
            let merged = made(|out| call!(nnx_graphdef_merge(graphdef, states.as_ptr(), 1, out)));
            call!(nnx_node_release(merged));
            // SAFETY: as in `call`. Every leaf is missing.
            assert_eq!(unsafe { nnx_graphdef_merge(graphdef, ptr::null(), 0, &mut ptr::null_mut()) }, 3);
            call!(nnx_graphdef_release(graphdef));
        });
    }
    steps.run("collect", || {
        let graph = made(|out| call!(nnx_node_graph(root, out)));
        call!(nnx_graph_collect(graph));
        call!(nnx_graph_release(graph));
    });
    steps.run("release", || {
        [root, other, merged, copy].into_iter().for_each(|node| call!(nnx_node_release(node)));
        [graphdef, other_graphdef].into_iter().for_each(|graphdef| call!(nnx_graphdef_release(graphdef)));
        [state, other_state, parts].into_iter().for_each(|state| call!(nnx_state_release(state)));
    });
    call!(nnx_filter_release(filter));
    call!(nnx_static_release(yes));
    call!(nnx_tensor_release(value));
    steps
}

fn on_a_small_stack<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread").join().expect("no panic")
}

fn check(kind: Kind, order: Order) {
    let (shallow, deep) =
        on_a_small_stack(move || (all_steps(kind, order, SHALLOW), all_steps(kind, order, 10 * SHALLOW)));
    let mut slow = Vec::new();
    for ((name, before), (_, after)) in shallow.0.into_iter().zip(deep.0) {
        // What takes less than a millisecond is measured too badly to be compared.
        let factor = after / before.max(1e-3);
        println!("{kind:?} {order:?} {name}: {:.1} ms, {factor:.1} times", after * 1e3);
        if factor > MOST_FACTOR {
            slow.push(format!("{name}: {factor:.0} times as long for ten times the depth"));
        }
    }
    assert!(slow.is_empty(), "{kind:?} {order:?} {slow:?}");
}

#[test]
fn objects_built_from_the_root() {
    check(Kind::Object, Order::Down);
}

#[test]
fn objects_built_from_the_end() {
    check(Kind::Object, Order::Up);
}

#[test]
fn dicts_built_from_the_root() {
    check(Kind::Dict, Order::Down);
}

#[test]
fn dicts_built_from_the_end() {
    check(Kind::Dict, Order::Up);
}

#[test]
fn lists_built_from_the_root() {
    check(Kind::List, Order::Down);
}

#[test]
fn lists_built_from_the_end() {
    check(Kind::List, Order::Up);
}

#[test]
fn plain_lists_built_from_the_root() {
    check(Kind::PlainList, Order::Down);
}

#[test]
fn plain_lists_built_from_the_end() {
    check(Kind::PlainList, Order::Up);
}

#[test]
fn what_lists_paths_survives_depth_too() {
    on_a_small_stack(|| {
        let value = made(|out| call!(nnx_tensor_new(11, ptr::null(), 0, ptr::null(), 0, out)));
        let filter = made(|out| call!(nnx_filter_of_type(text("Param"), out)));
        let root = chain(Kind::Dict, Order::Up, 2000, value);
        for list in [nnx_node_iter, nnx_node_keys] {
            let report = made(|out| call!(list(root, out)));
            call!(nnx_report_release(report));
        }
        let report = made(|out| call!(nnx_node_variables(root, ptr::null(), 0, out)));
        call!(nnx_report_release(report));
        let mut popped = ptr::null_mut();
        call!(nnx_node_pop(root, [filter.cast_const()].as_ptr(), 1, &mut popped));
        let mut leaves = 0;
        call!(nnx_state_size(popped, &mut leaves));
        assert_eq!(leaves, 2000);
        call!(nnx_state_release(popped));
        call!(nnx_filter_release(filter));
        call!(nnx_node_release(root));
        call!(nnx_tensor_release(value));
    });
}
