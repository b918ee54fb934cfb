//! Path text: whatever parses prints, and the print parses to the same path.

use nnx::graph::{Key, Path};

/// One input: the text of a path.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(path) = text.parse::<Path>() else { return };
    let printed = path.to_string();
    let again: Path = printed.parse().unwrap_or_else(|error| panic!("{printed} does not parse: {error}"));
    assert_eq!(again, path, "{printed}");
    assert_eq!(again.to_string(), printed);
    // A key stands alone as it stands in a path.
    for key in path.keys() {
        let alone = Path::from(vec![key.clone()]);
        assert_eq!(alone.to_string().parse::<Path>().as_ref(), Ok(&alone));
    }
    // Text that is no path can still be a key.
    let name = Path::from(vec![Key::name(text)]);
    assert_eq!(name.to_string().parse::<Path>(), Ok(name));
}
