//! Steps of libnnx's own objects, called from Python: arguments are read and results made without Python code between.
//!
//! | function | what it does |
//! |---|---|
//! | `bind_classes(Tensor, Node, State, Cell, Content)` | says what the classes of the package are |
//! | `bind_array(ndarray)` | says what NumPy's arrays are, once somebody has one |
//! | `run(session, step, evaluates, inputs)` | `Session.run` and `Session.evaluate` |
//! | `call(jit, known, pattern, arguments)` | a call of `nnx.jit` whose arguments are what `pattern` says |
//!
//! `run` and `call` answer `None` when an argument is unusual, and nothing was called then: Python does it. A number is
//! the status of a call that failed. `run` gives `(states, arrays)`, two lists, the second with `None` for an output that
//! is bound; or the array itself, when that is all. `call` gives `(what known has for the number of the step, states,
//! arrays)`; or the array itself, when that is all and `known` has `None`.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::array;
use super::handle;
use super::library::{self, Input, Ran};
use super::module::{Answer, Stop};
use super::native::Locked;
use super::object::{Borrowed, Object, PyResult, Slot};
use super::python;

/// The classes of the Python package and their slots.
struct Classes {
    tensor: Object,
    tensor_handle: Slot,
    /// Slots of a Tensor in which nothing is known at first.
    tensor_unknown: [Slot; 2],
    node: Object,
    node_handle: Slot,
    state: Object,
    state_prefix: Slot,
    state_cell: Slot,
    cell: Object,
    cell_content: Slot,
    content: Object,
    content_handle: Slot,
    /// Slots of a Content in which nothing is known at first.
    content_unknown: [Slot; 3],
    /// `()`, the prefix of a whole State.
    whole: Object,
    array: OnceCell<Object>,
}

static CLASSES: Locked<RefCell<Option<Rc<Classes>>>> = Locked::new(RefCell::new(None));

fn classes() -> Option<Rc<Classes>> {
    CLASSES.get().borrow().clone()
}

/// `bind_classes(Tensor, Node, State, Cell, Content)`.
pub(super) fn bind_classes(classes: [&Borrowed; 5]) -> Answer {
    let before = CLASSES.get().borrow_mut().replace(Rc::new(Classes::of(classes).map_err(Stop::Propagate)?));
    drop(before);
    Ok(Object::none())
}

/// `bind_array(ndarray)`.
pub(super) fn bind_array([array]: [&Borrowed; 1]) -> Answer {
    if let Some(classes) = classes() {
        let _ = classes.array.set(array.own());
    }
    Ok(Object::none())
}

/// `run(session, step, evaluates, inputs)`.
pub(super) fn run([session, step, evaluates, inputs]: [&Borrowed; 4]) -> Answer {
    run_step(session, step, evaluates, inputs).map_err(Stop::Propagate)
}

fn run_step(session: &Borrowed, step: &Borrowed, evaluates: &Borrowed, inputs: &Borrowed) -> PyResult<Object> {
    let (Some(classes), Some(library)) = (classes(), library::get()) else { return Ok(Object::none()) };
    let (Some(session), Some(step)) = (handle::bits(session), handle::bits(step)) else { return Ok(Object::none()) };
    let mut given = Vec::with_capacity(inputs.tuple_size());
    for place in 0..inputs.tuple_size() {
        let item = inputs.tuple_get(place)?;
        let input = if item.is_none() { Some(Input::Bound) } else { classes.input(item) };
        let Some(input) = input else { return Ok(Object::none()) };
        given.push(input);
    }
    let evaluates = evaluates.is_true();
    match python::without_lock(|| (library.run)(session, step, evaluates, given)) {
        Ok(ran) => match classes.only_array(&ran) {
            Some(array) => array,
            None => Object::tuple(classes.results(&ran)?.into_iter()),
        },
        Err(status) => Object::int(status as usize),
    }
}

/// `call(jit, known, pattern, arguments)`.
pub(super) fn call([jit, known, pattern, arguments]: [&Borrowed; 4]) -> Answer {
    call_jit(jit, known, pattern, arguments).map_err(Stop::Propagate)
}

fn call_jit(jit: &Borrowed, known: &Borrowed, pattern: &Borrowed, arguments: &Borrowed) -> PyResult<Object> {
    let (Some(classes), Some(library)) = (classes(), library::get()) else { return Ok(Object::none()) };
    let Some(jit) = handle::bits(jit) else { return Ok(Object::none()) };
    if pattern.tuple_size() != arguments.tuple_size() || (library.is_tracing)() {
        return Ok(Object::none());
    }
    let (mut objects, mut states, mut inputs) = (Vec::with_capacity(4), Vec::new(), Vec::with_capacity(4));
    for place in 0..pattern.tuple_size() {
        let (wanted, given) = (pattern.tuple_get(place)?, arguments.tuple_get(place)?);
        let fits = if wanted.is(&classes.tensor) {
            classes.input(given).map(|input| inputs.push(input))
        } else if wanted.is(&classes.node) {
            classes.object(given).map(|object| objects.push(object))
        } else if wanted.is(&classes.state) {
            classes.state_of(given).map(|state| states.push(state))
        } else {
            // Static: the very object that stands in a tuple of one.
            wanted.tuple_get(0)?.is(given).then_some(())
        };
        if fits.is_none() {
            return Ok(Object::none());
        }
    }
    match python::without_lock(|| (library.call)(jit, &objects, &states, inputs)) {
        Ok(ran) => {
            let number = Object::unsigned(ran.step)?;
            let of_step = known.dict_get(&number)?.map_or_else(Object::none, Borrowed::own);
            match classes.only_array(&ran) {
                Some(array) if of_step.is_none() => array,
                Some(array) => {
                    let (states, arrays) = (Object::list(std::iter::empty())?, Object::list([array?].into_iter())?);
                    Object::tuple([of_step, states, arrays].into_iter())
                }
                None => {
                    let [states, arrays] = classes.results(&ran)?;
                    Object::tuple([of_step, states, arrays].into_iter())
                }
            }
        }
        Err(status) => Object::int(status as usize),
    }
}

