"""The model of Flax's page on performance, with its optimizer and metric, as one object graph.

It is built, split, changed, merged, updated, saved and printed; the C and the C++ program of the same name print the
same. Layers, optimizer and metric are put together by hand here, under the names of libnnx's own. `page_model.py [DIR]`
writes `page_model.safetensors` into DIR; `--dot` or `--dot-page` behind it print only the picture of the tied model or
of the page's.
"""

import os
import sys

import numpy as np

import libnnx as nnx


class Linear(nnx.Module, type_name="Linear"):
    def __init__(self, din, dout, step):
        self.in_features = din
        self.out_features = dout
        self.use_bias = True
        self.param_dtype = nnx.float32
        self.kernel = nnx.Param(ramp((din, dout), step))
        self.bias = nnx.Param(zeros(dout))


class BatchNorm(nnx.Module, type_name="BatchNorm"):
    def __init__(self, num_features):
        self.num_features = num_features
        self.use_running_average = False
        self.axis = -1
        self.momentum = 0.99
        self.epsilon = 1e-5
        self.use_bias = True
        self.use_scale = True
        self.use_fast_variance = True
        self.param_dtype = nnx.float32
        self.mean = nnx.BatchStat(zeros(num_features))
        self.var = nnx.BatchStat(ones(num_features))
        self.scale = nnx.Param(ones(num_features))
        self.bias = nnx.Param(zeros(num_features))


class RngStream(nnx.Module, type_name="RngStream"):
    def __init__(self, tag):
        self.tag = tag
        self.key = nnx.RngKey(np.array([0, 42], np.uint32), tag=tag)
        self.count = nnx.RngCount(np.uint32(0), tag=tag)


class Dropout(nnx.Module, type_name="Dropout"):
    def __init__(self, rate):
        self.rate = rate
        self.broadcast_dims = ()
        self.deterministic = False
        self.rng_collection = "dropout"
        self.rngs = RngStream("default")


class Model(nnx.Module):
    def __init__(self, din, dmid, dout):
        self.linear = Linear(din, dmid, 1 / 64)
        self.bn = BatchNorm(dmid)
        self.dropout = Dropout(0.2)
        self.linear_out = Linear(dmid, dout, 1 / 256)


class Optimizer(nnx.Module, type_name="Optimizer"):
    """Adam: two moments that mirror the parameters."""

    def __init__(self, model):
        self.step = nnx.OptState(np.uint32(0))
        self.wrt = "Param"
        adam = {"count": nnx.OptArray(np.int32(0)), "mu": moments(model), "nu": moments(model)}
        self.opt_state = (adam, ())


class Average(nnx.Module, type_name="Average"):
    def __init__(self, argname):
        self.argname = argname
        self.total = nnx.MetricState(np.float32(0))
        self.count = nnx.MetricState(np.int32(0))


class MultiMetric(nnx.Module, type_name="MultiMetric"):
    def __init__(self):
        self._metric_names = ("loss",)
        self.loss = Average("loss")


class Encoder(nnx.Module):
    pass


class Decoder(nnx.Module):
    pass


class Autoencoder(nnx.Module):
    """A decoder that shares its encoder's kernel, and an encoder that knows its owner."""

    def __init__(self):
        self.encoder = Encoder()
        self.decoder = Decoder()
        self.encoder.kernel = self.decoder.kernel = nnx.Param(ramp((2, 3), 0.5))
        self.encoder.owner = self


def zeros(shape):
    return np.zeros(shape, np.float32)


def ones(shape):
    return np.ones(shape, np.float32)


def ramp(shape, step):
    return (np.arange(np.prod(shape), dtype=np.float32) * np.float32(step)).reshape(shape)


def moments(model):
    mirrored = {}
    for (layer, name), leaf in nnx.state(model, nnx.Param).flat_items():
        mirrored.setdefault(layer, {})[name] = nnx.OptVariable(zeros(leaf.shape))
    return mirrored


def page_model():
    model = Model(2, 64, 3)
    return model, Optimizer(model), MultiMetric()


