//! What was tried and was not done, in words, as the page of it says first.

#[derive(Default)]
pub struct NotDone {
    /// With the id of the field that it is about, where the page has one.
    pub said: Vec<(String, Option<String>)>,
    /// What could be had instead: where to ask for it, and what that is.
    pub offers: Vec<(String, String)>,
}

impl From<(Vec<String>, Vec<(String, String)>)> for NotDone {
    fn from((said, offers): (Vec<String>, Vec<(String, String)>)) -> Self {
        Self {
            said: said.into_iter().map(|text| (text, None)).collect(),
            offers,
        }
    }
}

impl NotDone {
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }
}
