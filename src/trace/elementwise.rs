//! One element of the result from one element of each operand.

use super::broadcast::common_shape;
use super::operand::Operand;
use super::promote::{promote, to_inexact};
use super::trace::Trace;
use super::value::Value;
use crate::error::{Error, Result};
use crate::program::Op;
use crate::program::emit::Emit;
use crate::program::op::enumerations::ComparisonDirection;
use crate::program::types::{Class, class};
use crate::tensor::DType;

/// Which dtypes an operation takes as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Domain {
    /// Floats; all else becomes `float32`.
    Inexact,
    /// Numbers.
    Number,
    /// Truth values and integers.
    Bits,
}

/// A function of one element. The names are NumPy's and JAX's. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Unary {
    /// The absolute value.
    Abs,
    /// The negative.
    Neg,
    /// -1, 0 or 1.
    Sign,
    /// e to the power of it.
    Exp,
    /// e to the power of it, minus 1.
    Expm1,
    /// The natural logarithm.
    Log,
    /// The natural logarithm of 1 plus it.
    Log1p,
    /// The square root.
    Sqrt,
    /// 1 over the square root.
    Rsqrt,
    /// The cube root.
    Cbrt,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// The hyperbolic tangent.
    Tanh,
    /// 1 / (1 + e^-x).
    Sigmoid,
    /// The largest integer not above it.
    Floor,
    /// The smallest integer not below it.
    Ceil,
    /// The nearest integer, the even one of two.
    Round,
    /// Whether it is neither infinite nor a NaN.
    IsFinite,
    /// The error function.
    Erf,
    /// 1 minus the error function.
    Erfc,
    /// The inverse of the error function.
    ErfInv,
    /// The logarithm of the absolute value of the gamma function.
    Lgamma,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The inverse of the sine.
    Arcsin,
    /// The inverse of the cosine.
    Arccos,
    /// The inverse of the tangent.
    Arctan,
    /// The inverse of the hyperbolic sine.
    Arcsinh,
    /// The inverse of the hyperbolic cosine.
    Arccosh,
    /// The inverse of the hyperbolic tangent.
    Arctanh,
    /// The bits inverted; of truth values the other one.
    Not,
}

macro_rules! unary {
    ($($name:ident: $variant:ident = $op:ident, $domain:ident;)*) => {
        impl Unary {
            /// Every one, in order of its number.
            pub const ALL: &'static [Unary] = &[$(Unary::$variant),*];

            /// The name of its method.
            pub const fn name(self) -> &'static str {
                match self { $(Unary::$variant => stringify!($name)),* }
            }

            fn op(self) -> (Op, Domain) {
                match self { $(Unary::$variant => (Op::$op, Domain::$domain)),* }
            }
        }

        impl Value {
            $(
                #[doc = concat!("[`Unary::", stringify!($variant), "`] of each element.")]
                ///
                /// # Errors
                /// As [`Value::unary`].
                pub fn $name(&self) -> Result<Value> {
                    self.unary(Unary::$variant)
                }
            )*
        }
    };
}

unary! {
    abs: Abs = Abs, Number;
    neg: Neg = Negate, Number;
    sign: Sign = Sign, Number;
    exp: Exp = Exponential, Inexact;
    expm1: Expm1 = ExponentialMinusOne, Inexact;
    log: Log = Log, Inexact;
    log1p: Log1p = LogPlusOne, Inexact;
    sqrt: Sqrt = Sqrt, Inexact;
    rsqrt: Rsqrt = Rsqrt, Inexact;
    cbrt: Cbrt = Cbrt, Inexact;
    sin: Sin = Sine, Inexact;
    cos: Cos = Cosine, Inexact;
    tan: Tan = Tan, Inexact;
    tanh: Tanh = Tanh, Inexact;
    sigmoid: Sigmoid = Logistic, Inexact;
    floor: Floor = Floor, Inexact;
    ceil: Ceil = Ceil, Inexact;
    round: Round = RoundNearestEven, Inexact;
    isfinite: IsFinite = IsFinite, Inexact;
    erf: Erf = Erf, Inexact;
    erfc: Erfc = Erfc, Inexact;
    erf_inv: ErfInv = ErfInv, Inexact;
    lgamma: Lgamma = Lgamma, Inexact;
    sinh: Sinh = Sinh, Inexact;
    cosh: Cosh = Cosh, Inexact;
    arcsin: Arcsin = Asin, Inexact;
    arccos: Arccos = Acos, Inexact;
    arctan: Arctan = Atan, Inexact;
    arcsinh: Arcsinh = Asinh, Inexact;
    arccosh: Arccosh = Acosh, Inexact;
    arctanh: Arctanh = Atanh, Inexact;
    not: Not = Not, Bits;
}

