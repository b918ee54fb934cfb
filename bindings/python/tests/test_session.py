"""nnx.Session: one state, and the steps that run over it."""

import threading

import libnnx as nnx
import numpy as np
import pytest
from test_jit import Line, X, Y, descend


def steps():
    model = Line()
    model.set_attributes(raise_if_not_found=False, training=True)
    return nnx.jit(descend).step(model, X, Y), nnx.jit(lambda model, x: model(x)).step(model, X)


def test_steps_run_over_one_state():
    model, other = Line(), Line()
    train, predict = steps()
    session = nnx.Session(model)
    first, step = session.state(), nnx.jit(descend)
    kernel = np.array(first[(0, "kernel")].value)
    for _ in range(5):
        assert session.run(train, X, Y).item() == step(other, X, Y).item()
        np.testing.assert_array_equal(session.evaluate(predict, X), nnx.jit(lambda m, x: m(x))(other, X))
    np.testing.assert_array_equal(first[(0, "kernel")].value, kernel)
    assert model.count.value.item() == 0
    session.update()
    assert not nnx.state(model).diff(nnx.state(other))
    fresh = Line()
    session.update(fresh)
    assert fresh.count.value.item() == 5
    report = session.report()
    assert report[:4] == (2, 3, 28, 10) and report.seconds > 0
    assert session.graphdef == nnx.graphdef((model,))
    assert repr(session) == "<nnx.Session of 3 leaves, 28 bytes, after 10 runs>"


def test_a_step_reports_its_kernels():
    train, _ = steps()
    report = train.report()
    assert len(report) == len(list(report)) > 1 and abs(sum(kernel.share for kernel in report) - 1) < 1e-6
    products = [each for kernel in report for each in kernel.operations if each.name == "dot_general"]
    assert len(products) == 2 and products[0].shape.startswith("float32[")
    for leaf in ("objects/0/kernel", "objects/0/bias", "objects/0/count"):
        assert sum(leaf in kernel.writes for kernel in report) == 1
    assert not any(kernel.is_evaluated for kernel in report)
    assert str(report).count("dot_general") and repr(report[0]).startswith("Kernel(work=")
    assert report.isa == nnx.environment().isa and report.nbytes >= report.arena_nbytes >= report.live_nbytes > 0
    assert "loop over" in train.plan()
    assert nnx.to_dot(train).startswith("digraph plan {")
    assert nnx.table(train).startswith(f"{len(report)} kernels for")
    with pytest.raises(ValueError, match="NNX_FORMAT_TREE, which the report of a step does not have"):
        nnx.tree(train)
    assert "train_stage_0(void *const *buffers, unsigned turns)" in train.source("cuda", "train")
    with pytest.raises(NotImplementedError, match='source of steps for "cuda", and none for "tpu"'):
        train.source("tpu")
    with pytest.raises(ValueError, match='`name`: "a b" is no identifier of C'):
        train.source(name="a b")


def test_leaves_are_read_and_written():
    train, predict = steps()
    session = nnx.Session(Line())
    before = session.state()
    session.write("0/bias", np.zeros(2, "float32"))
    assert session.read((0, "bias")).tolist() == [0, 0]
    session.run(train, X, Y)
    session.set_state(before)
    assert not session.state().diff(before)
    with pytest.raises(ValueError, match="the Session holds float32.2. here, got float32.3."):
        session.write("0/bias", np.zeros(3, "float32"))
    with pytest.raises(KeyError):
        session.read("0/scale")
    with pytest.raises(ValueError, match="input 0 of the step is float32.3,2., got float32.1,2."):
        session.run(predict, X[:1])
    with pytest.raises(ValueError, match="is not given, and no memory is bound"):
        session.run(predict)


def test_many_runs_as_one():
    train, _ = steps()
    one, many = nnx.Session(Line()), nnx.Session(Line())
    batches = np.arange(24, dtype="float32").reshape(4, 3, 2) / 4 - 3
    losses = many.run_many(train, 4, batches, Y)
    assert losses.tolist() == [one.run(train, batch, Y).item() for batch in batches]
    assert not one.state().diff(many.state())