def yes(condition):
    return "yes" if condition else "no"


def main(directory):
    print("== 1. build ==")
    root = page_model()
    model, optimizer, metrics = root
    print(f"root: tuple of {len(root)}")

    print("\n== 2. tree ==")
    print(nnx.tree(root))

    print("\n== 3. table ==")
    print(nnx.table(root))

    print("\n== 4. split ==")
    graphdef, state = nnx.split(root)
    print(f"leaves: {state.num_leaves}\nnodes: {graphdef.num_nodes}\nattributes: {graphdef.num_attributes}")

    print("\n== 5. split by (Param, BatchStat, ...) ==")
    graphdef, params, batch_stats, rest = nnx.split(root, nnx.Param, nnx.BatchStat, ...)
    for name, part in ("Param", params), ("BatchStat", batch_stats):
        print(f"{name}: {part.num_leaves} leaves")
        for path in part.paths():
            print(f"  {nnx.path_text(path)}")
    print(f"the rest: {rest.num_leaves} leaves")

    print("\n== 6. change a leaf ==")
    changed = nnx.State(params)
    changed[0].linear.bias = np.full(64, 0.5, np.float32)
    print(f"0/linear/bias[0] before: {params[0].linear.bias[0]:g}")
    print(f"0/linear/bias[0] after: {changed[0].linear.bias[0]:g}")
    print(f"old State unchanged: {yes(params[0].linear.bias[0] == 0)}")
    print(params.diff(changed), end="")

    print("\n== 7. merge ==")
    merged = nnx.merge(graphdef, changed, batch_stats, rest)
    print(f"merged 0/linear/bias[0]: {merged[0].linear.bias[0]:g}")
    print(f"first graph 0/linear/bias[0]: {model.linear.bias[0]:g}")
    print(f"nothing shared with the first graph: {yes(merged[0].linear.bias is not model.linear.bias)}")

    print("\n== 8. update ==")
    bias = model.linear.bias
    nnx.update(root, changed)
    print(f"first graph 0/linear/bias[0]: {model.linear.bias[0]:g}")
    print(f"same Variable as before: {yes(model.linear.bias is bias)}")
    print(f"equal to the merged graph: {yes(nnx.state(root) == nnx.state(merged))}")

    print("\n== 9. save and load ==")
    file = os.path.join(directory, "page_model.safetensors")
    graphdef, state = nnx.split(root)
    nnx.save(file, state, graphdef)
    loaded_graphdef, loaded_state = nnx.load(file)
    print(f"same State: {yes(loaded_state == state)}")
    print(f"same GraphDef: {yes(loaded_graphdef == graphdef and hash(loaded_graphdef) == hash(graphdef))}")

    print("\n== 10. a tied Variable and a cycle ==")
    tied = Autoencoder()
    print(nnx.tree(tied))
    graphdef, state = nnx.split(tied)
    print(f"leaves: {state.num_leaves}")
    print("nodes with several paths:")
    for number, paths in enumerate(nnx.find_duplicates(tied)):
        for path in paths:
            print(f"  {number}: {nnx.path_text(path) or '(root)'}")
    again = nnx.merge(graphdef, state)
    print(f"after merge, still tied: {yes(again.encoder.kernel is again.decoder.kernel)}")
    print(f"after merge, still a cycle: {yes(again.encoder.owner is again)}")
    again.decoder.kernel.value = ramp((2, 3), 4)
    print(f"written through decoder, read through encoder: {np.asarray(again.encoder.kernel).flat[1]:g}")

    print("\n== 11. DOT ==")
    print(nnx.to_dot(tied), end="")


if __name__ == "__main__":
    picture = {"--dot": Autoencoder, "--dot-page": page_model}.get("".join(sys.argv[2:]))
    try:
        if picture:
            print(nnx.to_dot(picture()), end="")
        else:
            main(sys.argv[1] if len(sys.argv) > 1 else ".")
    except nnx.NnxError as error:
        sys.exit(str(error))