/// A function of two elements. The names are NumPy's and JAX's. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Binary {
    /// The sum.
    Add,
    /// The difference.
    Sub,
    /// The product.
    Mul,
    /// The quotient; of integers it is a `float32`.
    Div,
    /// The quotient rounded down.
    FloorDivide,
    /// What the quotient rounded down leaves, with the sign of the divisor.
    Mod,
    /// The one to the power of the other.
    Pow,
    /// The larger.
    Maximum,
    /// The smaller.
    Minimum,
    /// The angle of the point (other, self).
    Arctan2,
    /// Whether they are equal.
    Equal,
    /// Whether they differ.
    NotEqual,
    /// Whether the first is smaller.
    Less,
    /// Whether the first is not larger.
    LessEqual,
    /// Whether the first is larger.
    Greater,
    /// Whether the first is not smaller.
    GreaterEqual,
    /// The bits that both have; of truth values whether both hold.
    And,
    /// The bits that either has.
    Or,
    /// The bits that one of them has.
    Xor,
    /// The bits moved up.
    LeftShift,
    /// The bits moved down; the sign stays.
    RightShift,
}

macro_rules! binary {
    ($($name:ident: $variant:ident;)*) => {
        impl Binary {
            /// Every one, in order of its number.
            pub const ALL: &'static [Binary] = &[$(Binary::$variant),*];

            /// The name of its method.
            pub const fn name(self) -> &'static str {
                match self { $(Binary::$variant => stringify!($name)),* }
            }
        }

        impl Value {
            $(
                #[doc = concat!("[`Binary::", stringify!($variant), "`] of each element and that of `other`.")]
                ///
                /// # Errors
                /// As [`Value::binary`].
                pub fn $name<'a>(&self, other: impl Into<Operand<'a>>) -> Result<Value> {
                    self.trace().binary(Binary::$variant, Operand::Value(self), other.into())
                }
            )*
        }
    };
}

binary! {
    add: Add;
    sub: Sub;
    mul: Mul;
    div: Div;
    floor_divide: FloorDivide;
    modulo: Mod;
    pow: Pow;
    maximum: Maximum;
    minimum: Minimum;
    arctan2: Arctan2;
    equal: Equal;
    not_equal: NotEqual;
    less: Less;
    less_equal: LessEqual;
    greater: Greater;
    greater_equal: GreaterEqual;
    and: And;
    or: Or;
    xor: Xor;
    left_shift: LeftShift;
    right_shift: RightShift;
}

impl Value {
    /// This function of each element.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the function has no meaning for the dtype, `FAILED_PRECONDITION` when the trace is over.
    pub fn unary(&self, function: Unary) -> Result<Value> {
        let (op, domain) = function.op();
        let operand = match (domain, class(self.dtype())) {
            (Domain::Inexact, _) => self.astype(to_inexact(self.dtype()))?,
            (Domain::Number, Class::Bool) | (Domain::Bits, Class::Float) => {
                return Err(Error::invalid(format!("{}: {self} has elements it is not defined for", function.name())));
            }
            (Domain::Number, Class::Unsigned) if function == Unary::Abs => return Ok(self.clone()),
            _ => self.clone(),
        };
        self.trace().emit(|builder| builder.emit(op, &[operand.id()]))
    }

