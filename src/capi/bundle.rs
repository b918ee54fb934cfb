//! Bundles: objects, their State and their steps in one file.

use std::sync::Arc;

use parking_lot::Mutex;

use super::file::{file_name, load_options, nnx_load_options, nnx_save_options, report_of, save_options};
use super::graphdef::nnx_graphdef;
use super::guard;
use super::handle::{self, Tag};
use super::jit::{jit_options, nnx_jit, nnx_jit_options};
use super::node::nnx_node;
use super::out::Zeroed;
use super::program::nnx_program;
use super::report::{Rows, nnx_report};
use super::state::nnx_state;
use super::status::nnx_status;
use super::step::{nnx_step, objects as nodes};
use super::strings::{Bytes, nnx_bytes, nnx_str};
use crate::bundle::{Bundle, SavedProgram};
use crate::error::Error;
use crate::step::Device;
use crate::trace::together;

/// What a bundle file holds: the GraphDef and State of objects, and steps that go on with them. Any thread may use it.
pub struct nnx_bundle {
    _private: [u8; 0],
}

handle!(nnx_bundle, Tag::Bundle, Shared);

/// A bundle that its handles share. It is copied out before anything is done with it: comparing static values may call
/// functions of their owners, who must find no lock held.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<Bundle>>);

impl Shared {
    fn new(bundle: Bundle) -> Shared {
        Shared(Arc::new(Mutex::new(bundle)))
    }

    fn now(&self) -> Bundle {
        self.0.lock().clone()
    }
}

/// Makes a bundle of `num_objects` objects as they are now, at least one, without steps. They stand in a tuple, as in a
/// Session and in the steps of a jit: the leaves of the first are below `0/`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_of_objects(
    objects: *const *const nnx_node,
    num_objects: usize,
    out: *mut *mut nnx_bundle,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let objects = unsafe { nodes(objects, num_objects) }?;
        if objects.is_empty() {
            return Err(Error::invalid("`num_objects` is 0; a bundle is made of at least one object"));
        }
        out.set_new(Shared::new(Bundle::of(&together(&objects)?)?))
    })
}

/// Makes a bundle of a structure and the State of all its leaves, without steps. INVALID_ARGUMENT comes when it is saved
/// and they do not belong together. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_new(
    graphdef: *const nnx_graphdef,
    state: *const nnx_state,
    out: *mut *mut nnx_bundle,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (graphdef, state) = (handle::get(graphdef, "graphdef")?.clone(), handle::get(state, "state")?.clone());
        out.set_new(Shared::new(Bundle::new(graphdef, state)))
    })
}

/// Adds a step under a name: up to 128 letters, digits, `_`, `-` and `.` of ASCII, no `.` first. Any thread.
///
/// INVALID_ARGUMENT for another name, ALREADY_EXISTS when the bundle has a program of this one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_add_step(
    bundle: *mut nnx_bundle,
    name: nnx_str,
    step: *const nnx_step,
) -> nnx_status {
    guard(|| {
        let (bundle, step) = (handle::get(bundle, "bundle")?, handle::get(step, "step")?);
        // SAFETY: the contract of all exports.
        let program = SavedProgram::of(unsafe { name.as_str("name") }?, &step);
        bundle.0.lock().add(vec![program])
    })
}

/// Adds all steps that a function became so far: the first one under this name, those for other arguments as `name.2`,
/// `name.3` and so on, behind those that the bundle has under this name already. Any thread.
///
/// FAILED_PRECONDITION when it has none, because it was never called; names as for `nnx_bundle_add_step`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_add_jit(bundle: *mut nnx_bundle, name: nnx_str, jit: *const nnx_jit) -> nnx_status {
    guard(|| {
        let (bundle, jit) = (handle::get(bundle, "bundle")?, Arc::clone(&*handle::get(jit, "jit")?));
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        bundle.0.lock().add_jit(name, &jit)
    })
}

