//! The SDK's errors: five codes, and what goes with them.

use serde::{Deserialize, Serialize};

/// The error codes of the vendor's page (`contract/omni-sdk.json`, `errors`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub enum ErrorCode {
    /// 1000: no answer in time.
    Timeout,
    /// 1003: the origin is not allowed.
    InvalidOrigin,
    /// 2001: a parameter is missing or of the wrong type.
    RequiredFieldMissing,
    /// 3000: refused, or something upstream failed; `data.http` says which.
    HttpError,
    /// 4000: what was named does not exist.
    DataNotFound,
}

impl ErrorCode {
    /// The number on the wire.
    pub fn number(self) -> i64 {
        match self {
            ErrorCode::Timeout => 1000,
            ErrorCode::InvalidOrigin => 1003,
            ErrorCode::RequiredFieldMissing => 2001,
            ErrorCode::HttpError => 3000,
            ErrorCode::DataNotFound => 4000,
        }
    }

    /// The code with this number.
    pub fn from_number(number: i64) -> Option<ErrorCode> {
        Some(match number {
            1000 => ErrorCode::Timeout,
            1003 => ErrorCode::InvalidOrigin,
            2001 => ErrorCode::RequiredFieldMissing,
            3000 => ErrorCode::HttpError,
            4000 => ErrorCode::DataNotFound,
            _ => return None,
        })
    }

    /// The vendor's name of it.
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::Timeout => "Timeout",
            ErrorCode::InvalidOrigin => "Invalid origin",
            ErrorCode::RequiredFieldMissing => "Required field missing",
            ErrorCode::HttpError => "HTTP error",
            ErrorCode::DataNotFound => "Data not found",
        }
    }
}

impl TryFrom<i64> for ErrorCode {
    type Error = String;

    fn try_from(number: i64) -> Result<ErrorCode, String> {
        ErrorCode::from_number(number).ok_or_else(|| format!("{number} is none of the SDK's codes"))
    }
}

impl From<ErrorCode> for i64 {
    fn from(code: ErrorCode) -> i64 {
        code.number()
    }
}

/// A call's refusal, as the SDK's promise rejects with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct SdkError {
    /// One of the five codes.
    pub code: ErrorCode,
    /// What happened, for a person.
    pub message: String,
    /// What a program needs.
    pub data: Box<ErrorData>,
}

/// The `data` of an error on the wire; `method` is added by whoever answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorData {
    /// The vendor's name of the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The method that was called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// The parameter's path, e.g. `channelDetails.phone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the parameter should have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The HTTP status that this would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http: Option<u16>,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl SdkError {
    fn new(code: ErrorCode, message: impl Into<String>) -> SdkError {
        let data = ErrorData { kind: code.name().to_owned(), ..ErrorData::default() };
        SdkError { code, message: message.into(), data: Box::new(data) }
    }

    /// 2001: `field` is missing or wrong, `expected` says what it should be.
    pub fn field(field: impl Into<String>, expected: impl Into<String>) -> SdkError {
        let (field, expected) = (field.into(), expected.into());
        let mut error =
            SdkError::new(ErrorCode::RequiredFieldMissing, format!("{field}: expected {expected}"));
        error.data.field = Some(field);
        error.data.expected = Some(expected);
        error
    }

    /// 3000 with 401: the password is wrong.
    pub fn unauthorized(message: impl Into<String>) -> SdkError {
        SdkError::http(401, message)
    }

    /// 3000 with 403: not signed in, or not allowed.
    pub fn forbidden(message: impl Into<String>) -> SdkError {
        SdkError::http(403, message)
    }

    /// 3000 with 409: not possible in the present state.
    pub fn conflict(message: impl Into<String>) -> SdkError {
        SdkError::http(409, message)
    }

    /// 3000 with any status.
    pub fn http(status: u16, message: impl Into<String>) -> SdkError {
        let mut error = SdkError::new(ErrorCode::HttpError, message);
        error.data.http = Some(status);
        error
    }

    /// 4000: what was named does not exist.
    pub fn not_found(message: impl Into<String>) -> SdkError {
        SdkError::new(ErrorCode::DataNotFound, message)
    }

    /// 1003: the origin is not allowed.
    pub fn invalid_origin(message: impl Into<String>) -> SdkError {
        SdkError::new(ErrorCode::InvalidOrigin, message)
    }

    /// 1000: no answer in time.
    pub fn timeout(message: impl Into<String>) -> SdkError {
        SdkError::new(ErrorCode::Timeout, message)
    }

    /// The same with a hint of what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> SdkError {
        self.data.hint = Some(hint.into());
        self
    }
}
