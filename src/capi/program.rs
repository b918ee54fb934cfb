//! Programs: StableHLO text read, printed, looked at and evaluated.

use std::sync::Arc;

use super::dtype::nnx_dtype;
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::options::{self, Options};
use super::out::OutArray;
use super::report::{Rows, nnx_report};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes, nnx_str};
use super::tensor::nnx_tensor;
use crate::error::{Error, Result, Status};
use crate::program::evaluate::evaluate_with;
use crate::program::{self, Denormals, Function, Module, TensorType, Type, Visibility, evaluate, value_and_grad};
use crate::tensor::Tensor;

/// A StableHLO program: functions over arrays, as JAX lowers a step. Immutable; any thread may use it.
///
/// Calls that are about one function take its name, without `@`. An empty name means `main`, or the only public function
/// where there is no `main`.
pub struct nnx_program {
    _private: [u8; 0],
}

handle!(nnx_program, Tag::Program, Arc<Module>);

/// What `nnx_program_evaluate` may be told. Start from NNX_EVALUATE_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_evaluate_options {
    /// `sizeof(nnx_evaluate_options)` as the caller compiled it.
    pub struct_size: usize,
    /// 1 makes denormal numbers zeros of their sign in arithmetic, as XLA does on the CPU; 0 (the default) keeps them.
    pub flush_denormals: i32,
    /// 0.
    pub reserved: i32,
    /// The most work, counted in elements read and written, before the call gives up with RESOURCE_EXHAUSTED; 0 (the
    /// default) is no limit, and then a program that loops for ever does not return.
    pub budget: u64,
}

// SAFETY: plain integers without padding, behind the size.
unsafe impl Options for nnx_evaluate_options {
    const NAME: &'static str = "nnx_evaluate_options";
    const FIRST_SIZE: usize = 24;
    const DEFAULT: nnx_evaluate_options = nnx_evaluate_options {
        struct_size: size_of::<nnx_evaluate_options>(),
        flush_denormals: 0,
        reserved: 0,
        budget: 0,
    };
}

/// Reads a StableHLO module in the form that JAX prints (`jax.jit(f).lower(...).as_text()`), and verifies it.
///
/// INVALID_ARGUMENT for text that is malformed or ill-typed: the message has line and column, the line itself with a
/// caret, and what was expected. UNIMPLEMENTED for an operation, type or attribute that is not supported, naming it. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_parse(text: nnx_str, out: *mut *mut nnx_program) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let text = unsafe { text.as_str("text") }?;
        out.set_new(Arc::new(program::parse(text)?))
    })
}

/// The program as text in the form that JAX prints; `nnx_program_parse` reads it back as an equal program. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_text(program: *const nnx_program, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(handle::get(program, "program")?.to_string()))
    })
}

/// Checks every operation against its rule and every call against the function that it names. What `nnx_program_parse`
/// returns has been checked already. INVALID_ARGUMENT names the operation and the rule. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_verify(program: *const nnx_program) -> nnx_status {
    guard(|| handle::get(program, "program")?.verify())
}

/// 1 when both have the same functions, else 0; names of values and the layout of the text do not count. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_equal(a: *const nnx_program, b: *const nnx_program, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(**a == **b))
    })
}

/// The functions in their order: a row each with its name, 1 when it is public and 0 when it is private, and its type
/// such as `(tensor<2xf32>) -> tensor<f32>`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_functions(program: *const nnx_program, out: *mut *mut nnx_report) -> nnx_status {
    guard(|| {
        out!(out);
        let program = handle::get(program, "program")?;
        let mut rows = Rows::new();
        for function in program.functions() {
            let public = i32::from(function.visibility != Visibility::Private);
            rows.push(&function.name, public, function_type(function))?;
        }
        out.set_new(rows.report())
    })
}

/// The number of inputs of a function. NOT_FOUND when there is no such function; INVALID_ARGUMENT when `function` is empty
/// and more than one could be meant. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_num_inputs(
    program: *const nnx_program,
    function: nnx_str,
    out: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out);
        let program = handle::get(program, "program")?;
        // SAFETY: the contract of all exports.
        let function = named(&program, unsafe { function.as_str("function") }?)?;
        out.set(function.arguments().len())
    })
}

