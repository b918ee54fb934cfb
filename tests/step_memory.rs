//! A Session and memory of the caller: what is bound and does not fit, calls that leave the state or fail, and owners whose
//! end calls back.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::thread;
use std::time::Duration;

use nnx::graph::{Leaf, Node, Path, VariableType};
use nnx::step::{Jit, JitOptions, OutputMemory, Session, SessionOptions, Step};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Outputs, read_variable, write_variable};
use nnx::{Result, Status};

fn path(text: &str) -> Path {
    text.parse().expect("a path")
}

fn array(values: &[f32]) -> Tensor {
    Tensor::from_slice(&[values.len() as i64], values).expect("an array")
}

fn object(value: Tensor) -> Result<Node> {
    let object = Node::object(None, "Counter")?;
    object.set(&path("w"), Node::variable(None, VariableType::named("Param")?, value.into())?.into())?;
    Ok(object)
}

/// `w` becomes `w + x`; gives `w * x`, of what `w` was, and the new `w`.
fn add() -> Result<Step> {
    let add = Jit::new(
        Box::new(|scope| {
            let (w, x) = (scope.objects[0].node(&path("w"))?, &scope.inputs[0]);
            let old = read_variable(&scope.trace, &w)?;
            let new = old.add(x)?;
            write_variable(&w, &new)?;
            Ok(Outputs { values: vec![old.mul(x)?, new], states: Vec::new() })
        }),
        JitOptions::default(),
    );
    add.step(&[object(array(&[1.0, 2.0]))?], &[], &[array(&[1.0, 1.0])])
}

fn session(options: SessionOptions) -> Result<Session> {
    Session::of_objects(&[object(array(&[1.0, 2.0]))?], options)
}

fn w(session: &Session) -> Result<Vec<f32>> {
    match session.read(&path("0/w"))? {
        Leaf::Tensor(tensor) => Ok(tensor.as_slice().expect("float32").to_vec()),
        other => panic!("{other}"),
    }
}

/// Memory that begins at a multiple of 64.
#[repr(align(64))]
struct Block([u8; 256]);

impl Block {
    fn new() -> Box<Block> {
        Box::new(Block([0xa5; 256]))
    }

    fn place(&mut self, offset: usize) -> *mut u8 {
        self.0[offset..].as_mut_ptr()
    }

    fn floats(&self, offset: usize, count: usize) -> Vec<f32> {
        self.0[offset..][..4 * count]
            .chunks_exact(4)
            .map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()))
            .collect()
    }
}

#[test]
fn outputs_are_written_to_places_that_no_dtype_is_aligned_for() -> Result<()> {
    let (step, session) = (add()?, session(SessionOptions::default())?);
    let mut block = Block::new();
    for offset in [1, 2, 3, 5, 64] {
        // SAFETY: the block lives longer than the Session.
        unsafe {
            session.bind_output(0, Some(OutputMemory::new(block.place(offset), 8, ())?))?;
            session.bind_output(1, Some(OutputMemory::new(block.place(offset + 8), 8, ())?))?;
        }
        let before = w(&session)?;
        let results = session.run(&step, &[Some(array(&[3.0, -1.0]))])?;
        assert!(results.output(0).is_err() && results.output(1).is_err());
        assert_eq!(block.floats(offset, 2), [before[0] * 3.0, -before[1]]);
        assert_eq!(block.floats(offset + 8, 2), w(&session)?);
        assert_eq!((block.0[offset - 1], block.0[offset + 16]), (0xa5, 0xa5), "beside the places");
        block.0.fill(0xa5);
    }
    Ok(())
}

#[test]
fn what_is_bound_is_written_by_evaluations_and_by_many_runs() -> Result<()> {
    let step = add()?;
    let x = array(&[3.0, -1.0]);
    for offset in [0, 1] {
        for in_memory in [false, true] {
            let (mut block, mut state) = (Block::new(), Block::new());
            let session = session(SessionOptions::default())?;
            // SAFETY: the blocks live longer than the Session.
            unsafe {
                if in_memory {
                    session.use_memory(state.place(0), 64, ())?;
                }
                session.bind_output(0, Some(OutputMemory::new(block.place(offset), 8, ())?))?;
            }
            let results = session.evaluate(&step, &[Some(x.clone())])?;
            assert!(results.output(0).is_err(), "it is where it is bound");
            assert_eq!(results.output(1)?.as_slice(), Some(&[4f32, 1.0][..]));
            assert_eq!(block.floats(offset, 2), [3.0, -2.0]);
            assert_eq!(w(&session)?, [1.0, 2.0], "the state stays");

            let error = session.run_many(&step, 3, &[Some(x.clone())]).err().expect("there is room for one");
            assert!(error.message().contains("of 24 bytes, but 8 bytes are bound"), "{error}");
            assert_eq!(w(&session)?, [1.0, 2.0]);
            // SAFETY: as above.
            session.bind_output(0, Some(unsafe { OutputMemory::new(block.place(offset), 24, ()) }?))?;
            let results = session.run_many(&step, 3, &[Some(x.clone())])?;
            assert!(results.output(0).is_err());
            assert_eq!(results.output(1)?.as_slice(), Some(&[4f32, 1.0, 7.0, 0.0, 10.0, -1.0][..]));
            assert_eq!(block.floats(offset, 6), [3.0, -2.0, 12.0, -1.0, 21.0, 0.0]);
            assert_eq!(w(&session)?, [10.0, -1.0]);
            if in_memory {
                assert_eq!(state.floats(0, 2), [10.0, -1.0]);
            }
        }
    }
    Ok(())
}

