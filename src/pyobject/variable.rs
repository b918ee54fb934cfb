//! Variables made, copied and written as Flax's own methods do it, for classes that have not changed these methods.

use super::flax::Flax;
use super::kind::{Kind, Kinds};
use super::module::{Step, Stop};
use super::object::{Borrowed, Object, PyResult};
use super::python::Pointer;
use super::trace::{Trace, Traces};

/// The methods that `update`, `unflatten` and `clone` call, as Flax has them.
pub(super) struct Methods {
    writing: Vec<(Object, Object)>,
    making: Vec<(Object, Object)>,
    copy: (Object, Object),
}

const WRITING: [&str; 6] = ["__setattr__", "_check_can_update", "set_raw_value", "update_from_state", "hijax", "ref"];
const MAKING: [&str; 2] = ["from_metadata", "_new"];

impl Methods {
    pub(super) fn of(flax: &Flax) -> PyResult<Methods> {
        let method = |name: &str| {
            let name = Object::interned(name)?;
            let own = flax.variable.get(&name)?;
            Ok((name, own))
        };
        let class_method = |name: &str| {
            let (name, bound) = method(name)?;
            Ok((name, bound.get(&flax.names.func)?))
        };
        Ok(Methods {
            writing: WRITING.into_iter().map(method).collect::<PyResult<_>>()?,
            making: MAKING.into_iter().map(class_method).collect::<PyResult<_>>()?,
            copy: method("copy")?,
        })
    }
}

/// What a call may do with the Variables of a class.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Make,
    Copy,
    Write,
}

/// The Variables of one call.
pub(super) struct Variables<'a> {
    pub(super) flax: &'a Flax,
    pub(super) kinds: &'a mut Kinds,
    methods: &'a Methods,
    traces: &'a mut Traces,
    trace: Option<Trace>,
    /// The classes whose methods were looked at in this call; who calls keeps them alive.
    allowed: Vec<(Pointer, Use)>,
}

/// A write that was found to be allowed.
pub(super) struct Write {
    pub(super) variable: Object,
    raw: Object,
    /// The metadata, where they change.
    metadata: Option<Object>,
}

