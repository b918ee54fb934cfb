//! The tokens of both forms, and where they stand.

use std::fmt::Display;

use crate::error::{Error, Result};

/// Reads a text from the start. Whitespace between tokens is skipped.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, at: 0 }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    fn rest(&mut self) -> &'a str {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        &self.text[self.at..]
    }

    /// The first character of the next token; `None` at the end.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes this token, if it comes next.
    pub(super) fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Takes this token; anything else is an error.
    pub(super) fn expect(&mut self, token: &str) -> Result<()> {
        if self.take(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    /// Takes letters, digits and `_ . + -`: a word or a number. Empty when something else comes.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-');
        let end = rest.bytes().position(|byte| !is_part(&byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next word, without taking it.
    pub(super) fn peek_word(&mut self) -> &'a str {
        { *self }.word()
    }

    /// Takes a JSON string.
    pub(super) fn string(&mut self) -> Result<String> {
        let rest = self.rest();
        if !rest.starts_with('"') {
            return Err(self.expected("a string"));
        }
        let end = closing_quote(rest).ok_or_else(|| self.error("this string has no closing quote"))?;
        let text = serde_json::from_str(&rest[..=end])
            .map_err(|_| self.error("this string is not one of JSON: a raw control character or a wrong escape"))?;
        self.at += end + 1;
        Ok(text)
    }

    /// Takes `b"…"`, in which bytes that are not printable ASCII are escaped as in Rust; `None` when something else comes.
    pub(super) fn bytes(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(rest) = self.rest().strip_prefix('b').filter(|rest| rest.starts_with('"')) else { return Ok(None) };
        let end = closing_quote(rest).ok_or_else(|| self.error("these bytes have no closing quote"))?;
        let mut bytes = Vec::with_capacity(end);
        let mut left = rest.as_bytes()[1..end].iter().copied();
        while let Some(byte) = left.next() {
            let value = match byte {
                b'\\' => match left.next() {
                    Some(b'n') => Some(b'\n'),
                    Some(b'r') => Some(b'\r'),
                    Some(b't') => Some(b'\t'),
                    Some(b'x') => hex_byte(left.next(), left.next()),
                    Some(escaped @ (b'\\' | b'"' | b'\'')) => Some(escaped),
                    _ => None,
                },
                byte => (byte == b' ' || byte.is_ascii_graphic()).then_some(byte),
            };
            let expected =
                "printable ASCII and the escapes \\n \\r \\t \\\\ \\\" \\' \\x00 to \\xff between the quotes";
            bytes.push(value.ok_or_else(|| self.error(format!("expected {expected}")))?);
        }
        self.at += 1 + end + 1;
        Ok(Some(bytes))
    }

    /// Takes an unsigned number.
    pub(super) fn number(&mut self, what: &str) -> Result<u32> {
        let mut before = *self;
        let word = self.word();
        let number = word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
        number.ok_or_else(|| before.expected(what))
    }

    /// The end of the text; anything else is an error.
    pub(super) fn end(&mut self) -> Result<()> {
        if self.rest().is_empty() { Ok(()) } else { Err(self.expected("the end of the text")) }
    }

    /// The offset of the next token.
    pub(super) fn place(&mut self) -> usize {
        self.rest();
        self.at
    }

    /// An error at the next token.
    pub(super) fn error(&mut self, message: impl Display) -> Error {
        error_at(self.text, self.place(), message)
    }

    /// The error that something else than the next token should stand there.
    pub(super) fn expected(&mut self, what: &str) -> Error {
        let found = match (self.peek(), self.peek_word()) {
            (None, _) => "the end of the text".to_owned(),
            (Some('"'), _) => "a string".to_owned(),
            (Some(c), "") if c.is_control() => format!("U+{:04X}", c as u32),
            (Some(c), "") => format!("`{c}`"),
            (_, word) => format!("`{}`", word.chars().take(40).collect::<String>()),
        };
        self.error(format!("expected {what}, found {found}"))
    }
}

/// An error at an offset of a text, with the line and column, both from 1.
pub(super) fn error_at(text: &str, at: usize, message: impl Display) -> Error {
    let before = &text[..at];
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Error::invalid(format!("not a GraphDef: line {line}, column {column}: {message}"))
}

/// The place of the quote that ends the string at the start of `rest`.
fn closing_quote(rest: &str) -> Option<usize> {
    let mut escaped = false;
    rest.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(at)
    })
}

fn hex_byte(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |byte: Option<u8>| (byte? as char).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}
