//! Functions are built one operation at a time. Each is checked against its rule as it is added, and its result types
//! are inferred, so that an ill-typed program cannot be built.

use std::collections::HashSet;

use super::attribute::Attributes;
use super::module::{
    Body, Definition, Function, Location, MAX_NESTING, Operation, OperationId, Region, RegionId, ValueData, ValueId,
    Visibility,
};
use super::op::Op;
use super::rules::{self, Check, RegionTypes};
use super::types::Type;
use crate::error::{Error, Result, Status};

/// The most values, operations or operands a function may have.
const MAX_ARENA: usize = u32::MAX as usize / 2;

/// A function that is being built.
///
/// Operations go to the region that was begun last. A region that was ended belongs to the next operation that names it.
pub struct FunctionBuilder {
    name: String,
    body: Body,
    open: Vec<RegionId>,
    /// Regions that no operation has yet.
    loose: HashSet<RegionId>,
    /// For each value, whether it can be used: a value dies with its region.
    alive: Vec<bool>,
    location: Location,
}

impl FunctionBuilder {
    /// A function of this name that takes these.
    pub fn new(name: impl Into<String>, arguments: &[Type]) -> FunctionBuilder {
        let body = Body { regions: vec![Region::default()], ..Body::default() };
        let mut builder = FunctionBuilder {
            name: name.into(),
            open: vec![body.root()],
            body,
            loose: HashSet::new(),
            alive: Vec::new(),
            location: Location::default(),
        };
        for ty in arguments {
            builder.add_argument(ty.clone());
        }
        builder
    }

    /// One more argument of the function. Only before its first operation.
    pub fn add_argument(&mut self, ty: Type) -> ValueId {
        let region = *self.open.last().unwrap_or(&self.body.root());
        let index = self.body.regions[region.index()].arguments.len() as u32;
        let id = self.add_value(ty, Definition::Argument { region, index });
        self.body.regions[region.index()].arguments.push(id);
        id
    }

    /// The arguments of the function.
    pub fn arguments(&self) -> &[ValueId] {
        self.body.region(self.body.root()).arguments()
    }

    /// What has been built so far.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The type of a value.
    pub fn value_type(&self, value: ValueId) -> &Type {
        self.body.value_type(value)
    }

    /// Where in a text the next operations stand.
    pub fn set_location(&mut self, location: Location) {
        self.location = location;
    }

    /// Where in a text the operations stand that are added.
    pub(crate) fn location(&self) -> Location {
        self.location
    }

    /// Begins a region that takes these; operations go there until it is ended.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when regions would nest deeper than [`MAX_NESTING`].
    pub fn begin_region(&mut self, arguments: &[Type]) -> Result<Vec<ValueId>> {
        if self.open.len() > MAX_NESTING {
            return Err(Error::invalid(format!("regions nest deeper than {MAX_NESTING}")));
        }
        let region = RegionId::from_index(self.body.regions.len());
        self.body.regions.push(Region::default());
        self.open.push(region);
        Ok(arguments.iter().map(|ty| self.add_argument(ty.clone())).collect())
    }

    /// Ends the region that was begun last; it returns these.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value that cannot be used here, `FAILED_PRECONDITION` when no region is open.
    pub fn end_region(&mut self, results: &[ValueId]) -> Result<RegionId> {
        self.check_alive("a region's results", results)?;
        if self.open.len() < 2 {
            return Err(Error::precondition("no region was begun"));
        }
        let region = self.open.pop().unwrap_or(self.body.root());
        self.close(region, results);
        self.loose.insert(region);
        Ok(region)
    }

    /// Adds an operation. `declared` are its result types; where the operation says what they are they may be left out.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, naming the operation, the operand and the rule, when it is ill-typed.
    pub fn operation(
        &mut self,
        op: Op,
        operands: &[ValueId],
        regions: &[RegionId],
        declared: &[Type],
    ) -> Result<Vec<ValueId>> {
        self.operation_with(op, Attributes::new(), operands, regions, declared)
    }

