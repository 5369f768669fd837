/// Texts and NULLs in one buffer: a column of many rows, sent as one array without an allocation
/// for each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    buffer: String,
    /// Where each text ends, and whether it is one.
    ends: Vec<(usize, bool)>,
}

impl Texts {
    /// None yet, with room for so many.
    pub fn with_capacity(texts: usize) -> Self {
        Texts {
            buffer: String::new(),
            ends: Vec::with_capacity(texts),
        }
    }

    /// Appends a text; `None` is NULL.
    pub fn push(&mut self, text: Option<&str>) {
        self.buffer.push_str(text.unwrap_or_default());
        self.ends.push((self.buffer.len(), text.is_some()));
    }

    /// The texts, one after the other without anything between them.
    pub fn as_str(&self) -> &str {
        &self.buffer
    }

    /// The texts in their order.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        let mut start = 0;
        self.ends.iter().map(move |&(end, is_text)| {
            let text = &self.buffer[std::mem::replace(&mut start, end)..end];
            is_text.then_some(text)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn texts_come_out_as_they_went_in() {
        let texts = [Some("ä"), None, Some(""), Some("b")];
        let mut all = Texts::default();
        texts.iter().for_each(|text| all.push(*text));
        assert_eq!(all.iter().collect::<Vec<_>>(), texts);
        assert_eq!(all.as_str(), "äb");
    }
}