def test_any_number_of_threads_gives_the_same_bits():
    x = np.linspace(-3, 3, 1 << 18, dtype="float32")

    class Wide(nnx.Module):
        def __init__(self):
            self.kernel = nnx.Param(x)

    def bend(model, x):
        model.kernel.value = nnx.tanh(model.kernel.value * x)

    step = nnx.jit(bend).step(Wide(), x)
    sessions = [nnx.Session(Wide(), num_threads=count) for count in (0, 1, 2, 4)]
    for session in sessions:
        session.run(step, x)
    assert not any(session.state().diff(sessions[0].state()) for session in sessions)
    models = [Wide(), Wide()]
    for count, model in zip((1, 4), models, strict=True):
        nnx.jit(bend, num_threads=count)(model, x)
    assert not nnx.state(models[0]).diff(nnx.state(models[1]))
    with pytest.raises(ValueError, match="`options.num_threads` is 1025; it must be from 0 to 1024"):
        nnx.Session(Wide(), num_threads=1025)


def test_a_state_that_goes_in_and_comes_back():
    graphdef, state = nnx.split(Line())

    @nnx.jit
    def step(graphdef, state, x, y):
        model = nnx.merge(graphdef, state)
        loss = descend(model, x, y)
        return {"loss": loss, "state": nnx.split(model)[1]}

    session = nnx.Session(graphdef, state)
    compiled = step.step(graphdef, state, X, Y)
    for _ in range(3):
        found = session.run(compiled, X, Y)
        expected = step(graphdef, state, X, Y)
        state = expected["state"]
        assert found["loss"].item() == expected["loss"].item()
        assert not found["state"].diff(state) and not session.state().diff(state)


def aligned(nbytes):
    memory = np.zeros(nbytes + 64, "uint8")
    begin = -memory.ctypes.data % 64
    return memory[begin : begin + nbytes]


def test_memory_of_the_caller():
    train, _ = steps()
    session, other = nnx.Session(Line()), nnx.Session(Line())
    assert [(leaf.path, leaf.offset, leaf.nbytes, leaf.shape) for leaf in session.layout()] == [
        ("0/bias", 0, 8, (2,)),
        ("0/count", 64, 4, ()),
        ("0/kernel", 128, 16, (2, 2)),
    ]
    block, x, loss = aligned(session.nbytes), X.copy(), np.zeros((), "float32")
    session.use_memory(block)
    kernel = block[128:144].view("float32").reshape(2, 2)
    assert kernel.tolist() == [[1, 2], [3, 4]]
    session.bind_input(0, x)
    session.bind_output(0, loss)
    first = session.state()
    for scale in 1, 2, 3:
        x[:] = X * scale
        assert session.run(train, None, Y) is loss
        assert loss == other.run(train, X * scale, Y).item()
        np.testing.assert_array_equal(kernel, other.read("0/kernel"))
    assert first[(0, "kernel")].value.tolist() == [[1, 2], [3, 4]]
    session.bind_input(0, None)
    with pytest.raises(ValueError):
        session.run(train, None, Y)
    with pytest.raises(ValueError, match="192 bytes of memory, 64 were given"):
        session.use_memory(block[:64])
    with pytest.raises(ValueError, match="read-only"):
        session.use_memory(bytes(256))
    with pytest.raises(ValueError, match="gaps"):
        session.bind_input(0, X[:, :1])


def test_two_sessions_on_two_threads():
    train, _ = steps()
    sessions = [nnx.Session(Line()) for _ in range(2)]
    threads = [threading.Thread(target=lambda s=s: [s.run(train, X, Y) for _ in range(20)]) for s in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not sessions[0].state().diff(sessions[1].state())
    assert sessions[0].read("0/count").item() == 20


def test_check_finite_and_devices():
    train, _ = steps()
    session = nnx.Session(Line(), check_finite=True)
    before = session.state()
    with pytest.raises(nnx.NonFiniteError):
        session.run(train, X, np.full_like(Y, 3e38))
    with pytest.raises(nnx.NonFiniteError, match="^outputs/0: .* this is run 1 of 0 to 2"):
        session.run_many(train, 3, X, np.stack([Y, np.full_like(Y, 3e38), Y]))
    assert not session.state().diff(before)
    with pytest.raises(NotImplementedError, match="cuda"):
        nnx.Session(Line(), device="cuda")
    with pytest.raises(TypeError, match="a Session holds the state of Modules"):
        nnx.Session(X)
    with pytest.raises(ValueError, match="at least one object"):
        nnx.Session()


def test_a_structure_that_changes_does_not_fit():
    def sow(model):
        model.seen = nnx.Intermediate(model.bias * 2)

    session = nnx.Session(Line())
    with pytest.raises(RuntimeError, match="the leaves of a Session are fixed"):
        session.run(nnx.jit(sow).step(Line()))
