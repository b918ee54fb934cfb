//! State files: bytes become a State that can be saved and read again, or an error with one of the statuses of damage.

use nnx::Status;
use nnx::bundle::{LoadOptions, load_bytes, load_bytes_into, to_bytes};
use nnx::graph::merge;

/// One input: the bytes of a file, read with and without a look at its checksum.
pub fn run(data: &[u8]) {
    read(data, &LoadOptions::default());
    read(data, &LoadOptions { no_checksum: true, ..LoadOptions::default() });
}

fn read(data: &[u8], options: &LoadOptions) {
    let (state, graphdef) = match load_bytes(data, options) {
        Ok(loaded) => loaded,
        Err(error) => {
            let expected = [Status::DataLoss, Status::Unimplemented, Status::VersionMismatch];
            assert!(error.status().is_some_and(|status| expected.contains(&status)), "{:?}: {error}", error.status());
            return;
        }
    };
    let saved = to_bytes(&state, None).unwrap_or_else(|error| panic!("a State that was read cannot be saved: {error}"));
    let (again, _) = load_bytes(&saved, options).unwrap_or_else(|error| panic!("saved, and not read again: {error}"));
    assert!(again.bit_eq(&state), "another State after saving: {again:?}, not {state:?}");
    let (fitted, fit) = load_bytes_into(&state, &saved, options).expect("the same leaves");
    assert!(fitted.bit_eq(&state) && fit.rows.len() >= state.len());
    if let Some(graphdef) = graphdef
        && let Ok(root) = merge(&graphdef, &[state.clone()])
    {
        let saved =
            to_bytes(&root.split_whole().expect("a graph").1, Some(&graphdef)).expect("a State and its GraphDef");
        let (whole, read) = load_bytes(&saved, options).expect("a file with a GraphDef");
        assert_eq!(read.as_ref(), Some(&graphdef));
        assert!(merge(&graphdef, &[whole]).is_ok());
    }
}
