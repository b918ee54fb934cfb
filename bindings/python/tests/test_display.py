"""Trees, tables, DOT, JSON and HTML."""

import io
import json
import shutil
import subprocess
from contextlib import redirect_stdout

import pytest

import libnnx as nnx


def test_print_shows_the_tree(net):
    printed = str(net)
    assert printed == repr(net) == nnx.tree(net)
    assert "linear: conftest.Linear" in printed and "kernel: Param float32[2,4]" in printed and "in_features = 2" in printed
    out = io.StringIO()
    with redirect_stdout(out):
        nnx.display(net, nnx.state(net), (net, net), nnx.graphdef(net), nnx.Tensor([1.0]))
    shown = [printed, nnx.tree(nnx.state(net)), nnx.tree((net, net)), str(nnx.graphdef(net)), "float32[1] [1.0]", ""]
    assert out.getvalue() == "\n".join(shown)


def test_tables_of_graphs_and_states(net):
    table = nnx.table(net)
    assert table == nnx.table(nnx.state(net))
    assert "linear/kernel" in table and "6 leaves" in table and "BatchStat" in table


def test_dot_draws_sharing_and_cycles(net):
    net.tied = net.linear.kernel
    net.owner = net
    dot = nnx.to_dot(net)
    assert dot.startswith("digraph") and dot.count("dashed") == 2
    if shutil.which("dot"):
        svg = subprocess.run(["dot", "-Tsvg"], input=dot, capture_output=True, text=True, check=True).stdout
        assert "kernel" in svg


@pytest.mark.parametrize("what", [lambda net: net, nnx.state, nnx.graphdef, lambda net: (net, net.linear)])
def test_json_is_json(net, what):
    assert json.loads(nnx.to_json(what(net)))


def test_graphdef_text_and_json_round_trip(net):
    net.odd = ("x", 1.5, None, True, nnx.bfloat16, b"\0")
    net.owner = net
    graphdef = nnx.graphdef(net)
    for text in str(graphdef), graphdef.to_json():
        assert nnx.GraphDef.parse(text) == graphdef and hash(nnx.GraphDef.parse(text)) == hash(graphdef)
    import pickle

    assert pickle.loads(pickle.dumps(graphdef)) == graphdef
    assert repr(graphdef) == "GraphDef(11 nodes, 14 attributes, 6 leaves)"
    with pytest.raises(ValueError):
        nnx.GraphDef.parse("graphdef 1\n\nObject")


def test_html_escapes_what_it_shows(net):
    net.text = "<script>alert(1)</script>"
    html = net._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "Param" in nnx.state(net)._repr_html_()


def test_reprs_of_leaves(net):
    assert repr(net.linear.bias) == "Param(float32[4] [0.0, 0.0, 0.0, 0.0])"
    net.linear.bias.set_metadata(tag="t")
    assert repr(nnx.state(net)["linear"]["bias"]) == "VariableState(Param, float32[4] [0.0, 0.0, 0.0, 0.0], tag='t')"
    assert repr(nnx.float32) == "nnx.float32"
