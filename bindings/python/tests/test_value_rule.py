"""A State and an export are values: nothing that is done to the graph afterwards changes them."""

import numpy as np

import libnnx as nnx


def test_old_state_and_export_are_bit_identical_after_update(net):
    _, state = nnx.split(net)
    export = np.asarray(state["linear"]["kernel"])
    variable_export = net.linear.kernel.value.numpy()
    before = {path: leaf.value.tobytes() for path, leaf in state.flat_items()}
    export_before = export.tobytes()

    nnx.update(net, state.map(lambda path, leaf: np.asarray(leaf) + 1))

    assert {path: leaf.value.tobytes() for path, leaf in state.flat_items()} == before
    assert export.tobytes() == variable_export.tobytes() == export_before
    assert net.linear.kernel[...].tobytes() == (export + 1).tobytes()


def test_writing_elements_leaves_what_was_taken_before_alone(net):
    taken = net.linear.bias.value
    state = nnx.state(net)
    net.linear.bias[1] = 5
    assert taken.tolist() == [0, 0, 0, 0]
    assert state["linear"]["bias"].value.tolist() == [0, 0, 0, 0]
    assert net.linear.bias.value.tolist() == [0, 5, 0, 0]


def test_split_copies_no_array(net):
    _, state = nnx.split(net)
    assert state["linear"]["kernel"].value.address == net.linear.kernel.value.address


def test_merge_shares_arrays_but_no_variable(net):
    merged = nnx.merge(*nnx.split(net))
    assert merged.linear.kernel is not net.linear.kernel
    assert merged.linear.kernel.value.address == net.linear.kernel.value.address
    merged.linear.kernel[0, 0] = 9
    assert net.linear.kernel[0, 0] == 0


def test_numpy_given_to_a_variable_can_be_written_afterwards():
    array = np.zeros(3, np.float32)
    param = nnx.Param(array)
    array[0] = 1
    assert param.value.tolist() == [0, 0, 0]


def test_exports_are_read_only(net):
    export = np.asarray(net.linear.kernel)
    assert not export.flags.writeable
    assert net.linear.kernel.value.buffer().readonly
