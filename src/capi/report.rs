//! Reports: what a call found out, row by row.

use std::fmt::Display;
use std::sync::{Arc, OnceLock};

use super::guard;
use super::handle::{self, Tag};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::error::{Error, Result};
use crate::graph::{Text, check_keys};

/// What a call found out: rows of a path, a code and a text, in an order that the call says. Immutable; any thread may
/// use it.
pub struct nnx_report {
    _private: [u8; 0],
}

handle!(nnx_report, Tag::Report, Report);

/// One line of a [`Report`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Where in the graph, the State or the file.
    pub path: &'a str,
    /// What kind of row; each function that makes a report has its own codes.
    pub code: i32,
    /// What there is to say about it; may be empty.
    pub text: &'a str,
}

/// Rows that are shared by their handles.
#[derive(Clone)]
pub struct Report(Arc<Inner>);

struct Inner {
    rows: Rows,
    /// All rows as lines; made when first asked for.
    lines: OnceLock<String>,
}

/// Rows in the making. All their texts stand in one piece of memory, which is asked for fallibly and has a bound: where
/// the paths of a deep graph take too much, that piece is what finds out.
pub struct Rows {
    text: Text,
    rows: Vec<Place>,
}

/// Where the path of a row begins in the text, and where it ends and the text of the row begins.
struct Place {
    path: usize,
    text: usize,
    code: i32,
}

impl Rows {
    /// No rows.
    pub fn new() -> Rows {
        Rows { text: Text::new(), rows: Vec::new() }
    }

    /// No rows, which are to have paths of so many keys together; an error at once where that is too much.
    pub fn of_paths(keys: usize) -> Result<Rows> {
        check_keys(keys)?;
        Ok(Rows::new())
    }

    /// Adds a row.
    pub fn push(&mut self, path: impl Display, code: i32, text: impl Display) -> Result<()> {
        let start = self.text.len();
        self.text.print(path);
        let middle = self.text.len();
        self.text.print(text);
        self.text.check()?;
        let bytes = (self.rows.len() + 1) * size_of::<Place>();
        self.rows.try_reserve(1).map_err(|_| Error::out_of_memory("the rows of a report", bytes))?;
        self.rows.push(Place { path: start, text: middle, code });
        Ok(())
    }

    /// The report of these rows.
    pub fn report(self) -> Report {
        Report(Arc::new(Inner { rows: self, lines: OnceLock::new() }))
    }

    fn get(&self, index: usize) -> Option<Row<'_>> {
        let place = self.rows.get(index)?;
        let end = self.rows.get(index + 1).map_or(self.text.len(), |next| next.path);
        let text = self.text.as_str();
        Some(Row { path: &text[place.path..place.text], code: place.code, text: &text[place.text..end] })
    }
}

impl Default for Rows {
    fn default() -> Rows {
        Rows::new()
    }
}

impl Report {
    /// The number of its rows.
    pub fn size(&self) -> usize {
        self.0.rows.rows.len()
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.size()).filter_map(|index| self.0.rows.get(index))
    }

    /// A line for each row: its path and, behind a colon, its text.
    pub fn text(&self) -> Result<&str> {
        if let Some(lines) = self.0.lines.get() {
            return Ok(lines);
        }
        let mut lines = Text::new();
        for Row { path, text, .. } in self.rows() {
            let separator = if text.is_empty() || path.is_empty() { "" } else { ": " };
            [path, separator, text, "\n"].into_iter().for_each(|part| lines.push_str(part));
        }
        let lines = lines.finish()?;
        Ok(self.0.lines.get_or_init(|| lines))
    }

    /// All rows as a JSON array of `[path, code, text]`.
    fn json(&self) -> Result<String> {
        let mut json = Text::new();
        json.push('[');
        for (i, Row { path, code, text }) in self.rows().enumerate() {
            if json.is_full() {
                break;
            }
            let row = serde_json::to_string(&(path, code, text))
                .map_err(|error| Error::new(crate::Status::Internal, format!("a report cannot be JSON: {error}")))?;
            json.push_str(if i > 0 { "," } else { "" });
            json.push_str(&row);
        }
        json.push(']');
        Ok(json.finish()?)
    }

    fn row(&self, index: usize) -> Result<Row<'_>> {
        self.0
            .rows
            .get(index)
            .ok_or_else(|| Error::invalid(format!("`index` is {index}, but the report has {} rows", self.size())))
    }
}

/// The number of rows. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_size(report: *const nnx_report, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(report, "report")?.size())
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
        out_path.set(nnx_str::lend(row.path))?;
        out_code.set(row.code)?;
        out_text.set(nnx_str::lend(row.text))
    })
}

/// All rows as text for a person, a line for each, lent until `report` is released. Empty when there are no rows.
/// RESOURCE_EXHAUSTED when that takes more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_text(report: *const nnx_report, out: *mut nnx_str) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(nnx_str::lend(handle::get(report, "report")?.text()?))
    })
}

/// All rows as a JSON array of `[path, code, text]`, for languages to which a call is dear.
/// RESOURCE_EXHAUSTED when that takes more than a GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_report_json(report: *const nnx_report, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        let report = handle::get(report, "report")?;
        out.set_new(Bytes::from(report.json()?))
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
        let mut rows = Rows::new();
        rows.push("a/b", 3, "differs").unwrap();
        rows.push("c", 1, "").unwrap();
        rows.push("", 2, "\"all\"").unwrap();
        handle::new(rows.report()).unwrap()
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