/// The number of outputs of a function. NOT_FOUND and INVALID_ARGUMENT as in `nnx_program_num_inputs`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_num_outputs(
    program: *const nnx_program,
    function: nnx_str,
    out: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out);
        let program = handle::get(program, "program")?;
        // SAFETY: the contract of all exports.
        let function = named(&program, unsafe { function.as_str("function") }?)?;
        out.set(function.results().len())
    })
}

/// Input `index` of a function: its name (the `jax.arg_info` of the text; often empty), dtype and extents, and the output
/// that may take its memory because the caller donates it (`tf.aliasing_output`), or -1. Name and extents are lent until
/// `program` is released.
///
/// INVALID_ARGUMENT when there is no such input, UNIMPLEMENTED when it is not an array; NOT_FOUND as in
/// `nnx_program_num_inputs`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_input(
    program: *const nnx_program,
    function: nnx_str,
    index: usize,
    out_name: *mut nnx_str,
    out_dtype: *mut nnx_dtype,
    out_shape: *mut *const i64,
    out_rank: *mut usize,
    out_donated_to: *mut i64,
) -> nnx_status {
    guard(|| {
        out!(out_name, out_dtype, out_shape, out_rank, out_donated_to);
        let program = handle::get(program, "program")?;
        // SAFETY: the contract of all exports.
        let function = named(&program, unsafe { function.as_str("function") }?)?;
        let array = array_type(function, "input", index, function.argument_types())?;
        out_name.set(nnx_str::lend(function.argument_name(index).unwrap_or("")))?;
        out_dtype.set(array.dtype as nnx_dtype)?;
        out_shape.set(array.dims().as_ptr())?;
        out_rank.set(array.rank())?;
        out_donated_to.set(index_or_none(function.donation(index)))
    })
}

/// Output `index` of a function: its name (the `jax.result_info` of the text; may be empty), dtype and extents, and the
/// input that it is, unchanged, or -1. Name and extents are lent until `program` is released. Errors as in
/// `nnx_program_input`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_output(
    program: *const nnx_program,
    function: nnx_str,
    index: usize,
    out_name: *mut nnx_str,
    out_dtype: *mut nnx_dtype,
    out_shape: *mut *const i64,
    out_rank: *mut usize,
    out_unchanged_from: *mut i64,
) -> nnx_status {
    guard(|| {
        out!(out_name, out_dtype, out_shape, out_rank, out_unchanged_from);
        let program = handle::get(program, "program")?;
        // SAFETY: the contract of all exports.
        let function = named(&program, unsafe { function.as_str("function") }?)?;
        let array = array_type(function, "output", index, function.result_types())?;
        out_name.set(nnx_str::lend(function.result_name(index).unwrap_or("")))?;
        out_dtype.set(array.dtype as nnx_dtype)?;
        out_shape.set(array.dims().as_ptr())?;
        out_rank.set(array.rank())?;
        out_unchanged_from.set(index_or_none(function.unchanged(index)))
    })
}

/// What a function returns for `num_inputs` inputs: `num_outputs` new tensors at `outputs`. It runs on the reference
/// evaluator, which is made to be right and not to be fast. `options` may be NULL.
///
/// INVALID_ARGUMENT when the number of inputs or outputs, or the dtype or shape of an input is not the function's, naming
/// it; NOT_FOUND as in `nnx_program_num_inputs`; FAILED_PRECONDITION when a `check` operation of the program finds a
/// difference; UNIMPLEMENTED for a custom call; RESOURCE_EXHAUSTED when the budget is spent or there is no memory. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_evaluate(
    program: *const nnx_program,
    function: nnx_str,
    inputs: *const *const nnx_tensor,
    num_inputs: usize,
    options: *const nnx_evaluate_options,
    outputs: *mut *mut nnx_tensor,
    num_outputs: usize,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let outputs = unsafe { OutArray::new(outputs, num_outputs, "outputs") }?;
        let program = Arc::clone(&*handle::get(program, "program")?);
        // SAFETY: the contract of all exports.
        let name = unsafe { function.as_str("function") }?;
        // SAFETY: the contract of all exports.
        let inputs = unsafe { input::handles(inputs, num_inputs, "inputs") }?;
        let inputs: Vec<Tensor> = inputs.iter().map(|input| (**input).clone()).collect();
        // SAFETY: the contract of all exports.
        let options = unsafe { evaluate_options(options) }?;
        let function = named(&program, name)?;
        let expected = function.results().len();
        if num_outputs != expected {
            return Err(Error::invalid(format!(
                "`num_outputs` is {num_outputs}, but @{} has {expected} outputs",
                function.name
            )));
        }
        outputs.set_new(evaluate_with(&program, &function.name, &inputs, &options)?)
    })
}