/// Says something about a bundle: `text` under `name`, in place of what stood there. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_set_metadata(bundle: *mut nnx_bundle, name: nnx_str, text: nnx_str) -> nnx_status {
    guard(|| {
        let bundle = handle::get(bundle, "bundle")?;
        // SAFETY: the contract of all exports.
        let (name, text) = unsafe { (name.as_str("name")?, text.as_str("text")?) };
        bundle.0.lock().metadata.insert(name.to_owned(), text.to_owned());
        Ok(())
    })
}

/// Saves a bundle as a file, whole or not at all, as `nnx_state_save` does: after an error, or when the process is killed
/// at any moment, the old file is there unchanged. `options` may be NULL. Any thread.
///
/// INVALID_ARGUMENT, with the path, for an opaque leaf, for a foreign static value, and for a State that has not exactly
/// the leaves of the GraphDef; as `nnx_state_save` for what the operating system says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_save(
    bundle: *const nnx_bundle,
    file: nnx_str,
    options: *const nnx_save_options,
) -> nnx_status {
    guard(|| {
        let bundle = handle::get(bundle, "bundle")?.now();
        // SAFETY: the contract of all exports.
        let (file, options) = unsafe { (file_name(file)?, save_options(options)?) };
        bundle.save(file, &options)
    })
}

/// Reads a bundle. Of `options`, which may be NULL, `copy` and `no_checksum` count; large tensors are mapped as
/// `nnx_state_load` says. Nothing that is in the file is run, and nothing in it is believed. Any thread.
///
/// NOT_FOUND when there is no such file; DATA_LOSS when it is cut short, altered or no bundle; UNIMPLEMENTED for
/// operations and types that are not supported; VERSION_MISMATCH for a newer format.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_open(
    file: nnx_str,
    options: *const nnx_load_options,
    out: *mut *mut nnx_bundle,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (file, options) = unsafe { (file_name(file)?, load_options(options)?) };
        out.set_new(Shared::new(Bundle::open(file, &options)?))
    })
}

/// The structure of the objects in a bundle. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_graphdef(bundle: *const nnx_bundle, out: *mut *mut nnx_graphdef) -> nnx_status {
    guard(|| {
        out!(out);
        let graphdef = handle::get(bundle, "bundle")?.0.lock().graphdef.clone();
        out.set_new(graphdef)
    })
}

/// The values of all leaves in a bundle; `nnx_merge` makes new objects of them. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_state(bundle: *const nnx_bundle, out: *mut *mut nnx_state) -> nnx_status {
    guard(|| {
        out!(out);
        let state = handle::get(bundle, "bundle")?.0.lock().state.clone();
        out.set_new(state)
    })
}

/// The programs in a bundle: a row each with its name, the number of its inputs, and what it takes. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_programs(bundle: *const nnx_bundle, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let bundle = handle::get(bundle, "bundle")?.now();
        let mut rows = Rows::new();
        for program in &bundle.programs {
            let inputs = i32::try_from(program.map.inputs.len()).unwrap_or(i32::MAX);
            rows.push(&program.name, inputs, program.map.describe_arguments())?;
        }
        out.set_new(rows.report())
    })
}

/// What is said about a bundle: a row each with its name, 0, and the text. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_metadata(bundle: *const nnx_bundle, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let metadata = handle::get(bundle, "bundle")?.0.lock().metadata.clone();
        let mut rows = Rows::new();
        metadata.iter().try_for_each(|(name, text)| rows.push(name, 0, text))?;
        out.set_new(rows.report())
    })
}

/// The program of this name. NOT_FOUND, with the names of those that are there. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_program(
    bundle: *const nnx_bundle,
    name: nnx_str,
    out: *mut *mut nnx_program,
) -> nnx_status {
    guard(|| {
        out!(out);
        let bundle = handle::get(bundle, "bundle")?.now();
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        out.set_new(Arc::clone(&bundle.program(name)?.module))
    })
}

/// The step of the program of this name, to be run by a Session. `device` is "cpu", as is the empty text. NOT_FOUND as for
/// `nnx_bundle_program`; UNIMPLEMENTED for the device "cuda". Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_step(
    bundle: *const nnx_bundle,
    name: nnx_str,
    device: nnx_str,
    out: *mut *mut nnx_step,
) -> nnx_status {
    guard(|| {
        out!(out);
        let bundle = handle::get(bundle, "bundle")?.now();
        // SAFETY: the contract of all exports.
        let (name, device) = unsafe { (name.as_str("name")?, device.as_str("device")?) };
        let device = Device::named(device).map_err(|error| error.argument("device"))?;
        out.set_new(bundle.program(name)?.step(device)?)
    })
}

