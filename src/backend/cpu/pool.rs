//! Threads that help with the parts of a kernel.
//!
//! There is one pool in a process, which is made when a kernel is first split. One run has it at a time, and does parts
//! itself; another run that comes meanwhile does all of its parts alone. Parts are taken one after another by whoever is
//! free, so a worker that is slow to wake costs nothing. A worker that finds nothing to do looks for a short time, and then
//! sleeps. A child of `fork` has none of the threads: it begins with no pool and makes its own.

use std::cell::UnsafeCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::denormals::FlushToZero;

/// How long a worker looks for the next work before it sleeps.
const LOOK: Duration = Duration::from_micros(20);

/// How often a run looks for the end of what workers do before it lets other threads run.
const LOOKS: usize = 2000;

/// What is done of each part: the number of who does it, 0 for the calling thread, and the part.
type Work<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Does the parts `0..parts`, each once, on at most `threads` threads. A worker does its parts in the floating-point mode of
/// a run, this thread in its own.
pub(super) fn run(threads: usize, parts: usize, work: &Work) {
    match Pool::taken(threads.min(parts)) {
        Some(taken) => taken.run(threads.min(parts), parts, work),
        None => (0..parts).for_each(|part| work(0, part)),
    }
}

static POOL: AtomicPtr<Pool> = AtomicPtr::new(ptr::null_mut());

struct Pool {
    is_taken: AtomicBool,
    /// Used only by who has taken the pool.
    workers: UnsafeCell<Vec<Worker>>,
    /// The number of the job, whether workers may join it, and how many are in it.
    state: AtomicU64,
    /// Written by who has taken the pool while nobody may join and nobody is in; read by who is in.
    job: UnsafeCell<Job>,
    /// The next part.
    next: AtomicUsize,
    has_panicked: AtomicBool,
}

// SAFETY: the cells say who uses them, and when; the work of a job may be done by any thread.
unsafe impl Sync for Pool {}
// SAFETY: as above.
unsafe impl Send for Pool {}

const NUMBER: u32 = 32;
const OPEN: u64 = 1 << 31;
const INSIDE: u64 = OPEN - 1;

#[derive(Clone, Copy)]
struct Job {
    work: *const Work<'static>,
    threads: usize,
    parts: usize,
}

struct Worker {
    thread: Thread,
    is_asleep: Arc<AtomicBool>,
}

impl Worker {
    fn wake(&self) {
        if self.is_asleep.load(SeqCst) && self.is_asleep.swap(false, SeqCst) {
            self.thread.unpark();
        }
    }
}

/// The pool as long as one run has it.
struct Taken(&'static Pool);

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.is_taken.store(false, Release);
    }
}

/// A job that is given to workers: at its end none of them is in it.
struct Given<'p>(&'p Pool);

impl Drop for Given<'_> {
    fn drop(&mut self) {
        self.0.state.fetch_and(!OPEN, AcqRel);
        let mut looks = 0;
        while self.0.state.load(Acquire) & INSIDE != 0 {
            match looks {
                LOOKS => thread::yield_now(),
                _ => {
                    looks += 1;
                    std::hint::spin_loop();
                }
            }
        }
    }
}

impl Pool {
    /// The pool, for one run; nothing when another one has it, or where one thread does all.
    fn taken(threads: usize) -> Option<Taken> {
        let pool = (threads > 1).then(Pool::current).flatten()?;
        pool.is_taken.compare_exchange(false, true, Acquire, Relaxed).ok().map(|_| Taken(pool))
    }

