//! Dimension numbers: which dimension of an operand plays which part.

use std::fmt;

use super::field::Field;
use crate::program::attribute::Attribute;
use crate::program::text::Cursor;

macro_rules! dimension_numbers {
    ($($(#[$doc:meta])* $name:ident = $mnemonic:literal {
        $($(#[$list_doc:meta])* $list:ident),* ;
        $($(#[$number_doc:meta])* $number:ident),*
    })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name {
            $($(#[$list_doc])* pub $list: Vec<i64>,)*
            $($(#[$number_doc])* pub $number: i64,)*
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut separator = "";
                $(if !self.$list.is_empty() {
                    write!(f, "{separator}{} = {:?}", stringify!($list), self.$list)?;
                    separator = ", ";
                })*
                $(if self.$number != 0 {
                    write!(f, "{separator}{} = {}", stringify!($number), self.$number)?;
                    separator = ", ";
                })*
                let _ = separator;
                Ok(())
            }
        }

        impl Field for $name {
            const EXPECTED: &'static str = concat!(
                "`#", $mnemonic, "<…>` with", $(" `", stringify!($list), "`",)* $(" `", stringify!($number), "`",)*
            );

            fn from_attribute(attribute: &Attribute) -> Option<$name> {
                let Attribute::Dialect { name, body } = attribute else { return None };
                if name != $mnemonic {
                    return None;
                }
                let mut numbers = $name::default();
                let mut cursor = Cursor::new(body);
                while !cursor.is_at_end() {
                    let field = cursor.word()?;
                    if !cursor.eat("=") {
                        return None;
                    }
                    match field {
                        $(stringify!($list) => numbers.$list = cursor.integers().ok()?,)*
                        $(stringify!($number) => numbers.$number = cursor.integer().ok()?,)*
                        _ => return None,
                    }
                    if !cursor.eat(",") && !cursor.is_at_end() {
                        return None;
                    }
                }
                Some(numbers)
            }

            fn to_attribute(&self) -> Option<Attribute> {
                Some(Attribute::Dialect { name: $mnemonic.into(), body: self.to_string() })
            }
        }
    )*};
}

dimension_numbers! {
    /// Of `dot_general`.
    DotDimensionNumbers = "stablehlo.dot" {
        /// Dimensions of `lhs` that `rhs` has too and that stay.
        lhs_batching_dimensions,
        /// The same ones in `rhs`.
        rhs_batching_dimensions,
        /// Dimensions of `lhs` that are summed over.
        lhs_contracting_dimensions,
        /// The same ones in `rhs`.
        rhs_contracting_dimensions;
    }

    /// Of `ragged_dot`.
    RaggedDotDimensionNumbers = "chlo.ragged_dot" {
        /// Dimensions of `lhs` that `rhs` has too and that stay.
        lhs_batching_dimensions,
        /// The same ones in `rhs`.
        rhs_batching_dimensions,
        /// Dimensions of `lhs` that are summed over.
        lhs_contracting_dimensions,
        /// The same ones in `rhs`.
        rhs_contracting_dimensions,
        /// The one dimension of `lhs` along which the groups lie.
        lhs_ragged_dimensions,
        /// The dimension of `rhs` that has an entry for each group; of none but [`RaggedMode::NonContracting`].
        rhs_group_dimensions;
    }

    /// Of `gather`.
    GatherDimensionNumbers = "stablehlo.gather" {
        /// Dimensions of the result that lie within a slice.
        offset_dims,
        /// Dimensions of `operand` of slice size 1 that the result lacks.
        collapsed_slice_dims,
        /// Dimensions of `operand` that go together with those of `start_indices`.
        operand_batching_dims,
        /// The same ones in `start_indices`.
        start_indices_batching_dims,
        /// Which dimension of `operand` each element of an index is for.
        start_index_map;
        /// The dimension of `start_indices` along which an index lies.
        index_vector_dim
    }

    /// Of `scatter`.
    ScatterDimensionNumbers = "stablehlo.scatter" {
        /// Dimensions of `updates` that lie within a window.
        update_window_dims,
        /// Dimensions of `inputs` of window size 1 that `updates` lacks.
        inserted_window_dims,
        /// Dimensions of `inputs` that go together with those of `scatter_indices`.
        input_batching_dims,
        /// The same ones in `scatter_indices`.
        scatter_indices_batching_dims,
        /// Which dimension of `inputs` each element of an index is for.
        scatter_dims_to_operand_dims;
        /// The dimension of `scatter_indices` along which an index lies.
        index_vector_dim
    }
}

/// What the ragged dimension of `ragged_dot` is in `lhs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RaggedMode {
    /// It stays: each group of `lhs` is multiplied by its own part of `rhs`.
    NonContracting,
    /// It is summed over: each group has its own part of the result, the first dimension of which is over the groups.
    Contracting,
    /// Both operands have it: the groups make no difference.
    Batch,
}

impl RaggedDotDimensionNumbers {
    /// Those of the `dot_general` that it would be without groups.
    pub(in crate::program) fn dot(&self) -> DotDimensionNumbers {
        DotDimensionNumbers {
            lhs_batching_dimensions: self.lhs_batching_dimensions.clone(),
            rhs_batching_dimensions: self.rhs_batching_dimensions.clone(),
            lhs_contracting_dimensions: self.lhs_contracting_dimensions.clone(),
            rhs_contracting_dimensions: self.rhs_contracting_dimensions.clone(),
        }
    }

    /// What this dimension of `lhs`, the ragged one, is.
    pub(in crate::program) fn mode(&self, ragged: i64) -> RaggedMode {
        if self.lhs_batching_dimensions.contains(&ragged) {
            RaggedMode::Batch
        } else if self.lhs_contracting_dimensions.contains(&ragged) {
            RaggedMode::Contracting
        } else {
            RaggedMode::NonContracting
        }
    }

    /// The dimensions of `lhs` that may each have groups of their own: those outside of the ragged one.
    pub(in crate::program) fn outside(&self, ragged: i64) -> Vec<i64> {
        let (batching, contracting) = (&self.lhs_batching_dimensions, &self.lhs_contracting_dimensions);
        let before = |dimensions: &[i64]| -> Vec<i64> {
            dimensions.iter().copied().take_while(|&dimension| dimension != ragged).collect()
        };
        match self.mode(ragged) {
            RaggedMode::Batch => before(batching),
            RaggedMode::Contracting => [batching.clone(), before(contracting)].concat(),
            RaggedMode::NonContracting => {
                let stays = |dimension: &i64| !batching.contains(dimension) && !contracting.contains(dimension);
                [batching.clone(), (0..ragged).filter(stays).collect()].concat()
            }
        }
    }
}

impl ScatterDimensionNumbers {
    /// The numbers of the `gather` that reads the elements which this `scatter` updates, into a tensor like `updates`.
    pub(crate) fn gather(&self) -> GatherDimensionNumbers {
        GatherDimensionNumbers {
            offset_dims: self.update_window_dims.clone(),
            collapsed_slice_dims: self.inserted_window_dims.clone(),
            operand_batching_dims: self.input_batching_dims.clone(),
            start_indices_batching_dims: self.scatter_indices_batching_dims.clone(),
            start_index_map: self.scatter_dims_to_operand_dims.clone(),
            index_vector_dim: self.index_vector_dim,
        }
    }
}

/// Of `convolution`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ConvDimensionNumbers {
    /// The batch dimension of `lhs`.
    pub input_batch_dimension: i64,
    /// The feature dimension of `lhs`.
    pub input_feature_dimension: i64,
    /// The spatial dimensions of `lhs`.
    pub input_spatial_dimensions: Vec<i64>,
    /// The dimension of `rhs` over input features.
    pub kernel_input_feature_dimension: i64,
    /// The dimension of `rhs` over output features.
    pub kernel_output_feature_dimension: i64,
    /// The spatial dimensions of `rhs`.
    pub kernel_spatial_dimensions: Vec<i64>,
    /// The batch dimension of the result.
    pub output_batch_dimension: i64,
    /// The feature dimension of the result.
    pub output_feature_dimension: i64,
    /// The spatial dimensions of the result.
    pub output_spatial_dimensions: Vec<i64>,
}

impl ConvDimensionNumbers {
    /// Reads `[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]`; the error says what is wrong.
    pub(crate) fn parse(cursor: &mut Cursor) -> Result<ConvDimensionNumbers, String> {
        let ([input_batch_dimension, input_feature_dimension], input_spatial_dimensions) = layout(cursor, ["b", "f"])?;
        if !cursor.eat_character('x') {
            return Err("`x` between the dimensions of `lhs` and of `rhs`".into());
        }
        let ([kernel_input_feature_dimension, kernel_output_feature_dimension], kernel_spatial_dimensions) =
            layout(cursor, ["i", "o"])?;
        if !cursor.eat("->") {
            return Err("`->` before the dimensions of the result".into());
        }
        let ([output_batch_dimension, output_feature_dimension], output_spatial_dimensions) =
            layout(cursor, ["b", "f"])?;
        Ok(ConvDimensionNumbers {
            input_batch_dimension,
            input_feature_dimension,
            input_spatial_dimensions,
            kernel_input_feature_dimension,
            kernel_output_feature_dimension,
            kernel_spatial_dimensions,
            output_batch_dimension,
            output_feature_dimension,
            output_spatial_dimensions,
        })
    }
}

/// Reads `[b, f, 0, 1]`: where the two letters stand, and where each number does.
fn layout(cursor: &mut Cursor, letters: [&str; 2]) -> Result<([i64; 2], Vec<i64>), String> {
    let expected = || format!("a list of `{}`, `{}` and the numbers of the spatial dimensions", letters[0], letters[1]);
    if !cursor.eat("[") {
        return Err(expected());
    }
    let mut named = [None; 2];
    let mut spatial = Vec::new();
    let mut position = 0;
    loop {
        if cursor.peek_digit() {
            let number = cursor.integer().map_err(|_| expected())?;
            spatial.push((number, position));
        } else {
            let word = cursor.word().ok_or_else(expected)?;
            let letter = letters.iter().position(|&letter| letter == word).ok_or_else(expected)?;
            if named[letter].replace(position).is_some() {
                return Err(expected());
            }
        }
        position += 1;
        if cursor.eat("]") {
            break;
        }
        if !cursor.eat(",") {
            return Err(expected());
        }
    }
    spatial.sort_unstable();
    if spatial.iter().enumerate().any(|(index, &(number, _))| number != index as i64) {
        return Err(expected());
    }
    match named {
        [Some(first), Some(second)] => {
            Ok(([first, second], spatial.into_iter().map(|(_, position)| position).collect()))
        }
        _ => Err(expected()),
    }
}

impl fmt::Display for ConvDimensionNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_layout(
            f,
            [("b", self.input_batch_dimension), ("f", self.input_feature_dimension)],
            &self.input_spatial_dimensions,
        )?;
        f.write_str("x")?;
        write_layout(
            f,
            [("i", self.kernel_input_feature_dimension), ("o", self.kernel_output_feature_dimension)],
            &self.kernel_spatial_dimensions,
        )?;
        f.write_str("->")?;
        write_layout(
            f,
            [("b", self.output_batch_dimension), ("f", self.output_feature_dimension)],
            &self.output_spatial_dimensions,
        )
    }
}

fn write_layout(f: &mut fmt::Formatter<'_>, named: [(&str, i64); 2], spatial: &[i64]) -> fmt::Result {
    let mut entries: Vec<(i64, String)> = named.iter().map(|&(letter, at)| (at, letter.to_owned())).collect();
    entries.extend(spatial.iter().enumerate().map(|(number, &at)| (at, number.to_string())));
    entries.sort();
    let texts: Vec<String> = entries.into_iter().map(|(_, text)| text).collect();
    write!(f, "[{}]", texts.join(", "))
}

impl Field for ConvDimensionNumbers {
    const EXPECTED: &'static str = "`#stablehlo.conv<[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]>`";

    fn from_attribute(attribute: &Attribute) -> Option<ConvDimensionNumbers> {
        let Attribute::Dialect { name, body } = attribute else { return None };
        if name != "stablehlo.conv" {
            return None;
        }
        let mut cursor = Cursor::new(body);
        let numbers =
            if cursor.eat_word("raw") { raw(&mut cursor)? } else { ConvDimensionNumbers::parse(&mut cursor).ok()? };
        cursor.is_at_end().then_some(numbers)
    }

    fn to_attribute(&self) -> Option<Attribute> {
        Some(Attribute::Dialect { name: "stablehlo.conv".into(), body: self.to_string() })
    }
}

/// Reads `input_batch_dimension = 0, input_feature_dimension = 1, …`, each once.
fn raw(cursor: &mut Cursor) -> Option<ConvDimensionNumbers> {
    let mut numbers = ConvDimensionNumbers::default();
    loop {
        let field = cursor.word()?;
        if !cursor.eat("=") {
            return None;
        }
        match field {
            "input_batch_dimension" => numbers.input_batch_dimension = cursor.integer().ok()?,
            "input_feature_dimension" => numbers.input_feature_dimension = cursor.integer().ok()?,
            "input_spatial_dimensions" => numbers.input_spatial_dimensions = cursor.integers().ok()?,
            "kernel_input_feature_dimension" => numbers.kernel_input_feature_dimension = cursor.integer().ok()?,
            "kernel_output_feature_dimension" => numbers.kernel_output_feature_dimension = cursor.integer().ok()?,
            "kernel_spatial_dimensions" => numbers.kernel_spatial_dimensions = cursor.integers().ok()?,
            "output_batch_dimension" => numbers.output_batch_dimension = cursor.integer().ok()?,
            "output_feature_dimension" => numbers.output_feature_dimension = cursor.integer().ok()?,
            "output_spatial_dimensions" => numbers.output_spatial_dimensions = cursor.integers().ok()?,
            _ => return None,
        }
        if !cursor.eat(",") {
            return Some(numbers);
        }
    }
}