#[test]
fn a_session_goes_on_after_numbers_that_are_not_finite() -> Result<()> {
    let step = add()?;
    let mut state = Block::new();
    for in_memory in [false, true] {
        let session = session(SessionOptions { check_finite: true, ..SessionOptions::default() })?;
        if in_memory {
            // SAFETY: the block lives longer than the Session.
            unsafe { session.use_memory(state.place(0), 64, ()) }?;
        }
        let mut expected = [1f32, 2.0];
        let mut snapshots = Vec::new();
        for round in 0..4 {
            let wrong = array(&[f32::INFINITY, 0.0]);
            let error = session.run(&step, &[Some(wrong.clone())]).err().expect("not finite");
            assert_eq!(error.status(), Some(Status::NonFinite));
            let many = Tensor::from_slice(&[3, 2], &[1f32, 1.0, 1.0, 1.0, f32::NAN, 1.0])?;
            let error = session.run_many(&step, 3, &[Some(many)]).err().expect("the last is not finite");
            assert!(error.message().contains("this is run 2 of 0 to 2"), "{error}");
            assert!(session.evaluate(&step, &[Some(wrong)]).is_err());
            assert_eq!(w(&session)?, expected, "round {round}");
            let results = session.run(&step, &[Some(array(&[1.0, 0.5]))])?;
            expected = [expected[0] + 1.0, expected[1] + 0.5];
            assert_eq!(results.output(1)?.as_slice(), Some(&expected[..]));
            snapshots.push((session.state()?, expected, results));
        }
        for (snapshot, expected, results) in &snapshots {
            assert_eq!(snapshot.tensor(&path("0/w"))?.as_slice(), Some(&expected[..]), "a snapshot stays");
            assert_eq!(results.output(1)?.as_slice(), Some(&expected[..]), "a result stays");
        }
    }
    Ok(())
}

#[test]
fn leaves_keep_their_types_wherever_their_values_come_from() -> Result<()> {
    let pair = Node::object(None, "Pair")?;
    for (name, values) in [("a", &[1f32, 2.0][..]), ("b", &[3.0])] {
        pair.set(&path(name), Node::variable(None, VariableType::named("Param")?, array(values).into())?.into())?;
    }
    let swap = Jit::new(
        Box::new(|scope| {
            let (a, b) = (scope.objects[0].node(&path("a"))?, scope.objects[0].node(&path("b"))?);
            let (first, second) = (read_variable(&scope.trace, &a)?, read_variable(&scope.trace, &b)?);
            write_variable(&a, &second)?;
            write_variable(&b, &first)?;
            Ok(Outputs::default())
        }),
        JitOptions::default(),
    );
    let take = Jit::new(
        Box::new(|scope| {
            write_variable(&scope.objects[0].node(&path("a"))?, &scope.inputs[0]).map(|()| Outputs::default())
        }),
        JitOptions::default(),
    );
    let session = Session::of_objects(&[pair.clone()], SessionOptions::default())?;
    let one = array(&[1.0]);
    let (swap, take) = (swap.step(&[pair.clone()], &[], &[])?, take.step(&[pair], &[], std::slice::from_ref(&one))?);
    for (step, inputs) in [(swap, vec![]), (take, vec![Some(one)])] {
        let error = session.run(&step, &inputs).err().expect("another shape");
        assert_eq!((error.status(), error.path()), (Some(Status::FailedPrecondition), Some("0/a")), "{error}");
        assert!(error.message().contains("the step makes float32[1] of this float32[2]"), "{error}");
    }
    Ok(())
}

/// An owner that asks a Session something at its end.
struct CallsBack {
    session: Weak<Session>,
    ended: Arc<AtomicUsize>,
    memory: Box<Block>,
}

