//! Loops and choices. Their regions are plans of their own, which run over memory of the run that they are part of.

use std::fmt;

use super::super::executable::Executable;
use super::super::instruction::Bases;
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::plan::RegionPlan;
use crate::program::op::Op;

/// Every block of memory begins at a multiple of so many bytes.
const ALIGNMENT: usize = 64;

pub(super) fn native(call: &Call) -> Result<Option<Box<dyn Native>>> {
    Ok(match (&call.operation().op, call.regions) {
        (Op::While, [condition, body]) => Some(Box::new(While::new(call, condition, body)?)),
        (Op::If | Op::Case, [_, ..]) => Some(Box::new(Choice::new(call)?)),
        _ => None,
    })
}

/// The plan of a region, made ready to run.
struct Part {
    executable: Executable,
    /// The inputs of the operation that it reads after what the region takes.
    captured: Vec<usize>,
    /// Where its arena begins in the memory that stays as it is.
    arena: usize,
    arena_nbytes: usize,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("plan", self.executable.plan()).field("captured", &self.captured).finish()
    }
}

impl Part {
    fn new(call: &Call, region: &RegionPlan, arena: usize, stays: &[bool]) -> Result<Part> {
        let executable = Executable::repeated(region.plan.clone(), call.least, stays)?;
        let captured = region.captured.iter().map(|&value| call.input(value)).collect::<Result<Vec<usize>>>()?;
        let arena_nbytes = executable.memory()[0];
        Ok(Part { executable, captured, arena, arena_nbytes })
    }

    /// The plans of several regions, one after the other in memory.
    fn all(call: &Call, regions: &[RegionPlan]) -> Result<Vec<Part>> {
        let mut end = 0;
        let mut part = |region: &RegionPlan| {
            let part = Part::new(call, region, end, &[])?;
            end = part.end();
            Ok(part)
        };
        regions.iter().map(&mut part).collect()
    }

    /// Where the next arena may begin.
    fn end(&self) -> usize {
        self.arena + self.arena_nbytes.next_multiple_of(ALIGNMENT)
    }

    /// Where the scratch memory begins, after what is made before first blocks.
    fn shared_nbytes(&self) -> usize {
        self.executable.memory()[1].next_multiple_of(ALIGNMENT)
    }

    fn fill(&self, kept: &mut [u8]) {
        self.executable.fill(&mut kept[self.arena..][..self.arena_nbytes]);
    }

    /// Writes down where everything lies when the region takes and gives what lies here.
    ///
    /// # Safety
    /// There is room for [`Executable::base_count`] addresses; the arrays and the scratch memory are those of the call.
    unsafe fn bind(
        &self,
        bases: *mut *mut u8,
        arrays: &Arrays,
        taken: impl Iterator<Item = *mut u8>,
        given: impl Iterator<Item = *mut u8>,
    ) {
        // SAFETY: the arena lies in the memory of the call.
        let arena = unsafe { arrays.kept::<u8>().add(self.arena) };
        let captured = self.captured.iter().map(|&input| arrays.input::<u8>(input).cast_mut());
        let shared: *mut u8 = arrays.scratch();
        // SAFETY: the memory of the region is at the beginning of the scratch memory of the call.
        let scratch = unsafe { shared.add(self.shared_nbytes()) };
        let all = [arena, shared, scratch].into_iter().chain(taken).chain(captured).chain(given);
        for (place, base) in all.enumerate() {
            // SAFETY: asked of the caller.
            unsafe { bases.add(place).write(base) };
        }
    }

    /// # Safety
    /// There are addresses that [`Part::bind`] wrote.
    unsafe fn bases(&self, bases: *const *mut u8) -> Bases {
        // SAFETY: asked of the caller.
        Bases::new(unsafe { std::slice::from_raw_parts(bases, self.executable.base_count()) })
    }

    /// # Safety
    /// As [`Executable::run_within`]; the bases are those of [`Part::bind`].
    unsafe fn run(&self, bases: *const *mut u8, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller.
        unsafe { self.executable.run_within(self.bases(bases), arrays.context) }
    }
}

/// Parts of the scratch memory, one after the other.
struct Layout {
    end: usize,
}

impl Layout {
    /// The scratch memory of the regions comes first.
    fn after(parts: &[&Part]) -> Layout {
        Layout { end: parts.iter().map(|part| part.shared_nbytes() + part.executable.memory()[2]).max().unwrap_or(0) }
    }

