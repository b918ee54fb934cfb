//! The typed attributes of each operation that has some. Names and meanings are the specification's.

use super::dimensions::{
    ConvDimensionNumbers, DotDimensionNumbers, GatherDimensionNumbers, RaggedDotDimensionNumbers,
    ScatterDimensionNumbers,
};
use super::enumerations::{
    ChloPrecisions, ComparisonDirection, ComparisonType, Precision, RngAlgorithm, Transposition,
};
use super::field::{Field, OpAttributes, Padding, Reader, Symbol};
use crate::error::Result;
use crate::program::attribute::{Attribute, Attributes, Literal};

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$field_doc:meta])* $field:ident: $type:ty $(= $default:expr)?),* $(,)?
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type),* }

        impl OpAttributes for $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            fn read(reader: &mut Reader) -> Result<$name> {
                Ok($name { $($field: reader.field(stringify!($field), attributes!(@default $type $(, $default)?))?),* })
            }

            fn write(&self) -> Attributes {
                let mut attributes = Attributes::new();
                $(if let Some(attribute) = self.$field.to_attribute() {
                    attributes.insert(stringify!($field), attribute);
                })*
                attributes
            }
        }
    )*};
    (@default $type:ty) => { None };
    (@default $type:ty, $default:expr) => { Some($default as fn(&Reader) -> $type) };
}

