//! State files, and what differs between two States.

use std::path::Path as FilePath;

use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle;
use super::input;
use super::options::{self, Options};
use super::out::Zeroed;
use super::report::{Report, Rows, nnx_report};
use super::state::nnx_state;
use super::status::nnx_status;
use super::strings::nnx_str;
use crate::bundle::{self, Fit, LoadOptions, SaveOptions};
use crate::error::{Error, Result};

/// In what two States differ at a path: the code of a row that `nnx_state_diff` reports.
pub type nnx_difference = i32;

/// What became of a leaf, of a tensor of the file, or of a rename rule: the code of a row that `nnx_state_load_into`
/// reports.
pub type nnx_load = i32;

/// How `nnx_state_save` writes. Start from NNX_SAVE_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_save_options {
    /// `sizeof(nnx_save_options)` as the caller compiled it.
    pub struct_size: usize,
    /// 0 (the default) waits until the file is on the disk and outlives a loss of power; 1 does not wait.
    pub no_sync: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: plain integers without padding, behind the size.
unsafe impl Options for nnx_save_options {
    const NAME: &'static str = "nnx_save_options";
    const FIRST_SIZE: usize = 16;
    const DEFAULT: nnx_save_options =
        nnx_save_options { struct_size: size_of::<nnx_save_options>(), no_sync: 0, reserved: 0 };
}

/// How `nnx_state_load` and `nnx_state_load_into` read. Start from NNX_LOAD_OPTIONS_INIT.
///
/// The rename rules bring in files of other libraries: `rename_from[i]` in the file becomes `rename_to[i]`. The rule for
/// the exact name comes first, then the longest. A rule whose `from` ends with neither `.` nor `/` renames the one
/// tensor of that name to the path `to`. A rule whose `from` ends with `.` or `/` moves every tensor whose name begins
/// with it; `to` is empty or a path that ends with `/`. The rest of the name is taken apart at that same character: with
/// the rule from `encoder.` to `model/` the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or
/// `/` takes every name. In a rule with one `*` in `from` and one in `to` the `*` stands for one or more whole components,
/// taken apart at the `.` or `/` beside it: with the rule from `*.weight` to a `*` and `/kernel` behind it the tensor
/// `encoder.0.weight` goes to `encoder/0/kernel`. A text with more than one `*` is an error.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_load_options {
    /// `sizeof(nnx_load_options)` as the caller compiled it.
    pub struct_size: usize,
    /// `num_renames` names or prefixes in the file.
    pub rename_from: *const nnx_str,
    /// `num_renames` paths or prefixes that they become.
    pub rename_to: *const nnx_str,
    /// The number of rename rules; 0 by default.
    pub num_renames: usize,
    /// For `nnx_state_load_into`: 1 lets leaves that the file does not have or that do not fit keep their value, and
    /// passes over tensors that no leaf asks for; 0 (the default) makes that an error.
    pub partial: i32,
    /// For `nnx_state_load_into`: 1 lets leaves take a tensor of another dtype, unconverted; 0 (the default) does not.
    pub allow_dtype_change: i32,
    /// 1 copies every tensor; 0 (the default) uses large ones where the file is mapped.
    pub copy: i32,
    /// 1 does not check the checksum of a file that libnnx wrote, for which all of it is read; 0 (the default) does.
    pub no_checksum: i32,
}

// SAFETY: pointers and integers without padding, behind the size.
unsafe impl Options for nnx_load_options {
    const NAME: &'static str = "nnx_load_options";
    const FIRST_SIZE: usize = 48;
    const DEFAULT: nnx_load_options = nnx_load_options {
        struct_size: size_of::<nnx_load_options>(),
        rename_from: std::ptr::null(),
        rename_to: std::ptr::null(),
        num_renames: 0,
        partial: 0,
        allow_dtype_change: 0,
        copy: 0,
        no_checksum: 0,
    };
}

/// Everything in which the State `b` differs from `a`, in the order of the paths: a row each with the path, an
/// nnx_difference, and a text that says how much. A leaf may have several rows; there is none when the States are equal.
///
/// Of values it says how many elements have other bits, the largest absolute and relative difference, and where. The
/// difference of a NaN or an infinity and another number is infinite. RESOURCE_EXHAUSTED when the rows take more than a
/// GiB. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_diff(
    a: *const nnx_state,
    b: *const nnx_state,
    out: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        let mut rows = Rows::new();
        a.each_difference(&b, &mut |(state, leaf), kind, detail| {
            rows.push(state.display_path(leaf), kind as i32, detail)
        })?;
        out.set_new(rows.report())
    })
}

/// Saves a State as a safetensors file, each leaf as a tensor under its path, and with it `graphdef`, which may be NULL:
/// the GraphDef that the leaves belong to, all of them or some. `options` may be NULL.
///
/// The file gets its name when it is complete: after an error, or when the process is killed at any moment, the old file
/// is there unchanged. A process that is killed may leave a file `.nnx-*.tmp` beside it. A file that exists keeps its
/// permission bits.
///
/// INVALID_ARGUMENT, with the path, for an opaque leaf, a foreign value, and a leaf that `graphdef` does not have;
/// NOT_FOUND when there is no such folder; RESOURCE_EXHAUSTED when the disk is full, and when paths and structure take
/// more than the 100 MB that a safetensors header may have; FAILED_PRECONDITION for what else
/// the operating system refuses. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_save(
    state: *const nnx_state,
    graphdef: *const nnx_graphdef,
    file: nnx_str,
    options: *const nnx_save_options,
) -> nnx_status {
    guard(|| {
        let (state, graphdef) = (handle::get(state, "state")?, handle::get_optional(graphdef, "graphdef")?);
        // SAFETY: the contract of all exports.
        let (file, options) = unsafe { (file_name(file)?, save_options(options)?) };
        bundle::save(&state, graphdef.as_deref(), file, &options)
    })
}