    fn take(&mut self, nbytes: usize) -> usize {
        let begin = self.end.next_multiple_of(ALIGNMENT);
        self.end = begin + nbytes;
        begin
    }
}

/// A value that a loop carries. It lies where the result does; one that cannot be computed in place is computed there and
/// in another place by turns.
#[derive(Debug)]
struct Carried {
    /// The input that it starts from, where that matters.
    start: Option<usize>,
    nbytes: usize,
    /// The other place, in the scratch memory.
    other: Option<usize>,
}

/// Where carried values are before an iteration: the first, and then the second and the third by turns.
const PHASES: usize = 3;

#[derive(Debug)]
struct While {
    condition: Part,
    body: Part,
    carried: Vec<Carried>,
    /// Where the addresses of all phases lie in the scratch memory, those of the condition and those of the body.
    condition_bases: usize,
    body_bases: usize,
    /// Where the condition lies.
    goes_on: usize,
    scratch_nbytes: usize,
}

impl While {
    fn new(call: &Call, condition: &RegionPlan, body: &RegionPlan) -> Result<While> {
        let carried = call.operation().results().len();
        let stays: Vec<bool> = (0..body.plan.arguments().len()).map(|argument| argument >= carried).collect();
        let body = Part::new(call, body, 0, &stays)?;
        let condition = Part::new(call, condition, body.end(), &[])?;
        let mut layout = Layout::after(&[&condition, &body]);
        let value = |place: usize| {
            let start = call.operand(place).ok().map(|(input, _)| input);
            let nbytes = call.result_nbytes(place);
            let is_in_place = body.executable.plan().in_place(place).is_some();
            Ok(Carried { start, nbytes, other: (!is_in_place).then(|| layout.take(nbytes)) })
        };
        let carried = (0..carried).map(value).collect::<Result<Vec<Carried>>>()?;
        let mut bases = |part: &Part| layout.take(PHASES * part.executable.base_count() * size_of::<*mut u8>());
        let (condition_bases, body_bases) = (bases(&condition), bases(&body));
        let goes_on = layout.take(1);
        let scratch_nbytes = layout.end;
        Ok(While { condition, body, carried, condition_bases, body_bases, goes_on, scratch_nbytes })
    }

    /// Where a value is before an iteration of each phase, and after one of the last. What is computed in place is brought
    /// there.
    ///
    /// # Safety
    /// As [`Native::run`].
    unsafe fn places(&self, arrays: &Arrays, place: usize) -> [*mut u8; PHASES + 1] {
        let Carried { start, nbytes, other } = self.carried[place];
        let result: *mut u8 = arrays.result(place);
        let start = start.map_or(result, |start| arrays.input::<u8>(start).cast_mut());
        // SAFETY: asked of the caller: two arrays are the same or do not overlap; the scratch memory has room for the other.
        unsafe {
            match other.map(|other| arrays.scratch::<u8>().add(other)) {
                None => {
                    if start != result {
                        std::ptr::copy_nonoverlapping(start, result, nbytes);
                    }
                    [result; PHASES + 1]
                }
                Some(other) if start == result => [result, other, result, other],
                Some(other) => [start, result, other, result],
            }
        }
    }
}

impl Native for While {
    fn scratch_nbytes(&self) -> usize {
        self.scratch_nbytes
    }

    fn kept_nbytes(&self) -> usize {
        self.condition.end()
    }

    fn fill(&self, kept: &mut [u8]) {
        self.body.fill(kept);
        self.condition.fill(kept);
    }

    fn regions(&self) -> Vec<&Executable> {
        vec![&self.condition.executable, &self.body.executable]
    }