impl<'a> Variables<'a> {
    pub(super) fn new(
        flax: &'a Flax,
        kinds: &'a mut Kinds,
        methods: &'a Methods,
        traces: &'a mut Traces,
    ) -> Variables<'a> {
        Variables { flax, kinds, methods, traces, trace: None, allowed: Vec::new() }
    }

    /// The trace in which the call runs.
    pub(super) fn trace(&mut self) -> Step<Trace> {
        if let Some(trace) = &self.trace {
            return Ok(trace.clone());
        }
        let trace = self.traces.current(self.flax)?;
        Ok(self.trace.insert(trace).clone())
    }

    /// `isinstance(value, Variable)`. What only looks like a Variable is for Flax.
    #[inline]
    pub(super) fn is_variable(&mut self, value: &Borrowed) -> Step<bool> {
        if value.class().is_subclass(&self.flax.variable) {
            return Ok(true);
        }
        if value.class().is_subclass(&self.flax.hijax_variable) {
            return Err(Stop::Fallback("a hijax Variable"));
        }
        if value.class().is_subclass(&self.flax.tracer) && value.is_instance(&self.flax.variable)? {
            return Err(Stop::Fallback("a hijax Variable"));
        }
        Ok(false)
    }

    /// `is_array_ref(value)`.
    pub(super) fn is_ref(&mut self, value: &Borrowed) -> Step<bool> {
        match self.kinds.kind(self.flax, value)? {
            Kind::Array | Kind::Value | Kind::None | Kind::Dict | Kind::List | Kind::Tuple => Ok(false),
            _ => Ok(self.flax.is_array_ref.call(&[value])?.truth()?),
        }
    }

    /// `class.from_metadata(raw, dict(metadata))`; `metadata` becomes the Variable's own.
    pub(super) fn make(&mut self, class: &Borrowed, raw: &Borrowed, metadata: Object) -> Step<Object> {
        self.allow(class, Use::Make)?;
        self.expect_off(&metadata, &self.flax.names.hijax, "a hijax Variable")?;
        let trace = self.trace()?;
        let variable = self.flax.new_instance(class)?;
        self.flax.trace_state.set(&variable, trace.state())?;
        self.flax.metadata.set(&variable, &metadata)?;
        self.flax.raw_value.set(&variable, raw)?;
        Ok(variable)
    }

    /// `variable.copy()`.
    pub(super) fn copy(&mut self, variable: &Borrowed) -> Step<Object> {
        let raw = self.expect_copy(variable)?;
        let metadata = self.metadata(variable)?.dict_copy()?;
        self.make(&variable.class().own(), &raw, metadata)
    }

    /// A copy of the Variable would hold the very value that the Variable holds, which is returned.
    pub(super) fn expect_copy(&mut self, variable: &Borrowed) -> Step<Object> {
        let class = variable.class().own();
        self.expect_plain(variable)?;
        self.allow(&class, Use::Copy)?;
        self.allow(&class, Use::Make)?;
        let raw = self.flax.raw_value.get(variable)?;
        match self.kinds.kind(self.flax, &raw)? {
            Kind::Array | Kind::Value | Kind::None => (),
            Kind::Tracer if !self.flax.is_array_ref.call(&[&raw])?.truth()? => (),
            _ => return Err(Stop::Fallback("a copy of a Variable that holds no array")),
        }
        let metadata = self.metadata(variable)?;
        self.expect_off(&metadata, &self.flax.names.hijax, "a hijax Variable")?;
        self.expect_off(&metadata, &self.flax.names.ref_, "a Variable with a jax.Ref")?;
        Ok(raw)
    }

    /// What `variable.update_from_state(value)` or `variable.set_raw_value(value)` will write, by what `value` is.
    pub(super) fn write(&mut self, variable: &Borrowed, value: &Borrowed) -> Step<Write> {
        let class = variable.class().own();
        self.expect_plain(variable)?;
        self.allow(&class, Use::Write)?;
        let own_metadata = self.metadata(variable)?;
        self.expect_off(&own_metadata, &self.flax.names.hijax, "a hijax Variable")?;
        let trace = self.trace()?;
        if !self.traces.is_of(self.flax, &*self.flax.trace_state.get(variable)?, &trace)? {
            return Err(Stop::Fallback("a Variable of another trace"));
        }
        if !self.is_variable(value)? {
            return Ok(Write { variable: variable.own(), raw: value.own(), metadata: None });
        }
        self.expect_plain(value)?;
        let given = self.metadata(value)?;
        let metadata = if given.is(&own_metadata) || given.equals(&own_metadata)? {
            None
        } else {
            let metadata = given.dict_copy()?;
            for name in [&self.flax.names.hijax, &self.flax.names.ref_] {
                match own_metadata.dict_get(name)?.map(Borrowed::own) {
                    Some(own) => metadata.dict_set(name, &own)?,
                    None => return Err(Stop::Fallback("a Variable without its metadata")),
                }
            }
            Some(metadata)
        };
        Ok(Write { variable: variable.own(), raw: self.flax.raw_value.get(value)?, metadata })
    }

    /// That `variable.set_raw_value(value)` only sets the value: its methods are Flax's own, and it is of this trace.
    pub(super) fn expect_writable(&mut self, variable: &Borrowed) -> Step<()> {
        self.allow(variable.class(), Use::Write)?;
        if self.trace.is_none() {
            self.trace()?;
        }
        let Some(trace) = &self.trace else { return Err(Stop::Fallback("JAX tells no trace")) };
        let state = self.flax.trace_state.get(variable)?;
        if state.is(trace.state()) {
            return Ok(());
        }
        if !self.traces.is_of(self.flax, &state, trace)? {
            return Err(Stop::Fallback("a Variable of another trace"));
        }
        // The mark that says the same, and is recognised at once the next time.
        Ok(self.flax.trace_state.set(variable, trace.state())?)
    }

    /// The Variable's methods of reading are Flax's own.
    fn expect_plain(&mut self, variable: &Borrowed) -> Step<()> {
        match self.kinds.kind(self.flax, variable)? {
            Kind::Variable => Ok(()),
            Kind::Unusual(reason) => Err(Stop::Fallback(reason)),
            _ => Err(Stop::Fallback("no Variable where one was")),
        }
    }

    fn metadata(&self, variable: &Borrowed) -> Step<Object> {
        let metadata = self.flax.metadata.get(variable)?;
        if metadata.is_dict() { Ok(metadata) } else { Err(Stop::Fallback("metadata that are no dict")) }
    }

    /// `metadata[name] is False`.
    fn expect_off(&self, metadata: &Borrowed, name: &Borrowed, reason: &'static str) -> Step<()> {
        match metadata.dict_get(name)? {
            Some(value) if value.is_false() => Ok(()),
            _ => Err(Stop::Fallback(reason)),
        }
    }

    /// Fails when the class has other methods than Flax's for this use.
    fn allow(&mut self, class: &Borrowed, purpose: Use) -> Step<()> {
        let key = (class.as_ptr(), purpose);
        if self.allowed.contains(&key) {
            return Ok(());
        }
        let plain = match purpose {
            Use::Write => same(class, &self.methods.writing)?,
            Use::Make => self.makes_plainly(class)?,
            Use::Copy => class.get(&self.methods.copy.0)?.is(&self.methods.copy.1),
        };
        if !plain {
            return Err(Stop::Fallback("a Variable class with methods of its own"));
        }
        self.allowed.push(key);
        Ok(())
    }

    fn makes_plainly(&self, class: &Borrowed) -> PyResult<bool> {
        if !class.is_type() || !class.is_subclass(&self.flax.variable) {
            return Ok(false);
        }
        for (name, own) in &self.methods.making {
            match class.get(name)?.get_optional(&self.flax.names.func)? {
                Some(function) if function.is(own) => (),
                _ => return Ok(false),
            }
        }
        let (flax, names) = (self.flax, &self.flax.names);
        Ok(flax.raw_value.is_of(class, &names.raw_value)?
            && flax.metadata.is_of(class, &names.var_metadata)?
            && flax.trace_state.is_of(class, &names.trace_state)?)
    }
}

/// Whether one Variable is written twice: what the second write sees depends on the first.
pub(super) fn is_written_twice<'a>(writes: impl Iterator<Item = &'a Write>) -> bool {
    let mut written: Vec<_> = writes.map(|write| write.variable.as_ptr()).collect();
    written.sort_unstable();
    written.windows(2).any(|pair| pair[0] == pair[1])
}

fn same(class: &Borrowed, methods: &[(Object, Object)]) -> PyResult<bool> {
    for (name, own) in methods {
        if !class.get(name)?.is(own) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Write {
    /// Writes. What the Variable held before is dropped.
    pub(super) fn apply(&self, flax: &Flax) -> PyResult<()> {
        flax.raw_value.set(&self.variable, &self.raw)?;
        if let Some(metadata) = &self.metadata {
            flax.metadata.set(&self.variable, metadata)?;
        }
        Ok(())
    }
}