/// Reads a State from a safetensors file, and the GraphDef that was saved with it: NULL when the file has none.
/// `out_graphdef` may be NULL. `options` may be NULL; of them the rename rules, `copy` and
/// `no_checksum` count here.
///
/// Names are taken as paths. In a file that libnnx did not write a name that is no path is one key, and leaves are arrays
/// without Variables. Variable types that the file names and the program does not know are registered.
///
/// Tensors of 4096 bytes and more are not copied but mapped from the file, where it allows that and `copy` is 0. A mapped
/// file that another program changes in place changes the tensors, and one that it cuts short ends the process when they
/// are read: copy where that may happen. `nnx_state_save` never changes a file in place.
///
/// NOT_FOUND when there is no such file; DATA_LOSS when it is cut short, altered or no safetensors file; UNIMPLEMENTED
/// for element types that are no nnx_dtype; VERSION_MISMATCH for a newer format of libnnx; FAILED_PRECONDITION for what
/// else the operating system refuses. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_load(
    file: nnx_str,
    options: *const nnx_load_options,
    out_state: *mut *mut nnx_state,
    out_graphdef: *mut *mut nnx_graphdef,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_graphdef = unsafe { Zeroed::new(out_graphdef, "out_graphdef") }.optional();
        out!(out_state);
        // SAFETY: the contract of all exports.
        let (file, options) = unsafe { (file_name(file)?, load_options(options)?) };
        let (state, graphdef) = bundle::load(file, &options)?;
        let state = handle::new(state)?;
        if let (Some(out), Some(graphdef)) = (out_graphdef, graphdef)
            && let Err(error) = out.set_new(graphdef)
        {
            handle::release::<nnx_state>(state, "out_state")?;
            return Err(error);
        }
        out_state.set(state)
    })
}

/// Makes a State like `like` with the values of a safetensors file: types and metadata stay, the names in the file,
/// renamed by the rules of `options`, are matched with the paths. A leaf that the file has under another path, because it
/// is shared, is found too. `options` may be NULL. Mapping and errors as for `nnx_state_load`.
///
/// `out_report`, which may be NULL, gets a row for each leaf in order, then one for each tensor that no leaf asked for,
/// then one, with the empty path, for each rename rule that takes no name, which is no error: the path, an nnx_load,
/// and a text that says where the value comes from or what does not fit. FAILED_PRECONDITION, with the rows that are
/// not LOADED in the message, unless `partial` allows them; INVALID_ARGUMENT when a rule makes no sense or two tensors
/// go to one path. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_state_load_into(
    like: *const nnx_state,
    file: nnx_str,
    options: *const nnx_load_options,
    out: *mut *mut nnx_state,
    out_report: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_report = unsafe { Zeroed::new(out_report, "out_report") }.optional();
        out!(out);
        let like = handle::get(like, "like")?;
        // SAFETY: the contract of all exports.
        let (file, options) = unsafe { (file_name(file)?, load_options(options)?) };
        let (state, fit) = bundle::load_into(&like, file, &options)?;
        let state = handle::new(state)?;
        if let Some(out_report) = out_report {
            if let Err(error) = report_of(&fit).and_then(|report| out_report.set_new(report)) {
                handle::release::<nnx_state>(state, "out")?;
                return Err(error);
            }
        }
        out.set(state)
    })
}

/// The rows of how a file fits.
pub(super) fn report_of(fit: &Fit) -> Result<Report> {
    let mut rows = Rows::new();
    fit.rows.iter().try_for_each(|row| rows.push(&row.path, row.outcome as i32, &row.detail))?;
    Ok(rows.report())
}

/// The name of a file.
///
/// # Safety
/// As [`nnx_str::as_str`].
pub(super) unsafe fn file_name<'a>(file: nnx_str) -> Result<&'a FilePath> {
    // SAFETY: asked of the caller.
    let name = unsafe { file.as_str("file") }?;
    if name.is_empty() {
        return Err(Error::invalid("`file` is empty; it must name a file"));
    }
    Ok(FilePath::new(name))
}

/// How a file is written.
///
/// # Safety
/// As [`options::read`].
pub(super) unsafe fn save_options(options: *const nnx_save_options) -> Result<SaveOptions> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    zero(options.reserved)?;
    Ok(SaveOptions { sync: !input::flag(options.no_sync, "options.no_sync")? })
}

/// How a file is read.
///
/// # Safety
/// As [`options::read`], and the rename rules in it can be read.
pub(super) unsafe fn load_options(options: *const nnx_load_options) -> Result<LoadOptions> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    // SAFETY: asked of the caller.
    let (from, to) = unsafe {
        let from = input::texts(options.rename_from, options.num_renames, "options.rename_from")?;
        (from, input::texts(options.rename_to, options.num_renames, "options.rename_to")?)
    };
    Ok(LoadOptions {
        rename: from.into_iter().zip(to).map(|(from, to)| (from.to_owned(), to.to_owned())).collect(),
        copy: input::flag(options.copy, "options.copy")?,
        no_checksum: input::flag(options.no_checksum, "options.no_checksum")?,
        partial: input::flag(options.partial, "options.partial")?,
        allow_dtype_change: input::flag(options.allow_dtype_change, "options.allow_dtype_change")?,
    })
}

fn zero(reserved: i32) -> Result<()> {
    if reserved == 0 {
        return Ok(());
    }
    Err(Error::invalid(format!("`options.reserved` is {reserved}; it must be 0")))
}

#[cfg(test)]
mod tests;
