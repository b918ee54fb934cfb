//! All phases of a plan, those of its regions among them, and in which order their stages run.

use super::control;
use super::frame::{Frame, Memory, Pointer};
use super::operation;
use super::phase::{Body, Phase, loop_phases};
use super::stage::stages;
use crate::error::Result;
use crate::plan::{Plan, Work};

/// What runs after what. Between two of these everything waits.
#[derive(Clone, Debug)]
pub enum Order {
    /// The phases of a stage, all at once.
    Stage(usize),
    /// The condition; and while it holds, the body and the condition again.
    Loop {
        /// The bit of `turns` that changes with each iteration. It is 0 in the first.
        bit: u32,
        /// What decides whether there is another iteration.
        condition: Vec<Order>,
        /// The pointer to a bool, by its place among those of a run: whether the condition holds.
        goes_on: usize,
        /// An iteration.
        body: Vec<Order>,
        /// The stage after the last iteration, which needs to know its turn.
        end: Option<usize>,
    },
    /// One of several.
    Choice {
        /// The pointer to an int, by its place among those of a run: which one.
        chosen: usize,
        /// What there is to choose from.
        branches: Vec<Vec<Order>>,
    },
}

/// The phases of a plan and of its regions.
pub(super) struct Phases<'p> {
    pub(super) list: Vec<Phase>,
    /// The phases of each stage, by their places.
    pub(super) stages: Vec<Vec<usize>>,
    /// The plan itself, and those of its regions.
    pub(super) frames: Vec<Frame<'p>>,
    pub(super) memory: Memory,
    pub(super) order: Vec<Order>,
}

impl<'p> Phases<'p> {
    pub(super) fn new(plan: &'p Plan) -> Result<Phases<'p>> {
        let memory = Memory::after(plan.buffers().len());
        let mut phases = Phases { list: Vec::new(), stages: Vec::new(), frames: Vec::new(), memory, order: Vec::new() };
        phases.order = phases.add(Frame::whole(plan))?;
        Ok(phases)
    }

    /// Adds what a plan does.
    pub(super) fn add(&mut self, frame: Frame<'p>) -> Result<Vec<Order>> {
        let (id, plan) = (self.frames.len(), frame.plan);
        self.frames.push(frame);
        let mut parts = Parts { frame: id, waiting: Vec::new(), order: Vec::new() };
        for (kernel, work) in plan.kernels().iter().map(|kernel| &kernel.work).enumerate() {
            let (frame, memory) = (&mut self.frames[id], &mut self.memory);
            let values = match work {
                Work::Loop { count, steps } => loop_phases(frame, memory, kernel, *count, steps, &mut parts.waiting),
                Work::Operation { regions, .. } if !regions.is_empty() => {
                    control::add(self, &mut parts, kernel, work)?;
                    Default::default()
                }
                Work::Operation { .. } => {
                    parts.waiting.extend(operation::phases(frame, memory, kernel, work)?);
                    Default::default()
                }
            };
            self.frames[id].values.push(values);
        }
        let first_moved = self.memory.end();
        for (place, moved) in plan.moved().iter().enumerate() {
            let (buffer, frame) = (&plan.buffers()[moved.buffer], &mut self.frames[id]);
            let to = frame.add(buffer.dtype, buffer.count, Pointer::at(first_moved + place));
            // A result may be moved to where any argument lies.
            plan.arguments().iter().for_each(|&argument| frame.share(to, argument));
            parts.copy(None, buffer.count, moved.buffer, to);
        }
        self.stage(&mut parts);
        Ok(parts.order)
    }

    /// Has what waits run before what is added next.
    pub(super) fn stage(&mut self, parts: &mut Parts) {
        for stage in stages(&self.frames[parts.frame], &parts.waiting) {
            parts.order.push(Order::Stage(self.stages.len()));
            self.stages.push(stage.into_iter().map(|place| self.list.len() + place).collect());
        }
        for phase in &mut parts.waiting {
            phase.frame = parts.frame;
        }
        self.list.append(&mut parts.waiting);
    }
}

/// What there is of a plan so far.
pub(super) struct Parts {
    pub(super) frame: usize,
    /// The phases that are in no stage yet.
    pub(super) waiting: Vec<Phase>,
    pub(super) order: Vec<Order>,
}

impl Parts {
    /// Adds a phase that copies all elements of an array into another.
    pub(super) fn copy(&mut self, kernel: Option<usize>, items: usize, from: usize, to: usize) {
        if items > 0 {
            self.waiting.push(Phase { items, ..Phase::new(kernel, Body::Copied, vec![from], vec![to]) });
        }
    }
}
