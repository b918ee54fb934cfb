//! `gather` and `scatter`: slices of all dimension numbers, at indices of which some lie outside.

use nnx::Result;
use nnx::program::parse;
use nnx::tensor::Tensor;

use crate::{DTYPES, EDGES, Random, check, shaped, types};

/// What a dimension of the array is to its slices.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Collapsed,
    Within(i64),
    Batching,
}

/// The dimension numbers of slices.
#[derive(Debug)]
struct Numbers {
    array: Vec<i64>,
    kinds: Vec<Kind>,
    /// The extents of the indices but for their vectors.
    batch: Vec<i64>,
    /// The dimensions of `batch` that go with those of the array.
    batching: Vec<i64>,
    /// Where the vectors lie.
    vector: usize,
    map: Vec<i64>,
    /// The dimensions of the slices' tensor that lie within a slice.
    offset: Vec<i64>,
}

impl Numbers {
    fn random(random: &mut Random) -> Numbers {
        let rank = random.within(1, 4) as usize;
        let array: Vec<i64> = (0..rank).map(|_| random.within(1, 7)).collect();
        let kinds: Vec<Kind> = array
            .iter()
            .map(|&extent| match random.next() % 6 {
                0 => Kind::Batching,
                1 | 2 => Kind::Collapsed,
                // A whole dimension as often as a part of one.
                3 | 4 => Kind::Within(extent),
                _ => Kind::Within(random.within(0, extent + 1)),
            })
            .collect();
        let mut batch: Vec<i64> = (0..random.within(0, 3)).map(|_| random.within(1, 6)).collect();
        let mut batching = Vec::new();
        for (extent, _) in array.iter().zip(&kinds).filter(|(_, kind)| **kind == Kind::Batching) {
            batching.push(batch.len() as i64);
            batch.push(*extent);
        }
        let mut map: Vec<i64> = (0..rank).filter(|&at| kinds[at] != Kind::Batching).map(|at| at as i64).collect();
        if map.len() > 1 && random.next() % 2 == 0 {
            map.swap_remove(0);
        }
        if random.next() % 2 == 0 {
            map.reverse();
        }
        let vector = random.within(0, batch.len() as i64 + 1) as usize;
        for at in &mut batching {
            *at += i64::from(*at >= vector as i64);
        }
        let within = kinds.iter().filter(|kind| matches!(kind, Kind::Within(_))).count();
        let mut places: Vec<i64> = (0..(within + batch.len()) as i64).collect();
        while places.len() > within {
            // As often as not, what chooses a slice comes first.
            let at = if random.next() % 2 == 0 { 0 } else { random.next() as usize % places.len() };
            places.remove(at);
        }
        Numbers { array, kinds, batch, batching, vector, map, offset: places }
    }

    fn indices(&self) -> Vec<i64> {
        let mut dims = self.batch.clone();
        dims.insert(self.vector, self.map.len() as i64);
        dims
    }

    /// The extents of the tensor that holds all slices.
    fn slices(&self) -> Vec<i64> {
        let mut within = self.kinds.iter().filter_map(|kind| match kind {
            Kind::Within(size) => Some(*size),
            Kind::Collapsed | Kind::Batching => None,
        });
        let mut batch = self.batch.iter().copied();
        let rank = self.offset.len() + self.batch.len();
        let extent = |dim: usize| if self.offset.contains(&(dim as i64)) { within.next() } else { batch.next() };
        (0..rank).map(extent).collect::<Option<Vec<i64>>>().expect("as many extents as dimensions")
    }

    fn sizes(&self) -> String {
        let size = |kind: &Kind| if let Kind::Within(size) = kind { *size } else { 1 };
        self.kinds.iter().map(|kind| size(kind).to_string()).collect::<Vec<String>>().join(", ")
    }

    fn dims(&self, kind: Kind) -> Vec<usize> {
        (0..self.kinds.len()).filter(|&dimension| self.kinds[dimension] == kind).collect()
    }

