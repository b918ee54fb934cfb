// Checks that count, say where they failed, and go on; and the same source for both ways of reporting errors:
//   MUST(call)       the value of a call that has to succeed
//   FAILURE(call)    the nnx::error of a call that has to fail
#ifndef CHECK_HPP
#define CHECK_HPP

#if defined(NNX_HPP_LOADED)
#define NNX_DL_IMPLEMENTATION
#endif
#include <nnx.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace test {

struct Counts {
    int made = 0;
    int failed = 0;
};

inline Counts &counts() {
    static Counts all;
    return all;
}

inline void check(bool truth, const char *text, const char *file, int line) {
    counts().made++;
    if (truth) return;
    counts().failed++;
    std::fprintf(stderr, "%s:%d: failed: %s\n", file, line, text);
}

[[noreturn]] inline void stop(const nnx::error &reason, const char *text, const char *file, int line) {
    std::fprintf(stderr, "%s:%d: failed: %s\n    %s: %s\n", file, line, text, reason.status_name(), reason.what());
    std::exit(1);
}

#if defined(NNX_NO_EXCEPTIONS)
template <class T>
T take(nnx::result<T> answer, const char *text, const char *file, int line) {
    if (!answer.ok()) stop(answer.error(), text, file, line);
    return std::move(answer).value();
}
inline void take(nnx::result<void> answer, const char *text, const char *file, int line) {
    if (!answer.ok()) stop(answer.error(), text, file, line);
}
#define MUST(call) (::test::take((call), #call, __FILE__, __LINE__))

template <class F>
nnx::error failure_of(F call) {
    const auto answer = call();
    return answer.ok() ? nnx::error(NNX_OK, "it did not fail") : answer.error();
}
#else
#define MUST(call) (call)

template <class F>
nnx::error failure_of(F call) {
    try {
        (void)call();
    } catch (const nnx::error &reason) {
        return reason;
    }
    return nnx::error(NNX_OK, "it did not fail");
}
#endif
// What a structured binding names cannot stand in FAILURE: C++17 lambdas do not capture it.
#define FAILURE(call) (::test::failure_of([&] { return (call); }))

inline int finish() {
    if (counts().failed > 0) std::fprintf(stderr, "%d of %d checks failed\n", counts().failed, counts().made);
    if (counts().made == 0) std::fprintf(stderr, "nothing was checked\n");
    return counts().failed > 0 || counts().made == 0 ? 1 : 0;
}

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Runs the test; with a loaded library, argv[1] is its path.
template <class Body>
int run(int argc, char **argv, Body body) {
#if defined(NNX_HPP_LOADED)
    MUST(nnx::load(argc > 1 ? argv[1] : nullptr));
#else
    (void)argc;
    (void)argv;
#endif
#if defined(NNX_NO_EXCEPTIONS)
    body();
#else
    try {
        body();
    } catch (const nnx::error &reason) {
        stop(reason, "an error was thrown", __FILE__, __LINE__);
    }
#endif
    return finish();
}

}  // namespace test

#define CHECK(truth) ::test::check((truth), #truth, __FILE__, __LINE__)
#define TEST_MAIN(...)                                                                                                 \
    int main(int argc, char **argv) {                                                                                  \
        return ::test::run(argc, argv, [] { __VA_ARGS__; });                                                           \
    }

#endif