/// A function of the steps of this name, and of `name.2`, `name.3` and so on, to be called with objects, States and arrays
/// as the function was that they were traced from. It is not traced again: a call that none of its steps fits is
/// FAILED_PRECONDITION. `options` may be NULL. Errors as for `nnx_bundle_step`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_jit(
    bundle: *const nnx_bundle,
    name: nnx_str,
    options: *const nnx_jit_options,
    out: *mut *mut nnx_jit,
) -> nnx_status {
    guard(|| {
        out!(out);
        let bundle = handle::get(bundle, "bundle")?.now();
        // SAFETY: the contract of all exports.
        let (name, options) = unsafe { (name.as_str("name")?, jit_options(options)?) };
        out.set_new(Arc::new(bundle.jit(name, options)?))
    })
}

/// The bundle as a text for people: versions, a table of the leaves with totals, and for each program what it takes and
/// gives. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_text(bundle: *const nnx_bundle, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        let bundle = handle::get(bundle, "bundle")?.now();
        out.set_new(Bytes::from(bundle.to_text()?))
    })
}

/// Brings the values of a bundle into `num_objects` objects, at least one, in a tuple as for `nnx_bundle_of_objects`. They
/// keep their identity; leaves are matched by path after the rename rules of `options`, which may be NULL; `partial` and
/// `allow_dtype_change` count, too. `out_report`, which may be NULL, gets the rows of `nnx_state_load_into`. Any thread.
///
/// FAILED_PRECONDITION, with a list of the paths that differ, unless `partial` allows them; INVALID_ARGUMENT as for
/// `nnx_state_load_into`. The objects are as before then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_load_into(
    bundle: *const nnx_bundle,
    objects: *const *const nnx_node,
    num_objects: usize,
    options: *const nnx_load_options,
    out_report: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_report = unsafe { Zeroed::new(out_report, "out_report") }.optional();
        let bundle = handle::get(bundle, "bundle")?.now();
        // SAFETY: the contract of all exports.
        let (objects, options) = unsafe { (nodes(objects, num_objects)?, load_options(options)?) };
        if objects.is_empty() {
            return Err(Error::invalid("`num_objects` is 0; a bundle is brought into at least one object"));
        }
        let fit = bundle.load_into(&together(&objects)?, &options)?;
        match out_report {
            Some(out_report) => out_report.set_new(report_of(&fit)?),
            None => Ok(()),
        }
    })
}

/// Makes a State like `like` with the values of a bundle, as `nnx_state_load_into` does with those of a file. `options`
/// and `out_report` may be NULL. Errors as there. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_fit(
    bundle: *const nnx_bundle,
    like: *const nnx_state,
    options: *const nnx_load_options,
    out: *mut *mut nnx_state,
    out_report: *mut *mut nnx_report,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_report = unsafe { Zeroed::new(out_report, "out_report") }.optional();
        out!(out);
        let (bundle, like) = (handle::get(bundle, "bundle")?.now(), handle::get(like, "like")?);
        // SAFETY: the contract of all exports.
        let options = unsafe { load_options(options) }?;
        let (state, fit) = bundle.fit(&like, &options)?;
        let state = handle::new(state)?;
        if let Some(out_report) = out_report
            && let Err(error) = report_of(&fit).and_then(|report| out_report.set_new(report))
        {
            handle::release::<nnx_state>(state, "out")?;
            return Err(error);
        }
        out.set(state)
    })
}

/// Makes another handle for the same bundle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_bundle_retain(bundle: *const nnx_bundle, out: *mut *mut nnx_bundle) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(bundle, "bundle")?.clone())
    })
}

/// Gives a handle back. `bundle` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_bundle_release(bundle: *mut nnx_bundle) -> nnx_status {
    guard(|| handle::release(bundle, "bundle"))
}
