//! A piece of HTML for notebooks: foldable levels, no scripts, nothing loaded from elsewhere.

use super::super::key::one_line;
use super::super::listing::Text;
use super::MAX_DEPTH;
use super::outline::{Counted, Entry, Item, Outline, metadata_text, short};
use super::table;
use super::tree::{more_levels, title};
use crate::error::Result;

/// So many characters of a static value are shown.
const LONGEST_STATIC: usize = 100;
/// Levels above this depth are unfolded at first.
const OPEN_DEPTH: u32 = 2;
/// So many lines are shown: a browser is slow with more.
const MAX_LINES: usize = 10_000;

const STYLE: &str = "<style>\
.nnx-view{font:13px/1.5 ui-monospace,monospace}\
.nnx-view details,.nnx-view div{margin-left:1.4em}\
.nnx-view>details,.nnx-view>div{margin-left:0}\
.nnx-view summary{margin-left:-1.1em;cursor:pointer}\
.nnx-view .t{font-weight:600}\
.nnx-view .v{color:#15803d;font-weight:600}\
.nnx-view .s{opacity:.65}\
.nnx-view .r{color:#dc2626}\
.nnx-view td{padding:0 1em 0 0;text-align:left}\
</style>";

/// Prints an outline as HTML.
pub(super) fn print(outline: &Outline) -> Result<String> {
    let below = outline.below();
    let mut text = Text::new();
    text.print(format_args!("<div class=\"nnx-view\">{STYLE}\n"));
    // How many levels wait for their end.
    let (mut open, mut lines) = (0, 0);
    for (number, (entry, below)) in outline.entries.iter().zip(&below).enumerate() {
        if text.is_full() {
            break;
        }
        if entry.depth > MAX_DEPTH {
            continue;
        }
        while open > entry.depth {
            text.push_str("</details>\n");
            open -= 1;
        }
        lines += 1;
        if lines > MAX_LINES {
            let left = Counted(outline.entries.len() - number, "more entry", "more entries");
            text.print(format_args!("<div class=\"s\">… ({left})</div>\n"));
            break;
        }
        let line = line(outline, number, entry);
        if below.levels == 0 {
            text.print(format_args!("<div>{line}</div>\n"));
            continue;
        }
        let size = if below.size.leaves == 0 { String::new() } else { format!(" ({})", below.size) };
        let unfolded = if entry.depth < OPEN_DEPTH { " open" } else { "" };
        text.print(format_args!("<details{unfolded}><summary>{line}<span class=\"s\">{size}</span></summary>\n"));
        open += 1;
        if entry.depth == MAX_DEPTH {
            text.print(format_args!("<div class=\"s\">{}</div>\n", more_levels(below)));
        }
    }
    text.push_str(&"</details>\n".repeat(open as usize));
    text.push_str("<details><summary>totals</summary><table>");
    for total in table::totals(outline) {
        text.print(format_args!("<tr><td>{}</td><td>{}</td></tr>", escape(total.name), total.describe()));
    }
    text.push_str("</table></details>\n</div>\n");
    Ok(text.finish()?)
}

/// A node or attribute without what is below it.
fn line(outline: &Outline, number: usize, entry: &Entry) -> String {
    let (separator, mut text) = match &entry.key {
        Some(key) => (": ", escape(&key.to_string())),
        None => ("", String::new()),
    };
    let rest = match &entry.item {
        Item::Container { .. } => format!("{separator}{}", span("t", &title(&entry.item))),
        Item::Level if number == 0 => span("t", "State"),
        Item::Level => String::new(),
        Item::Variable { variable_type, metadata, leaf, .. } => {
            let metadata = metadata_text(metadata, LONGEST_STATIC);
            let leaf = escape(&one_line(&leaf.to_string()));
            format!("{separator}{} {leaf}{}", span("v", variable_type.name()), span("s", &metadata))
        }
        Item::Array(leaf) => format!("{separator}{}", escape(&one_line(&leaf.to_string()))),
        Item::Again(first) => format!(" {}", span("r", &format!("→ {}", outline.path(*first)))),
        Item::Static(value) => format!(" = {}", span("s", &short(value, LONGEST_STATIC))),
        Item::None => format!("{separator}{}", span("s", "None")),
    };
    text.push_str(&rest);
    text
}

fn span(class: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<span class=\"{class}\">{}</span>", escape(text)) }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
