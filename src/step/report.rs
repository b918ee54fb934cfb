//! What a step is made of: its kernels, what each costs, and where it comes from.

use std::fmt;
use std::time::Duration;

use serde_json::json;

use super::step::Step;
use crate::backend::cpu::Executable;
use crate::error::{Error, Result};
use crate::graph::State;
use crate::isa;
use crate::plan::{BufferId, Cost, InOneLine, Plan, SourceOperation, Work};
use crate::trace::Source;

/// The kernels of a step, in the order in which they run.
#[derive(Clone, Debug)]
pub struct StepReport {
    /// The instruction set that they are made for.
    pub isa: &'static str,
    /// The bytes of the memory of a run, besides arguments and results: the arena, and what loops work in.
    pub nbytes: usize,
    /// The bytes of the arena: constants, and what kernels leave for each other.
    pub arena_nbytes: usize,
    /// The bytes that the arena needs at once: no arena could have fewer.
    pub live_nbytes: usize,
    /// One for each kernel.
    pub kernels: Vec<KernelReport>,
}

/// A kernel of a step.
#[derive(Clone, Debug)]
pub struct KernelReport {
    /// How many items it loops over, and its steps by how often they stand there.
    pub work: String,
    /// Whether the reference evaluator computes it, as no kernel can.
    pub is_evaluated: bool,
    /// Whether it runs once for all runs, as it depends on no leaf and no input: it takes no time of a run.
    pub is_once: bool,
    /// The operations of the program that it computes. What only moves elements is not among them.
    pub operations: Vec<SourceOperation>,
    /// The leaves and inputs that it reads.
    pub reads: Vec<String>,
    /// The leaves and outputs that it writes.
    pub writes: Vec<String>,
    /// What it reads, writes and computes, counted.
    pub cost: Cost,
    /// The time of a run, measured as [`Executable::kernel_times`] says.
    pub time: Duration,
    /// The part of the time of all kernels, from 0 to 1.
    pub share: f64,
    /// What a loop or a choice consists of.
    pub regions: Vec<RegionReport>,
}

/// A part of a loop or a choice, which runs any number of times.
#[derive(Clone, Debug)]
pub struct RegionReport {
    /// `condition` and `body` of a loop, `branch 0` and so on of a choice.
    pub name: String,
    /// Its kernels; their times are those of one time, and their shares those of the time that all of them take.
    pub kernels: Vec<KernelReport>,
}

impl Step {
    /// The kernels of the step with what each costs: counted, and measured now, which takes about a millisecond for each.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when the step has no plan, because `NNX_BACKEND` has the evaluator run it; what an operation
    /// answers that is left to the evaluator.
    pub fn report(&self) -> Result<StepReport> {
        let executable = self.planned()?;
        let plan = executable.plan();
        let (arguments, results) = self.names();
        Ok(StepReport {
            isa: isa::chosen().isa.name().to_str().unwrap_or_default(),
            nbytes: executable.nbytes(),
            arena_nbytes: plan.nbytes(),
            live_nbytes: plan.live_nbytes(),
            kernels: kernels(executable, &arguments, &results)?,
        })
    }

    /// The plan of the step.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when it has none, because `NNX_BACKEND` has the evaluator run it.
    pub fn plan(&self) -> Result<&Plan> {
        self.planned().map(Executable::plan)
    }

    /// The plan of the step for Graphviz, with the paths of leaves.
    ///
    /// # Errors
    /// As [`Step::plan`].
    pub fn plan_dot(&self) -> Result<String> {
        let (arguments, results) = self.names();
        Ok(self.plan()?.to_dot(&arguments, &results))
    }

    fn planned(&self) -> Result<&Executable> {
        let executable = self.executor().executable();
        executable.ok_or_else(|| Error::precondition("the step has no plan: the evaluator runs it"))
    }