attributes! {
    /// Of `compare`.
    Compare {
        /// What is asked.
        comparison_direction: ComparisonDirection,
        /// How elements are ordered; as their dtype says, where it is absent.
        compare_type: Option<ComparisonType>,
    }

    /// Of `reduce_precision`.
    ReducePrecision {
        /// Bits of the exponent.
        exponent_bits: i32,
        /// Bits of the mantissa.
        mantissa_bits: i32,
    }

    /// Of `broadcast_in_dim`.
    BroadcastInDim {
        /// The dimension of the result for each of the operand.
        broadcast_dimensions: Vec<i64>,
    }

    /// Of `transpose`.
    Transpose {
        /// The dimension of the operand for each of the result.
        permutation: Vec<i64>,
    }

    /// Of `slice`.
    Slice {
        /// The first index in each dimension.
        start_indices: Vec<i64>,
        /// The index after the last in each dimension.
        limit_indices: Vec<i64>,
        /// The step in each dimension.
        strides: Vec<i64>,
    }

    /// Of `dynamic_slice`.
    DynamicSlice {
        /// The extents of the result.
        slice_sizes: Vec<i64>,
    }

    /// Of `concatenate`.
    Concatenate {
        /// The dimension along which the inputs follow each other.
        dimension: i64,
    }

    /// Of `pad`.
    Pad {
        /// How many are added at the low end of each dimension; negative takes away.
        edge_padding_low: Vec<i64>,
        /// How many are added at the high end.
        edge_padding_high: Vec<i64>,
        /// How many are added between two.
        interior_padding: Vec<i64>,
    }

    /// Of `reverse`.
    Reverse {
        /// The dimensions that are reversed.
        dimensions: Vec<i64>,
    }

    /// Of `iota`.
    Iota {
        /// The dimension along which the numbers count.
        iota_dimension: i64,
    }

    /// Of `constant`.
    Constant {
        /// The value.
        value: Literal,
    }

    /// Of `get_dimension_size`.
    GetDimensionSize {
        /// The dimension.
        dimension: i64,
    }

    /// Of `dot_general`.
    DotGeneral {
        /// Which dimensions go together and which are summed over.
        dot_dimension_numbers: DotDimensionNumbers,
        /// How exact, for each operand.
        precision_config: Vec<Precision>,
        /// How it is asked to be computed; the reference computes it as exactly as it can.
        algorithm: Option<DotAlgorithm>,
    }

    /// Of `convolution`.
    Convolution {
        /// The step of the window in each spatial dimension.
        window_strides: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// What is added around `lhs`.
        padding: Padding = |reader| vec![[0, 0]; reader.window_rank()],
        /// The distance of neighbours of `lhs`.
        lhs_dilation: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// The distance of neighbours of `rhs`.
        rhs_dilation: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// Whether the kernel is reversed.
        window_reversal: Vec<bool> = |reader| vec![false; reader.window_rank()],
        /// Which dimension plays which part.
        dimension_numbers: ConvDimensionNumbers,
        /// In how many groups the features are convolved separately.
        feature_group_count: i64,
        /// In how many groups the batch is.
        batch_group_count: i64,
        /// How exact, for each operand.
        precision_config: Vec<Precision>,
    }

    /// Of `triangular_solve`.
    TriangularSolve {
        /// Whether it solves `op(a) x = b`, not `x op(a) = b`.
        left_side: bool,
        /// Whether the lower triangle of `a` is read.
        lower: bool,
        /// Whether the diagonal of `a` is taken as ones.
        unit_diagonal: bool,
        /// What `op` is.
        transpose_a: Transposition,
    }

    /// Of `cholesky`.
    Cholesky {
        /// Whether the lower triangle is read and computed.
        lower: bool,
    }

    /// Of `batch_norm_training`, `batch_norm_inference` and `batch_norm_grad`.
    BatchNorm {
        /// What is added to the variance.
        epsilon: f32,
        /// The dimension of the features.
        feature_index: i64,
    }

    /// Of `reduce`.
    Reduce {
        /// The dimensions that are reduced.
        dimensions: Vec<i64>,
    }

    /// Of `reduce_window`.
    ReduceWindow {
        /// The extents of the window.
        window_dimensions: Vec<i64>,
        /// The step of the window.
        window_strides: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// The distance of neighbours of the inputs.
        base_dilations: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// The distance of neighbours within the window.
        window_dilations: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// What is added around the inputs.
        padding: Padding = |reader| vec![[0, 0]; reader.window_rank()],
    }

    /// Of `select_and_scatter`.
    SelectAndScatter {
        /// The extents of the window.
        window_dimensions: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// The step of the window.
        window_strides: Vec<i64> = |reader| vec![1; reader.window_rank()],
        /// What is added around the operand.
        padding: Padding = |reader| vec![[0, 0]; reader.window_rank()],
    }

    /// Of `gather`.
    Gather {
        /// Which dimension plays which part.
        dimension_numbers: GatherDimensionNumbers,
        /// The extents of each slice.
        slice_sizes: Vec<i64>,
        /// Whether the caller promises that the indices are sorted.
        indices_are_sorted: bool,
    }

    /// Of `scatter`.
    Scatter {
        /// Which dimension plays which part.
        scatter_dimension_numbers: ScatterDimensionNumbers,
        /// Whether the caller promises that the indices are sorted.
        indices_are_sorted: bool,
        /// Whether the caller promises that no index stands twice.
        unique_indices: bool,
    }

    /// Of `sort`.
    Sort {
        /// The dimension along which it sorts; negative counts from the end.
        dimension: i64 = |_| -1,
        /// Whether equal elements keep their order.
        is_stable: bool,
    }

    /// Of `map`.
    Map {
        /// All dimensions, in order.
        dimensions: Vec<i64>,
    }

    /// Of `rng_bit_generator`.
    RngBitGenerator {
        /// What makes the bits.
        rng_algorithm: RngAlgorithm,
    }

    /// Of `get_tuple_element`.
    GetTupleElement {
        /// Which element.
        index: i32,
    }

    /// Of `func.call`.
    Call {
        /// The function.
        callee: Symbol,
    }

    /// Of `composite`.
    Composite {
        /// What it stands for.
        name: String,
        /// The attributes of what it stands for.
        composite_attributes: Attributes,
        /// The function that says what it means.
        decomposition: Symbol,
        /// The version of what it stands for.
        version: i32 = |_| 0,
    }

    /// Of `custom_call`.
    CustomCall {
        /// The name by which an implementation knows it.
        call_target_name: String,
        /// Whether it does more than compute its results.
        has_side_effect: bool,
        /// What only the implementation understands.
        backend_config: Option<Opaque>,
        /// How the implementation is called.
        api_version: Option<i32>,
        /// Functions that the implementation calls.
        called_computations: Option<Opaque>,
        /// The layout of each operand in memory.
        operand_layouts: Option<Opaque>,
        /// The layout of each result in memory.
        result_layouts: Option<Opaque>,
        /// Which results may lie in the memory of which operands.
        output_operand_aliases: Option<Opaque>,
    }

    /// Of `sdy.sharding_constraint`. The mesh that it names has one device.
    ShardingConstraint {
        /// The mesh and how each dimension is spread over it, as it is written.
        sharding: Opaque,
    }

    /// Of `chlo.ragged_dot`.
    RaggedDot {
        /// Which dimensions go together, which are summed over, and along which the groups lie.
        ragged_dot_dimension_numbers: RaggedDotDimensionNumbers,
        /// How exact, for each operand.
        precision_config: ChloPrecisions,
    }

    /// Of `chlo.top_k`.
    TopK {
        /// How many.
        k: i64,
        /// Whether equal elements keep their order; they do where it is absent.
        is_stable: Option<bool>,
    }

    /// Of `check.expect_eq_const`.
    ExpectEqConst {
        /// What is expected.
        value: Literal,
    }

    /// Of `check.expect_almost_eq`.
    ExpectAlmostEq {
        /// The largest difference allowed.
        tolerance: f64 = |_| 1e-4,
    }

    /// Of `check.expect_almost_eq_const`.
    ExpectAlmostEqConst {
        /// What is expected.
        value: Literal,
        /// The largest difference allowed.
        tolerance: f64 = |_| 1e-4,
    }

    /// Of `check.expect_close`.
    ExpectClose {
        /// The smallest difference allowed, in representable values.
        min_ulp_difference: i64 = |_| 0,
        /// The largest difference allowed, in representable values.
        max_ulp_difference: i64 = |_| 1,
    }
}

/// An attribute that is kept as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Opaque(pub Attribute);

impl Field for Opaque {
    const EXPECTED: &'static str = "an attribute";

    fn from_attribute(attribute: &Attribute) -> Option<Opaque> {
        Some(Opaque(attribute.clone()))
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(self.0.clone())
    }
}

/// What stands between the brackets of `algorithm = <…>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DotAlgorithm(pub String);

impl Field for DotAlgorithm {
    const EXPECTED: &'static str = "`#stablehlo.dot_algorithm<…>`";

    fn from_attribute(attribute: &Attribute) -> Option<DotAlgorithm> {
        match attribute {
            Attribute::Dialect { name, body } if name == "stablehlo.dot_algorithm" => Some(DotAlgorithm(body.clone())),
            _ => None,
        }
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Dialect { name: "stablehlo.dot_algorithm".into(), body: self.0.clone() })
    }
}
