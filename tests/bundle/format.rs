//! A bundle of this format that Python wrote stays readable, and C (`bindings/c/tests/test_bundle.c`), Python and Rust go
//! on with it.
//!
//! A `Counter` has `total`, a Param of two floats, and `count`; its step adds the squares of the input to `total`, 1 to
//! `count`, and gives the sum of `total`. It was saved after 100 steps on `[1, 2]`.

use nnx::bundle::LoadOptions;
use nnx::step::{Session, SessionOptions};

use super::*;

#[test]
fn a_bundle_that_python_wrote_goes_on() -> Result<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/bundles/counter_100.nnx");
    let bundle = Bundle::open(file.as_ref(), &LoadOptions::default())?;
    assert_eq!(bundle.metadata["note"], "written in Python after 100 steps");
    assert_eq!(bundle.origin.as_ref().expect("an origin").isa, "baseline");
    let step = bundle.program("add_squares")?.step(Device::default())?;
    let session = Session::new(&bundle.graphdef, std::slice::from_ref(&bundle.state), SessionOptions::default())?;
    let x = Tensor::from_slice(&[2], &[1.0f32, 2.0])?;
    for number in 101..=200 {
        let sum = session.run(&step, &[Some(x.clone())])?.output(0)?.clone();
        assert_eq!(sum.as_slice::<f32>(), Some(&[5.0 * number as f32][..]));
    }
    let state = session.state()?;
    assert_eq!(state.tensor(&path("0/total"))?.as_slice::<f32>(), Some(&[200.0f32, 800.0][..]));
    assert_eq!(state.tensor(&path("0/count"))?.as_slice::<i32>(), Some(&[200][..]));
    Ok(())
}
