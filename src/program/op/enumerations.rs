//! The enumerations of the dialect.

use super::field::Field;
use crate::program::attribute::Attribute;

macro_rules! enumerations {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The name in the text.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The one of this name.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl Field for $name {
            const EXPECTED: &'static str = concat!("one of the names of `#stablehlo<", $kind, " …>`");

            fn from_attribute(attribute: &Attribute) -> Option<$name> {
                match attribute {
                    Attribute::Dialect { name, body } if name == "stablehlo" => {
                        let (kind, value) = body.trim().split_once(char::is_whitespace)?;
                        (kind == $kind).then(|| $name::from_name(value.trim()))?
                    }
                    _ => None,
                }
            }

            fn to_attribute(&self) -> Option<Attribute> {
                Some(Attribute::enumerator($kind, self.name()))
            }
        }
    )*};
}

enumerations! {
    /// What `compare` asks.
    ComparisonDirection = "comparison_direction" {
        /// Equal.
        Eq = "EQ",
        /// Not equal.
        Ne = "NE",
        /// Greater than or equal.
        Ge = "GE",
        /// Greater than.
        Gt = "GT",
        /// Less than or equal.
        Le = "LE",
        /// Less than.
        Lt = "LT",
    }

    /// How `compare` orders.
    ComparisonType = "comparison_type" {
        /// As the dtype says.
        NoType = "NOTYPE",
        /// IEEE 754: a NaN is unordered, zeros are equal.
        Float = "FLOAT",
        /// -NaN < -infinity < … < -0 < +0 < … < infinity < NaN.
        TotalOrder = "TOTALORDER",
        /// Two's complement.
        Signed = "SIGNED",
        /// Also of bools.
        Unsigned = "UNSIGNED",
    }

    /// How exact a product is asked to be. The reference is always as exact as it can.
    Precision = "precision" {
        /// The fastest.
        Default = "DEFAULT",
        /// More exact.
        High = "HIGH",
        /// The most exact.
        Highest = "HIGHEST",
    }

    /// Which form of the matrix `triangular_solve` takes.
    Transposition = "transpose" {
        /// As it is.
        None = "NO_TRANSPOSE",
        /// Transposed.
        Transpose = "TRANSPOSE",
        /// Conjugated and transposed; for real numbers the same as transposed.
        Adjoint = "ADJOINT",
    }

    /// What makes random bits.
    RngAlgorithm = "rng_algorithm" {
        /// Whatever the implementation chooses: here threefry.
        Default = "DEFAULT",
        /// Threefry.
        ThreeFry = "THREE_FRY",
        /// Philox.
        Philox = "PHILOX",
    }
}

impl Field for Vec<Precision> {
    const EXPECTED: &'static str = "a list of precisions, such as `[#stablehlo<precision DEFAULT>]`";

    fn from_attribute(attribute: &Attribute) -> Option<Vec<Precision>> {
        match attribute {
            Attribute::Array(items) => items.iter().map(Precision::from_attribute).collect(),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        let items: Vec<Attribute> = self.iter().filter_map(Precision::to_attribute).collect();
        (!items.is_empty()).then_some(Attribute::Array(items))
    }

    fn absent() -> Option<Vec<Precision>> {
        Some(Vec::new())
    }
}

/// Precisions as operations of the client dialect have them, which writes them as its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ChloPrecisions(pub Vec<Precision>);

impl Field for ChloPrecisions {
    const EXPECTED: &'static str = "a list of precisions, such as `[#chlo<precision DEFAULT>]`";

    fn from_attribute(attribute: &Attribute) -> Option<ChloPrecisions> {
        let Attribute::Array(items) = attribute else { return None };
        let precision = |item: &Attribute| match item {
            Attribute::Dialect { name, body } if name == "chlo" => {
                let (kind, value) = body.trim().split_once(char::is_whitespace)?;
                (kind == "precision").then(|| Precision::from_name(value.trim()))?
            }
            _ => None,
        };
        items.iter().map(precision).collect::<Option<_>>().map(ChloPrecisions)
    }

    fn to_attribute(&self) -> Option<Attribute> {
        let item = |precision: &Precision| Attribute::Dialect {
            name: "chlo".into(),
            body: format!("precision {}", precision.name()),
        };
        (!self.0.is_empty()).then(|| Attribute::Array(self.0.iter().map(item).collect()))
    }

    fn absent() -> Option<ChloPrecisions> {
        Some(ChloPrecisions::default())
    }
}