    fn current() -> Option<&'static Pool> {
        let current = POOL.load(Acquire);
        if current.is_null() {
            forget_in_children()?;
            let new = Box::into_raw(Box::new(Pool {
                is_taken: AtomicBool::new(false),
                workers: UnsafeCell::default(),
                state: AtomicU64::new(0),
                job: UnsafeCell::new(Job { work: &|_, _| (), threads: 0, parts: 0 }),
                next: AtomicUsize::new(0),
                has_panicked: AtomicBool::new(false),
            }));
            if let Err(other) = POOL.compare_exchange(ptr::null_mut(), new, AcqRel, Acquire) {
                // SAFETY: it was made above, and nobody else knows it.
                drop(unsafe { Box::from_raw(new) });
                // SAFETY: a pool that was published is never freed.
                return Some(unsafe { &*other });
            }
            // SAFETY: as above.
            return Some(unsafe { &*new });
        }
        // SAFETY: as above.
        Some(unsafe { &*current })
    }

    /// What a worker does, for ever.
    fn serve(&self, member: usize, is_asleep: &AtomicBool) {
        let (mut number, mut has_worked) = (0, false);
        loop {
            number = self.wait(number, has_worked, is_asleep);
            let join = |state: u64| (state & OPEN != 0 && state >> NUMBER == number).then_some(state + 1);
            has_worked = self.state.fetch_update(AcqRel, Relaxed, join).is_ok();
            if !has_worked {
                continue;
            }
            // SAFETY: this worker is in the job, so it is not written, and what it points to is there.
            let (job, work) = unsafe {
                let job = *self.job.get();
                (job, &*job.work)
            };
            if member < job.threads {
                let mode = FlushToZero::begin();
                let parts = || self.parts(member, job.parts, work);
                if catch_unwind(AssertUnwindSafe(parts)).is_err() {
                    self.has_panicked.store(true, Relaxed);
                }
                drop(mode);
            }
            self.state.fetch_sub(1, Release);
        }
    }

    /// Waits for a job with another number than this, and gives its number. Looks for one before it sleeps after it has
    /// worked, not when it came too late: then this thread may have to share a core with the one that has the work.
    fn wait(&self, number: u64, mut looks: bool, is_asleep: &AtomicBool) -> u64 {
        let news = |state: u64| (state & OPEN != 0 && state >> NUMBER != number).then_some(state >> NUMBER);
        loop {
            let begin = Instant::now();
            while looks && begin.elapsed() < LOOK {
                for _ in 0..16 {
                    if let Some(number) = news(self.state.load(Acquire)) {
                        return number;
                    }
                    std::hint::spin_loop();
                }
            }
            // Who gives a job looks after that for who is asleep; who falls asleep looks after that for a job.
            is_asleep.store(true, SeqCst);
            if let Some(number) = news(self.state.load(SeqCst)) {
                is_asleep.store(false, SeqCst);
                return number;
            }
            while is_asleep.load(SeqCst) {
                thread::park();
            }
            looks = false;
        }
    }

    /// Does parts until all are taken.
    fn parts(&self, member: usize, parts: usize, work: &Work) {
        loop {
            let part = self.next.fetch_add(1, Relaxed);
            if part >= parts {
                return;
            }
            work(member, part);
        }
    }
}

