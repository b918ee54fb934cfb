#include "model.hpp"
#include "path_cases.hpp"

#include <type_traits>

static void attributes() {
    nnx::Object node = MUST(nnx::Object::make("Thing"));
    MUST(node.set("flag", true));
    MUST(node.set("number", 42));
    MUST(node.set("real", 0.25f));
    MUST(node.set("name", "caf\xc3\xa9"));
    MUST(node.set("dtype", nnx::dtype::float16));
    MUST(node.set("array", floats({2}, {1, 2})));
    MUST(node.set("nothing", nullptr));
    CHECK(MUST(node.get<bool>("flag")));
    CHECK(MUST(node.get<int64_t>("number")) == 42);
    CHECK(MUST(node.get<double>("real")) == 0.25);
    CHECK(MUST(node.get<std::string>("name")) == "caf\xc3\xa9");
    CHECK(MUST(MUST(node.get<nnx::Static>("dtype")).as_dtype()) == nnx::dtype::float16);
    CHECK(MUST(MUST(node.get<nnx::Tensor>("array")).data<float>())[1] == 2);
    CHECK(MUST(node.get_kind("nothing")) == nnx::attribute_kind::none);
    CHECK(MUST(node.size()) == 7);
    MUST(node.erase("nothing"));
    CHECK(MUST(node.size()) == 6);
    CHECK(FAILURE(node.get<bool>("nothing")).status() == NNX_STATUS_NOT_FOUND);
    CHECK(FAILURE(node.get<nnx::Tensor>("flag")).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void keys_in_brackets() {
    nnx::Object model = small_model();
    CHECK(MUST(model["layers"][1]["bias"].get<nnx::Param>()).c_ptr() != nullptr);
    CHECK(MUST(model["layers"][1]["bias"].path()) == "layers/1/bias");
    nnx::Dict dict = MUST(nnx::Dict::make());
    MUST(dict["a/b"] = 1);
    MUST(dict["7"] = 2);
    MUST(dict["quote\"d"] = 3);
    MUST(dict[""] = 4);
    MUST(dict["back\\slash"] = 5);
    CHECK(MUST(dict["a/b"].get<int64_t>()) == 1);
    CHECK(MUST(dict.get<int64_t>("\"a/b\"")) == 1);
    CHECK(MUST(dict.get<int64_t>("\"7\"")) == 2);
    CHECK(MUST(dict.size()) == 5);
    CHECK(MUST(dict["quote\"d"].path()) == "\"quote\\\"d\"");
    const nnx::Report keys = MUST(dict.keys());
    for (const nnx::Report::Row &row : MUST(keys.rows())) CHECK(MUST(dict.get_kind(row.path)) == nnx::attribute_kind::static_);
}

// The cases that the tests of every face read, as path_cases.hpp has them.
static void keys_are_written_and_taken_apart_as_everywhere() {
    for (const path_cases::Component &wanted : path_cases::components) {
        CHECK(MUST(nnx::path_component(wanted.key)) == wanted.text);
        nnx::Dict dict = MUST(nnx::Dict::make());
        MUST(dict[wanted.key] = 1);
        CHECK(MUST(dict.get<int64_t>(wanted.text)) == 1);
    }
    for (const path_cases::Path &wanted : path_cases::paths) {
        const nnx::Report keys = MUST(nnx::path_components(wanted.text));
        const std::vector<nnx::Report::Row> rows = MUST(keys.rows());
        CHECK(rows.size() == wanted.keys.size());
        for (std::size_t i = 0; i < rows.size() && i < wanted.keys.size(); i++) {
            CHECK(rows[i].path == wanted.keys[i].text && rows[i].code == (wanted.keys[i].is_integer ? 1 : 0));
        }
    }
    for (const std::string_view text : path_cases::ill_formed) {
        CHECK(FAILURE(nnx::path_components(text)).status() == NNX_STATUS_INVALID_ARGUMENT);
    }
}

static void a_key_that_is_no_text_is_reported() {
    nnx::Object node = MUST(nnx::Object::make("Thing"));
    CHECK(FAILURE(node["\xff"].get<bool>()).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(FAILURE(node["a"]["\xff"]["b"] = 1).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static_assert(!std::is_default_constructible_v<nnx::Object>);
static_assert(!std::is_default_constructible_v<nnx::Variable>);
static_assert(!std::is_default_constructible_v<nnx::Param>);
static_assert(!std::is_default_constructible_v<nnx::Perturbation>);

static void a_declared_container_is_a_node() {
#if defined(NNX_NO_EXCEPTIONS)
    static_assert(!std::is_default_constructible_v<nnx::List> && !std::is_default_constructible_v<nnx::Dict>);
    static_assert(!std::is_default_constructible_v<nnx::PlainList> && !std::is_default_constructible_v<nnx::Tuple>);
    static_assert(!std::is_default_constructible_v<nnx::PlainDict>);
#else
    nnx::List list;
    nnx::Dict dict;
    nnx::PlainList plain_list;
    nnx::PlainDict plain_dict;
    nnx::Tuple tuple;
    list.append(dict);
    dict.set("a", plain_list);
    plain_list.set("0", plain_dict);
    plain_dict.set("b", tuple);
    CHECK(list.size() == 1 && list.get<nnx::Tuple>("0/a/0/b").size() == 0);
#endif
}

static void kinds_and_types_are_checked() {
    const nnx::Object model = small_model();
    CHECK(MUST(model.kind()) == nnx::node_kind::object);
    CHECK(MUST(model.type_name()) == "Model");
    CHECK(MUST(MUST(model.get<nnx::List>("layers")).size()) == 2);
    CHECK(MUST(MUST(model.get<nnx::Param>("layers/0/kernel")).type_name()) == "Param");
    CHECK(MUST(model.get<nnx::Variable>("layers/0/kernel")).c_ptr() != nullptr);
    const nnx::error wrong = FAILURE(model.get<nnx::BatchStat>("layers/0/kernel"));
    CHECK(wrong.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(wrong.message(), "BatchStat"));
    CHECK(wrong.message() == "layers/0/kernel: expected BatchStat, found Variable Param");
    CHECK(wrong.path() == "layers/0/kernel");
    CHECK(FAILURE(model.get<nnx::Dict>("layers")).message() == "layers: expected Dict, found List");
    CHECK(FAILURE(model.as<nnx::List>()).message() == "expected List, found Object Model");
    const nnx::Node node = MUST(model.get<nnx::Node>("bn"));
    CHECK(MUST(MUST(node.as<nnx::Object>()).type_name()) == "BatchNorm");
}

static void identity() {
    const nnx::Object model = small_model();
    CHECK(same(model, "layers/0/kernel", "layers/1/kernel"));
    CHECK(same(model, "owner", ""));
    CHECK(!same(model, "layers/0", "layers/1"));
    CHECK(MUST(model.id()) == MUST(MUST(model.get<nnx::Node>("owner")).id()));
    nnx::Graph graph = MUST(model.graph());
    CHECK(MUST(graph.node_count()) == 9);
    const nnx::Object mate = MUST(nnx::Object::make("Mate", &graph));
    CHECK(MUST(MUST(mate.graph()).node_count()) == 10);
    MUST(graph.collect());
    CHECK(MUST(MUST(nnx::find_duplicates(model)).size()) == 4);
    CHECK(MUST(MUST(nnx::variables(model)).size()) == 4);
    CHECK(MUST(MUST(nnx::iter_graph(model)).size()) > 9);
}

static void containers() {
    nnx::List list = MUST(nnx::List::make());
    MUST(list.append(MUST(nnx::Object::make("Second"))));
    MUST(list.insert(0, MUST(nnx::Object::make("First"))));
    CHECK(MUST(MUST(list[0].get<nnx::Node>()).type_name()) == "First");
    const nnx::Tuple pair = MUST(nnx::Tuple::of(list, MUST(nnx::PlainDict::make())));
    CHECK(MUST(pair.size()) == 2);
    CHECK(MUST(MUST(pair.get<nnx::List>("0")).size()) == 2);
    nnx::PlainList values = MUST(nnx::PlainList::make());
    MUST(values.set("0", 1));
    MUST(values.set("1", "two"));
    MUST(values.append(MUST(nnx::Dict::make())));
    MUST(values.insert(0, MUST(nnx::Dict::make())));
    CHECK(MUST(values.size()) == 4 && MUST(values.get<std::string>("2")) == "two");
    nnx::Object owner = MUST(nnx::Object::make("Owner"));
    MUST(owner.set("values", values));
    CHECK(FAILURE(owner.set("again", values)).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void flags_of_a_whole_graph() {
    nnx::Object model = small_model();
    MUST(model.set("bn/use_running_average", false));
    MUST(model.eval());
    CHECK(MUST(model.get<bool>("bn/use_running_average")));
    MUST(model.train());
    CHECK(!MUST(model.get<bool>("bn/use_running_average")));
    const nnx::Static rate = MUST(nnx::Static::of(0.75));
    CHECK(MUST(model.set_attributes({{"rate", rate}})) == 1);
    CHECK(MUST(model.get<double>("rate")) == 0.75);
    CHECK(FAILURE(model.set_attributes({{"absent", rate}}, nullptr, true)).status() != NNX_OK);
}

TEST_MAIN(attributes(), keys_in_brackets(), keys_are_written_and_taken_apart_as_everywhere(),
          a_key_that_is_no_text_is_reported(), a_declared_container_is_a_node(), kinds_and_types_are_checked(), identity(), containers(),
          flags_of_a_whole_graph())