/// What a slot of an object holds; `None` when it holds nothing.
fn held(slot: &Slot, object: &Borrowed) -> Option<Object> {
    slot.get(object).map_err(|raised| raised.forget()).ok()
}

impl Classes {
    fn of([tensor, node, state, cell, content]: [&Borrowed; 5]) -> PyResult<Classes> {
        let slot = |class: &Borrowed, name| Slot::of(class, &*Object::interned(name)?);
        Ok(Classes {
            tensor_handle: slot(tensor, "_handle")?,
            tensor_unknown: [slot(tensor, "_shape")?, slot(tensor, "_dtype")?],
            tensor: tensor.own(),
            node_handle: slot(node, "_libnnx_node")?,
            node: node.own(),
            state_prefix: slot(state, "_prefix")?,
            state_cell: slot(state, "_cell")?,
            state: state.own(),
            cell_content: slot(cell, "content")?,
            cell: cell.own(),
            content_handle: slot(content, "handle")?,
            content_unknown: [slot(content, "_rows")?, slot(content, "_levels")?, slot(content, "_below")?],
            content: content.own(),
            whole: Object::tuple(std::iter::empty::<Object>())?,
            array: OnceCell::new(),
        })
    }

    /// A Tensor or an array of NumPy as an input.
    fn input(&self, given: &Borrowed) -> Option<Input> {
        if given.is_exactly(&self.tensor) {
            return handle::bits(&*held(&self.tensor_handle, given)?).map(Input::Handle);
        }
        let is_array = self.array.get().is_some_and(|class| given.is_exactly(class));
        if is_array { array::tensor(given).map(Input::Array) } else { None }
    }

    /// The handle of a node.
    fn object(&self, given: &Borrowed) -> Option<u64> {
        if !given.is_a(&self.node) {
            return None;
        }
        handle::bits(&*held(&self.node_handle, given)?)
    }

    /// The handle of a State, unless it is a view of a part of one.
    fn state_of(&self, given: &Borrowed) -> Option<u64> {
        if !given.is_exactly(&self.state) || held(&self.state_prefix, given)?.tuple_size() != 0 {
            return None;
        }
        let content = held(&self.cell_content, &*held(&self.state_cell, given)?)?;
        handle::bits(&*held(&self.content_handle, &content)?)
    }

    /// The array of a run that gave nothing else.
    fn only_array(&self, ran: &Ran) -> Option<PyResult<Object>> {
        match (ran.states.as_slice(), ran.arrays.as_slice()) {
            ([], [Some(bits)]) => Some(handle::of(*bits).and_then(|handle| self.new_tensor(&handle))),
            _ => None,
        }
    }

    /// The States and the arrays of a run, two lists.
    fn results(&self, ran: &Ran) -> PyResult<[Object; 2]> {
        // All handles have an owner before anything can fail that would lose them.
        let states: Vec<PyResult<Object>> = ran.states.iter().map(|bits| handle::of(*bits)).collect();
        let arrays: Vec<PyResult<Option<Object>>> =
            ran.arrays.iter().map(|bits| bits.map(handle::of).transpose()).collect();
        let states = states.into_iter().map(|handle| self.new_state(&*handle?)).collect::<PyResult<Vec<Object>>>()?;
        let tensor = |handle: Option<Object>| handle.map_or_else(|| Ok(Object::none()), |own| self.new_tensor(&own));
        let arrays = arrays.into_iter().map(|handle| tensor(handle?)).collect::<PyResult<Vec<Object>>>()?;
        Ok([Object::list(states.into_iter())?, Object::list(arrays.into_iter())?])
    }

    /// A Tensor that owns its handle, without its `__init__`.
    fn new_tensor(&self, handle: &Borrowed) -> PyResult<Object> {
        let tensor = new(&self.tensor)?;
        self.tensor_handle.set(&tensor, handle)?;
        let none = Object::none();
        self.tensor_unknown.iter().try_for_each(|slot| slot.set(&tensor, &none))?;
        Ok(tensor)
    }

    /// A State that owns its handle, without `__init__`s.
    fn new_state(&self, handle: &Borrowed) -> PyResult<Object> {
        let (state, cell, content) = (new(&self.state)?, new(&self.cell)?, new(&self.content)?);
        self.content_handle.set(&content, handle)?;
        let none = Object::none();
        self.content_unknown.iter().try_for_each(|slot| slot.set(&content, &none))?;
        self.cell_content.set(&cell, &content)?;
        self.state_cell.set(&state, &cell)?;
        self.state_prefix.set(&state, &self.whole)?;
        Ok(state)
    }
}

/// An instance of a class of the package, whose slots hold nothing yet.
fn new(class: &Borrowed) -> PyResult<Object> {
    // SAFETY: a Python class over `object`, as those that `bind_classes` is given.
    unsafe { Object::from_new(python::PyType_GenericAlloc(class.as_ptr(), 0)) }
}
