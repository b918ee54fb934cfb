use super::*;
use crate::capi::trace::with_handle;
use crate::program::TensorType;
use crate::tensor::DType;
use crate::trace::{Arguments, Binary, Reduction, Unary, trace_function};

fn traced(function: impl Fn(&Value)) {
    let inputs = [TensorType::new(DType::F32, &[2, 3]).unwrap()];
    let arguments = Arguments { objects: &[], states: &[], inputs: &inputs };
    trace_function(arguments, &mut |scope| {
        with_handle(scope, |_| {
            function(&scope.inputs[0]);
            Ok(())
        })
    })
    .unwrap();
}

#[test]
fn a_name_is_looked_up_while_its_trace_is_open() {
    let kept = std::cell::Cell::new(ptr::null_mut());
    traced(|x| {
        kept.set(put(x));
        let found = get(kept.get(), "x").unwrap();
        assert!(found.id() == x.id() && found.trace().same(x.trace()));
        let beyond = ptr::without_provenance::<nnx_value>(kept.get().addr() + 1000);
        assert_eq!(get(beyond, "x").unwrap_err().status(), Some(Status::InvalidHandle));
    });
    let error = get(kept.get(), "x").unwrap_err();
    assert_eq!(error.status(), Some(Status::FailedPrecondition));
    assert!(error.message().starts_with("`x` is a value of a trace that is over"), "{error}");
}

#[test]
fn a_trace_in_a_trace_has_names_of_its_own() {
    traced(|outer| {
        let outer_name = put(outer);
        traced(|inner| {
            assert_ne!(put(inner), outer_name);
            assert!(get(outer_name, "x").unwrap().trace().same(outer.trace()));
            assert!(get(put(inner), "x").unwrap().trace().same(inner.trace()));
        });
        assert!(get(outer_name, "x").is_ok());
    });
}

#[test]
fn a_trace_that_was_not_opened_here_has_no_names() {
    let (_, values) = Trace::new(&[TensorType::scalar(DType::F32)]);
    let found = get(put(&values[0]), "x").unwrap_err();
    assert!(matches!(found.status(), Some(Status::InvalidHandle | Status::FailedPrecondition)));
    assert!(get(ptr::null(), "x").unwrap_err().message().contains("`x` is NULL"));
}

#[test]
fn the_numbers_of_the_functions_are_their_places_in_the_lists() {
    assert!(Unary::ALL.iter().enumerate().all(|(place, &function)| function as usize == place));
    assert!(Binary::ALL.iter().enumerate().all(|(place, &function)| function as usize == place));
    assert!(Reduction::ALL.iter().enumerate().all(|(place, &function)| function as usize == place));
}
