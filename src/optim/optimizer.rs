//! The Optimizer: a step count, a transformation and its state, beside a model or with it.
//!
//! Its attributes are Flax's: `step`, `tx`, `opt_state`, `wrt`, and `model` where it keeps the model.

use super::moments::Params;
use super::update::Update;
use super::{transformation, wrt};
use crate::error::{Error, Result};
use crate::graph::{Attribute, Filter, Key, Leaf, Node, Path, State, Static, Subject, VariableType};
use crate::tensor::Tensor;
use crate::trace::{Outputs, Trace, Value, read_variable, run_now};

fn name(text: &str) -> Path {
    Path::from(vec![Key::name(text)])
}

/// An Optimizer of the Variables of `model` that `wrt` takes. It does not keep the model, see [`keep_model`].
///
/// # Errors
/// As [`init`].
pub fn new(model: &Node, tx: &Static, wrt: &Filter) -> Result<Node> {
    let optimizer = Node::object(None, "Optimizer")?;
    init(&optimizer, model, tx, wrt)?;
    Ok(optimizer)
}

/// Gives an Object what makes it an Optimizer.
///
/// # Errors
/// `INVALID_ARGUMENT` when `tx` is no transformation, or `wrt` takes what cannot be trained.
pub fn init(optimizer: &Node, model: &Node, tx: &Static, wrt: &Filter) -> Result<()> {
    let transformation = transformation::parse(tx)?;
    let selected = selected(model, wrt)?;
    let opt_state = transformation.init(&Params::of(&selected)?)?;
    let step = Node::variable(None, VariableType::named("OptState")?, Tensor::scalar(0u32).into())?;
    optimizer.set(&name("step"), step.into())?;
    optimizer.set(&name("tx"), Attribute::Static(tx.clone()))?;
    optimizer.set(&name("wrt"), Attribute::Static(wrt::to_static(wrt, &selected)?))?;
    optimizer.set(&name("opt_state"), opt_state.into())
}

/// Makes an Optimizer keep the model: [`update`] needs it no longer.
///
/// # Errors
/// `INVALID_ARGUMENT` when `optimizer` is no Object.
pub fn keep_model(optimizer: &Node, model: &Node) -> Result<()> {
    optimizer.set(&name("model"), model.clone().into())
}

/// One step of an Optimizer that keeps its model: see [`update_model`].
///
/// # Errors
/// As [`update_model`], and `INVALID_ARGUMENT` when it does not keep one.
pub fn update(optimizer: &Node, gradients: &State) -> Result<State> {
    let model = optimizer.node(&name("model")).map_err(|_| {
        Error::invalid("this Optimizer does not keep its model, as it was made with `wrt`: call update(model, grads)")
    })?;
    update_model(optimizer, &model, gradients)
}

/// One step: the parameters, the Optimizer's state and its step count have new values. Gives what was added to each
/// parameter. Without traced values it is computed at once. After an error nothing has changed.
///
/// # Errors
/// `NOT_FOUND` for a gradient that is missing or that no parameter belongs to, `INVALID_ARGUMENT` for one of another shape
/// than its parameter; the text names the path.
pub fn update_model(optimizer: &Node, model: &Node, gradients: &State) -> Result<State> {
    let step = optimizer.node(&name("step"))?.value()?;
    let wrt = filter_of(optimizer)?;
    let params = selected(model, &wrt)?;
    let leaves = gradients.values().iter().chain([&step]).chain(params.values());
    if let Some(trace) = Trace::of_leaves(leaves) {
        return trace.located(optimizer, traced_update(&trace, optimizer, model, gradients));
    }
    let objects = [optimizer.clone(), model.clone()];
    let now = run_now(&objects, std::slice::from_ref(gradients), &mut |scope| {
        let gradients = scope.states.first().unwrap_or(gradients);
        let updates = traced_update(&scope.trace, optimizer, model, gradients)?;
        Ok(Outputs { values: Vec::new(), states: vec![updates] })
    })?;
    now.states.into_iter().next().ok_or_else(|| Error::invalid("the update gave nothing"))
}

fn traced_update(trace: &Trace, optimizer: &Node, model: &Node, gradients: &State) -> Result<State> {
    let tx = match optimizer.get(&name("tx"))? {
        Attribute::Static(tx) => transformation::parse(&tx)?,
        other => return Err(Error::invalid(format!("`tx` is {}, not a transformation", other.kind_name()))),
    };
    let wrt = filter_of(optimizer)?;
    let params = selected(model, &wrt)?;
    check_known(gradients, &params, &wrt)?;
    let mut update = Update::new(trace, &params)?;
    let found = (0..params.len()).map(|leaf| {
        let path = params.path(leaf);
        gradient(trace, gradients, &path, &update.params[leaf]).map_err(|error| error.at(&path))
    });
    let found = found.collect::<Result<Vec<Value>>>()?;
    let opt_state = optimizer.node(&name("opt_state"))?;
    let updates = tx.update(found, &opt_state, &mut update)?;
    for (leaf, change) in updates.iter().enumerate() {
        let (path, param) = (params.path(leaf), &update.params[leaf]);
        let new = param.add(change).and_then(|new| new.astype(param.dtype())).map_err(|error| error.at(&path))?;
        update.write(model.node(&path)?, new);
    }
    let step = optimizer.node(&name("step"))?;
    let next = read_variable(trace, &step)?.add(1i64)?;
    update.write(step, next);
    update.finish()?;
    params.with_values(updates.iter().map(Value::to_leaf).collect())
}

fn selected(model: &Node, wrt: &Filter) -> Result<State> {
    Ok(model.state(std::slice::from_ref(wrt))?.into_iter().next().unwrap_or_else(State::empty))
}

fn filter_of(optimizer: &Node) -> Result<Filter> {
    match optimizer.get(&name("wrt"))? {
        Attribute::Static(wrt) => wrt::to_filter(&wrt),
        other => Err(Error::invalid(format!("`wrt` is {}, not a filter", other.kind_name()))),
    }
}

/// Each gradient that the Optimizer's filter takes belongs to a parameter.
fn check_known(gradients: &State, params: &State, wrt: &Filter) -> Result<()> {
    for leaf in 0..gradients.len() {
        let path = gradients.path(leaf);
        if params.find(&path).is_some() {
            continue;
        }
        let variable_type = gradients.variable_type(leaf);
        let subject =
            Subject { path: &|| path.clone(), variable_type, object_type: None, metadata: gradients.metadata(leaf) };
        if wrt.matches(&subject)? {
            return Err(Error::not_found("there is a gradient, but the model has no such parameter").at(&path));
        }
    }
    Ok(())
}

fn gradient(trace: &Trace, gradients: &State, path: &Path, param: &Value) -> Result<Value> {
    let place = gradients.find(path).ok_or_else(|| {
        Error::not_found("the gradient is missing; take gradients with the same filter as the Optimizer's `wrt`")
    })?;
    let leaf: &Leaf = &gradients.values()[place];
    let gradient = trace.leaf_value(leaf)?;
    if gradient.shape() != param.shape() {
        return Err(Error::invalid(format!("the gradient is {gradient}, and the parameter {param}")));
    }
    Ok(gradient)
}
