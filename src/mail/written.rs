//! A mail in words, for the templates of text and HTML.

/// A mail in words, for the templates of text and HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    /// What lists of mails show beside the subject.
    pub preheader: String,
    pub heading: String,
    pub paragraphs: Vec<String>,
    pub facts: Vec<Fact>,
    pub code: Option<Fact>,
    pub link: Option<MailLink>,
    /// Of what the mail tells, where that is more than one thing.
    pub list: Vec<MailLink>,
    /// What is held for the group.
    pub kept: Vec<MailLink>,
    /// Of a series: what it is about, and what is left out.
    pub dates: Vec<String>,
    pub others: Vec<String>,
    pub alternatives: Vec<MailLink>,
    pub details: Vec<Fact>,
    /// What happened to the same shortly before and is told with it, oldest first.
    pub earlier: Vec<Earlier>,
    pub closing: String,
}

/// A piece of news that another is told together with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub heading: String,
    /// What it said and the newest news does not say.
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// A link in a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailLink {
    pub label: String,
    pub url: String,
}