/// A new program whose only function has the name and the inputs of `function`, and whose outputs are those of `function`
/// and then the gradient of its first output with respect to each of the inputs `wrt`, in their order; reverse mode, with
/// the conventions of JAX at ties and kinks. Calls are written out where they stand. `wrt` may be NULL when `num_wrt` is 0.
///
/// The first output is one floating-point number. `has_aux` is 1 when there are more outputs, which are not
/// differentiated; with 0 there is one.
///
/// INVALID_ARGUMENT when the outputs are not of that kind, or when an input of `wrt` is not there, is named twice or is
/// not of floating-point numbers; NOT_FOUND as in `nnx_program_num_inputs`; UNIMPLEMENTED for an operation on the way that
/// has a derivative but no rule, naming it: a custom call, or a loop whose number of iterations depends on the inputs.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_value_and_grad(
    program: *const nnx_program,
    function: nnx_str,
    wrt: *const usize,
    num_wrt: usize,
    has_aux: i32,
    out: *mut *mut nnx_program,
) -> nnx_status {
    guard(|| {
        out!(out);
        let program = Arc::clone(&*handle::get(program, "program")?);
        // SAFETY: the contract of all exports.
        let name = unsafe { function.as_str("function") }?;
        // SAFETY: the contract of all exports.
        let wrt = unsafe { input::array(wrt, num_wrt, "wrt") }?;
        let has_aux = input::flag(has_aux, "has_aux")?;
        let function = named(&program, name)?;
        out.set_new(Arc::new(value_and_grad(&program, &function.name, wrt, has_aux)?))
    })
}

/// Makes another handle for the same program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_program_retain(program: *const nnx_program, out: *mut *mut nnx_program) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(program, "program")?.clone())
    })
}

/// Gives a handle back. `program` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_program_release(program: *mut nnx_program) -> nnx_status {
    guard(|| handle::release(program, "program"))
}

/// The function of this name; of the empty name the one that a program is run by.
fn named<'p>(program: &'p Module, name: &str) -> Result<&'p Function> {
    if name.is_empty() {
        return program.entry();
    }
    program.function(name).ok_or_else(|| Error::not_found(format!("`function`: there is no function @{name}")))
}

fn array_type<'a>(
    function: &Function,
    what: &str,
    index: usize,
    mut types: impl ExactSizeIterator<Item = &'a Type>,
) -> Result<&'a TensorType> {
    let count = types.len();
    let Some(ty) = types.nth(index) else {
        return Err(Error::invalid(format!("`index` is {index}, but @{} has {count} {what}s", function.name)));
    };
    ty.as_tensor().ok_or_else(|| {
        Error::new(Status::Unimplemented, format!("{what} {index} of @{} is {ty}, not an array", function.name))
    })
}

fn index_or_none(index: Option<usize>) -> i64 {
    index.and_then(|index| i64::try_from(index).ok()).unwrap_or(-1)
}

fn function_type(function: &Function) -> String {
    let list = |types: &mut dyn Iterator<Item = &Type>| types.map(Type::to_string).collect::<Vec<_>>().join(", ");
    let results = list(&mut function.result_types());
    let arguments = list(&mut function.argument_types());
    if function.results().len() == 1 {
        format!("({arguments}) -> {results}")
    } else {
        format!("({arguments}) -> ({results})")
    }
}

/// # Safety
/// As [`options::read`].
unsafe fn evaluate_options(options: *const nnx_evaluate_options) -> Result<evaluate::Options> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    if options.reserved != 0 {
        return Err(Error::invalid(format!("`options.reserved` is {}; it must be 0", options.reserved)));
    }
    let flush = input::flag(options.flush_denormals, "options.flush_denormals")?;
    Ok(evaluate::Options {
        denormals: if flush { Denormals::Flush } else { Denormals::Keep },
        budget: (options.budget != 0).then_some(options.budget),
    })
}
