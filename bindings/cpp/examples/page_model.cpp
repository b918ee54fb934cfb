// The model of the page "Performance considerations" as one object graph: built, split, changed, merged, updated,
// saved, loaded and printed. page_model.c and page_model.py are the same program and print the same bytes.
//
//   page_model [DIR [--dot | --dot-page]]
//
// DIR is where page_model.safetensors is written; --dot prints only the tied model as DOT, --dot-page only the page's.

#include <nnx.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

// Tensors -------------------------------------------------------------------------------------------------------------

static nnx::Tensor ramp(nnx::shape shape, float step) {
    nnx::Tensor tensor = nnx::Tensor::zeros(nnx::dtype::float32, shape);
    float next = 0;
    for (float &element : tensor.mutable_data<float>()) {
        element = next * step;
        next += 1;
    }
    return tensor;
}

static nnx::Tensor filled(int64_t n, float value) {
    return nnx::Tensor::of({n}, std::vector<float>(static_cast<std::size_t>(n), value));
}

// The page's modules --------------------------------------------------------------------------------------------------

struct Linear : nnx::Object {
    Linear(int64_t din, int64_t dout, float step) : Object("Linear") {
        set("in_features", din);
        set("out_features", dout);
        set("use_bias", true);
        set("param_dtype", nnx::dtype::float32);
        set("kernel", nnx::Param(ramp({din, dout}, step)));
        set("bias", nnx::Param(filled(dout, 0)));
    }
};

struct BatchNorm : nnx::Object {
    explicit BatchNorm(int64_t features) : Object("BatchNorm") {
        set("num_features", features);
        set("use_running_average", false);
        set("axis", -1);
        set("momentum", 0.99);
        set("epsilon", 1e-5);
        set("use_bias", true);
        set("use_scale", true);
        set("use_fast_variance", true);
        set("param_dtype", nnx::dtype::float32);
        set("mean", nnx::BatchStat(filled(features, 0)));
        set("var", nnx::BatchStat(filled(features, 1)));
        set("scale", nnx::Param(filled(features, 1)));
        set("bias", nnx::Param(filled(features, 0)));
    }
};

struct RngStream : nnx::Object {
    explicit RngStream(std::string_view tag) : Object("RngStream") {
        nnx::RngKey key(nnx::Tensor::of<uint32_t>({2}, {0, 42}));
        nnx::RngCount count(nnx::Tensor::scalar<uint32_t>(0));
        key.set_metadata("tag", nnx::Static::of(tag));
        count.set_metadata("tag", nnx::Static::of(tag));
        set("tag", tag);
        set("key", key);
        set("count", count);
    }
};

struct Dropout : nnx::Object {
    explicit Dropout(double rate) : Object("Dropout") {
        set("rate", rate);
        set("broadcast_dims", nnx::Static::tuple());
        set("deterministic", false);
        set("rng_collection", "dropout");
        set("rngs", RngStream("default"));
    }
};

struct Model : nnx::Object {
    Model(int64_t din, int64_t dmid, int64_t dout) : Object("Model") {
        set("linear", Linear(din, dmid, 1.0f / 64));
        set("bn", BatchNorm(dmid));
        set("dropout", Dropout(0.2));
        set("linear_out", Linear(dmid, dout, 1.0f / 256));
    }
};

// Adam's state mirrors the parameters: for each Param a zero of its shape under its path.
static nnx::PlainDict moments(const Model &model) {
    const nnx::State params = nnx::state(model, nnx::of_type<nnx::Param>);
    nnx::PlainDict node = nnx::PlainDict::make();
    std::string layer;
    for (std::size_t i = 0; i < params.size(); i++) {
        const std::string path = params.path(i);
        if (layer != path.substr(0, path.find('/'))) {
            layer = path.substr(0, path.find('/'));
            node.set(layer, nnx::PlainDict::make());
        }
        node.set(path, nnx::OptVariable(nnx::Tensor::zeros(nnx::dtype::float32, params.tensor(i).extents())));
    }
    return node;
}

struct Optimizer : nnx::Object {
    explicit Optimizer(const Model &model) : Object("Optimizer") {
        nnx::PlainDict adam = nnx::PlainDict::make();
        adam.set("count", nnx::OptArray(nnx::Tensor::scalar<int32_t>(0)));
        adam.set("mu", moments(model));
        adam.set("nu", moments(model));
        set("step", nnx::OptState(nnx::Tensor::scalar<uint32_t>(0)));
        set("wrt", "Param");
        set("opt_state", nnx::Tuple::of(adam, nnx::Tuple::of()));
    }
};

struct MultiMetric : nnx::Object {
    MultiMetric() : Object("MultiMetric") {
        Object average("Average");
        average.set("argname", "loss");
        average.set("total", nnx::MetricState(nnx::Tensor::scalar<float>(0)));
        average.set("count", nnx::MetricState(nnx::Tensor::scalar<int32_t>(0)));
        set("_metric_names", nnx::Static::tuple(nnx::Static::of("loss")));
        set("loss", average);
    }
};

static nnx::Tuple page_model() {
    const Model model(2, 64, 3);
    return nnx::Tuple::of(model, Optimizer(model), MultiMetric());
}

// One Variable under two paths, and an attribute that leads back to the root.
static nnx::Object tied_model() {
    nnx::Object root("Autoencoder"), encoder("Encoder"), decoder("Decoder");
    const nnx::Param kernel(ramp({2, 3}, 0.5f));
    encoder.set("kernel", kernel);
    encoder.set("owner", root);
    decoder.set("kernel", kernel);
    root.set("encoder", encoder);
    root.set("decoder", decoder);
    return root;
}

// What is printed -----------------------------------------------------------------------------------------------------

static const char *yes(bool truth) { return truth ? "yes" : "no"; }

