//! Writes inputs that are right into a folder for each target, below the folder that is named.

#[path = "../../tests/fuzz/corpus.rs"]
mod inputs;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).expect("the name of a folder");
    let files = inputs::files().iter().map(|(header, data)| inputs::file(header, data)).collect();
    let bundles =
        inputs::bundles().into_iter().flat_map(|(bytes, parts)| [bytes, inputs::bundle_input(&parts)]).collect();
    for (target, inputs) in [
        ("path_text", inputs::paths()),
        ("graphdef_text", inputs::graphdefs()),
        ("program_text", inputs::programs()),
        ("state_file", files),
        ("bundle", bundles),
        ("calls", vec![]),
    ] {
        let folder = Path::new(&folder).join(target);
        std::fs::create_dir_all(&folder)?;
        for (number, input) in inputs.iter().enumerate() {
            std::fs::write(folder.join(format!("right-{number}")), input)?;
        }
    }
    Ok(())
}
