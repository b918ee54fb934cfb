//! A bundle as a text.

use nnx::bundle::LoadOptions;

use super::*;

#[test]
fn versions_leaves_and_programs_are_shown() -> Result<()> {
    let mut bundle = sample()?;
    let model = bundle.merge()?.node(&path("0"))?;
    let arguments = Arguments { objects: &[model], states: &[], inputs: &[float32(&[2])?] };
    let traced = trace_function(arguments, &mut |scope| {
        Ok(Outputs { values: vec![scope.inputs[0].clone()], states: Vec::new() })
    })?;
    bundle.programs.push(saved("same", traced)?);
    let text = Bundle::from_bytes(&bundle.to_bytes()?, &LoadOptions::default())?.to_text()?;
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with(concat!("a bundle of libnnx ", env!("CARGO_PKG_VERSION"), ", written for ")),
        "{text}"
    );
    assert_eq!(lines[1], "note: Iris, \"first\" try");
    for expected in [
        "0/kernel                Param        [2,2]  float32     16",
        "total        5 leaves, 13 elements, 52 bytes",
        "inputs/1                         float32[4,2]",
        "objects/1/velocity/kernel        float32[2,2]  result 4",
        "outputs/0                        float32[]     result 5",
    ] {
        let squeezed = |line: &str| line.split_whitespace().collect::<Vec<&str>>().join(" ");
        assert!(lines.iter().any(|line| squeezed(line) == squeezed(expected)), "{expected} is not in\n{text}");
    }
    let same = text.split("program same: 0 operations\n\n").nth(1).expect("the second program");
    assert_eq!(
        same,
        "argument          type\n\
         ────────────────  ────────────\n\
         objects/0/bias    float32[2]\n\
         objects/0/kernel  float32[2,2]\n\
         inputs/0          float32[2]\n\
         \n\
         result            type          from\n\
         ────────────────  ────────────  ────────────────\n\
         objects/0/bias    float32[2]    objects/0/bias\n\
         objects/0/kernel  float32[2,2]  objects/0/kernel\n\
         outputs/0         float32[2]    inputs/0\n"
    );
    Ok(())
}