    /// As [`FunctionBuilder::operation`], with attributes of other dialects.
    ///
    /// # Errors
    /// As there.
    pub fn operation_with(
        &mut self,
        op: Op,
        extra: Attributes,
        operands: &[ValueId],
        regions: &[RegionId],
        declared: &[Type],
    ) -> Result<Vec<ValueId>> {
        let name = op.name();
        self.check_alive(name, operands)?;
        let mut owned = HashSet::with_capacity(regions.len());
        if let Some(index) = regions.iter().position(|region| !self.loose.contains(region) || !owned.insert(region)) {
            return Err(Error::invalid(format!("{name}: region {index} was not just built for it")));
        }
        let types = infer(&self.body, &op, operands, regions, declared)?;
        for region in regions {
            self.loose.remove(region);
        }
        if self.body.values.len() + types.len() + self.body.operands.len() + operands.len() > MAX_ARENA {
            return Err(Error::new(Status::ResourceExhausted, "a function has too many values"));
        }
        let id = OperationId::from_index(self.body.operations.len());
        let first_operand = self.body.operands.len() as u32;
        self.body.operands.extend_from_slice(operands);
        let first_result = self.body.values.len() as u32;
        let results: Vec<ValueId> = types
            .into_iter()
            .enumerate()
            .map(|(index, ty)| self.add_value(ty, Definition::Result { operation: id, index: index as u32 }))
            .collect();
        self.body.operations.push(Operation {
            op,
            extra,
            location: self.location,
            operands: (first_operand, operands.len() as u32),
            results: (first_result, results.len() as u32),
            regions: regions.into(),
        });
        let region = *self.open.last().unwrap_or(&self.body.root());
        self.body.regions[region.index()].operations.push(id);
        Ok(results)
    }

    /// Forgets the regions that no operation took: those of a branch or a loop that failed.
    pub(crate) fn forget_loose_regions(&mut self) {
        self.loose.clear();
    }

    /// The types of what an operation without regions would return.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, naming the operation, the operand and the rule, when it is ill-typed.
    pub(crate) fn infer(&self, op: &Op, operands: &[ValueId]) -> Result<Vec<Type>> {
        infer(&self.body, op, operands, &[], &[])
    }

    /// Ends the function; it returns these.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a value that cannot be used here, `FAILED_PRECONDITION` when a region is open or belongs
    /// to no operation.
    pub fn finish(mut self, results: &[ValueId]) -> Result<Function> {
        self.check_alive("the function's results", results)?;
        if self.open.len() != 1 || !self.loose.is_empty() {
            return Err(Error::precondition(format!("@{} has a region that no operation owns", self.name)));
        }
        let root = self.body.root();
        self.close(root, results);
        let arguments = self.arguments().len();
        Ok(Function {
            name: self.name,
            visibility: Visibility::default(),
            attributes: Attributes::new(),
            argument_attributes: vec![Attributes::new(); arguments],
            result_attributes: vec![Attributes::new(); results.len()],
            location: Location::default(),
            body: self.body,
        })
    }

    fn add_value(&mut self, ty: Type, definition: Definition) -> ValueId {
        let id = ValueId::from_index(self.body.values.len());
        self.body.values.push(ValueData { ty, definition });
        self.alive.push(true);
        id
    }

    /// Its values can be used no longer.
    fn close(&mut self, region: RegionId, results: &[ValueId]) {
        let region = &mut self.body.regions[region.index()];
        region.results = results.to_vec();
        for argument in &region.arguments {
            self.alive[argument.index()] = false;
        }
        for operation in &region.operations {
            for result in self.body.operations[operation.index()].results() {
                self.alive[result.index()] = false;
            }
        }
    }

    /// The operations of the regions that are open, in the order in which they run.
    pub(super) fn open_operations(&self) -> Vec<OperationId> {
        self.open.iter().flat_map(|region| self.body.regions[region.index()].operations.iter().copied()).collect()
    }

    pub(super) fn check_alive(&self, what: &str, values: &[ValueId]) -> Result<()> {
        match values.iter().position(|value| !self.alive.get(value.index()).copied().unwrap_or(false)) {
            Some(index) => Err(Error::invalid(format!(
                "{what}: value {index} was made in a branch or a loop that is over; what is used outside of one is what \
                 its function gives"
            ))),
            None => Ok(()),
        }
    }
}

/// The result types of this operation, after its rule was checked.
pub(super) fn infer(
    body: &Body,
    op: &Op,
    operands: &[ValueId],
    regions: &[RegionId],
    declared: &[Type],
) -> Result<Vec<Type>> {
    let operands: Vec<&Type> = operands.iter().map(|&operand| body.value_type(operand)).collect();
    let regions: Vec<RegionTypes> = regions
        .iter()
        .map(|&region| {
            let region = body.region(region);
            RegionTypes {
                arguments: region.arguments.iter().map(|&value| body.value_type(value)).collect(),
                results: region.results.iter().map(|&value| body.value_type(value)).collect(),
            }
        })
        .collect();
    rules::infer(&Check { op, operands: &operands, regions: &regions, declared })
}
