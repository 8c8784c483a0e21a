//! The text itself: spaces, strings, numbers, and how deep it is. Nothing here depends on what is read.

use super::Unreadable;
use crate::decimal;
use serde::de::Visitor;
use std::borrow::Cow;

/// As deep as serde_json goes: a hostile text does not exhaust the stack.
const DEPTH: u8 = 127;

/// A text and how far it has been read.
pub struct Scan<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

/// A number as JSON tells them.
pub enum Number {
    Unsigned(u64),
    Negative(i64),
    Float(f64),
}

impl Number {
    pub fn tell<'a, V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self {
            Self::Unsigned(number) => visitor.visit_u64(number),
            Self::Negative(number) => visitor.visit_i64(number),
            Self::Float(number) => visitor.visit_f64(number),
        }
    }
}

impl<'a> Scan<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The next character that is no space; 0 at the end.
    pub fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    /// Whether nothing follows.
    pub fn is_over(&mut self) -> bool {
        self.peek();
        self.at >= self.text.len()
    }

    /// Goes on if this is next.
    pub fn takes(&mut self, wanted: u8) -> bool {
        let is_next = self.peek() == wanted;
        self.at += usize::from(is_next);
        is_next
    }

    pub fn expect(&mut self, wanted: u8) -> Result<(), Unreadable> {
        self.takes(wanted).then_some(()).ok_or(Unreadable)
    }

    /// One of JSON's three words.
    pub fn word(&mut self, word: &str) -> Result<(), Unreadable> {
        self.peek();
        let is_next = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        is_next.then_some(()).ok_or(Unreadable)
    }

    /// Goes into an array or an object.
    pub fn enter(&mut self, opening: u8) -> Result<(), Unreadable> {
        self.expect(opening)?;
        self.depth += 1;
        (self.depth <= DEPTH).then_some(()).ok_or(Unreadable)
    }

    /// Comes out of an array or an object, which must be over.
    pub fn leave(&mut self, closing: u8) -> Result<(), Unreadable> {
        self.depth -= 1;
        self.expect(closing)
    }

    /// Whether the array or object has one more; if so, goes up to it.
    pub fn more(&mut self, closing: u8, is_first: bool) -> Result<bool, Unreadable> {
        if self.peek() == closing {
            return Ok(false);
        }
        if !is_first {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// A name and its colon.
    pub fn name(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        let name = self.string()?;
        self.expect(b':')?;
        Ok(name)
    }

    pub fn string(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.expect(b'"')?;
        let mut whole = Cow::Borrowed("");
        loop {
            let start = self.at;
            while !matches!(self.byte(), b'"' | b'\\' | ..b' ') {
                self.at += 1;
            }
            let part = &self.text[start..self.at];
            match &mut whole {
                Cow::Borrowed("") => whole = part.into(),
                whole => whole.to_mut().push_str(part),
            }
            self.at += 1;
            match self.text.as_bytes().get(self.at - 1) {
                Some(b'"') => return Ok(whole),
                Some(b'\\') => whole.to_mut().push(self.escaped()?),
                _ => return Err(Unreadable),
            }
        }
    }

    /// A text that is a number and nothing else.
    pub fn number_of(text: &'a str) -> Result<Number, Unreadable> {
        let mut scan = Self::of(text);
        let number = scan.number()?;
        scan.is_over().then_some(number).ok_or(Unreadable)
    }

    pub fn number(&mut self) -> Result<Number, Unreadable> {
        let (told, is_whole) = self.numeral()?;
        if is_whole && let Ok(number) = told.parse() {
            return Ok(Number::Unsigned(number));
        }
        if is_whole
            && told != "-0"
            && let Ok(number) = told.parse()
        {
            return Ok(Number::Negative(number));
        }
        let number = decimal::read(told).filter(|number| number.is_finite());
        number.map(Number::Float).ok_or(Unreadable)
    }

    /// The text of a number, and whether it has neither point nor exponent.
    fn numeral(&mut self) -> Result<(&'a str, bool), Unreadable> {
        self.peek();
        let start = self.at;
        self.at += usize::from(self.byte() == b'-');
        let is_zero = self.byte() == b'0';
        if self.digits()? > 1 && is_zero {
            return Err(Unreadable);
        }
        let whole = self.at;
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.digits()?;
        }
        Ok((&self.text[start..self.at], self.at == whole))
    }

    /// Passes over a value, however deep, and tells its text.
    pub fn value(&mut self) -> Result<&'a str, Unreadable> {
        self.peek();
        let start = self.at;
        let mut closings = Vec::new();
        loop {
            match self.peek() {
                b'n' => self.word("null")?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'"' => self.pass_string()?,
                opening @ (b'[' | b'{') => {
                    self.at += 1;
                    let closing = opening + 2; // so ASCII has them
                    closings.push(closing);
                    if self.peek() != closing {
                        self.pass_name(closing)?;
                        continue;
                    }
                }
                _ => _ = self.numeral()?,
            }
            while closings.pop_if(|closing| self.takes(*closing)).is_some() {}
            let Some(closing) = closings.last() else { return Ok(&self.text[start..self.at]) };
            self.expect(b',')?;
            self.pass_name(*closing)?;
        }
    }

    /// In an object, a value has a name before it.
    fn pass_name(&mut self, closing: u8) -> Result<(), Unreadable> {
        if closing == b'}' {
            self.pass_string()?;
            self.expect(b':')?;
        }
        Ok(())
    }

    /// Unlike [`Self::string`], this does not ask whether surrogates come in pairs.
    fn pass_string(&mut self) -> Result<(), Unreadable> {
        self.expect(b'"')?;
        loop {
            let byte = self.byte();
            self.at += 1;
            match byte {
                b'"' => return Ok(()),
                b'\\' if self.byte() == b'u' => {
                    self.at += 1;
                    self.code()?;
                }
                b'\\' => _ = self.escaped()?,
                ..b' ' => return Err(Unreadable),
                _ => {}
            }
        }
    }

    /// The next character; 0 at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Passes over digits, of which there must be one, and tells how many.
    fn digits(&mut self) -> Result<usize, Unreadable> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > start { Ok(self.at - start) } else { Err(Unreadable) }
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let kind = self.byte();
        self.at += 1;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Unreadable),
        })
    }

    /// A character by its code, or by the two codes of a surrogate pair.
    fn unicode(&mut self) -> Result<char, Unreadable> {
        let high = self.code()?;
        if !(0xD800..0xDC00).contains(&high) {
            return char::from_u32(high).ok_or(Unreadable);
        }
        self.word("\\u")?;
        let low = self.code()?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(Unreadable);
        }
        char::from_u32(0x1_0000 + ((high - 0xD800) << 10 | (low - 0xDC00))).ok_or(Unreadable)
    }

    fn code(&mut self) -> Result<u32, Unreadable> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.byte()).to_digit(16).ok_or(Unreadable)?;
            self.at += 1;
        }
        Ok(code)
    }
}
