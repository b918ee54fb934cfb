//! One update as the transformations see it: the parameters, and what they read and write of their state.

use crate::error::{Error, Result};
use crate::graph::{Key, Node, Path, State};
use crate::tensor::DType;
use crate::trace::{Binary, Operand, Trace, Value, read_variable, write_variable};

/// An update that is being computed. Nothing is written before all of it is known.
pub(super) struct Update {
    pub(super) trace: Trace,
    pub(super) params: Vec<Value>,
    paths: Vec<Path>,
    written: Vec<(Node, Value)>,
}

/// Arrays that a transformation keeps, one for each parameter.
pub(super) struct Kept {
    variables: Vec<Node>,
    pub(super) values: Vec<Value>,
}

impl Update {
    pub(super) fn new(trace: &Trace, params: &State) -> Result<Update> {
        let paths: Vec<Path> = (0..params.len()).map(|leaf| params.path(leaf)).collect();
        let at =
            |(leaf, path): (usize, &Path)| trace.leaf_value(&params.values()[leaf]).map_err(|error| error.at(path));
        let values = paths.iter().enumerate().map(at).collect::<Result<Vec<Value>>>()?;
        Ok(Update { trace: trace.clone(), params: values, paths, written: Vec::new() })
    }

    /// A value for each parameter; an error of one names its path.
    pub(super) fn each(&self, mut f: impl FnMut(usize) -> Result<Value>) -> Result<Vec<Value>> {
        self.paths.iter().enumerate().map(|(leaf, path)| f(leaf).map_err(|error| error.at(path))).collect()
    }

    /// The arrays that are kept under this name.
    pub(super) fn kept(&self, state: &Node, name: &str) -> Result<Kept> {
        let named = Path::from(vec![Key::name(name)]);
        let variables = self.paths.iter().map(|path| {
            let below = Path::from([named.keys(), path.keys()].concat());
            state.node(&below)
        });
        let variables = variables.collect::<Result<Vec<Node>>>()?;
        let values = variables.iter().enumerate().map(|(leaf, variable)| {
            let value = read_variable(&self.trace, variable)?;
            let param = &self.params[leaf];
            if value.shape() != param.shape() {
                let what = format!("the optimizer keeps {value} as {name} of a parameter that is {param}");
                return Err(Error::invalid(what).at(&self.paths[leaf]));
            }
            Ok(value)
        });
        let values = values.collect::<Result<Vec<Value>>>()?;
        Ok(Kept { variables, values })
    }

    /// Keeps these from now on.
    pub(super) fn keep(&mut self, kept: Kept, values: &[Value]) {
        self.written.extend(kept.variables.into_iter().zip(values.iter().cloned()));
    }

    /// A count, and what it will be after this step; it stays at the largest number there is.
    pub(super) fn count(&mut self, state: &Node) -> Result<(Value, Value)> {
        let variable = state.node(&Path::from(vec![Key::name("count")]))?;
        let count = read_variable(&self.trace, &variable)?;
        let next = incremented(&count)?;
        self.written.push((variable, next.clone()));
        Ok((count, next))
    }

    /// Sets a Variable.
    pub(super) fn write(&mut self, variable: Node, value: Value) {
        self.written.push((variable, value));
    }

    /// Writes what was kept.
    pub(super) fn finish(self) -> Result<()> {
        self.written.iter().try_for_each(|(variable, value)| write_variable(variable, value))
    }
}

/// One more, but never beyond the largest number there is.
pub(super) fn incremented(count: &Value) -> Result<Value> {
    let largest = i64::from(i32::MAX);
    if count.dtype() != DType::I32 || count.rank() != 0 {
        return Err(Error::invalid(format!("a count of steps is one int32, not {count}")));
    }
    count.less(largest)?.where_(&count.add(1i64)?, largest)
}

/// `(1 - decay) * value + decay * kept`.
pub(super) fn moving_average(value: &Value, kept: &Value, decay: f64) -> Result<Value> {
    value.mul(1.0 - decay)?.add(&kept.mul(decay)?)
}

/// Divides moving averages that began at 0 by `1 - decay ** count`, after `count` steps.
pub(super) struct BiasCorrection<'a> {
    count: &'a Value,
    decay: f64,
    divisors: Vec<Value>,
}

impl BiasCorrection<'_> {
    pub(super) fn new(count: &Value, decay: f64) -> BiasCorrection<'_> {
        BiasCorrection { count, decay, divisors: Vec::new() }
    }

    /// This average, corrected.
    pub(super) fn of(&mut self, average: &Value) -> Result<Value> {
        average.div(&self.divisor(average.dtype())?)
    }

    /// The divisor, computed once for each dtype: in single precision, as Optax has it, unless the averages are double.
    fn divisor(&mut self, dtype: DType) -> Result<Value> {
        if let Some(known) = self.divisors.iter().find(|divisor| divisor.dtype() == dtype) {
            return Ok(known.clone());
        }
        let trace = self.count.trace();
        let exponent = self.count.astype(if dtype == DType::F64 { DType::F64 } else { DType::F32 })?;
        let power = trace.binary(Binary::Pow, Operand::Float(self.decay), Operand::Value(&exponent))?;
        let divisor = trace.binary(Binary::Sub, Operand::Float(1.0), Operand::Value(&power))?.astype(dtype)?;
        self.divisors.push(divisor.clone());
        Ok(divisor)
    }
}