    /// What the arguments and results of the program are called: as a traced program says of its arguments, and as
    /// another one does where the map has no path for it.
    fn names(&self) -> (Vec<String>, Vec<String>) {
        let (map, function) = (self.map(), self.module().entry().ok());
        let objects = (0..map.num_object_leaves).map(|leaf| format!("objects/{}", self.graphdef().leaf_path(leaf)));
        let states = map.state_arguments.iter().enumerate();
        let states = states.flat_map(|(place, state)| (0..state.len()).map(move |leaf| in_state(place, state, leaf)));
        let leaves = objects.chain(states).zip(&map.leaves).filter(|(_, ty)| ty.is_some());
        let mut arguments: Vec<String> = leaves.map(|(name, _)| name).collect();
        for input in 0..map.inputs.len() {
            let own = function.and_then(|function| function.argument_name(arguments.len()));
            arguments.push(own.map_or_else(|| format!("inputs/{input}"), str::to_owned));
        }
        let mut results: Vec<Option<String>> = vec![None; function.map_or(0, |function| function.results().len())];
        let mut name = |source: &Source, name: &dyn Fn() -> String| {
            if let Source::Result(result) = source
                && let Some(place @ None) = results.get_mut(*result)
            {
                *place = Some(name());
            }
        };
        for (leaf, source) in map.object_leaves.iter().enumerate() {
            name(source, &|| format!("objects/{}", self.out_graphdef().leaf_path(leaf)));
        }
        for (place, state) in map.states.iter().enumerate() {
            for (leaf, source) in state.leaves.iter().enumerate() {
                name(source, &|| in_state(place, &state.template, leaf));
            }
        }
        for (place, source) in map.outputs.iter().enumerate() {
            name(source, &|| {
                match source {
                    Source::Result(result) => {
                        function.and_then(|function| function.result_name(*result)).map(str::to_owned)
                    }
                    _ => None,
                }
                .unwrap_or_else(|| format!("outputs/{place}"))
            });
        }
        let results = results.into_iter().enumerate();
        let results = results.map(|(place, name)| name.unwrap_or_else(|| format!("result {place}")));
        (arguments, results.collect())
    }
}

/// The kernels of a plan, whose arguments and results have these names, or none.
fn kernels(executable: &Executable, arguments: &[String], results: &[String]) -> Result<Vec<KernelReport>> {
    let plan = executable.plan();
    let times = executable.kernel_times()?;
    let all: f64 = times.iter().map(Duration::as_secs_f64).sum();
    let kernel = |(index, time): (usize, Duration)| {
        let kernel = &plan.kernels()[index];
        let read: Vec<BufferId> = kernel.reads().into_iter().map(|(buffer, _)| buffer).collect();
        let regions = executable.regions(index).into_iter().enumerate().map(|(place, region)| {
            let name = match (&kernel.work, place) {
                (Work::Operation { name: "stablehlo.while", .. }, 0) => "condition".to_owned(),
                (Work::Operation { name: "stablehlo.while", .. }, _) => "body".to_owned(),
                _ => format!("branch {place}"),
            };
            Ok(RegionReport { name, kernels: kernels(region, &[], &[])? })
        });
        Ok(KernelReport {
            work: kernel.to_string(),
            is_evaluated: executable.is_evaluated(index),
            is_once: index < plan.prelude(),
            operations: plan.operations(index).collect(),
            reads: named(plan.arguments(), &read, arguments),
            writes: named(plan.results(), &kernel.writes(), results),
            cost: plan.cost(index),
            time,
            share: if all > 0.0 { time.as_secs_f64() / all } else { 0.0 },
            regions: regions.collect::<Result<Vec<RegionReport>>>()?,
        })
    };
    times.into_iter().enumerate().map(kernel).collect()
}

fn in_state(place: usize, state: &State, leaf: usize) -> String {
    format!("states/{place}/{}", state.path(leaf))
}

/// The names of those among `all` that are used.
fn named(all: &[BufferId], used: &[BufferId], names: &[String]) -> Vec<String> {
    let used = all.iter().zip(names).filter(|(buffer, _)| used.contains(buffer));
    used.map(|(_, name)| name.clone()).collect()
}