static void print_text(std::string_view text) {
    std::printf("%.*s%s", static_cast<int>(text.size()), text.data(), text.empty() || text.back() != '\n' ? "\n" : "");
}

// Paths that lead to one node have one number.
static void print_duplicates(const nnx::Report &duplicates) {
    for (const auto &[path, node, unused] : duplicates.rows()) {
        std::printf("  %d: %s\n", static_cast<int>(node), path.empty() ? "(root)" : std::string(path).c_str());
    }
}

static void print_paths(const nnx::State &state) {
    for (std::size_t i = 0; i < state.size(); i++) std::printf("  %s\n", state.path(i).c_str());
}

static double bias_in_state(const nnx::State &state) { return state.get("0/linear/bias").data<float>()[0]; }

static bool same(const nnx::Node &left, const char *left_path, const nnx::Node &right, const char *right_path) {
    return left.get<nnx::Node>(left_path).same(right.get<nnx::Node>(right_path));
}

static double value_at(const nnx::Node &node, const char *path, std::size_t i) {
    return node.get<nnx::Variable>(path).value().data<float>()[i];
}

static void run(const std::string &directory) {
    std::printf("== 1. build ==\n");
    nnx::Tuple root = page_model();
    std::printf("root: tuple of %zu\n", root.size());

    std::printf("\n== 2. tree ==\n");
    print_text(root.text(nnx::format::tree));

    std::printf("\n== 3. table ==\n");
    print_text(root.text(nnx::format::table));

    std::printf("\n== 4. split ==\n");
    {
        const auto [graphdef, state] = nnx::split(root);
        std::printf("leaves: %zu\nnodes: %zu\nattributes: %zu\n", state.size(), graphdef.num_nodes(),
                    graphdef.num_attributes());
    }

    std::printf("\n== 5. split by (Param, BatchStat, ...) ==\n");
    const auto [graphdef, params, batch_stats, rest] =
        nnx::split(root, nnx::of_type<nnx::Param>, nnx::of_type<nnx::BatchStat>, nnx::rest);
    std::printf("Param: %zu leaves\n", params.size());
    print_paths(params);
    std::printf("BatchStat: %zu leaves\n", batch_stats.size());
    print_paths(batch_stats);
    std::printf("the rest: %zu leaves\n", rest.size());

    std::printf("\n== 6. change a leaf ==\n");
    std::printf("0/linear/bias[0] before: %g\n", bias_in_state(params));
    const nnx::State changed = params.with("0/linear/bias", filled(64, 0.5f));
    std::printf("0/linear/bias[0] after: %g\n", bias_in_state(changed));
    std::printf("old State unchanged: %s\n", yes(bias_in_state(params) == 0));
    print_text(params.diff(changed).text());

    std::printf("\n== 7. merge ==\n");
    const nnx::Node merged = nnx::merge(graphdef, changed, batch_stats, rest);
    std::printf("merged 0/linear/bias[0]: %g\n", value_at(merged, "0/linear/bias", 0));
    std::printf("first graph 0/linear/bias[0]: %g\n", value_at(root, "0/linear/bias", 0));
    std::printf("nothing shared with the first graph: %s\n", yes(!same(root, "0/linear/bias", merged, "0/linear/bias")));

    std::printf("\n== 8. update ==\n");
    const nnx::Node bias = root.get<nnx::Node>("0/linear/bias");
    nnx::update(root, changed);
    std::printf("first graph 0/linear/bias[0]: %g\n", value_at(root, "0/linear/bias", 0));
    std::printf("same Variable as before: %s\n", yes(same(root, "0/linear/bias", bias, "")));
    const nnx::State root_state = nnx::state(root);
    std::printf("equal to the merged graph: %s\n", yes(root_state.equal(nnx::state(merged))));

    std::printf("\n== 9. save and load ==\n");
    const std::string file = directory + "/page_model.safetensors";
    root_state.save(file, graphdef);
    const auto [loaded_state, loaded_graphdef] = nnx::State::load(file);
    std::printf("same State: %s\n", yes(root_state.equal(loaded_state)));
    std::printf("same GraphDef: %s\n",
                yes(graphdef.equal(loaded_graphdef) && graphdef.hash() == loaded_graphdef.hash()));

    std::printf("\n== 10. a tied Variable and a cycle ==\n");
    const nnx::Object tied = tied_model();
    print_text(tied.text(nnx::format::tree));
    const auto [tied_graphdef, tied_state] = nnx::split(tied);
    std::printf("leaves: %zu\n", tied_state.size());
    std::printf("nodes with several paths:\n");
    print_duplicates(nnx::find_duplicates(tied));
    const nnx::Node again = nnx::merge(tied_graphdef, tied_state);
    std::printf("after merge, still tied: %s\n", yes(same(again, "encoder/kernel", again, "decoder/kernel")));
    std::printf("after merge, still a cycle: %s\n", yes(same(again, "encoder/owner", again, "")));
    again.get<nnx::Variable>("decoder/kernel").set_value(ramp({2, 3}, 4));
    std::printf("written through decoder, read through encoder: %g\n", value_at(again, "encoder/kernel", 1));

    std::printf("\n== 11. DOT ==\n");
    print_text(tied.text(nnx::format::dot));
}

int main(int argc, char **argv) {
    try {
        const std::string_view picture = argc > 2 ? argv[2] : "";
        if (picture == "--dot-page") {
            print_text(page_model().text(nnx::format::dot));
        } else if (picture == "--dot") {
            print_text(tied_model().text(nnx::format::dot));
        } else {
            run(argc > 1 ? argv[1] : ".");
        }
    } catch (const nnx::error &failure) {
        std::fprintf(stderr, "%s: %s\n", failure.status_name(), failure.what());
        return 1;
    }
    return 0;
}
