//! Reports: what a call found out, row by row.

use std::fmt::Write;
use std::sync::{Arc, OnceLock};

use super::guard;
use super::handle::{self, Tag};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::error::{Error, Result};

/// What a call found out: rows of a path, a code and a text, in an order that the call says. Immutable; any thread may
/// use it.
pub struct nnx_report {
    _private: [u8; 0],
}

handle!(nnx_report, Tag::Report, Report);

/// One line of a [`Report`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where in the graph, the State or the file.
    pub path: String,
    /// What kind of row; each function that makes a report has its own codes.
    pub code: i32,
    /// What there is to say about it; may be empty.
    pub text: String,
}

impl Row {
    /// A row.
    pub fn new(path: impl Into<String>, code: i32, text: impl Into<String>) -> Row {
        Row { path: path.into(), code, text: text.into() }
    }
}

/// Rows that are shared by their handles.
#[derive(Clone, Debug)]
pub struct Report(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    rows: Vec<Row>,
    /// All rows as lines; made when first asked for.
    text: OnceLock<String>,
}

impl Report {
    /// A report of these rows.
    pub fn new(rows: Vec<Row>) -> Report {
        Report(Arc::new(Inner { rows, text: OnceLock::new() }))
    }

    /// Its rows.
    pub fn rows(&self) -> &[Row] {
        &self.0.rows
    }

    /// A line for each row: its path and, behind a colon, its text.
    pub fn text(&self) -> &str {
        self.0.text.get_or_init(|| {
            let mut text = String::new();
            for Row { path, text: about, .. } in self.rows() {
                let separator = if about.is_empty() || path.is_empty() { "" } else { ": " };
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{path}{separator}{about}");
            }
            text
        })
    }

    fn row(&self, index: usize) -> Result<&Row> {
        self.rows()
            .get(index)
            .ok_or_else(|| Error::invalid(format!("`index` is {index}, but the report has {} rows", self.rows().len())))
    }
}

/// The number of rows. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_size(report: *const nnx_report, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(report, "report")?.rows().len())
    })
}

/// Row `index`: its path and text, lent until `report` is released, and its code. The text may be empty.
/// INVALID_ARGUMENT when there is no such row. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_row(
    report: *const nnx_report,
    index: usize,
    out_path: *mut nnx_str,
    out_code: *mut i32,
    out_text: *mut nnx_str,
) -> nnx_status {
    guard(|| {
        out!(out_path, out_code, out_text);
        let report = handle::get(report, "report")?;
        let row = report.row(index)?;
        out_path.set(nnx_str::lend(&row.path))?;
        out_code.set(row.code)?;
        out_text.set(nnx_str::lend(&row.text))
    })
}

/// All rows as text for a person, a line for each, lent until `report` is released. Empty when there are no rows. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_text(report: *const nnx_report, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(nnx_str::lend(handle::get(report, "report")?.text()))
    })
}

/// All rows as a JSON array of `[path, code, text]`, for languages to which a call is dear. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_json(report: *const nnx_report, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        let report = handle::get(report, "report")?;
        let rows: Vec<_> = report.rows().iter().map(|row| (&row.path, row.code, &row.text)).collect();
        let json = serde_json::to_string(&rows)
            .map_err(|error| Error::new(crate::Status::Internal, format!("a report cannot be JSON: {error}")))?;
        out.set_new(Bytes::from(json))
    })
}

/// Makes another handle for the same report.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_retain(report: *const nnx_report, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(report, "report")?.clone())
    })
}

/// Gives a handle back. `report` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_report_release(report: *mut nnx_report) -> nnx_status {
    guard(|| handle::release(report, "report"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Status;
    use std::ptr::null_mut;

    fn report() -> *mut nnx_report {
        let rows = vec![Row::new("a/b", 3, "differs"), Row::new("c", 1, ""), Row::new("", 2, "\"all\"")];
        handle::new(Report::new(rows)).unwrap()
    }

    #[test]
    fn rows_are_lent_in_order() {
        let report = report();
        let (mut size, mut code) = (0, -1);
        let (mut path, mut text) = (nnx_str::lend(""), nnx_str::lend(""));
        // SAFETY: all pointers are valid; what is lent is read before the report goes.
        unsafe {
            assert_eq!(nnx_report_size(report, &mut size), 0);
            assert_eq!(size, 3);
            assert_eq!(nnx_report_row(report, 0, &mut path, &mut code, &mut text), 0);
            assert_eq!((path.as_str("").unwrap(), code, text.as_str("").unwrap()), ("a/b", 3, "differs"));
            assert_eq!(nnx_report_text(report, &mut text), 0);
            assert_eq!(text.as_str("").unwrap(), "a/b: differs\nc\n\"all\"\n");
        }
        assert_eq!(nnx_report_release(report), 0);
    }

    #[test]
    fn a_row_that_is_not_there_leaves_nothing_behind() {
        let report = report();
        let (mut path, mut text, mut code) = (nnx_str::lend("x"), nnx_str::lend("x"), 7);
        // SAFETY: all pointers are valid.
        let status = unsafe { nnx_report_row(report, 3, &mut path, &mut code, &mut text) };
        assert_eq!(status, Status::InvalidArgument as nnx_status);
        assert!(path.data.is_null() && text.data.is_null() && (path.size, code, text.size) == (0, 0, 0));
        assert_eq!(nnx_report_release(report), 0);
    }

    #[test]
    fn a_report_is_json_too_and_outlives_its_first_handle() {
        let report = report();
        let (mut again, mut bytes, mut json) = (null_mut(), null_mut(), nnx_str::lend(""));
        // SAFETY: all pointers are valid; what is lent is read before the bytes go.
        unsafe {
            assert_eq!(nnx_report_retain(report, &mut again), 0);
            assert_eq!(nnx_report_release(report), 0);
            assert_eq!(nnx_report_json(again, &mut bytes), 0);
            assert_eq!(super::super::strings::nnx_bytes_data(bytes, &mut json), 0);
            assert_eq!(json.as_str("").unwrap(), r#"[["a/b",3,"differs"],["c",1,""],["",2,"\"all\""]]"#);
        }
        assert_eq!(super::super::strings::nnx_bytes_release(bytes), 0);
        assert_eq!(nnx_report_release(again), 0);
    }
}
