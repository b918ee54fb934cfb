//! Every fallible operation answers with a [`Status`] and a text that says what was wrong, where, and what was expected.

use std::fmt;

/// What kind of failure it was. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Status {
    /// The call did what it says.
    Ok = 0,
    /// NULL, ill-formed, bad UTF-8, overflow, shape or dtype.
    InvalidArgument = 3,
    /// Unknown path, key or file.
    NotFound = 5,
    /// The key is taken.
    AlreadyExists = 6,
    /// Memory.
    ResourceExhausted = 8,
    /// The call came at the wrong time, or its arguments do not fit each other.
    FailedPrecondition = 9,
    /// The operation, type or option is not supported.
    Unimplemented = 12,
    /// A panic that was caught: a bug in libnnx.
    Internal = 13,
    /// No driver or device.
    Unavailable = 14,
    /// A damaged file.
    DataLoss = 15,
    /// The handle is stale, doubled, forged or of another type.
    InvalidHandle = 100,
    /// An object whose change panicked; only release works.
    Poisoned = 101,
    /// The caller was built for another version.
    VersionMismatch = 102,
    /// A value is not finite.
    NonFinite = 103,
    /// The device reported an error.
    Device = 104,
}

impl Status {
    /// Every status, in order of its number.
    pub const ALL: [Status; 15] = [
        Status::Ok,
        Status::InvalidArgument,
        Status::NotFound,
        Status::AlreadyExists,
        Status::ResourceExhausted,
        Status::FailedPrecondition,
        Status::Unimplemented,
        Status::Internal,
        Status::Unavailable,
        Status::DataLoss,
        Status::InvalidHandle,
        Status::Poisoned,
        Status::VersionMismatch,
        Status::NonFinite,
        Status::Device,
    ];

    /// The name as it stands in the C header, without its prefix.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Ok => "OK",
            Status::InvalidArgument => "INVALID_ARGUMENT",
            Status::NotFound => "NOT_FOUND",
            Status::AlreadyExists => "ALREADY_EXISTS",
            Status::ResourceExhausted => "RESOURCE_EXHAUSTED",
            Status::FailedPrecondition => "FAILED_PRECONDITION",
            Status::Unimplemented => "UNIMPLEMENTED",
            Status::Internal => "INTERNAL",
            Status::Unavailable => "UNAVAILABLE",
            Status::DataLoss => "DATA_LOSS",
            Status::InvalidHandle => "INVALID_HANDLE",
            Status::Poisoned => "POISONED",
            Status::VersionMismatch => "VERSION_MISMATCH",
            Status::NonFinite => "NON_FINITE",
            Status::Device => "DEVICE",
        }
    }
}

/// A failure: its status, a text for a person, and the path in the graph it is about, where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    /// A [`Status`] number, or a callback's own (1000 and above).
    code: i32,
    message: String,
    path: Option<String>,
}

/// The result of a fallible operation.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A failure with this status and text.
    pub fn new(status: Status, message: impl Into<String>) -> Error {
        Error::from_code(status as i32, message)
    }

    /// A failure with the number that a callback returned.
    pub fn from_code(code: i32, message: impl Into<String>) -> Error {
        Error(Box::new(Detail { code, message: message.into(), path: None }))
    }

    /// Shorthand for [`Status::InvalidArgument`].
    pub fn invalid(message: impl Into<String>) -> Error {
        Error::new(Status::InvalidArgument, message)
    }

    /// Shorthand for [`Status::NotFound`].
    pub fn not_found(message: impl Into<String>) -> Error {
        Error::new(Status::NotFound, message)
    }

    /// Shorthand for [`Status::FailedPrecondition`].
    pub fn precondition(message: impl Into<String>) -> Error {
        Error::new(Status::FailedPrecondition, message)
    }

    /// Shorthand for [`Status::ResourceExhausted`]: so many bytes of this could not be had.
    pub fn out_of_memory(what: &str, bytes: usize) -> Error {
        Error::new(Status::ResourceExhausted, format!("cannot allocate {bytes} bytes for {what}"))
    }

    /// The same failure, about this path.
    #[must_use]
    pub fn at(mut self, path: impl fmt::Display) -> Error {
        self.0.path = Some(path.to_string());
        self
    }

    /// The same failure, about this argument of the call: its name comes before the text.
    #[must_use]
    pub fn argument(mut self, name: &str) -> Error {
        self.0.message = format!("`{name}`: {}", self.0.message);
        self
    }

    /// The number that crosses the C ABI.
    pub fn code(&self) -> i32 {
        self.0.code
    }

    /// The status, when the number is one of libnnx's own.
    pub fn status(&self) -> Option<Status> {
        Status::ALL.into_iter().find(|status| *status as i32 == self.0.code)
    }

    /// The text, without the path.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The path in the graph that the failure is about.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.path {
            Some(path) if !path.is_empty() => write!(f, "{path}: {}", self.0.message),
            _ => f.write_str(&self.0.message),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_begins_with_the_path_and_an_empty_one_leaves_nothing_behind() {
        let error = Error::invalid("expected a node");
        assert_eq!(error.clone().at("a/0").to_string(), "a/0: expected a node");
        assert_eq!(error.clone().at("").to_string(), "expected a node");
        assert_eq!(error.argument("value").to_string(), "`value`: expected a node");
    }
}