    fn evaluated(&self) -> Vec<&'static str> {
        self.condition.executable.evaluated().chain(self.body.executable.evaluated()).collect()
    }

    fn can_fail(&self) -> bool {
        self.condition.executable.can_fail() || self.body.executable.can_fail()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let scratch: *mut u8 = arrays.scratch();
        let values = 0..self.carried.len();
        // SAFETY: asked of the caller; the scratch memory and the kept memory have room for what `new` laid out there, and
        // addresses are aligned.
        unsafe {
            let goes_on = scratch.add(self.goes_on);
            let conditions: *mut *mut u8 = scratch.add(self.condition_bases).cast();
            let bodies: *mut *mut u8 = scratch.add(self.body_bases).cast();
            let condition_of = |phase: usize| conditions.add(phase * self.condition.executable.base_count());
            let body_of = |phase: usize| bodies.add(phase * self.body.executable.base_count());
            let base = Bases::FIRST_ARGUMENT as usize;
            for phase in 0..PHASES {
                let unknown = || values.clone().map(|_| std::ptr::null_mut());
                self.condition.bind(condition_of(phase), arrays, unknown(), [goes_on].into_iter());
                self.body.bind(body_of(phase), arrays, unknown(), unknown());
            }
            for value in values.clone() {
                let places = self.places(arrays, value);
                let given = base + self.carried.len() + self.body.captured.len();
                for phase in 0..PHASES {
                    condition_of(phase).add(base + value).write(places[phase]);
                    body_of(phase).add(base + value).write(places[phase]);
                    body_of(phase).add(given + value).write(places[phase + 1]);
                }
            }
            let mut phase = 0;
            loop {
                self.condition.run(condition_of(phase), arrays)?;
                let left = arrays.context.iterations.get();
                if goes_on.read() == 0 || left == 0 {
                    break;
                }
                arrays.context.iterations.set(left - 1);
                if phase == 0 {
                    self.body.executable.begin(self.body.bases(body_of(phase)));
                }
                self.body.run(body_of(phase), arrays)?;
                phase = if phase == 1 { 2 } else { 1 };
            }
            for value in values {
                let (found, result): (*mut u8, *mut u8) =
                    (body_of(phase).add(base + value).read(), arrays.result(value));
                if found != result {
                    std::ptr::copy_nonoverlapping(found, result, self.carried[value].nbytes);
                }
            }
        }
        Ok(())
    }
}

/// One of several regions, by a condition or an index.
#[derive(Debug)]
struct Choice {
    parts: Vec<Part>,
    /// The input that chooses: of two regions the first where it is true, or the one in this place, the last for all that
    /// there are none of.
    by: usize,
    is_condition: bool,
    results: usize,
    /// Where the addresses lie in the scratch memory.
    bases: usize,
    scratch_nbytes: usize,
}

impl Choice {
    fn new(call: &Call) -> Result<Choice> {
        let parts = Part::all(call, call.regions)?;
        let mut layout = Layout::after(&parts.iter().collect::<Vec<&Part>>());
        let count = parts.iter().map(|part| part.executable.base_count()).max().unwrap_or(0);
        let bases = layout.take(count * size_of::<*mut u8>());
        let operation = call.operation();
        Ok(Choice {
            parts,
            by: call.operand(0)?.0,
            is_condition: matches!(operation.op, Op::If),
            results: operation.results().len(),
            bases,
            scratch_nbytes: layout.end,
        })
    }
}

impl Native for Choice {
    fn scratch_nbytes(&self) -> usize {
        self.scratch_nbytes
    }

    fn kept_nbytes(&self) -> usize {
        self.parts.last().map_or(0, Part::end)
    }

    fn fill(&self, kept: &mut [u8]) {
        self.parts.iter().for_each(|part| part.fill(kept));
    }

    fn regions(&self) -> Vec<&Executable> {
        self.parts.iter().map(|part| &part.executable).collect()
    }

    fn evaluated(&self) -> Vec<&'static str> {
        self.parts.iter().flat_map(|part| part.executable.evaluated()).collect()
    }

    fn can_fail(&self) -> bool {
        self.parts.iter().any(|part| part.executable.can_fail())
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let last = self.parts.len() - 1;
        // SAFETY: asked of the caller: a condition is a byte, an index an i32; the scratch memory has room for the addresses.
        unsafe {
            let chosen = match self.is_condition {
                true => usize::from(arrays.input::<u8>(self.by).read() == 0),
                false => usize::try_from(arrays.input::<i32>(self.by).read()).unwrap_or(last),
            };
            let part = &self.parts[chosen.min(last)];
            let bases: *mut *mut u8 = arrays.scratch::<u8>().add(self.bases).cast();
            part.bind(bases, arrays, std::iter::empty(), (0..self.results).map(|result| arrays.result(result)));
            part.run(bases, arrays)
        }
    }
}