    /// This function of each element and that of another operand.
    ///
    /// # Errors
    /// As [`Trace::binary`].
    pub fn binary<'a>(&self, function: Binary, other: impl Into<Operand<'a>>) -> Result<Value> {
        self.trace().binary(function, Operand::Value(self), other.into())
    }

    /// The product with itself.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over.
    pub fn square(&self) -> Result<Value> {
        let id = self.id();
        self.trace().emit(|builder| builder.square(id))
    }

    /// The elements as numbers of this dtype.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the trace is over.
    pub fn astype(&self, dtype: DType) -> Result<Value> {
        if self.dtype() == dtype {
            return Ok(self.clone());
        }
        let id = self.id();
        self.trace().emit(|builder| builder.convert(id, dtype))
    }

    /// The elements of `a` where this holds, else those of `b`; shapes and dtypes of the three go together.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the shapes do not go together.
    pub fn where_<'a>(&self, a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<Value> {
        let (trace, a, b) = (self.trace(), a.into(), b.into());
        trace.id(self)?;
        let dtype = trace.common_dtype(a, b);
        let condition = if self.dtype() == DType::Bool { self.clone() } else { self.not_equal(0i64)? };
        let shape = common_shape(a.shape(), b.shape()).and_then(|shape| common_shape(&shape, self.shape()));
        let shape = shape.ok_or_else(|| {
            let (a, b) = (a.shape(), b.shape());
            Error::invalid(format!("where: the shapes {:?}, {a:?} and {b:?} do not go together", self.shape()))
        })?;
        let condition = condition.broadcast_to(&shape)?;
        let a = a.to_value(trace, dtype)?.broadcast_to(&shape)?;
        let b = b.to_value(trace, dtype)?.broadcast_to(&shape)?;
        let (a, b) = (trace.id(&a)?, trace.id(&b)?);
        trace.emit(|builder| builder.select(condition.id(), a, b))
    }

    /// The elements, those below `low` and above `high` replaced by these.
    ///
    /// # Errors
    /// As [`Value::binary`].
    pub fn clip<'a>(&self, low: impl Into<Operand<'a>>, high: impl Into<Operand<'a>>) -> Result<Value> {
        self.maximum(low)?.minimum(high)
    }

    /// The elements to the power of an integer, by multiplication.
    fn integer_pow(&self, exponent: i64) -> Result<Value> {
        let mut power: Option<Value> = None;
        let mut base = self.clone();
        let mut left = exponent.unsigned_abs();
        if left == 0 {
            return self.trace().full(self.dtype(), self.shape(), 1.0);
        }
        loop {
            if left % 2 == 1 {
                power = Some(match power {
                    None => base.clone(),
                    Some(power) => power.mul(&base)?,
                });
            }
            left /= 2;
            if left == 0 {
                break;
            }
            base = base.square()?;
        }
        let power = power.unwrap_or(base);
        if exponent < 0 { self.trace().binary(Binary::Div, Operand::Int(1), Operand::Value(&power)) } else { Ok(power) }
    }
}

