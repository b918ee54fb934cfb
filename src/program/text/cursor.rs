//! A place in a text that moves forward as parts of it are read.

use crate::error::{Error, Status};

/// What is wrong with a text, and where.
#[derive(Debug)]
pub(crate) struct Syntax {
    /// The byte.
    pub(crate) at: usize,
    /// What kind of failure it is.
    pub(crate) status: i32,
    /// What was expected, or is not supported.
    pub(crate) message: String,
}

impl Syntax {
    /// Something that cannot be had.
    pub(crate) fn unsupported(at: usize, message: impl Into<String>) -> Syntax {
        Syntax { at, status: Status::Unimplemented as i32, message: message.into() }
    }

    /// A rule that is broken there.
    pub(crate) fn from_error(at: usize, error: Error) -> Syntax {
        Syntax { at, status: error.code(), message: error.message().to_owned() }
    }
}

/// The result of reading.
pub(crate) type Read<T> = Result<T, Syntax>;

/// A place in a text.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of this text.
    pub(crate) fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    /// A place within this text.
    pub(crate) fn new_at(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    /// The byte of the next part.
    pub(crate) fn at(&mut self) -> usize {
        self.skip();
        self.at
    }

    /// The byte that was reached, space not passed over.
    pub(crate) fn at_exactly(&self) -> usize {
        self.at
    }

    /// What lies between two places.
    pub(crate) fn between(&self, from: usize, to: usize) -> &'a str {
        &self.text[from..to]
    }

    /// Moves to a place.
    pub(crate) fn jump(&mut self, to: usize) {
        self.at = to;
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// Passes over space and comments.
    fn skip(&mut self) {
        let bytes = self.bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                Some(b'/') if bytes.get(self.at + 1) == Some(&b'/') => {
                    self.at = bytes[self.at..]
                        .iter()
                        .position(|&byte| byte == b'\n')
                        .map_or(bytes.len(), |line| self.at + line);
                }
                _ => return,
            }
        }
    }

    /// Whether nothing is left.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.skip();
        self.at == self.text.len()
    }

    /// The next byte, or 0 at the end.
    pub(crate) fn peek(&mut self) -> u8 {
        self.skip();
        self.bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Whether a digit follows.
    pub(crate) fn peek_digit(&mut self) -> bool {
        self.peek().is_ascii_digit()
    }

    /// Whether this follows.
    pub(crate) fn sees(&mut self, token: &str) -> bool {
        self.skip();
        self.bytes()[self.at..].starts_with(token.as_bytes())
    }

    /// Passes over this, which is no word, when it follows.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        let sees = self.sees(token);
        if sees {
            self.at += token.len();
        }
        sees
    }

    /// Passes over this letter when it follows, whatever comes then.
    pub(crate) fn eat_character(&mut self, character: char) -> bool {
        let mut buffer = [0; 4];
        self.eat(character.encode_utf8(&mut buffer))
    }

    /// Passes over this word when it follows.
    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        if ahead.word() == Some(word) {
            *self = ahead;
            return true;
        }
        false
    }

    /// Passes over this.
    pub(crate) fn expect(&mut self, token: &str, context: &str) -> Read<()> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}` {context}"))) }
    }

    /// Passes over this word.
    pub(crate) fn expect_word(&mut self, word: &str) -> Read<()> {
        if self.eat_word(word) { Ok(()) } else { Err(self.expected(&format!("`{word}`"))) }
    }

    /// Letters, digits, `_`, `$` and `.`, beginning with a letter or `_`.
    pub(crate) fn word(&mut self) -> Option<&'a str> {
        self.skip();
        let rest = &self.bytes()[self.at..];
        if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_') {
            return None;
        }
        Some(self.run(is_word_byte))
    }

    /// What stands after `%`, `@`, `#`, `!` or `^`: a word that may begin with a digit.
    pub(crate) fn suffix(&mut self) -> &'a str {
        self.run(|byte| is_word_byte(byte) || byte == b'-')
    }

    /// Digits.
    pub(crate) fn digits(&mut self) -> &'a str {
        self.skip();
        self.run(|byte| byte.is_ascii_digit())
    }

    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while self.bytes().get(self.at).is_some_and(|&byte| belongs(byte)) {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    /// An integer, with its sign.
    pub(crate) fn integer(&mut self) -> Read<i64> {
        let at = self.at();
        let negative = self.eat("-");
        let digits = self.digits();
        let value =
            digits.parse::<i128>().ok().and_then(|value| i64::try_from(if negative { -value } else { value }).ok());
        value.ok_or_else(|| {
            self.at = at;
            self.expected("an integer of 64 bits")
        })
    }

    /// `[1, 2]`.
    pub(crate) fn integers(&mut self) -> Read<Vec<i64>> {
        self.list("[", "]", Cursor::integer)
    }

    /// Items with commas between two brackets.
    pub(crate) fn list<T>(
        &mut self,
        open: &str,
        close: &str,
        mut item: impl FnMut(&mut Cursor<'a>) -> Read<T>,
    ) -> Read<Vec<T>> {
        self.expect(open, "before a list")?;
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.eat(close) {
                return Ok(items);
            }
            if !self.eat(",") {
                return Err(self.expected(&format!("`,` or `{close}`")));
            }
        }
    }

    /// A number as it is written: `-1`, `0x7F`, `1.5e-3`.
    pub(crate) fn number(&mut self) -> Option<&'a str> {
        self.skip();
        let start = self.at;
        if self.bytes().get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if !self.bytes().get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at = start;
            return None;
        }
        if self.bytes()[self.at..].starts_with(b"0x")
            && self.bytes().get(self.at + 2).is_some_and(u8::is_ascii_hexdigit)
        {
            self.at += 2;
            self.run(|byte| byte.is_ascii_hexdigit());
            return Some(&self.text[start..self.at]);
        }
        self.run(|byte| byte.is_ascii_digit());
        if self.bytes().get(self.at) == Some(&b'.') {
            self.at += 1;
            self.run(|byte| byte.is_ascii_digit());
            let mut ahead = *self;
            if ahead.bytes().get(ahead.at).is_some_and(|byte| matches!(byte, b'e' | b'E')) {
                ahead.at += 1;
                if ahead.bytes().get(ahead.at).is_some_and(|byte| matches!(byte, b'+' | b'-')) {
                    ahead.at += 1;
                }
                if !ahead.run(|byte| byte.is_ascii_digit()).is_empty() {
                    *self = ahead;
                }
            }
        }
        Some(&self.text[start..self.at])
    }

    /// `"text"`, with its escapes resolved.
    pub(crate) fn string(&mut self) -> Read<String> {
        let at = self.at();
        let raw = self.raw_string()?;
        if !raw.contains('\\') {
            return Ok(raw.to_owned());
        }
        let mut bytes = Vec::with_capacity(raw.len());
        let mut rest = raw.as_bytes();
        while let Some((&byte, tail)) = rest.split_first() {
            rest = tail;
            if byte != b'\\' {
                bytes.push(byte);
                continue;
            }
            let (value, length) = match *rest {
                [b'n', ..] => (b'\n', 1),
                [b't', ..] => (b'\t', 1),
                [escaped @ (b'"' | b'\\'), ..] => (escaped, 1),
                [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    (hex(high) << 4 | hex(low), 2)
                }
                _ => {
                    self.at = at;
                    return Err(self.expected("a string with the escapes `\\n`, `\\t`, `\\\"`, `\\\\` and `\\0A` only"));
                }
            };
            bytes.push(value);
            rest = &rest[length..];
        }
        String::from_utf8(bytes).map_err(|_| {
            self.at = at;
            self.expected("a string in UTF-8")
        })
    }

    /// What stands between quotes, as it is written.
    pub(crate) fn raw_string(&mut self) -> Read<&'a str> {
        self.skip();
        let start = self.at;
        if !self.eat("\"") {
            return Err(self.expected("a string"));
        }
        let first = self.at;
        loop {
            match self.bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(&self.text[first..self.at - 1]);
                }
                Some(b'\\') if self.at + 1 < self.text.len() => self.at += 2,
                Some(b'\n') | None => {
                    self.at = start;
                    return Err(self.expected("a string that ends on its line"));
                }
                Some(_) => self.at += 1,
            }
        }
    }

    /// What stands between an opening bracket, which was just read, and the closing one that belongs to it.
    pub(crate) fn balanced(&mut self, close: u8) -> Read<&'a str> {
        let start = self.at;
        let mut open = vec![close];
        while let Some(&byte) = self.bytes().get(self.at) {
            match byte {
                b'"' => {
                    self.raw_string()?;
                    continue;
                }
                b'<' => open.push(b'>'),
                b'(' => open.push(b')'),
                b'[' => open.push(b']'),
                b'{' => open.push(b'}'),
                b'-' if self.bytes().get(self.at + 1) == Some(&b'>') => self.at += 1,
                b'>' | b')' | b']' | b'}' if open.last() == Some(&byte) => {
                    open.pop();
                    if open.is_empty() {
                        self.at += 1;
                        return Ok(&self.text[start..self.at - 1]);
                    }
                }
                b'>' | b')' | b']' | b'}' => break,
                _ => {}
            }
            self.at += 1;
        }
        Err(self
            .expected(&format!("`{}`, which closes what was opened before", *open.last().unwrap_or(&close) as char)))
    }

    /// The failure to find this.
    pub(crate) fn expected(&mut self, what: &str) -> Syntax {
        let at = self.at();
        let found = match self.bytes().get(at) {
            None => "the end of the text".to_owned(),
            Some(byte) if is_word_byte(*byte) => {
                let mut ahead = *self;
                let word = ahead.run(is_word_byte);
                format!("`{}`", &word[..word.len().min(40)])
            }
            Some(_) => format!("`{}`", self.text[at..].chars().next().unwrap_or(' ')),
        };
        Syntax { at, status: Status::InvalidArgument as i32, message: format!("expected {what}, found {found}") }
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.')
}

/// The value of a hexadecimal digit.
pub(super) fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        b'A'..=b'F' => digit - b'A' + 10,
        _ => 0,
    }
}