impl Drop for CallsBack {
    fn drop(&mut self) {
        if let Some(session) = self.session.upgrade() {
            session.report();
        }
        self.ended.fetch_add(1, Ordering::SeqCst);
    }
}

impl CallsBack {
    fn new(session: &Arc<Session>, ended: &Arc<AtomicUsize>) -> CallsBack {
        CallsBack { session: Arc::downgrade(session), ended: Arc::clone(ended), memory: Block::new() }
    }

    fn array(mut self) -> Tensor {
        self.memory.0.fill(0);
        let data = self.memory.place(0);
        // SAFETY: the memory lives as long as its owner, and nobody writes to it.
        unsafe { Tensor::from_foreign(DType::F32, &[2], data, 8, false, self) }.expect("an array")
    }

    fn output(mut self, nbytes: usize) -> OutputMemory {
        let data = self.memory.place(0);
        // SAFETY: as above; nobody else uses it.
        unsafe { OutputMemory::new(data, nbytes, self) }.expect("a place")
    }
}

/// Calls a Session in a thread, which must come to an end.
fn comes_to_an_end(work: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
    let (send, receive) = mpsc::channel();
    let thread = thread::spawn(move || send.send(work()).expect("somebody waits"));
    match receive.recv_timeout(Duration::from_secs(120)) {
        Ok(answer) => answer,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("an owner waits for the lock under which it is dropped"),
        Err(mpsc::RecvTimeoutError::Disconnected) => std::panic::resume_unwind(thread.join().expect_err("a panic")),
    }
}

#[test]
fn owners_are_dropped_when_no_lock_is_held() -> Result<()> {
    comes_to_an_end(|| {
        let step = add()?;
        let x = || vec![Some(array(&[3.0, -1.0]))];
        for check_finite in [false, true] {
            let session = Arc::new(session(SessionOptions { check_finite, ..SessionOptions::default() })?);
            let ended = Arc::new(AtomicUsize::new(0));
            let owner = || CallsBack::new(&session, &ended);
            let mut expected = 0;
            let mut check = |what: &str| {
                expected += 1;
                assert_eq!(ended.load(Ordering::SeqCst), expected, "dropped when {what}");
            };
            let place = path("0/w");

            session.write(&place, owner().array().into())?;
            session.run(&step, &x())?;
            check("a run replaces it");
            session.write(&place, owner().array().into())?;
            session.run_many(&step, 3, &x())?;
            check("many runs replace it");
            session.write(&place, owner().array().into())?;
            session.evaluate(&step, &x())?;
            let wrong = array(&[f32::NAN, 1.0]);
            assert_eq!(session.run_many(&step, 2, &[Some(wrong)]).is_err(), check_finite);
            session.write(&place, array(&[1.0, 2.0]).into())?;
            check("it is written over");

            session.bind_input(0, Some(owner().array()))?;
            session.run(&step, &[])?;
            session.bind_input(0, Some(array(&[1.0, 1.0])))?;
            check("another input is bound");
            session.bind_input(0, Some(owner().array()))?;
            session.bind_input(0, None)?;
            check("no input is bound");
            session.bind_output(0, Some(owner().output(8)))?;
            session.run(&step, &x())?;
            session.bind_output(0, None)?;
            check("no output is bound");

            let mut memory = owner();
            let data = memory.memory.place(0);
            // SAFETY: the memory lives as long as its owner.
            assert!(unsafe { session.use_memory(data, 1, memory) }.is_err(), "too small");
            check("memory that is too small is not taken");
            let mut memory = owner();
            let data = memory.memory.place(4);
            // SAFETY: as above.
            assert!(unsafe { session.use_memory(data, 128, memory) }.is_err(), "not aligned");
            check("memory that is not aligned is not taken");
            // SAFETY: the owner has no memory.
            assert!(unsafe { session.use_memory(std::ptr::null_mut(), 64, owner()) }.is_err(), "NULL");
            check("no memory is not taken");
            let take = |mut memory: CallsBack| {
                let data = memory.memory.place(0);
                // SAFETY: as above.
                unsafe { session.use_memory(data, 256, memory) }
            };
            session.write(&place, owner().array().into())?;
            take(owner())?;
            check("the leaf moves to memory");
            session.write(&place, owner().array().into())?;
            check("an array is copied to memory");
            session.run(&step, &x())?;
            take(owner())?;
            check("the leaf moves to other memory");
            assert_eq!(w(&session)?, [3.0, -1.0]);
            drop(session);
            check("the Session ends");
        }
        Ok(())
    })
}
