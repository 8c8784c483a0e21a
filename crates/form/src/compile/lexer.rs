//! An expression as tokens.

use super::Fault;

/// A token and the character it starts at, from 0.
#[derive(Clone, PartialEq, Debug)]
pub struct Token {
    /// Where it starts.
    pub at: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is. Whether `*`, `-`, `div`, `mod`, `and`, `or` are operators or the beginning of an operand is
/// told by what stands before them: the parser knows, since it asks for either.
#[derive(Clone, PartialEq, Debug)]
pub enum TokenKind {
    /// A number.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// `${name}`
    Reference(String),
    /// A name, of a function, an operator or a column.
    Name(String),
    /// A sign: `. .. ( ) [ ] , / // :: @ | + - * = != < <= > >= $`
    Sign(&'static str),
}

const SIGNS: [&str; 22] = [
    "..", "//", "::", "!=", "<=", ">=", ".", "(", ")", "[", "]", ",", "/", "@", "|", "+", "-", "*", "=", "<",
    ">", "$",
];

/// The tokens of an expression.
pub fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let at = text[..text.len() - rest.len()].chars().count();
        let Some(first) = rest.chars().next() else {
            return Ok(found);
        };
        let (kind, length) = token(rest, first).ok_or_else(|| Fault::Syntax {
            at: at + 1,
            found: rest.chars().take(12).collect(),
            expected: "a number, text, name or sign",
        })?;
        found.push(Token { at, kind });
        rest = &rest[length..];
    }
}

fn token(rest: &str, first: char) -> Option<(TokenKind, usize)> {
    if let Some(inside) = rest.strip_prefix("${") {
        let end = inside.find('}')?;
        return Some((TokenKind::Reference(inside[..end].trim().to_owned()), end + 3));
    }
    // Quotes that word processors have bent count as straight ones.
    let closing: &[char] = match first {
        '\'' => &['\''],
        '"' => &['"'],
        '‘' | '’' => &['’', '‘'],
        '“' | '”' => &['”', '“'],
        _ => &[],
    };
    if !closing.is_empty() {
        let inside = &rest[first.len_utf8()..];
        let end = inside.find(closing)?;
        let close = inside[end..].chars().next().map_or(0, char::len_utf8);
        return Some((TokenKind::Text(inside[..end].to_owned()), first.len_utf8() + end + close));
    }
    if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit())) {
        let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
        let fraction = match rest[whole..].strip_prefix('.') {
            Some(after) => 1 + after.bytes().take_while(u8::is_ascii_digit).count(),
            None => 0,
        };
        let length = whole + fraction;
        return rest[..length].parse().ok().map(|number| (TokenKind::Number(number), length));
    }
    if first.is_alphabetic() || first == '_' {
        let within = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let length = rest.find(|c| !within(c)).unwrap_or(rest.len());
        return Some((TokenKind::Name(rest[..length].to_owned()), length));
    }
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
    Some((TokenKind::Sign(sign), sign.len()))
}

#[cfg(test)]
mod tests {
    use super::{TokenKind::*, *};

    #[test]
    fn an_expression_falls_into_tokens() {
        let kinds = |text| tokens(text).unwrap().into_iter().map(|token| token.kind).collect::<Vec<_>>();
        assert_eq!(
            kinds("${ age }>=10 and .!='x-y'"),
            [
                Reference("age".into()),
                Sign(">="),
                Number(10.0),
                Name("and".into()),
                Sign("."),
                Sign("!="),
                Text("x-y".into())
            ]
        );
        // A name may hold a minus, a number cannot.
        assert_eq!(kinds("a-b 4-.5"), [Name("a-b".into()), Number(4.0), Sign("-"), Number(0.5)]);
        assert_eq!(kinds("‘نعم’"), [Text("نعم".into())]);
        let unknown = tokens("1 + 'open").unwrap_err();
        assert!(matches!(unknown, Fault::Syntax { at: 5, .. }));
    }
}
