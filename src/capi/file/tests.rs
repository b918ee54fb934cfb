//! The functions as C calls them.

use std::ptr::{null, null_mut};

use super::*;
use crate::Status;
use crate::bundle::Outcome;
use crate::capi::error::last_error_text;
use crate::capi::report::{nnx_report_release, nnx_report_row, nnx_report_size};
use crate::capi::state::nnx_state_release;
use crate::graph::{DifferenceKind, Metadata, State, StateLeaf, VariableType};
use crate::tensor::Tensor;

fn state(leaves: &[(&str, f32)]) -> *mut nnx_state {
    let variable_type = VariableType::named("Param").ok();
    let leaves = leaves.iter().map(|(path, value)| {
        let (path, value) = (path.parse().unwrap(), Tensor::scalar(*value).into());
        StateLeaf { path, variable_type, metadata: Metadata::empty(), value }
    });
    handle::new(State::from_leaves(leaves.collect()).unwrap()).unwrap()
}

fn rows(report: *mut nnx_report) -> Vec<(String, i32, String)> {
    let mut size = 0;
    let (mut path, mut code, mut text) = (nnx_str::lend(""), 0, nnx_str::lend(""));
    // SAFETY: all pointers are valid; what is lent is copied at once.
    let rows = unsafe {
        assert_eq!(nnx_report_size(report, &mut size), 0);
        let row = |index| {
            assert_eq!(nnx_report_row(report, index, &mut path, &mut code, &mut text), 0);
            (path.as_str("").unwrap().to_owned(), code, text.as_str("").unwrap().to_owned())
        };
        (0..size).map(row).collect()
    };
    assert_eq!(nnx_report_release(report), 0);
    rows
}

#[test]
fn a_state_goes_to_a_file_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("käse");
    let file = nnx_str::lend(file.to_str().unwrap());
    let saved = state(&[("a", 1.0), ("b/0", 2.0)]);
    let (mut loaded, mut graphdef, mut report) = (null_mut(), std::ptr::without_provenance_mut(1), null_mut());
    // SAFETY: all pointers are valid or NULL.
    unsafe {
        assert_eq!(nnx_state_save(saved, null(), file, null()), 0, "{}", last_error_text());
        assert_eq!(nnx_state_load(file, null(), &mut loaded, &mut graphdef), 0, "{}", last_error_text());
        assert!(graphdef.is_null());
        assert_eq!(nnx_state_diff(saved, loaded, &mut report), 0);
    }
    assert!(rows(report).is_empty());
    assert_eq!(nnx_state_release(loaded), 0);
    // SAFETY: as above.
    unsafe { assert_eq!(nnx_state_load(file, null(), &mut loaded, null_mut()), 0) };
    for state in [saved, loaded] {
        assert_eq!(nnx_state_release(state), 0);
    }
}

#[test]
fn a_difference_has_its_code() {
    let (a, b) = (state(&[("a", 1.0), ("b", 1.0)]), state(&[("a", 2.0), ("c", 1.0)]));
    let mut report = null_mut();
    // SAFETY: all pointers are valid.
    unsafe { assert_eq!(nnx_state_diff(a, b, &mut report), 0) };
    let found: Vec<(String, i32)> = rows(report).into_iter().map(|row| (row.0, row.1)).collect();
    let expected = [("a", DifferenceKind::Value), ("b", DifferenceKind::OnlyLeft), ("c", DifferenceKind::OnlyRight)];
    assert_eq!(found, expected.map(|(path, kind)| (path.to_owned(), kind as i32)));
    for state in [a, b] {
        assert_eq!(nnx_state_release(state), 0);
    }
}

#[test]
fn options_rename_and_allow_a_part() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    let file = nnx_str::lend(file.to_str().unwrap());
    let (saved, like) = (state(&[("x/a", 1.0), ("x/b", 2.0)]), state(&[("y/a", 0.0), ("z", 5.0)]));
    let (from, to) = ([nnx_str::lend("x/")], [nnx_str::lend("y/")]);
    let mut options = nnx_load_options {
        rename_from: from.as_ptr(),
        rename_to: to.as_ptr(),
        num_renames: 1,
        ..nnx_load_options::DEFAULT
    };
    let (mut out, mut report) = (null_mut(), null_mut());
    // SAFETY: all pointers are valid or NULL.
    unsafe {
        assert_eq!(
            nnx_state_save(saved, null(), file, &nnx_save_options { no_sync: 1, ..nnx_save_options::DEFAULT }),
            0
        );
        let status = nnx_state_load_into(like, file, &options, &mut out, &mut report);
        assert_eq!(status, Status::FailedPrecondition as nnx_status);
        assert!(last_error_text().contains("no tensor for this leaf"), "{}", last_error_text());
        assert!(out.is_null() && report.is_null());
        options.partial = 1;
        assert_eq!(nnx_state_load_into(like, file, &options, &mut out, &mut report), 0, "{}", last_error_text());
        options.no_checksum = 2;
        let status = nnx_state_load_into(like, file, &options, &mut null_mut(), null_mut());
        assert_eq!(status, Status::InvalidArgument as nnx_status);
    }
    let found: Vec<(String, i32)> = rows(report).into_iter().map(|row| (row.0, row.1)).collect();
    let expected = [("y/a", Outcome::Loaded), ("z", Outcome::Missing), ("y/b", Outcome::Unexpected)];
    assert_eq!(found, expected.map(|(path, outcome)| (path.to_owned(), outcome as i32)));
    for state in [saved, like, out] {
        assert_eq!(nnx_state_release(state), 0);
    }
}

#[test]
fn an_empty_or_missing_name_is_told() {
    let (mut out, mut graphdef) = (null_mut(), null_mut());
    for (name, expected) in [("", Status::InvalidArgument), ("/no/such/file", Status::NotFound)] {
        // SAFETY: all pointers are valid or NULL.
        let status = unsafe { nnx_state_load(nnx_str::lend(name), null(), &mut out, &mut graphdef) };
        assert_eq!(status, expected as nnx_status, "{}", last_error_text());
    }
}
