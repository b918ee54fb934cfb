//! The op table: one row per operation. `docs/adding-an-op.md` walks through one.

use super::attributes::*;
use super::field::{OpAttributes, Reader};
use crate::error::Result;
use crate::program::attribute::Attributes;
use crate::program::text::pretty;

/// What the table says about an operation.
pub struct OpInfo {
    /// Its name, with the dialect.
    pub name: &'static str,
    /// The names of its operands; `...` follows the name of a list of any length.
    pub operands: &'static [&'static str],
    /// The names of its attributes.
    pub attributes: &'static [&'static str],
    /// The regions it has.
    pub regions: Regions,
    /// How it is written.
    pub(in crate::program) form: Form,
    read: fn(&mut Reader) -> Result<Op>,
}

/// How many regions an operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regions {
    /// None.
    None,
    /// So many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

/// How an operation is written.
#[derive(Clone, Copy)]
pub(in crate::program) enum Form {
    /// `"name"(%a) <{attributes}> ({region}) : (type) -> type`.
    Generic,
    /// `name %a, %b : (type, type) -> type`.
    FunctionType,
    /// As `FunctionType`, but `name %a, %b : type` where all types are the same.
    SameType,
    /// `name %a, %b : type, type -> type`.
    Chlo,
    /// `name %a, word = [1, 2] : (type) -> type`: words, and the attributes of integers that they stand for.
    Labelled(&'static [(&'static str, &'static str)]),
    /// As `Labelled`, but with `: type` where all types are the same.
    LabelledSameType(&'static [(&'static str, &'static str)]),
    /// In a way of its own.
    Own(&'static pretty::Pretty),
}

macro_rules! ops {
    ($($variant:ident $(($attributes:ident))? = $name:literal, [$($operand:literal),*], $regions:expr, $form:expr;)*) => {
        /// An operation, with its attributes where it has some.
        #[derive(Clone, Debug, PartialEq)]
        #[expect(missing_docs, reason = "each is the operation of its name in the specification")]
        pub enum Op { $($variant $((Box<$attributes>))?),* }

        /// Every row of the table, in its order.
        pub static OPS: &[OpInfo] = &[$(OpInfo {
            name: $name,
            operands: &[$($operand),*],
            attributes: ops!(@names $($attributes)?),
            regions: $regions,
            form: $form,
            read: ops!(@read $variant $($attributes)?),
        }),*];

        impl Op {
            /// The place of its row in [`OPS`].
            fn row(&self) -> usize {
                #[derive(Clone, Copy)]
                enum Row { $($variant),* }
                (match self { $(ops!(@pattern $variant $($attributes)?) => Row::$variant),* }) as usize
            }

            /// Its attributes in the generic form.
            pub fn attributes(&self) -> Attributes {
                match self { $(ops!(@bind attributes $variant $($attributes)?) => ops!(@write attributes $($attributes)?)),* }
            }
        }
    };
    (@names) => { &[] };
    (@names $attributes:ident) => { $attributes::NAMES };
    (@read $variant:ident) => { |_| Ok(Op::$variant) };
    (@read $variant:ident $attributes:ident) => { |reader| Ok(Op::$variant(Box::new($attributes::read(reader)?))) };
    (@pattern $variant:ident) => { Op::$variant };
    (@pattern $variant:ident $attributes:ident) => { Op::$variant(_) };
    (@bind $name:ident $variant:ident) => { Op::$variant };
    (@bind $name:ident $variant:ident $attributes:ident) => { Op::$variant($name) };
    (@write $name:ident) => { Attributes::new() };
    (@write $name:ident $attributes:ident) => { $name.write() };
}

ops! {
    // One element of the result from one element of each operand.
    Abs = "stablehlo.abs", ["operand"], Regions::None, Form::SameType;
    Cbrt = "stablehlo.cbrt", ["operand"], Regions::None, Form::SameType;
    Ceil = "stablehlo.ceil", ["operand"], Regions::None, Form::SameType;
    Cosine = "stablehlo.cosine", ["operand"], Regions::None, Form::SameType;
    CountLeadingZeros = "stablehlo.count_leading_zeros", ["operand"], Regions::None, Form::SameType;
    Exponential = "stablehlo.exponential", ["operand"], Regions::None, Form::SameType;
    ExponentialMinusOne = "stablehlo.exponential_minus_one", ["operand"], Regions::None, Form::SameType;
    Floor = "stablehlo.floor", ["operand"], Regions::None, Form::SameType;
    IsFinite = "stablehlo.is_finite", ["operand"], Regions::None, Form::FunctionType;
    Log = "stablehlo.log", ["operand"], Regions::None, Form::SameType;
    LogPlusOne = "stablehlo.log_plus_one", ["operand"], Regions::None, Form::SameType;
    Logistic = "stablehlo.logistic", ["operand"], Regions::None, Form::SameType;
    Negate = "stablehlo.negate", ["operand"], Regions::None, Form::SameType;
    Not = "stablehlo.not", ["operand"], Regions::None, Form::SameType;
    PopulationCount = "stablehlo.popcnt", ["operand"], Regions::None, Form::SameType;
    RoundNearestAfz = "stablehlo.round_nearest_afz", ["operand"], Regions::None, Form::SameType;
    RoundNearestEven = "stablehlo.round_nearest_even", ["operand"], Regions::None, Form::SameType;
    Rsqrt = "stablehlo.rsqrt", ["operand"], Regions::None, Form::SameType;
    Sign = "stablehlo.sign", ["operand"], Regions::None, Form::SameType;
    Sine = "stablehlo.sine", ["operand"], Regions::None, Form::SameType;
    Sqrt = "stablehlo.sqrt", ["operand"], Regions::None, Form::SameType;
    Tan = "stablehlo.tan", ["operand"], Regions::None, Form::SameType;
    Tanh = "stablehlo.tanh", ["operand"], Regions::None, Form::SameType;
    Add = "stablehlo.add", ["lhs", "rhs"], Regions::None, Form::SameType;
    And = "stablehlo.and", ["lhs", "rhs"], Regions::None, Form::SameType;
    Atan2 = "stablehlo.atan2", ["lhs", "rhs"], Regions::None, Form::SameType;
    Divide = "stablehlo.divide", ["lhs", "rhs"], Regions::None, Form::SameType;
    Maximum = "stablehlo.maximum", ["lhs", "rhs"], Regions::None, Form::SameType;
    Minimum = "stablehlo.minimum", ["lhs", "rhs"], Regions::None, Form::SameType;
    Multiply = "stablehlo.multiply", ["lhs", "rhs"], Regions::None, Form::SameType;
    Or = "stablehlo.or", ["lhs", "rhs"], Regions::None, Form::SameType;
    Power = "stablehlo.power", ["lhs", "rhs"], Regions::None, Form::SameType;
    Remainder = "stablehlo.remainder", ["lhs", "rhs"], Regions::None, Form::SameType;
    ShiftLeft = "stablehlo.shift_left", ["lhs", "rhs"], Regions::None, Form::SameType;
    ShiftRightArithmetic = "stablehlo.shift_right_arithmetic", ["lhs", "rhs"], Regions::None, Form::SameType;
    ShiftRightLogical = "stablehlo.shift_right_logical", ["lhs", "rhs"], Regions::None, Form::SameType;
    Subtract = "stablehlo.subtract", ["lhs", "rhs"], Regions::None, Form::SameType;
    Xor = "stablehlo.xor", ["lhs", "rhs"], Regions::None, Form::SameType;
    BitcastConvert = "stablehlo.bitcast_convert", ["operand"], Regions::None, Form::FunctionType;
    Clamp = "stablehlo.clamp", ["min", "operand", "max"], Regions::None, Form::SameType;
    Compare(Compare) = "stablehlo.compare", ["lhs", "rhs"], Regions::None, Form::Own(&pretty::COMPARE);
    Convert = "stablehlo.convert", ["operand"], Regions::None, Form::SameType;
    Imag = "stablehlo.imag", ["operand"], Regions::None, Form::SameType;
    Real = "stablehlo.real", ["operand"], Regions::None, Form::SameType;
    ReducePrecision(ReducePrecision) = "stablehlo.reduce_precision", ["operand"], Regions::None, Form::Own(&pretty::REDUCE_PRECISION);
    Select = "stablehlo.select", ["pred", "on_true", "on_false"], Regions::None, Form::Own(&pretty::SELECT);

    // Elements made, moved and dropped.
    BroadcastInDim(BroadcastInDim) = "stablehlo.broadcast_in_dim", ["operand"], Regions::None, Form::Labelled(&[("dims", "broadcast_dimensions")]);
    Concatenate(Concatenate) = "stablehlo.concatenate", ["inputs..."], Regions::None, Form::Labelled(&[("dim", "dimension")]);
    Constant(Constant) = "stablehlo.constant", [], Regions::None, Form::Own(&pretty::CONSTANT);
    DynamicSlice(DynamicSlice) = "stablehlo.dynamic_slice", ["operand", "start_indices..."], Regions::None, Form::Labelled(&[("sizes", "slice_sizes")]);
    DynamicUpdateSlice = "stablehlo.dynamic_update_slice", ["operand", "update", "start_indices..."], Regions::None, Form::FunctionType;
    GetDimensionSize(GetDimensionSize) = "stablehlo.get_dimension_size", ["operand"], Regions::None, Form::Labelled(&[("dim", "dimension")]);
    Iota(Iota) = "stablehlo.iota", [], Regions::None, Form::LabelledSameType(&[("dim", "iota_dimension")]);
    Pad(Pad) = "stablehlo.pad", ["operand", "padding_value"], Regions::None, Form::Labelled(&[("low", "edge_padding_low"), ("high", "edge_padding_high"), ("interior", "interior_padding")]);
    Reshape = "stablehlo.reshape", ["operand"], Regions::None, Form::FunctionType;
    Reverse(Reverse) = "stablehlo.reverse", ["operand"], Regions::None, Form::LabelledSameType(&[("dims", "dimensions")]);
    Slice(Slice) = "stablehlo.slice", ["operand"], Regions::None, Form::Own(&pretty::SLICE);
    Transpose(Transpose) = "stablehlo.transpose", ["operand"], Regions::None, Form::Labelled(&[("dims", "permutation")]);

    // Products, solvers and normalisation.
    BatchNormGrad(BatchNorm) = "stablehlo.batch_norm_grad", ["operand", "scale", "mean", "variance", "grad_output"], Regions::None, Form::Generic;
    BatchNormInference(BatchNorm) = "stablehlo.batch_norm_inference", ["operand", "scale", "offset", "mean", "variance"], Regions::None, Form::Generic;
    BatchNormTraining(BatchNorm) = "stablehlo.batch_norm_training", ["operand", "scale", "offset"], Regions::None, Form::Generic;
    Cholesky(Cholesky) = "stablehlo.cholesky", ["a"], Regions::None, Form::Own(&pretty::CHOLESKY);
    Convolution(Convolution) = "stablehlo.convolution", ["lhs", "rhs"], Regions::None, Form::Own(&pretty::CONVOLUTION);
    DotGeneral(DotGeneral) = "stablehlo.dot_general", ["lhs", "rhs"], Regions::None, Form::Own(&pretty::DOT_GENERAL);
    TriangularSolve(TriangularSolve) = "stablehlo.triangular_solve", ["a", "b"], Regions::None, Form::Generic;

    // Many elements to one, by a region.
    Gather(Gather) = "stablehlo.gather", ["operand", "start_indices"], Regions::None, Form::Generic;
    Map(Map) = "stablehlo.map", ["inputs..."], Regions::Exactly(1), Form::Generic;
    Reduce(Reduce) = "stablehlo.reduce", ["inputs...", "init_values..."], Regions::Exactly(1), Form::Own(&pretty::REDUCE);
    ReduceWindow(ReduceWindow) = "stablehlo.reduce_window", ["inputs...", "init_values..."], Regions::Exactly(1), Form::Generic;
    Scatter(Scatter) = "stablehlo.scatter", ["inputs...", "scatter_indices", "updates..."], Regions::Exactly(1), Form::Generic;
    SelectAndScatter(SelectAndScatter) = "stablehlo.select_and_scatter", ["operand", "source", "init_value"], Regions::Exactly(2), Form::Generic;
    Sort(Sort) = "stablehlo.sort", ["inputs..."], Regions::Exactly(1), Form::Generic;

    // Control.
    Case = "stablehlo.case", ["index"], Regions::AtLeast(1), Form::Generic;
    If = "stablehlo.if", ["pred"], Regions::Exactly(2), Form::Generic;
    While = "stablehlo.while", ["operand..."], Regions::Exactly(2), Form::Own(&pretty::WHILE);
    Call(Call) = "func.call", ["operands..."], Regions::None, Form::Own(&pretty::CALL);
    Composite(Composite) = "stablehlo.composite", ["inputs..."], Regions::None, Form::Own(&pretty::COMPOSITE);
    CustomCall(CustomCall) = "stablehlo.custom_call", ["inputs..."], Regions::None, Form::Own(&pretty::CUSTOM_CALL);
    OptimizationBarrier = "stablehlo.optimization_barrier", ["operand..."], Regions::None, Form::Own(&pretty::OPTIMIZATION_BARRIER);
    RngBitGenerator(RngBitGenerator) = "stablehlo.rng_bit_generator", ["initial_state"], Regions::None, Form::Own(&pretty::RNG_BIT_GENERATOR);
    ShardingConstraint(ShardingConstraint) = "sdy.sharding_constraint", ["input"], Regions::None, Form::Own(&pretty::SHARDING_CONSTRAINT);
    AfterAll = "stablehlo.after_all", ["inputs..."], Regions::None, Form::Own(&pretty::AFTER_ALL);
    GetTupleElement(GetTupleElement) = "stablehlo.get_tuple_element", ["operand"], Regions::None, Form::Own(&pretty::GET_TUPLE_ELEMENT);
    Tuple = "stablehlo.tuple", ["val..."], Regions::None, Form::Own(&pretty::TUPLE);

    // The client dialect.
    Acos = "chlo.acos", ["operand"], Regions::None, Form::Chlo;
    Acosh = "chlo.acosh", ["operand"], Regions::None, Form::Chlo;
    Asin = "chlo.asin", ["operand"], Regions::None, Form::Chlo;
    Asinh = "chlo.asinh", ["operand"], Regions::None, Form::Chlo;
    Atan = "chlo.atan", ["operand"], Regions::None, Form::Chlo;
    Atanh = "chlo.atanh", ["operand"], Regions::None, Form::Chlo;
    BesselI1e = "chlo.bessel_i1e", ["operand"], Regions::None, Form::Chlo;
    Cosh = "chlo.cosh", ["operand"], Regions::None, Form::Chlo;
    Digamma = "chlo.digamma", ["operand"], Regions::None, Form::Chlo;
    Erf = "chlo.erf", ["operand"], Regions::None, Form::Chlo;
    ErfInv = "chlo.erf_inv", ["operand"], Regions::None, Form::Chlo;
    Erfc = "chlo.erfc", ["operand"], Regions::None, Form::Chlo;
    IsInf = "chlo.is_inf", ["operand"], Regions::None, Form::Chlo;
    IsNegInf = "chlo.is_neg_inf", ["operand"], Regions::None, Form::Chlo;
    IsPosInf = "chlo.is_pos_inf", ["operand"], Regions::None, Form::Chlo;
    Lgamma = "chlo.lgamma", ["operand"], Regions::None, Form::Chlo;
    Sinh = "chlo.sinh", ["operand"], Regions::None, Form::Chlo;
    Square = "chlo.square", ["operand"], Regions::None, Form::Chlo;
    ChloTan = "chlo.tan", ["operand"], Regions::None, Form::Chlo;
    Mulhi = "chlo.mulhi", ["lhs", "rhs"], Regions::None, Form::Chlo;
    NextAfter = "chlo.next_after", ["x", "y"], Regions::None, Form::Chlo;
    Polygamma = "chlo.polygamma", ["n", "x"], Regions::None, Form::Chlo;
    Zeta = "chlo.zeta", ["x", "q"], Regions::None, Form::Chlo;
    RaggedDot(RaggedDot) = "chlo.ragged_dot", ["lhs", "rhs", "group_sizes"], Regions::None, Form::Generic;
    TopK(TopK) = "chlo.top_k", ["operand"], Regions::None, Form::Own(&pretty::TOP_K);

    // What test programs expect.
    ExpectAlmostEq(ExpectAlmostEq) = "check.expect_almost_eq", ["lhs", "rhs"], Regions::None, Form::Own(&pretty::EXPECT_ALMOST_EQ);
    ExpectAlmostEqConst(ExpectAlmostEqConst) = "check.expect_almost_eq_const", ["lhs"], Regions::None, Form::Own(&pretty::EXPECT_ALMOST_EQ_CONST);
    ExpectClose(ExpectClose) = "check.expect_close", ["actual", "expected"], Regions::None, Form::Own(&pretty::EXPECT_CLOSE);
    ExpectEq = "check.expect_eq", ["lhs", "rhs"], Regions::None, Form::Own(&pretty::EXPECT_EQ);
    ExpectEqConst(ExpectEqConst) = "check.expect_eq_const", ["lhs"], Regions::None, Form::Own(&pretty::EXPECT_EQ_CONST);
}

impl Op {
    /// Its row of the table.
    pub fn info(&self) -> &'static OpInfo {
        &OPS[self.row()]
    }

    /// Its name, with the dialect.
    pub fn name(&self) -> &'static str {
        self.info().name
    }
}

impl OpInfo {
    /// The row of this name.
    pub fn find(name: &str) -> Option<&'static OpInfo> {
        use std::collections::HashMap;
        use std::sync::OnceLock;
        static BY_NAME: OnceLock<HashMap<&'static str, &'static OpInfo>> = OnceLock::new();
        BY_NAME.get_or_init(|| OPS.iter().map(|info| (info.name, info)).collect()).get(name).copied()
    }

    /// The name of operand `index` of `count`, with its place where it stands in a list.
    pub(in crate::program) fn operand_name(&self, index: usize, count: usize) -> String {
        let lists = self.operands.iter().filter(|name| name.ends_with("...")).count();
        let in_each_list = count.saturating_sub(self.operands.len() - lists) / lists.max(1);
        let mut first = 0;
        for name in self.operands {
            match name.strip_suffix("...") {
                Some(name) if index < first + in_each_list => return format!("{name}[{}]", index - first),
                None if index == first => return (*name).to_owned(),
                Some(_) => first += in_each_list,
                None => first += 1,
            }
        }
        index.to_string()
    }

    /// The operation of this row with the attributes that the reader has.
    pub(crate) fn read(&self, reader: &mut Reader) -> Result<Op> {
        (self.read)(reader)
    }
}
