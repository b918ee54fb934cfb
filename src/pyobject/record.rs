//! What a walk states, as Flax's own objects: the lists of a GraphDef, and the path of every leaf.

use super::flax::Flax;
use super::object::{Borrowed, Object, PyResult};

/// The lists of a GraphDef in the making.
#[derive(Default)]
pub(super) struct Record {
    /// Definitions of nodes, in the order of the walk.
    pub(super) nodes: Vec<Object>,
    /// Attributes of all nodes, in the order of the walk.
    pub(super) attributes: Vec<Object>,
    /// The path of each leaf.
    pub(super) paths: Vec<Box<[Object]>>,
    /// What a tape has addresses of, and no object of the GraphDef is sure to hold.
    pub(super) pins: Vec<Object>,
    path: Vec<Object>,
}

impl Record {
    pub(super) fn enter(&mut self, key: Object) {
        self.path.push(key);
    }

    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    /// A leaf, under the keys that were entered.
    pub(super) fn leaf(&mut self) {
        self.paths.push(self.path.clone().into());
    }

    /// A `NodeDef`.
    pub(super) fn node(
        &mut self,
        flax: &Flax,
        class: &Borrowed,
        index: Option<u32>,
        outer: Option<u32>,
        count: usize,
        metadata: Option<&Borrowed>,
    ) -> PyResult<()> {
        let names = &flax.names;
        let node = flax.new_instance(&flax.node_def)?;
        node.set_plainly(&names.type_, class)?;
        node.set_plainly(&names.index, &*optional(index)?)?;
        node.set_plainly(&names.outer_index, &*optional(outer)?)?;
        node.set_plainly(&names.num_attributes, &*Object::int(count)?)?;
        let metadata = metadata.map_or_else(Object::none, Borrowed::own);
        node.set_plainly(&names.node_metadata, &metadata)?;
        self.pins.push(metadata);
        self.nodes.push(node);
        Ok(())
    }

    /// A `NodeRef`.
    pub(super) fn reference(&mut self, flax: &Flax, index: u32) -> PyResult<()> {
        let node = flax.new_instance(&flax.node_ref)?;
        node.set_plainly(&flax.names.index, &*Object::int(index as usize)?)?;
        self.nodes.push(node);
        Ok(())
    }

    /// A `VariableDef`. The dict is nobody else's.
    pub(super) fn variable(
        &mut self,
        flax: &Flax,
        class: &Borrowed,
        index: u32,
        outer: Option<u32>,
        metadata: Object,
    ) -> PyResult<()> {
        let names = &flax.names;
        let mapping = flax.new_instance(&flax.hashable_mapping)?;
        mapping.set_plainly(&names.mapping, &metadata)?;
        let variable = flax.new_instance(&flax.variable_def)?;
        variable.set_plainly(&names.type_, class)?;
        variable.set_plainly(&names.index, &*Object::int(index as usize)?)?;
        variable.set_plainly(&names.outer_index, &*optional(outer)?)?;
        variable.set_plainly(&names.node_metadata, &mapping)?;
        variable.set_plainly(&names.array_refdef, &*Object::none())?;
        self.pins.extend(metadata.entries().flat_map(|(key, value)| [key.own(), value.own()]));
        self.nodes.push(variable);
        Ok(())
    }

    /// An attribute that is a node, under the key that was entered last.
    pub(super) fn node_attribute(&mut self, flax: &Flax) -> PyResult<()> {
        self.attribute(flax.node_attribute.clone())
    }

    /// An attribute that is a leaf.
    pub(super) fn leaf_attribute(&mut self, flax: &Flax) -> PyResult<()> {
        self.attribute(flax.leaf_attribute.clone())
    }

    /// A static attribute, under the key that was entered last.
    pub(super) fn static_value(&mut self, flax: &Flax, value: &Borrowed) -> PyResult<()> {
        self.pins.push(value.own());
        let attribute = static_of(flax, value)?;
        self.attribute(attribute)
    }

    /// A static attribute, under this key.
    pub(super) fn static_attribute(&mut self, flax: &Flax, key: Object, value: &Borrowed) -> PyResult<()> {
        self.pins.push(value.own());
        self.attributes.push(Object::tuple([key, static_of(flax, value)?].into_iter())?);
        Ok(())
    }

    fn attribute(&mut self, attribute: Object) -> PyResult<()> {
        if let Some(key) = self.path.last() {
            self.attributes.push(Object::tuple([key.clone(), attribute].into_iter())?);
        }
        Ok(())
    }
}

fn static_of(flax: &Flax, value: &Borrowed) -> PyResult<Object> {
    let attribute = flax.new_instance(&flax.static_attribute)?;
    attribute.set_plainly(&flax.names.value, value)?;
    Ok(attribute)
}

fn optional(index: Option<u32>) -> PyResult<Object> {
    index.map_or_else(|| Ok(Object::none()), |index| Object::int(index as usize))
}