impl StepReport {
    /// The report for programs: `{"isa", "nbytes", "arena_nbytes", "live_nbytes", "kernels": [{"work", "is_evaluated", "is_once",
    /// "operations": [{"name", "shape", "line", "origin"}], "reads", "writes", "bytes_read", "bytes_written", "num_operations",
    /// "seconds", "share", "regions": [{"name", "kernels": […]}]}], "text"}`, where `text` is the report for people, and
    /// `num_operations` is null for what is not counted.
    pub fn to_json(&self) -> String {
        json!({
            "isa": self.isa,
            "nbytes": self.nbytes,
            "arena_nbytes": self.arena_nbytes,
            "live_nbytes": self.live_nbytes,
            "kernels": as_json(&self.kernels),
            "text": self.to_string(),
        })
        .to_string()
    }
}

impl fmt::Display for StepReport {
    /// For people: a line for each kernel, and below it what it comes from, reads and writes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let evaluated = self.kernels.iter().filter(|kernel| kernel.is_evaluated).count();
        let all: Duration = self.kernels.iter().map(|kernel| kernel.time).sum();
        writeln!(
            f,
            "{} kernels for {}, {evaluated} of them by the evaluator; {:.2} µs one by one; {} bytes of memory, {} of \
             them the arena, of which {} are needed at once",
            self.kernels.len(),
            self.isa,
            micros(all),
            self.nbytes,
            self.arena_nbytes,
            self.live_nbytes
        )?;
        writeln!(f, "kernel       µs  share     read  written  operations")?;
        write_kernels(f, &self.kernels, "")
    }
}

/// The rows of kernels, each line after so many spaces.
fn write_kernels(f: &mut fmt::Formatter<'_>, kernels: &[KernelReport], indent: &str) -> fmt::Result {
    for (index, kernel) in kernels.iter().enumerate() {
        let Cost { bytes_read, bytes_written, operations } = kernel.cost;
        let operations = operations.map_or_else(|| "–".to_owned(), |operations| operations.to_string());
        let once = if kernel.is_once { "once, " } else { "" };
        writeln!(
            f,
            "{indent}{index:>6} {:>8.3} {:>5.1}% {bytes_read:>8} {bytes_written:>8} {operations:>11}  {once}{}",
            micros(kernel.time),
            100.0 * kernel.share,
            kernel.work
        )?;
        if !kernel.operations.is_empty() {
            writeln!(f, "{indent}       of {}", InOneLine(&kernel.operations))?;
        }
        let mut origins: Vec<&str> = kernel.operations.iter().map(|operation| operation.origin.as_str()).collect();
        origins.retain(|origin| !origin.is_empty());
        origins.dedup();
        let reads: Vec<&str> = kernel.reads.iter().map(String::as_str).collect();
        let writes: Vec<&str> = kernel.writes.iter().map(String::as_str).collect();
        for (verb, names) in [("from", origins), ("reads", reads), ("writes", writes)] {
            if !names.is_empty() {
                writeln!(f, "{indent}       {verb} {}", names.join(", "))?;
            }
        }
        for region in &kernel.regions {
            let all: Duration = region.kernels.iter().map(|kernel| kernel.time).sum();
            writeln!(f, "{indent}       {}, {:.3} µs each time:", region.name, micros(all))?;
            write_kernels(f, &region.kernels, &format!("{indent}    "))?;
        }
    }
    Ok(())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn as_json(kernels: &[KernelReport]) -> Vec<serde_json::Value> {
    let operation = |operation: &SourceOperation| json!({"name": operation.name, "shape": operation.shape, "line": operation.location.line, "origin": operation.origin});
    let region = |region: &RegionReport| json!({"name": region.name, "kernels": as_json(&region.kernels)});
    let kernel = |kernel: &KernelReport| {
        json!({
            "work": kernel.work,
            "is_evaluated": kernel.is_evaluated,
            "is_once": kernel.is_once,
            "operations": kernel.operations.iter().map(operation).collect::<Vec<_>>(),
            "reads": kernel.reads,
            "writes": kernel.writes,
            "bytes_read": kernel.cost.bytes_read,
            "bytes_written": kernel.cost.bytes_written,
            "num_operations": kernel.cost.operations,
            "seconds": kernel.time.as_secs_f64(),
            "share": kernel.share,
            "regions": kernel.regions.iter().map(region).collect::<Vec<_>>(),
        })
    };
    kernels.iter().map(kernel).collect()
}