    fn gather(&self, dtype: &str, index: &str) -> String {
        let (array, indices, slices) =
            (shaped(&self.array, dtype), shaped(&self.indices(), index), shaped(&self.slices(), dtype));
        format!(
            "func.func @main(%x: tensor<{array}>, %i: tensor<{indices}>) -> tensor<{slices}> {{
               %0 = \"stablehlo.gather\"(%x, %i) <{{dimension_numbers = #stablehlo.gather<offset_dims = {:?},
                      collapsed_slice_dims = {:?}, operand_batching_dims = {:?}, start_indices_batching_dims = {:?},
                      start_index_map = {:?}, index_vector_dim = {}>,
                    slice_sizes = array<i64: {}>}}> : (tensor<{array}>, tensor<{indices}>) -> tensor<{slices}>
               return %0 : tensor<{slices}>
             }}",
            self.offset,
            self.dims(Kind::Collapsed),
            self.dims(Kind::Batching),
            self.batching,
            self.map,
            self.vector,
            self.sizes()
        )
    }

    fn scatter(&self, dtype: &str, index: &str, region: &str) -> String {
        let (array, indices, slices) =
            (shaped(&self.array, dtype), shaped(&self.indices(), index), shaped(&self.slices(), dtype));
        format!(
            "func.func @main(%x: tensor<{array}>, %i: tensor<{indices}>, %u: tensor<{slices}>, %k: tensor<{dtype}>) -> tensor<{array}> {{
               %0 = \"stablehlo.scatter\"(%x, %i, %u) <{{scatter_dimension_numbers = #stablehlo.scatter<
                      update_window_dims = {:?}, inserted_window_dims = {:?}, input_batching_dims = {:?},
                      scatter_indices_batching_dims = {:?}, scatter_dims_to_operand_dims = {:?}, index_vector_dim = {}>}}> ({{
                 ^bb0(%a: tensor<{dtype}>, %b: tensor<{dtype}>):
                   {region}
                   stablehlo.return %r : tensor<{dtype}>
               }}) : (tensor<{array}>, tensor<{indices}>, tensor<{slices}>) -> tensor<{array}>
               return %0 : tensor<{array}>
             }}",
            self.offset,
            self.dims(Kind::Collapsed),
            self.dims(Kind::Batching),
            self.batching,
            self.map,
            self.vector,
        )
    }
}

/// Random arrays, and indices a little beyond them.
fn inputs(text: &str, random: &mut Random) -> Result<Vec<Tensor>> {
    let (arguments, _) = types(&parse(text).map_err(|error| nnx::Error::invalid(format!("{error}\n{text}")))?);
    let input = |(place, ty)| match (place, arguments.len()) {
        (1, _) => random.integers(ty, -3, 10),
        // Slices are moved, bit by bit.
        (_, 2) => random.hard(ty),
        _ => random.numbers(ty),
    };
    arguments.iter().enumerate().map(input).collect()
}

/// What an update makes of an element, for elements of a dtype.
fn region(choice: u32, dtype: &str) -> String {
    let names: &[&str] = match dtype {
        "i1" => &["and", "or", "xor"],
        _ => &["add", "multiply", "maximum", "minimum", "subtract"],
    };
    match choice as usize % (names.len() + 3) {
        0 => format!("%r = stablehlo.optimization_barrier %b : tensor<{dtype}>"),
        1 => format!("%r = stablehlo.optimization_barrier %a : tensor<{dtype}>"),
        // Neither the element nor the update alone, and a value from outside.
        2 => format!(
            "%c = stablehlo.compare LT, %b, %k : (tensor<{dtype}>, tensor<{dtype}>) -> tensor<i1>
             %m = stablehlo.maximum %a, %b : tensor<{dtype}>
             %r = stablehlo.select %c, %m, %k : tensor<i1>, tensor<{dtype}>"
        ),
        choice => format!("%r = stablehlo.{} %a, %b : tensor<{dtype}>", names[choice - 3]),
    }
}

#[test]
fn slices_of_all_dimension_numbers() -> Result<()> {
    let mut random = Random(3);
    for _ in 0..300 {
        let numbers = Numbers::random(&mut random);
        let dtype = DTYPES[random.next() as usize % DTYPES.len()];
        let index = ["i32", "i64", "i8", "i32"][random.next() as usize % 4];
        let text = numbers.gather(dtype, index);
        check(&text, &inputs(&text, &mut random)?)?;
    }
    Ok(())
}

#[test]
fn updates_of_all_dimension_numbers() -> Result<()> {
    let mut random = Random(4);
    for _ in 0..400 {
        let numbers = Numbers::random(&mut random);
        let dtype = DTYPES[random.next() as usize % DTYPES.len()];
        let index = ["i32", "i64", "i8", "i32"][random.next() as usize % 4];
        let text = numbers.scatter(dtype, index, &region(random.next(), dtype));
        check(&text, &inputs(&text, &mut random)?)?;
    }
    Ok(())
}

/// Rows of a table, as an embedding takes them, and gradients of them.
fn rows(rows: i64, columns: i64, count: i64) -> Numbers {
    Numbers {
        array: vec![rows, columns],
        kinds: vec![Kind::Collapsed, Kind::Within(columns)],
        batch: vec![count],
        batching: vec![],
        vector: 1,
        map: vec![0],
        offset: vec![1],
    }
}

