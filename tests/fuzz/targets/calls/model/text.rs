//! How paths are written.

use super::Key;

pub fn print_path(keys: &[Key]) -> String {
    keys.iter().map(print_key).collect::<Vec<_>>().join("/")
}

fn print_key(key: &Key) -> String {
    match key {
        Key::Int(index) => index.to_string(),
        Key::Str(name) => {
            let digits = name.strip_prefix('-').unwrap_or(name);
            let integer = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
            let odd = name.chars().any(|c| c == '/' || c == '"' || c.is_control());
            if name.is_empty() || integer || odd { quoted(name) } else { name.clone() }
        }
    }
}

fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text + "\""
}
