//! Lines of evidence files as they are read: ends of lines that are one character, and objects with every key that was written.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::Range;

/// Text in which each line ends with a line feed alone: a return before it is read as a space, which is no part of a cell. Every
/// character keeps its place, so that a row is found where it stands.
pub(super) struct Lines<R>(pub R);

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let buffer = self.0.fill_buf()?;
        if buffer == b"\r" && !into.is_empty() {
            // What follows is not in the buffer yet.
            self.0.consume(1);
            let ends = self.0.fill_buf()?.first() == Some(&b'\n');
            into.iter_mut().take(1).for_each(|first| *first = if ends { b' ' } else { b'\r' });
            return Ok(1);
        }
        let most = if buffer.ends_with(b"\r") { buffer.len() - 1 } else { buffer.len() };
        let length = most.min(into.len());
        let (Some(into), Some(from)) = (into.get_mut(..length), buffer.get(..length)) else { return Ok(0) };
        into.copy_from_slice(from);
        if from.contains(&b'\r') {
            for (byte, next) in into.iter_mut().zip(buffer.iter().skip(1)) {
                if *byte == b'\r' && *next == b'\n' {
                    *byte = b' ';
                }
            }
        }
        self.0.consume(length);
        Ok(length)
    }
}

/// A JSON object as it is written: its keys in order, those that stand twice included.
pub(super) struct Object(pub Vec<(String, Value)>);

impl Object {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// The keys that stand before it already, with the number of each among all keys.
    pub fn twice(&self) -> impl Iterator<Item = (usize, &str)> {
        self.keys().enumerate().filter(|(at, key)| self.keys().take(*at).any(|before| before == *key))
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keys)
    }
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            all.push(entry);
        }
        Ok(Object(all))
    }
}

/// Where a key of an object stands in its line, quotes included, by its number. The line is known to be an object.
pub(super) fn place_of_key(line: &str, number: usize) -> Option<Range<usize>> {
    let (mut depth, mut start, mut escaped, mut keys) = (0_usize, None, false, 0);
    let mut text = 0..0;
    for (at, byte) in line.bytes().enumerate() {
        match (start, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(from), b'"') => {
                text = from..at + 1;
                start = None;
            }
            (Some(_), _) => {}
            (None, b'"') => start = Some(at),
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth = depth.saturating_sub(1),
            // Outside of texts, a colon follows a key and nothing else.
            (None, b':') if depth == 1 && keys == number => return Some(text),
            (None, b':') if depth == 1 => keys += 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use std::io::BufReader;

    #[test]
    fn returns_before_line_feeds_are_spaces_wherever_the_buffer_ends() {
        let text = "a,b\r\n\r\n\"c\rd\",e\r\nf\r";
        for buffer in 1..8 {
            for room in 1..5 {
                let mut lines = Lines(BufReader::with_capacity(buffer, text.as_bytes()));
                let (mut read, mut into) = (Vec::new(), vec![0; room]);
                loop {
                    let length = lines.read(&mut into).unwrap();
                    if length == 0 {
                        break;
                    }
                    read.extend(into.iter().take(length));
                }
                assert_eq!(String::from_utf8(read).unwrap(), "a,b \n \n\"c\rd\",e \nf\r", "{buffer}, {room}");
            }
        }
    }

    #[test]
    fn a_key_is_found_by_its_number() {
        let line = r#"{"a\":1": {"b": 2, "c": [":"]}, "d" : ":", "a": 3}"#;
        let object: Object = serde_json::from_str(line).unwrap();
        assert_eq!(object.keys().collect::<Vec<_>>(), ["a\":1", "d", "a"]);
        let keys = (0..4).map(|number| place_of_key(line, number).map(|place| line.get(place).unwrap()));
        assert_eq!(keys.collect::<Vec<_>>(), [Some(r#""a\":1""#), Some(r#""d""#), Some(r#""a""#), None]);
    }
}
