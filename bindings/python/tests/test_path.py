"""The text of paths: the library and Python print and parse the same."""

import json
from pathlib import Path

import numpy as np
import pytest

import libnnx as nnx

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies
hypothesis.settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("fixed")

TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.text('0123456789-/"\\\n\x7f\x85', max_size=4))
KEYS = st.one_of(st.integers(-(2**63), 2**63 - 1), TEXTS)


@hypothesis.given(st.lists(KEYS, max_size=5).map(tuple))
def test_parse_undoes_print(path):
    assert nnx.parse_path(nnx.path_text(path)) == path


@hypothesis.settings(max_examples=300)
@hypothesis.given(st.lists(KEYS, min_size=1, max_size=4).map(tuple))
def test_the_library_agrees(path):
    from libnnx._leaves import Content

    state = nnx.State([(path, np.float32(1))])
    assert state.paths() == [path]
    assert [row.path for row in Content(state._here()).rows] == [nnx.path_text(path)]
    assert float(state[path]) == 1


@pytest.mark.parametrize("text", ["/", "a/", "/a", "a//b", '"a', '"a"b', 'a"b', "99999999999999999999", '"\\x"'])
def test_ill_formed_paths(text):
    with pytest.raises(ValueError):
        nnx.parse_path(text)


def test_what_is_no_key():
    with pytest.raises(TypeError):
        nnx.path_text((1.5,))
    with pytest.raises(TypeError):
        nnx.path_text((True,))
    with pytest.raises(ValueError):
        nnx.path_text((2**63,))


CASES = json.loads((Path(__file__).parents[3] / "tests" / "data" / "path_cases.json").read_text())


@pytest.mark.parametrize("key, text", CASES["components"])
def test_keys_are_written_as_everywhere(key, text):
    assert nnx.path_text((key,)) == text
    assert nnx.parse_path(text) == (key,)


@pytest.mark.parametrize("text, keys", CASES["paths"])
def test_paths_are_taken_apart_as_everywhere(text, keys):
    assert nnx.parse_path(text) == tuple(keys)
