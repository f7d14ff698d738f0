//! Secrets in URLs, queries and headers of requests to third parties.

use std::borrow::Cow;

use super::BLANK;

/// Headers that hold no secret; any other may be one's own way to sign in.
const PLAIN_HEADERS: [&str; 10] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-language",
    "content-type",
    "if-modified-since",
    "user-agent",
    "x-requested-with",
];

/// What a query's secret is called too, where every service has its own word for it; without `-`, `_` and
/// capitals.
const QUERY_SECRETS: [&str; 4] = ["key", "sig", "signature", "appid"];

/// Whether a header can be shown.
pub(super) fn is_plain_header(name: &str) -> bool {
    PLAIN_HEADERS.iter().any(|plain| plain.eq_ignore_ascii_case(name))
}

/// Whether a query's field of this name holds a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    super::is_secret(name) || QUERY_SECRETS.iter().any(|end| plain.ends_with(end))
}

/// A URL without what stands before its host.
pub(super) fn without_user(url: &str) -> Cow<'_, str> {
    let Some(start) = url.find("//").map(|at| at + 2) else { return Cow::Borrowed(url) };
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    match url[start..end].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{BLANK}{}", &url[..start], &url[start + at..])),
        None => Cow::Borrowed(url),
    }
}

/// A URL or a query without the values of secret fields. A text with spaces and without a `?` is a
/// person's and stays as it is.
pub(super) fn without_secrets(text: &str, is_secret: fn(&str) -> bool) -> Cow<'_, str> {
    let start = match text.find('?') {
        Some(at) => at + 1,
        None if text.contains(char::is_whitespace) => return Cow::Borrowed(text),
        None => 0,
    };
    let mut out = String::new();
    let mut copied = 0;
    let mut at = start;
    for field in text[start..].split_inclusive(['&', ';', '#', '?']) {
        let field_end = at + field.trim_end_matches(['&', ';', '#', '?']).len();
        if let Some((name, value)) = text[at..field_end].split_once('=')
            && !value.is_empty()
            && is_secret(name)
        {
            out.push_str(&text[copied..at + name.len() + 1]);
            out.push_str(BLANK);
            copied = field_end;
        }
        at += field.len();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://h/x?access_token=S3&b=1", "https://h/x?access_token=***&b=1")]
    #[case("https://h/x?a=1;api-key=S3#token=S3", "https://h/x?a=1;api-key=***#token=***")]
    #[case("https://h/token=1/x?a=1", "https://h/token=1/x?a=1")]
    #[case("access_token=S3&token_type=b", "access_token=***&token_type=b")]
    #[case("/x?token=", "/x?token=")]
    #[case("/x?token", "/x?token")]
    #[case("/x?a%5Ftoken=S%33", "/x?a%5Ftoken=***")]
    #[case("/x?ü=1&password=ü&x=ü", "/x?ü=1&password=***&x=ü")]
    #[case("my password=is long", "my password=is long")]
    #[case("", "")]
    fn a_querys_secrets_are_blanked(#[case] text: &str, #[case] safe: &str) {
        assert_eq!(without_secrets(text, super::super::is_secret), safe);
    }

    #[rstest]
    #[case("https://bob:S3@h/x@y", "https://***@h/x@y")]
    #[case("https://bob:S3@@h", "https://***@h")]
    #[case("https://h/x@y", "https://h/x@y")]
    #[case("https://h?a@b", "https://h?a@b")]
    #[case("bob", "bob")]
    fn a_urls_user_is_blanked(#[case] url: &str, #[case] safe: &str) {
        assert_eq!(without_user(url), safe);
    }

    #[rstest]
    #[case("key", true)]
    #[case("subscription-Key", true)]
    #[case("appid", true)]
    #[case("page", false)]
    #[case("keyword", false)]
    fn services_have_their_own_words(#[case] name: &str, #[case] secret: bool) {
        assert_eq!(is_secret(name), secret);
    }
}