impl Trace {
    /// A function of two operands, element by element. Numbers take the dtype of the other operand.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the shapes do not go together or the function has no meaning for the dtype;
    /// `FAILED_PRECONDITION` for a value of another trace, and when the trace is over.
    pub fn binary(&self, function: Binary, lhs: Operand, rhs: Operand) -> Result<Value> {
        let mut dtype = self.common_dtype(lhs, rhs);
        if let (Binary::Pow, Operand::Value(base), Operand::Int(exponent)) = (function, lhs, rhs)
            && (class(base.dtype()) == Class::Float || exponent >= 0)
        {
            self.id(base)?;
            return base.astype(dtype)?.integer_pow(exponent);
        }
        if matches!(function, Binary::Div | Binary::Arctan2) {
            dtype = to_inexact(dtype);
        }
        let is_bits =
            matches!(function, Binary::And | Binary::Or | Binary::Xor | Binary::LeftShift | Binary::RightShift);
        if is_bits && class(dtype) == Class::Float {
            return Err(Error::invalid(format!("{}: elements of {dtype} have no bits to combine", function.name())));
        }
        if class(dtype) == Class::Bool && matches!(function, Binary::Sub | Binary::Mod | Binary::FloorDivide) {
            return Err(Error::invalid(format!("{}: not defined for truth values", function.name())));
        }
        let shape = common_shape(lhs.shape(), rhs.shape()).ok_or_else(|| {
            let (a, b) = (lhs.shape(), rhs.shape());
            Error::invalid(format!(
                "{}: the shapes {a:?} and {b:?} do not go together; aligned at their last axes, extents must be equal or 1",
                function.name()
            ))
        })?;
        let (lhs, rhs) = (lhs.to_value(self, dtype)?, rhs.to_value(self, dtype)?);
        let (lhs, rhs) = (lhs.broadcast_to(&shape)?, rhs.broadcast_to(&shape)?);
        let (a, b) = (self.id(&lhs)?, self.id(&rhs)?);
        let direct = |op: Op| self.emit(|builder| builder.emit(op, &[a, b]));
        let compared = |direction| self.emit(|builder| builder.compare(a, b, direction));
        match function {
            Binary::Add => direct(Op::Add),
            Binary::Sub => direct(Op::Subtract),
            Binary::Mul => direct(Op::Multiply),
            Binary::Div => direct(Op::Divide),
            Binary::Pow => direct(Op::Power),
            Binary::Maximum => direct(Op::Maximum),
            Binary::Minimum => direct(Op::Minimum),
            Binary::Arctan2 => direct(Op::Atan2),
            Binary::And => direct(Op::And),
            Binary::Or => direct(Op::Or),
            Binary::Xor => direct(Op::Xor),
            Binary::LeftShift => direct(Op::ShiftLeft),
            Binary::RightShift if class(dtype) == Class::Signed => direct(Op::ShiftRightArithmetic),
            Binary::RightShift => direct(Op::ShiftRightLogical),
            Binary::Equal => compared(ComparisonDirection::Eq),
            Binary::NotEqual => compared(ComparisonDirection::Ne),
            Binary::Less => compared(ComparisonDirection::Lt),
            Binary::LessEqual => compared(ComparisonDirection::Le),
            Binary::Greater => compared(ComparisonDirection::Gt),
            Binary::GreaterEqual => compared(ComparisonDirection::Ge),
            Binary::Mod => {
                let left = direct(Op::Remainder)?;
                left.has_other_sign(&rhs)?.where_(&left.add(&rhs)?, &left)
            }
            Binary::FloorDivide => {
                let left = direct(Op::Remainder)?;
                let whole = if class(dtype) == Class::Float {
                    lhs.sub(&left)?.div(&rhs)?.round()?
                } else {
                    direct(Op::Divide)?
                };
                left.has_other_sign(&rhs)?.where_(&whole.sub(1i64)?, &whole)
            }
        }
    }

    /// The dtype of an operation on both. Two numbers are `float32` or `int32`, as in JAX.
    fn common_dtype(&self, a: Operand, b: Operand) -> DType {
        let known = |operand: Operand| match operand {
            Operand::Value(value) => Some(value.dtype()),
            Operand::Tensor(tensor) => Some(tensor.dtype()),
            _ => None,
        };
        match (known(a), known(b)) {
            (Some(a), Some(b)) => promote(a, b),
            (Some(a), None) => b.promoted(a),
            (None, Some(b)) => a.promoted(b),
            (None, None) => match (a, b) {
                (Operand::Float(_), _) | (_, Operand::Float(_)) => DType::F32,
                (Operand::Bool(_), Operand::Bool(_)) => DType::Bool,
                _ => DType::I32,
            },
        }
    }
}

impl Value {
    /// Whether it is not 0 and has another sign than the divisor.
    fn has_other_sign(&self, divisor: &Value) -> Result<Value> {
        let zero = 0i64;
        self.not_equal(zero)?.and(&self.less(zero)?.not_equal(&divisor.less(zero)?)?)
    }
}