#[test]
fn rows_of_all_extents() -> Result<()> {
    let mut random = Random(5);
    for extent in EDGES {
        for numbers in [rows(9, extent, 17), rows(5, 300, extent), rows(extent.max(1), 3, 33)] {
            for (dtype, choice) in [("f32", 3), ("bf16", 3), ("f64", 4), ("i64", 5), ("ui8", 0), ("f32", 2)] {
                let text = numbers.gather(dtype, "i32");
                check(&text, &inputs(&text, &mut random)?)?;
                let text = numbers.scatter(dtype, "i32", &region(choice, dtype));
                check(&text, &inputs(&text, &mut random)?)?;
            }
        }
    }
    Ok(())
}

#[test]
fn many_single_elements() -> Result<()> {
    let mut random = Random(25);
    let numbers = Numbers {
        array: vec![8],
        kinds: vec![Kind::Collapsed],
        batch: vec![600],
        batching: vec![],
        vector: 1,
        map: vec![0],
        offset: vec![],
    };
    for dtype in DTYPES {
        let text = numbers.gather(dtype, "i32");
        check(&text, &inputs(&text, &mut random)?)?;
        for choice in 0..7 {
            let text = numbers.scatter(dtype, "i32", &region(choice, dtype));
            check(&text, &inputs(&text, &mut random)?)?;
        }
    }
    // Two narrow elements are as long as a wide one, and may begin anywhere.
    let pairs = Numbers { kinds: vec![Kind::Within(2)], offset: vec![1], ..numbers };
    for dtype in ["ui8", "f16", "f32"] {
        let text = pairs.gather(dtype, "i32");
        check(&text, &inputs(&text, &mut random)?)?;
    }
    Ok(())
}

#[test]
fn the_farthest_indices_are_moved_inside_or_left_out() -> Result<()> {
    let mut random = Random(6);
    let numbers = rows(7, 5, 4);
    let far = [i64::MIN, i64::MAX, 6, 7];
    for (text, index) in [
        (numbers.gather("f32", "i64"), Tensor::from_slice(&[4, 1], &far)?),
        (numbers.scatter("f32", "i64", &region(3, "f32")), Tensor::from_slice(&[4, 1], &far)?),
        (numbers.scatter("f32", "ui64", &region(0, "f32")), Tensor::from_slice(&[4, 1], &[u64::MAX, 1 << 63, 6, 7])?),
        (numbers.gather("f32", "ui64"), Tensor::from_slice(&[4, 1], &[u64::MAX, 1 << 63, 6, 7])?),
    ] {
        let mut inputs = inputs(&text, &mut random)?;
        inputs[1] = index;
        check(&text, &inputs)?;
    }
    Ok(())
}

#[test]
fn two_arrays_are_updated_together() -> Result<()> {
    let text = "func.func @main(%x: tensor<6x5xf32>, %y: tensor<6x5xi32>, %i: tensor<40x1xi32>, %u: tensor<40x5xf32>, %v: tensor<40x5xi32>)
                  -> (tensor<6x5xf32>, tensor<6x5xi32>) {
        %0:2 = \"stablehlo.scatter\"(%x, %y, %i, %u, %v) <{scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = [1],
                 inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
          ^bb0(%a: tensor<f32>, %b: tensor<i32>, %c: tensor<f32>, %d: tensor<i32>):
            %1 = stablehlo.compare GT, %c, %a : (tensor<f32>, tensor<f32>) -> tensor<i1>
            %2 = stablehlo.select %1, %c, %a : tensor<i1>, tensor<f32>
            %3 = stablehlo.select %1, %d, %b : tensor<i1>, tensor<i32>
            stablehlo.return %2, %3 : tensor<f32>, tensor<i32>
        }) : (tensor<6x5xf32>, tensor<6x5xi32>, tensor<40x1xi32>, tensor<40x5xf32>, tensor<40x5xi32>) -> (tensor<6x5xf32>, tensor<6x5xi32>)
        return %0#0, %0#1 : tensor<6x5xf32>, tensor<6x5xi32>
      }";
    let mut random = Random(7);
    let (arguments, _) = types(&parse(text)?);
    let mut inputs = arguments.iter().map(|ty| random.numbers(ty)).collect::<Result<Vec<Tensor>>>()?;
    inputs[2] = random.integers(&arguments[2], -2, 8)?;
    check(text, &inputs)
}