impl Taken {
    fn run(&self, threads: usize, parts: usize, work: &Work) {
        let pool = self.0;
        // SAFETY: this run has taken the pool.
        let workers = unsafe { &mut *pool.workers.get() };
        while workers.len() + 1 < threads {
            match start(pool, workers.len() + 1) {
                Some(worker) => workers.push(worker),
                None => break,
            }
        }
        let work: *const Work = work;
        // SAFETY: nobody may join, and nobody is in. The work outlives the job: at the end of `given` nobody is in again.
        unsafe {
            *pool.job.get() =
                Job { work: std::mem::transmute::<*const Work, *const Work<'static>>(work), threads, parts }
        };
        pool.next.store(0, Relaxed);
        pool.has_panicked.store(false, Relaxed);
        let number = (pool.state.load(Relaxed) >> NUMBER).wrapping_add(1);
        pool.state.store(number << NUMBER | OPEN, SeqCst);
        let given = Given(pool);
        workers.iter().take(threads - 1).for_each(Worker::wake);
        // SAFETY: it is the caller's, who waits.
        pool.parts(0, parts, unsafe { &*work });
        drop(given);
        assert!(!pool.has_panicked.load(Relaxed), "a part of a kernel panicked on another thread");
    }
}

/// Starts a worker, which takes no signals; nothing where the system refuses one.
fn start(pool: &'static Pool, member: usize) -> Option<Worker> {
    let is_asleep = Arc::new(AtomicBool::new(false));
    let of_worker = Arc::clone(&is_asleep);
    let builder = thread::Builder::new().name(format!("nnx-{member}"));
    let handle = without_signals(|| builder.spawn(move || pool.serve(member, &of_worker)));
    handle.ok().map(|handle| Worker { thread: handle.thread().clone(), is_asleep })
}

/// What `work` starts takes no signals but those of its own faults: a handler of the program is not run there.
#[cfg(unix)]
fn without_signals<R>(work: impl FnOnce() -> R) -> R {
    // SAFETY: the sets are written before they are read.
    unsafe {
        let (mut blocked, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut blocked);
        for fault in [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGTRAP] {
            libc::sigdelset(&mut blocked, fault);
        }
        let is_blocked = libc::pthread_sigmask(libc::SIG_SETMASK, &blocked, &mut before) == 0;
        let result = work();
        if is_blocked {
            libc::pthread_sigmask(libc::SIG_SETMASK, &before, ptr::null_mut());
        }
        result
    }
}

#[cfg(not(unix))]
fn without_signals<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// Sees to it that children begin with no pool. Without a lock, which a child could find locked.
#[cfg(unix)]
fn forget_in_children() -> Option<()> {
    static IS_ASKED: AtomicBool = AtomicBool::new(false);
    extern "C" fn forget() {
        POOL.store(ptr::null_mut(), Release);
    }
    if !IS_ASKED.load(Acquire) {
        // SAFETY: the function only stores; the library is never unloaded. Asked for twice it does the same.
        if unsafe { libc::pthread_atfork(None, None, Some(forget)) } != 0 {
            return None;
        }
        IS_ASKED.store(true, Release);
    }
    Some(())
}

#[cfg(not(unix))]
fn forget_in_children() -> Option<()> {
    Some(())
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Two threads, each of which does one of two parts: nobody ends before the other has begun.
    fn on_two_threads(work: impl Fn(usize, usize) + Sync) {
        // Another test may have the pool; then this thread would wait for itself.
        let taken = loop {
            match Pool::taken(2) {
                Some(taken) => break taken,
                None => thread::yield_now(),
            }
        };
        let begun = AtomicUsize::new(0);
        taken.run(2, 2, &|member, part| {
            begun.fetch_add(1, SeqCst);
            while begun.load(SeqCst) < 2 {
                thread::yield_now();
            }
            work(member, part);
        });
    }

    #[test]
    fn each_part_is_done_once_by_any_number_of_threads() {
        for threads in [1, 2, 4, 7] {
            for parts in [0, 1, 2, 5, 64] {
                for _ in 0..20 {
                    let done: Vec<AtomicUsize> = (0..parts).map(|_| AtomicUsize::new(0)).collect();
                    run(threads, parts, &|member, part| {
                        assert!(member < threads);
                        done[part].fetch_add(1, Relaxed);
                    });
                    assert!(done.iter().all(|done| done.load(Relaxed) == 1), "{threads} threads, {parts} parts");
                }
            }
        }
    }

    #[test]
    fn a_worker_that_was_started_in_another_mode_takes_denormal_numbers_for_zeros() {
        let half = |x: f32| black_box(x) * black_box(0.5);
        let least = f32::MIN_POSITIVE;
        // The pool begins, or goes on, without the mode of a run.
        on_two_threads(|_, _| ());
        assert!(half(least) > 0.0);
        let found = Mutex::new([f32::NAN; 2]);
        let mode = FlushToZero::begin();
        on_two_threads(|member, _| found.lock().unwrap()[member] = half(least));
        drop(mode);
        assert_eq!(*found.lock().unwrap(), [0.0, 0.0]);
        assert!(half(least) > 0.0, "the mode of this thread comes back");
    }

    #[test]
    fn a_run_inside_of_a_run_and_beside_one_is_done_alone() {
        let sum = AtomicUsize::new(0);
        on_two_threads(|_, _| {
            run(2, 8, &|member, part| {
                assert_eq!(member, 0);
                sum.fetch_add(part, Relaxed);
            });
        });
        assert_eq!(sum.load(Relaxed), 2 * 28);
    }

    #[test]
    fn a_panic_of_a_part_ends_the_run_and_the_pool_goes_on() {
        for culprit in [0, 1] {
            let panics = || on_two_threads(|member, _| assert_ne!(member, culprit, "on purpose"));
            assert!(catch_unwind(panics).is_err());
            on_two_threads(|_, _| ());
        }
    }
}
