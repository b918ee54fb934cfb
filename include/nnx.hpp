// libnnx for C++17 and later: one header over the C interface.
//
//   * Handles are move-only; share() makes a second handle for the same object. `nnx::List list;` is a new node (with
//     exceptions); an Object or a Variable needs its type or value; the other classes begin empty.
//   * A failed call throws nnx::error. With NNX_NO_EXCEPTIONS (or -fno-exceptions) the same functions return
//     nnx::result<T> instead, and constructors that could fail give way to their static make().
//   * The library is linked, or, with NNX_HPP_LOADED defined, loaded by nnx_dl.h: call nnx::load() first.
//   * A const member function may run in several threads at once; a non-const one wants the object for itself.
#ifndef NNX_HPP
#define NNX_HPP

#if defined(NNX_HPP_LOADED)
#include "nnx_dl.h"
#else
#include "nnx.h"
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#if __cplusplus >= 202002L
#include <ranges>
#endif

#if !defined(NNX_NO_EXCEPTIONS) && !defined(__cpp_exceptions)
#define NNX_NO_EXCEPTIONS
#endif

// The variants are different types, so that translation units built either way can meet in one program.
#if defined(NNX_HPP_LOADED) && defined(NNX_NO_EXCEPTIONS)
#define NNX_HPP_ABI v0_loaded_result
#elif defined(NNX_HPP_LOADED)
#define NNX_HPP_ABI v0_loaded
#elif defined(NNX_NO_EXCEPTIONS)
#define NNX_HPP_ABI v0_result
#else
#define NNX_HPP_ABI v0
#endif

namespace nnx {
inline namespace NNX_HPP_ABI {

// Errors --------------------------------------------------------------------------------------------------------------

namespace detail {

// A library that is to be loaded may not be there yet.
#if defined(NNX_HPP_LOADED)
inline bool ready() noexcept { return nnx_dl != nullptr; }
#else
constexpr bool ready() noexcept { return true; }
#endif
#define NNX_HPP_STATUS(call) (::nnx::detail::ready() ? (call) : NNX_STATUS_UNAVAILABLE)
#define NNX_HPP_TEXT(call) (::nnx::detail::ready() ? (call) : "")

}  // namespace detail

// What a failed call leaves: a status, a text, and the path in the graph or state that it is about ("" when none).
class error : public std::exception {
public:
    error(nnx_status status, std::string message, std::string path = {})
        : status_(status), message_(std::move(message)), path_(std::move(path)) {}
    nnx_status status() const noexcept { return status_; }
    const char *status_name() const noexcept { return NNX_HPP_TEXT(nnx_status_name(status_)); }
    const std::string &message() const noexcept { return message_; }
    const std::string &path() const noexcept { return path_; }
    const char *what() const noexcept override { return message_.c_str(); }

private:
    nnx_status status_;
    std::string message_;
    std::string path_;
};

namespace detail {

inline nnx_str c_str(std::string_view text) noexcept { return nnx_str{text.data(), text.size()}; }
inline std::string_view view(nnx_str text) noexcept {
    return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}

// This thread's last error as an object; the library's own record is emptied.
inline error take_error(nnx_status status) {
    nnx_error *taken = nullptr;
    nnx_str message{nullptr, 0};
    nnx_str path{nullptr, 0};
    if (!ready()) return error(status, "libnnx is not loaded: call nnx::load() first");
    if (nnx_error_take(&taken) != NNX_OK || taken == nullptr) return error(status, nnx_status_name(status));
    int32_t code = status;
    const bool readable = nnx_error_code(taken, &code) == NNX_OK && nnx_error_message(taken, &message) == NNX_OK &&
                          nnx_error_path(taken, &path) == NNX_OK;
    // A callback's own status comes back unchanged and without a text of the library's.
    error answer = readable && code == status
                       ? error(status, std::string(view(message)), std::string(view(path)))
                       : error(status, nnx_status_name(status));
    (void)nnx_error_release(taken);
    return answer;
}

struct failure {
    error reason;
};

}  // namespace detail

// A value, or the error that stands in its way.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;
    result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    result(detail::failure failed) : content_(std::in_place_index<1>, std::move(failed.reason)) {}
    result(class error reason) : content_(std::in_place_index<1>, std::move(reason)) {}
    bool ok() const noexcept { return content_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }
    // Only when ok(): anything else is a mistake of the program and ends it.
    T &value() & { return checked(*this); }
    const T &value() const & { return checked(*this); }
    T &&value() && { return std::move(checked(*this)); }
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    // Only when not ok().
    const class error &error() const {
        const class error *reason = std::get_if<1>(&content_);
        if (reason == nullptr) std::abort();
        return *reason;
    }

private:
    template <class Self>
    static auto &checked(Self &self) {
        auto *value = std::get_if<0>(&self.content_);
        if (value == nullptr) std::abort();
        return *value;
    }
    std::variant<T, class error> content_;
};

template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;
    result() = default;
    result(detail::failure failed) : reason_(std::move(failed.reason)) {}
    result(class error reason) : reason_(std::move(reason)) {}
    bool ok() const noexcept { return !reason_.has_value(); }
    explicit operator bool() const noexcept { return ok(); }
    void value() const {
        if (!ok()) std::abort();
    }
    const class error &error() const {
        if (ok()) std::abort();
        return *reason_;
    }

private:
    std::optional<class error> reason_;
};

// What a fallible function returns: T where errors are thrown, result<T> where they are not.
// NNX_HPP_TRY(status) leaves the function on failure; NNX_HPP_LET(name, outcome) does, or names the value.
#if defined(NNX_NO_EXCEPTIONS)
template <class T>
using outcome = result<T>;
#define NNX_HPP_TRY(call)                                                                                              \
    do {                                                                                                               \
        const nnx_status nnx_hpp_status = NNX_HPP_STATUS(call);                                                        \
        if (nnx_hpp_status != NNX_OK)                                                                           \
            return ::nnx::detail::fail(nnx_hpp_status);                                                                \
    } while (false)
#define NNX_HPP_FAIL(...) return ::nnx::detail::failure{::nnx::error(__VA_ARGS__)}
#define NNX_HPP_LET(name, expression)                                                                                  \
    auto name##_outcome = (expression);                                                                                \
    if (!name##_outcome.ok()) return ::nnx::detail::failure{name##_outcome.error()};                                   \
    auto name = std::move(name##_outcome).value()
#define NNX_HPP_DONE return {}
#else
template <class T>
using outcome = T;
#define NNX_HPP_TRY(call) ::nnx::detail::check(NNX_HPP_STATUS(call))
#define NNX_HPP_FAIL(...) throw ::nnx::error(__VA_ARGS__)
#define NNX_HPP_LET(name, expression) auto name = (expression)
#define NNX_HPP_DONE return
#endif

// The bodies of most functions: one call whose output becomes the answer. The call writes to `out`, a new handle to
// `raw`.
#define NNX_HPP_RETURN(type, call)                                                                                     \
    type out{};                                                                                                        \
    NNX_HPP_TRY(call);                                                                                                 \
    return out
#define NNX_HPP_RETURN_BOOL(call)                                                                                      \
    int32_t out = 0;                                                                                                   \
    NNX_HPP_TRY(call);                                                                                                 \
    return out != 0
#define NNX_HPP_RETURN_ENUM(type, call)                                                                                \
    nnx_##type out{};                                                                                                  \
    NNX_HPP_TRY(call);                                                                                                 \
    return static_cast<::nnx::type>(out)
#define NNX_HPP_RETURN_STRING(call)                                                                                    \
    nnx_str out{nullptr, 0};                                                                                           \
    NNX_HPP_TRY(call);                                                                                                 \
    return std::string(::nnx::detail::view(out))
#define NNX_HPP_RETURN_TEXT(call)                                                                                      \
    nnx_bytes *raw = nullptr;                                                                                          \
    NNX_HPP_TRY(call);                                                                                                 \
    return ::nnx::detail::take_text(raw)
#define NNX_HPP_RETURN_NEW(Class, call)                                                                                \
    typename Class::c_type *raw = nullptr;                                                                             \
    NNX_HPP_TRY(call);                                                                                                 \
    return Class::adopt(raw)
#define NNX_HPP_RETURN_NOTHING(call)                                                                                   \
    NNX_HPP_TRY(call);                                                                                                 \
    NNX_HPP_DONE

namespace detail {

// The status of a callback that failed in C++; what it left waits here until the call that ran it returns, in the same
// thread, and comes out of that call unchanged.
constexpr nnx_status callback_failed = static_cast<nnx_status>(1000000);

#if defined(NNX_NO_EXCEPTIONS)
inline std::optional<error> &pending() noexcept {
    thread_local std::optional<error> reason;
    return reason;
}

template <class F>
nnx_status run_callback(F &&body) noexcept {
    const result<void> answer = body();
    if (answer.ok()) return NNX_OK;
    pending() = answer.error();
    return callback_failed;
}

inline failure fail(nnx_status status) {
    if (status == callback_failed && pending()) return failure{*std::exchange(pending(), std::nullopt)};
    return failure{take_error(status)};
}
#else
inline std::exception_ptr &pending() noexcept {
    thread_local std::exception_ptr thrown;
    return thrown;
}

template <class F>
nnx_status run_callback(F &&body) noexcept {
    try {
        body();
        return NNX_OK;
    } catch (...) {
        pending() = std::current_exception();
        return callback_failed;
    }
}

inline void check(nnx_status status) {
    if (status == NNX_OK) return;
    if (status == callback_failed && pending()) std::rethrow_exception(std::exchange(pending(), nullptr));
    throw take_error(status);
}
#endif

// A callable on the heap, handed to C as user_data together with delete_box.
template <class F>
void delete_box(void *box) noexcept {
    delete static_cast<F *>(box);
}

}  // namespace detail

// Spans, shapes, data types -------------------------------------------------------------------------------------------

// Pointer and length, the same type under every standard; std::span is made from it.
template <class T>
class span {
public:
    using element_type = T;
    using value_type = std::remove_cv_t<T>;
    using iterator = T *;
    constexpr span() noexcept = default;
    constexpr span(T *data, std::size_t size) noexcept : data_(data), size_(size) {}
    template <std::size_t N>
    constexpr span(T (&array)[N]) noexcept : data_(array), size_(N) {}
    template <class C, class = std::enable_if_t<
                           !std::is_same_v<std::remove_cv_t<std::remove_reference_t<C>>, span> &&
                           std::is_convertible_v<decltype(std::declval<C>().data()), T *>>>
    constexpr span(C &&container) noexcept : data_(container.data()), size_(container.size()) {}
    constexpr T *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr T *begin() const noexcept { return data_; }
    constexpr T *end() const noexcept { return data_ + size_; }
    constexpr T &operator[](std::size_t i) const noexcept { return data_[i]; }

private:
    T *data_ = nullptr;
    std::size_t size_ = 0;
};

// The extents of a tensor, for the length of one call.
class shape {
public:
    shape(std::initializer_list<int64_t> extents) noexcept
        : shape(span<const int64_t>(extents.begin(), extents.size())) {}
    shape(span<const int64_t> extents) noexcept : data_(extents.data()), rank_(extents.size()) {}
    shape(const std::vector<int64_t> &extents) noexcept : data_(extents.data()), rank_(extents.size()) {}
    const int64_t *data() const noexcept { return data_; }
    std::size_t rank() const noexcept { return rank_; }

private:
    const int64_t *data_;
    std::size_t rank_;
};

enum class dtype : int32_t {
    bool_ = NNX_DTYPE_BOOL,
    int8 = NNX_DTYPE_I8,
    int16 = NNX_DTYPE_I16,
    int32 = NNX_DTYPE_I32,
    int64 = NNX_DTYPE_I64,
    uint8 = NNX_DTYPE_U8,
    uint16 = NNX_DTYPE_U16,
    uint32 = NNX_DTYPE_U32,
    uint64 = NNX_DTYPE_U64,
    float16 = NNX_DTYPE_F16,
    bfloat16 = NNX_DTYPE_BF16,
    float32 = NNX_DTYPE_F32,
    float64 = NNX_DTYPE_F64,
};

// The bits of an element of a half-precision tensor.
struct float16 {
    uint16_t bits;
};
struct bfloat16 {
    uint16_t bits;
};

// The data type of the elements that a C++ type holds.
template <class T>
constexpr dtype dtype_of() noexcept {
    using U = std::remove_cv_t<T>;
    if constexpr (std::is_same_v<U, bool>) {
        static_assert(sizeof(bool) == 1, "a bool tensor has one byte per element");
        return dtype::bool_;
    } else if constexpr (std::is_same_v<U, float16>) {
        return dtype::float16;
    } else if constexpr (std::is_same_v<U, bfloat16>) {
        return dtype::bfloat16;
    } else if constexpr (std::is_floating_point_v<U>) {
        static_assert(sizeof(U) == 4 || sizeof(U) == 8, "no tensor has elements of this floating-point type");
        return sizeof(U) == 4 ? dtype::float32 : dtype::float64;
    } else {
        static_assert(std::is_integral_v<U>, "no tensor has elements of this type");
        constexpr bool is_signed = std::is_signed_v<U>;
        return sizeof(U) == 1   ? (is_signed ? dtype::int8 : dtype::uint8)
               : sizeof(U) == 2 ? (is_signed ? dtype::int16 : dtype::uint16)
               : sizeof(U) == 4 ? (is_signed ? dtype::int32 : dtype::uint32)
                                : (is_signed ? dtype::int64 : dtype::uint64);
    }
}

inline std::string_view name(dtype type) noexcept { return NNX_HPP_TEXT(nnx_dtype_name(static_cast<nnx_dtype>(type))); }
inline std::size_t size(dtype type) noexcept {
    return detail::ready() ? nnx_dtype_size(static_cast<nnx_dtype>(type)) : 0;
}
inline outcome<dtype> dtype_from_name(std::string_view text) {
    NNX_HPP_RETURN_ENUM(dtype, nnx_dtype_from_name(detail::c_str(text), &out));
}

enum class format : int32_t {
    tree = NNX_FORMAT_TREE,
    table = NNX_FORMAT_TABLE,
    dot = NNX_FORMAT_DOT,
    json = NNX_FORMAT_JSON,
    html = NNX_FORMAT_HTML,
    text = NNX_FORMAT_TEXT,
};

enum class node_kind : int32_t {
    object = NNX_NODE_KIND_OBJECT,
    list = NNX_NODE_KIND_LIST,
    dict = NNX_NODE_KIND_DICT,
    variable = NNX_NODE_KIND_VARIABLE,
    plain_list = NNX_NODE_KIND_PLAIN_LIST,
    plain_dict = NNX_NODE_KIND_PLAIN_DICT,
    tuple = NNX_NODE_KIND_TUPLE,
};

enum class attribute_kind : int32_t {
    node = NNX_ATTRIBUTE_KIND_NODE,
    tensor = NNX_ATTRIBUTE_KIND_TENSOR,
    opaque = NNX_ATTRIBUTE_KIND_OPAQUE,
    static_ = NNX_ATTRIBUTE_KIND_STATIC,
    none = NNX_ATTRIBUTE_KIND_NONE,
};

enum class static_kind : int32_t {
    bool_ = NNX_STATIC_KIND_BOOL,
    int_ = NNX_STATIC_KIND_INT,
    float_ = NNX_STATIC_KIND_FLOAT,
    string = NNX_STATIC_KIND_STRING,
    bytes = NNX_STATIC_KIND_BYTES,
    dtype = NNX_STATIC_KIND_DTYPE,
    tuple = NNX_STATIC_KIND_TUPLE,
    foreign = NNX_STATIC_KIND_FOREIGN,
    none = NNX_STATIC_KIND_NONE,
};

// Handles -------------------------------------------------------------------------------------------------------------

namespace detail {

template <class C>
struct handle_calls;

#define NNX_HPP_HANDLE(type, retain_call, release_call)                                                                \
    template <>                                                                                                        \
    struct handle_calls<type> {                                                                                        \
        static nnx_status retain(const type *handle, type **out) noexcept { return retain_call(handle, out); }         \
        static nnx_status release(type *handle) noexcept { return release_call(handle); }                              \
    };
NNX_HPP_HANDLE(nnx_bytes, nnx_bytes_retain, nnx_bytes_release)
NNX_HPP_HANDLE(nnx_error, nnx_error_retain, nnx_error_release)
NNX_HPP_HANDLE(nnx_tensor, nnx_tensor_retain, nnx_tensor_release)
NNX_HPP_HANDLE(nnx_static, nnx_static_retain, nnx_static_release)
NNX_HPP_HANDLE(nnx_opaque, nnx_opaque_retain, nnx_opaque_release)
NNX_HPP_HANDLE(nnx_graph, nnx_graph_retain, nnx_graph_release)
NNX_HPP_HANDLE(nnx_node, nnx_node_retain, nnx_node_release)
NNX_HPP_HANDLE(nnx_filter, nnx_filter_retain, nnx_filter_release)
NNX_HPP_HANDLE(nnx_graphdef, nnx_graphdef_retain, nnx_graphdef_release)
NNX_HPP_HANDLE(nnx_state, nnx_state_retain, nnx_state_release)
NNX_HPP_HANDLE(nnx_report, nnx_report_retain, nnx_report_release)
NNX_HPP_HANDLE(nnx_program, nnx_program_retain, nnx_program_release)
NNX_HPP_HANDLE(nnx_bundle, nnx_bundle_retain, nnx_bundle_release)
NNX_HPP_HANDLE(nnx_results, nnx_results_retain, nnx_results_release)
NNX_HPP_HANDLE(nnx_step, nnx_step_retain, nnx_step_release)
NNX_HPP_HANDLE(nnx_jit, nnx_jit_retain, nnx_jit_release)
NNX_HPP_HANDLE(nnx_session, nnx_session_retain, nnx_session_release)
#undef NNX_HPP_HANDLE

// Asks for an object that owns no handle yet.
struct empty_handle {};

// Owns one handle of the C interface.
template <class C>
class handle {
public:
    using c_type = C;
    constexpr handle() noexcept = default;
    handle(handle &&other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
    handle &operator=(handle &&other) noexcept {
        reset(std::exchange(other.raw_, nullptr));
        return *this;
    }
    handle(const handle &) = delete;
    handle &operator=(const handle &) = delete;
    ~handle() { reset(nullptr); }
    C *c_ptr() noexcept { return raw_; }
    const C *c_ptr() const noexcept { return raw_; }
    // Gives the handle away; the caller releases it.
    [[nodiscard]] C *release() noexcept { return std::exchange(raw_, nullptr); }
    explicit operator bool() const noexcept { return raw_ != nullptr; }

protected:
    void reset(C *raw) noexcept {
        if (C *old = std::exchange(raw_, raw)) (void)handle_calls<C>::release(old);
    }

private:
    C *raw_ = nullptr;
};

// What every handle class has: adopt() takes over a C handle, share() mints another one for the same object.
#define NNX_HPP_HANDLE_CLASS(Class, C)                                                                                 \
    Class() noexcept = default;                                                                                        \
    NNX_HPP_OWNER_CLASS(Class, C)

// As NNX_HPP_HANDLE_CLASS, without an empty object: what a program declares is the thing itself.
#define NNX_HPP_OWNER_CLASS(Class, C)                                                                                  \
    explicit Class(::nnx::detail::empty_handle) noexcept {}                                                            \
    static Class adopt(C *raw) noexcept {                                                                              \
        Class owner{::nnx::detail::empty_handle{}};                                                                    \
        owner.reset(raw);                                                                                              \
        return owner;                                                                                                  \
    }                                                                                                                  \
    ::nnx::outcome<Class> share() const {                                                                              \
        C *raw = nullptr;                                                                                              \
        NNX_HPP_TRY(::nnx::detail::handle_calls<C>::retain(this->c_ptr(), &raw));                                      \
        return Class::adopt(raw);                                                                                      \
    }

// A handle that C lends for the length of a callback: seen as an object, not released.
template <class T>
class lent {
public:
    explicit lent(const typename T::c_type *raw) noexcept
        : object_(T::adopt(const_cast<typename T::c_type *>(raw))) {}
    lent(const lent &) = delete;
    lent &operator=(const lent &) = delete;
    ~lent() { (void)object_.release(); }
    const T &operator*() const noexcept { return object_; }

private:
    T object_;
};

// What C takes for a number of objects that is known when the program runs.
template <class T>
std::vector<const typename T::c_type *> raw_handles(const std::vector<T> &objects) {
    std::vector<const typename T::c_type *> raws;
    raws.reserve(objects.size());
    for (const T &object : objects) raws.push_back(object.c_ptr());
    return raws;
}

// Computed text, copied into a std::string.
inline outcome<std::string> take_text(nnx_bytes *raw) {
    nnx_str text{nullptr, 0};
    const nnx_status status = nnx_bytes_data(raw, &text);
    std::string copy(status == NNX_OK ? view(text) : std::string_view());
    (void)nnx_bytes_release(raw);
    NNX_HPP_TRY(status);
    return copy;
}

}  // namespace detail

// Bytes that the library made, read in place.
class Bytes : public detail::handle<nnx_bytes> {
public:
    NNX_HPP_HANDLE_CLASS(Bytes, nnx_bytes)
    static outcome<Bytes> make(std::string_view content) {
        NNX_HPP_RETURN_NEW(Bytes, nnx_bytes_new(content.data(), content.size(), &raw));
    }
    // Lent by the object, which therefore has a name.
    outcome<std::string_view> view() && = delete;
    outcome<std::string_view> view() const & {
        nnx_str content{nullptr, 0};
        NNX_HPP_TRY(nnx_bytes_data(c_ptr(), &content));
        return detail::view(content);
    }
};

// Rows of (path, code, text): what an operation found, in order.
class Report : public detail::handle<nnx_report> {
public:
    NNX_HPP_HANDLE_CLASS(Report, nnx_report)
    struct Row {
        std::string_view path;
        int32_t code;
        std::string_view text;
    };
    // What a report that is about to go gives, as in `for (auto &row : nnx::variables(model).rows())`.
    struct OwnedRow {
        std::string path;
        int32_t code;
        std::string text;
    };
    outcome<std::size_t> size() const { NNX_HPP_RETURN(std::size_t, nnx_report_size(c_ptr(), &out)); }
    // Lent by the report.
    outcome<Row> row(std::size_t i) const & {
        nnx_str path{nullptr, 0};
        nnx_str text{nullptr, 0};
        int32_t code = 0;
        NNX_HPP_TRY(nnx_report_row(c_ptr(), i, &path, &code, &text));
        return Row{detail::view(path), code, detail::view(text)};
    }
    outcome<OwnedRow> row(std::size_t i) && {
        NNX_HPP_LET(one, row(i));
        return owned(one);
    }
    outcome<std::vector<Row>> rows() const & {
        NNX_HPP_LET(count, size());
        std::vector<Row> all;
        all.reserve(count);
        for (std::size_t i = 0; i < count; i++) {
            NNX_HPP_LET(one, row(i));
            all.push_back(one);
        }
        return all;
    }
    outcome<std::vector<OwnedRow>> rows() && {
        NNX_HPP_LET(lent, rows());
        std::vector<OwnedRow> all;
        all.reserve(lent.size());
        for (const Row &one : lent) all.push_back(owned(one));
        return all;
    }
    outcome<std::string_view> text() const & {
        nnx_str out{nullptr, 0};
        NNX_HPP_TRY(nnx_report_text(c_ptr(), &out));
        return detail::view(out);
    }
    outcome<std::string> text() && {
        NNX_HPP_LET(lent, text());
        return std::string(lent);
    }
    outcome<std::string> json() const { NNX_HPP_RETURN_TEXT(nnx_report_json(c_ptr(), &raw)); }

private:
    static OwnedRow owned(const Row &row) { return {std::string(row.path), row.code, std::string(row.text)}; }
};

// Tensors -------------------------------------------------------------------------------------------------------------

namespace detail {

// Whether the elements of a tensor may be read and written as T.
template <class T>
constexpr bool holds(dtype type) noexcept {
    return type == dtype_of<T>() || (type == dtype::bool_ && dtype_of<T>() == dtype::uint8);
}
inline std::string wrong_type(const char *what, dtype held, const char *done, dtype as) {
    return std::string(what) + " holds " + std::string(name(held)) + ", " + done + " as " + std::string(name(as));
}

}  // namespace detail

// The elements of a tensor that has no other name, which they keep alive.
template <class T>
class elements;

// An array: a data type, a shape and a dense row-major buffer. Shared buffers are never written to.
class Tensor : public detail::handle<nnx_tensor> {
public:
    NNX_HPP_HANDLE_CLASS(Tensor, nnx_tensor)

    static outcome<Tensor> zeros(nnx::dtype type, shape extents) {
        NNX_HPP_RETURN_NEW(Tensor, nnx_tensor_new(static_cast<nnx_dtype>(type), extents.data(), extents.rank(),
                           nullptr, 0, &raw));
    }
    // A copy of the values, which fill the shape in row-major order.
    template <class T>
    static outcome<Tensor> of(shape extents, span<const T> values) {
        NNX_HPP_RETURN_NEW(Tensor, nnx_tensor_new(static_cast<nnx_dtype>(dtype_of<T>()), extents.data(),
                           extents.rank(), values.data(), values.size() * sizeof(T), &raw));
    }
    template <class T>
    static outcome<Tensor> of(shape extents, const std::vector<T> &values) {
        return of(extents, span<const T>(values));
    }
    template <class T>
    static outcome<Tensor> of(shape extents, std::initializer_list<T> values) {
        return of(extents, span<const T>(values.begin(), values.size()));
    }
    template <class T>
    static outcome<Tensor> scalar(T value) {
        return of({}, span<const T>(&value, 1));
    }
    // The caller's memory, not copied; destroy() is called once, when nobody uses it any more or if this call fails.
    template <class F>
    static outcome<Tensor> from_memory(nnx::dtype type, shape extents, void *data, std::size_t nbytes, bool read_only,
                                       F destroy) {
        nnx_tensor *raw = nullptr;
        auto box = std::make_unique<F>(std::move(destroy));
        const auto run = [](void *user_data) {
            (*static_cast<F *>(user_data))();
            detail::delete_box<F>(user_data);
        };
        NNX_HPP_TRY(nnx_tensor_from_memory(static_cast<nnx_dtype>(type), extents.data(), extents.rank(), data, nbytes,
                                           read_only ? 1 : 0, box.release(), run, &raw));
        return adopt(raw);
    }
    // DLPack. A tensor taken in belongs to the library from then on, also when the call fails.
    static outcome<Tensor> from_dlpack(DLManagedTensorVersioned *managed) {
        NNX_HPP_RETURN_NEW(Tensor, nnx_tensor_from_dlpack(managed, &raw));
    }
    static outcome<Tensor> from_dlpack_legacy(DLManagedTensor *managed) {
        NNX_HPP_RETURN_NEW(Tensor, nnx_tensor_from_dlpack_legacy(managed, &raw));
    }
    outcome<DLManagedTensorVersioned *> to_dlpack(bool copy = false) const {
        nnx_dlpack_options options = NNX_DLPACK_OPTIONS_INIT;
        options.copy = copy ? 1 : 0;
        NNX_HPP_RETURN(DLManagedTensorVersioned *, nnx_tensor_to_dlpack(c_ptr(), &options, &out));
    }
    outcome<DLManagedTensor *> to_dlpack_legacy(bool copy = false) const {
        nnx_dlpack_options options = NNX_DLPACK_OPTIONS_INIT;
        options.copy = copy ? 1 : 0;
        NNX_HPP_RETURN(DLManagedTensor *, nnx_tensor_to_dlpack_legacy(c_ptr(), &options, &out));
    }

    outcome<enum dtype> dtype() const { NNX_HPP_RETURN_ENUM(dtype, nnx_tensor_dtype(c_ptr(), &out)); }
    // Lent by the tensor; a copy from one that has no name.
    outcome<span<const int64_t>> extents() const & {
        const int64_t *data = nullptr;
        std::size_t rank = 0;
        NNX_HPP_TRY(nnx_tensor_shape(c_ptr(), &data, &rank));
        return span<const int64_t>(data, rank);
    }
    outcome<std::vector<int64_t>> extents() && {
        NNX_HPP_LET(lent, extents());
        return std::vector<int64_t>(lent.begin(), lent.end());
    }
    outcome<std::size_t> element_count() const { NNX_HPP_RETURN(std::size_t, nnx_tensor_element_count(c_ptr(), &out)); }
    outcome<std::size_t> nbytes() const { NNX_HPP_RETURN(std::size_t, nnx_tensor_nbytes(c_ptr(), &out)); }
    // The elements, to be read; lent by the tensor until it is written to or released. T must be the data type's; of a
    // bool tensor that came from outside read uint8_t, because any byte but 0 stands for true.
    template <class T>
    outcome<span<const T>> data() const & {
        NNX_HPP_LET(type, dtype());
        if (!detail::holds<T>(type)) {
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, detail::wrong_type("the tensor", type, "asked for", dtype_of<T>()));
        }
        const void *out = nullptr;
        std::size_t bytes = 0;
        NNX_HPP_TRY(nnx_tensor_data(c_ptr(), &out, &bytes));
        return span<const T>(static_cast<const T *>(out), bytes / sizeof(T));
    }
    // The elements together with the tensor: `for (float x : state.get("bias").data<float>())`.
    template <class T>
    outcome<elements<T>> data() &&;
    // The element of a tensor that has one, as a loss has: loss.item<float>().
    template <class T>
    outcome<T> item() const {
        NNX_HPP_LET(values, data<T>());
        if (values.size() != 1) {
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT,
                         "a tensor of " + std::to_string(values.size()) + " elements is not one number; read data()");
        }
        return values[0];
    }
    // The elements, to be written; a buffer that somebody else holds is copied first.
    template <class T>
    outcome<span<T>> mutable_data() & {
        NNX_HPP_LET(type, dtype());
        if (!detail::holds<T>(type)) {
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, detail::wrong_type("the tensor", type, "asked for", dtype_of<T>()));
        }
        void *out = nullptr;
        std::size_t bytes = 0;
        NNX_HPP_TRY(nnx_tensor_data_mut(c_ptr(), &out, &bytes));
        return span<T>(static_cast<T *>(out), bytes / sizeof(T));
    }
    template <class T>
    outcome<span<T>> mutable_data() && = delete;
    outcome<bool> is_unique() const { NNX_HPP_RETURN_BOOL(nnx_tensor_is_unique(c_ptr(), &out)); }
    // Data type, shape and bits.
    outcome<bool> equal(const Tensor &other) const {
        NNX_HPP_RETURN_BOOL(nnx_tensor_equal(c_ptr(), other.c_ptr(), &out));
    }
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_tensor_text(c_ptr(), &raw)); }
};

template <class T>
class elements {
public:
    elements(Tensor owner, span<const T> view) noexcept : owner_(std::move(owner)), view_(view) {}
    const T *begin() const noexcept { return view_.begin(); }
    const T *end() const noexcept { return view_.end(); }
    const T *data() const & noexcept { return view_.data(); }
    const T *data() && = delete;
    std::size_t size() const noexcept { return view_.size(); }
    bool empty() const noexcept { return view_.empty(); }
    const T &operator[](std::size_t i) const noexcept { return view_[i]; }

private:
    Tensor owner_;
    span<const T> view_;
};

template <class T>
outcome<elements<T>> Tensor::data() && {
    NNX_HPP_LET(view, data<T>());
    return elements<T>(std::move(*this), view);
}

// Traced values -------------------------------------------------------------------------------------------------------

// The axes that a reduction is along: all of them, one, or several; negative ones count from the last.
class axes {
public:
    axes() noexcept : count_(static_cast<std::size_t>(-1)) {}
    axes(int axis) : list_{axis}, count_(1) {}
    axes(std::initializer_list<int64_t> list) : list_(list), count_(list_.size()) {}
    axes(std::vector<int64_t> list) : list_(std::move(list)), count_(list_.size()) {}
    const int64_t *data() const noexcept { return list_.data(); }
    std::size_t count() const noexcept { return count_; }

private:
    std::vector<int64_t> list_;
    std::size_t count_;
};

// An array of a function that is being traced: its dtype and shape are known, its elements when the program runs. A name:
// it is copied freely and lives as long as its trace. Shapes go together as in NumPy, dtypes as in JAX; a number takes the
// dtype of what it stands beside.
class Value {
public:
    using c_type = nnx_value;
    constexpr Value() noexcept = default;
    static Value adopt(nnx_value *raw) noexcept {
        Value value;
        value.raw_ = raw;
        return value;
    }
    nnx_value *c_ptr() const noexcept { return raw_; }
    explicit operator bool() const noexcept { return raw_ != nullptr; }

    outcome<enum dtype> dtype() const { NNX_HPP_RETURN_ENUM(dtype, nnx_value_dtype(raw_, &out)); }
    outcome<std::size_t> rank() const { NNX_HPP_RETURN(std::size_t, nnx_value_rank(raw_, &out)); }
    outcome<std::vector<int64_t>> shape() const {
        NNX_HPP_LET(count, rank());
        std::vector<int64_t> extents(count);
        NNX_HPP_TRY(nnx_value_shape(raw_, extents.data(), count));
        return extents;
    }
    // `float32[64,3]`.
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_value_text(raw_, &raw)); }

    outcome<Value> astype(enum dtype type) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_astype(raw_, static_cast<nnx_dtype>(type), &raw));
    }
    // One extent may be -1 and follows from the others.
    outcome<Value> reshape(class shape extents) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_reshape(raw_, extents.data(), extents.rank(), &raw));
    }
    outcome<Value> broadcast_to(class shape extents) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_broadcast_to(raw_, extents.data(), extents.rank(), &raw));
    }
    // The axes reversed, or in this order.
    outcome<Value> transpose() const { NNX_HPP_RETURN_NEW(Value, nnx_value_transpose(raw_, nullptr, 0, &raw)); }
    outcome<Value> transpose(class shape order) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_transpose(raw_, order.data(), order.rank(), &raw));
    }
    outcome<Value> expand_dims(int64_t axis) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_expand_dims(raw_, axis, &raw));
    }
    outcome<Value> squeeze(const axes &along = {}) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_squeeze(raw_, along.data(), along.count(), &raw));
    }
    outcome<Value> flip(const axes &along = {}) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_flip(raw_, along.data(), along.count(), &raw));
    }
    // From `start` to before `limit`, for each axis.
    outcome<Value> slice(class shape start, class shape limit) const {
        const std::vector<int64_t> strides(start.rank(), 1);
        return slice(start, limit, strides);
    }
    outcome<Value> slice(class shape start, class shape limit, class shape strides) const {
        if (start.rank() != limit.rank() || start.rank() != strides.rank()) {
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, "slice: the starts, limits and strides are not equally many");
        }
        NNX_HPP_RETURN_NEW(Value, nnx_value_slice(raw_, start.data(), limit.data(), strides.data(), start.rank(), &raw));
    }
    // `sizes` elements from places that are values themselves.
    outcome<Value> dynamic_slice(const std::vector<Value> &starts, class shape sizes) const;
    outcome<Value> dynamic_update_slice(const Value &update, const std::vector<Value> &starts) const;
    // The slices along an axis at places that are values themselves.
    outcome<Value> take(const Value &indices, int64_t axis = 0) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_take(raw_, indices.raw_, axis, &raw));
    }
    // For each row along the last axis the element that `indices` names.
    outcome<Value> take_last(const Value &indices) const {
        NNX_HPP_RETURN_NEW(Value, nnx_value_take_last(raw_, indices.raw_, &raw));
    }
    // `number` around the elements: so often before and after, for each axis.
    outcome<Value> pad(class shape before, class shape after, double number = 0) const {
        if (before.rank() != after.rank()) {
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, "pad: the widths before and after are not equally many");
        }
        NNX_HPP_RETURN_NEW(Value, nnx_value_pad(raw_, before.data(), after.data(), before.rank(), number, &raw));
    }

    // Constants of the program that this thread traces.
    static outcome<Value> constant(const Tensor &tensor);
    static outcome<Value> scalar(double number, enum dtype type = dtype::float32);
    static outcome<Value> full(class shape extents, double number, enum dtype type = dtype::float32);
    static outcome<Value> zeros(class shape extents, enum dtype type = dtype::float32);
    static outcome<Value> ones(class shape extents, enum dtype type = dtype::float32);
    // 0, 1, 2, ... along an axis.
    static outcome<Value> iota(class shape extents, int64_t axis = 0, enum dtype type = dtype::int32);

private:
    nnx_value *raw_ = nullptr;
};

// The functions of one or two elements and the reductions have NumPy's names; a second operand is a Value, a Tensor or a
// number.
namespace detail {

inline outcome<nnx_trace *> current_trace() { NNX_HPP_RETURN(nnx_trace *, nnx_trace_current(&out)); }

inline std::vector<const nnx_value *> raw_values(const std::vector<Value> &values) {
    std::vector<const nnx_value *> raws;
    raws.reserve(values.size());
    for (const Value &value : values) raws.push_back(value.c_ptr());
    return raws;
}

inline std::vector<Value> adopt_values(const std::vector<nnx_value *> &raws) {
    std::vector<Value> values;
    values.reserve(raws.size());
    for (nnx_value *raw : raws) values.push_back(Value::adopt(raw));
    return values;
}

// What may stand beside a value.
template <class T>
inline constexpr bool is_beside = std::is_same_v<T, Value> || std::is_same_v<T, Tensor> || std::is_arithmetic_v<T>;
// One of two operands is a value.
template <class A, class B>
using are_operands = std::enable_if_t<is_beside<A> && is_beside<B> &&
                                      (std::is_same_v<A, Value> || std::is_same_v<B, Value>)>;

template <class T>
nnx_status beside(const Value &value, nnx_binary function, const T &other, bool reversed, nnx_value **out) {
    if constexpr (std::is_same_v<T, Tensor>) {
        return nnx_value_binary_tensor(value.c_ptr(), function, other.c_ptr(), reversed ? 1 : 0, out);
    } else if constexpr (std::is_integral_v<T>) {
        return nnx_value_binary_int(value.c_ptr(), function, static_cast<int64_t>(other), reversed ? 1 : 0, out);
    } else {
        return nnx_value_binary_scalar(value.c_ptr(), function, static_cast<double>(other), reversed ? 1 : 0, out);
    }
}

template <class A, class B>
outcome<Value> binary(nnx_binary function, const A &a, const B &b) {
    nnx_value *raw = nullptr;
    if constexpr (std::is_same_v<A, Value> && std::is_same_v<B, Value>) {
        NNX_HPP_TRY(nnx_value_binary(a.c_ptr(), function, b.c_ptr(), &raw));
    } else if constexpr (std::is_same_v<A, Value>) {
        NNX_HPP_TRY(beside(a, function, b, false, &raw));
    } else {
        NNX_HPP_TRY(beside(b, function, a, true, &raw));
    }
    return Value::adopt(raw);
}

// As a value; a number has the dtype of `like`, unless that holds numbers of another kind.
template <class T, class L>
outcome<Value> as_value(const T &operand, const L &like) {
    if constexpr (std::is_same_v<T, Value>) {
        (void)like;
        return operand;
    } else if constexpr (std::is_same_v<T, Tensor>) {
        (void)like;
        return Value::constant(operand);
    } else if constexpr (std::is_same_v<L, Value>) {
        // 0 * like + number would have the shape of like; what is wanted is only its dtype.
        NNX_HPP_LET(type, like.dtype());
        NNX_HPP_LET(zero, Value::scalar(0, type));
        return binary(NNX_BINARY_ADD, zero, operand);
    } else if constexpr (std::is_same_v<L, Tensor>) {
        NNX_HPP_LET(type, like.dtype());
        NNX_HPP_LET(zero, Value::scalar(0, type));
        return binary(NNX_BINARY_ADD, zero, operand);
    } else {
        const bool whole = std::is_integral_v<T> && std::is_integral_v<L>;
        return Value::scalar(static_cast<double>(operand), whole ? dtype::int32 : dtype::float32);
    }
}

inline outcome<Value> unary(nnx_unary function, const Value &x) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_unary(x.c_ptr(), function, &raw));
}

inline outcome<Value> reduce(nnx_reduce function, const Value &x, const axes &along, bool keepdims) {
    NNX_HPP_RETURN_NEW(Value,
                       nnx_value_reduce(x.c_ptr(), function, along.data(), along.count(), keepdims ? 1 : 0, &raw));
}

}  // namespace detail

inline outcome<Value> Value::dynamic_slice(const std::vector<Value> &starts, class shape sizes) const {
    if (starts.size() != sizes.rank()) {
        NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, "dynamic_slice: the starts and sizes are not equally many");
    }
    const auto raws = detail::raw_values(starts);
    NNX_HPP_RETURN_NEW(Value, nnx_value_dynamic_slice(raw_, raws.data(), sizes.data(), raws.size(), &raw));
}
inline outcome<Value> Value::dynamic_update_slice(const Value &update, const std::vector<Value> &starts) const {
    const auto raws = detail::raw_values(starts);
    NNX_HPP_RETURN_NEW(Value, nnx_value_dynamic_update_slice(raw_, update.raw_, raws.data(), raws.size(), &raw));
}
inline outcome<Value> Value::constant(const Tensor &tensor) {
    NNX_HPP_LET(trace, detail::current_trace());
    NNX_HPP_RETURN_NEW(Value, nnx_trace_constant(trace, tensor.c_ptr(), &raw));
}
inline outcome<Value> Value::scalar(double number, enum dtype type) {
    NNX_HPP_LET(trace, detail::current_trace());
    NNX_HPP_RETURN_NEW(Value, nnx_trace_scalar(trace, static_cast<nnx_dtype>(type), number, &raw));
}
inline outcome<Value> Value::full(class shape extents, double number, enum dtype type) {
    NNX_HPP_LET(trace, detail::current_trace());
    NNX_HPP_RETURN_NEW(Value, nnx_trace_full(trace, static_cast<nnx_dtype>(type), extents.data(), extents.rank(),
                                             number, &raw));
}
inline outcome<Value> Value::zeros(class shape extents, enum dtype type) { return full(extents, 0, type); }
inline outcome<Value> Value::ones(class shape extents, enum dtype type) { return full(extents, 1, type); }
inline outcome<Value> Value::iota(class shape extents, int64_t axis, enum dtype type) {
    NNX_HPP_LET(trace, detail::current_trace());
    NNX_HPP_RETURN_NEW(Value, nnx_trace_iota(trace, static_cast<nnx_dtype>(type), extents.data(), extents.rank(), axis,
                                             &raw));
}

#define NNX_HPP_UNARY(name, function)                                                                                  \
    inline outcome<Value> name(const Value &x) { return detail::unary(function, x); }
NNX_HPP_UNARY(abs, NNX_UNARY_ABS)
NNX_HPP_UNARY(negative, NNX_UNARY_NEG)
NNX_HPP_UNARY(sign, NNX_UNARY_SIGN)
NNX_HPP_UNARY(exp, NNX_UNARY_EXP)
NNX_HPP_UNARY(expm1, NNX_UNARY_EXPM1)
NNX_HPP_UNARY(log, NNX_UNARY_LOG)
NNX_HPP_UNARY(log1p, NNX_UNARY_LOG1P)
NNX_HPP_UNARY(sqrt, NNX_UNARY_SQRT)
NNX_HPP_UNARY(rsqrt, NNX_UNARY_RSQRT)
NNX_HPP_UNARY(cbrt, NNX_UNARY_CBRT)
NNX_HPP_UNARY(sin, NNX_UNARY_SIN)
NNX_HPP_UNARY(cos, NNX_UNARY_COS)
NNX_HPP_UNARY(tan, NNX_UNARY_TAN)
NNX_HPP_UNARY(tanh, NNX_UNARY_TANH)
NNX_HPP_UNARY(sinh, NNX_UNARY_SINH)
NNX_HPP_UNARY(cosh, NNX_UNARY_COSH)
NNX_HPP_UNARY(arcsin, NNX_UNARY_ARCSIN)
NNX_HPP_UNARY(arccos, NNX_UNARY_ARCCOS)
NNX_HPP_UNARY(arctan, NNX_UNARY_ARCTAN)
NNX_HPP_UNARY(arcsinh, NNX_UNARY_ARCSINH)
NNX_HPP_UNARY(arccosh, NNX_UNARY_ARCCOSH)
NNX_HPP_UNARY(arctanh, NNX_UNARY_ARCTANH)
NNX_HPP_UNARY(floor, NNX_UNARY_FLOOR)
NNX_HPP_UNARY(ceil, NNX_UNARY_CEIL)
NNX_HPP_UNARY(round, NNX_UNARY_ROUND)
NNX_HPP_UNARY(is_finite, NNX_UNARY_IS_FINITE)
NNX_HPP_UNARY(erf, NNX_UNARY_ERF)
NNX_HPP_UNARY(erfc, NNX_UNARY_ERFC)
NNX_HPP_UNARY(erf_inv, NNX_UNARY_ERF_INV)
NNX_HPP_UNARY(lgamma, NNX_UNARY_LGAMMA)
NNX_HPP_UNARY(invert, NNX_UNARY_NOT)
#undef NNX_HPP_UNARY
inline outcome<Value> square(const Value &x) { NNX_HPP_RETURN_NEW(Value, nnx_value_square(x.c_ptr(), &raw)); }

#define NNX_HPP_BINARY(name, function)                                                                                 \
    template <class A, class B, class = detail::are_operands<A, B>>                                                    \
    outcome<Value> name(const A &a, const B &b) {                                                                      \
        return detail::binary(function, a, b);                                                                         \
    }
NNX_HPP_BINARY(add, NNX_BINARY_ADD)
NNX_HPP_BINARY(subtract, NNX_BINARY_SUB)
NNX_HPP_BINARY(multiply, NNX_BINARY_MUL)
NNX_HPP_BINARY(divide, NNX_BINARY_DIV)
NNX_HPP_BINARY(floor_divide, NNX_BINARY_FLOOR_DIVIDE)
NNX_HPP_BINARY(remainder, NNX_BINARY_MOD)
NNX_HPP_BINARY(power, NNX_BINARY_POW)
NNX_HPP_BINARY(maximum, NNX_BINARY_MAXIMUM)
NNX_HPP_BINARY(minimum, NNX_BINARY_MINIMUM)
NNX_HPP_BINARY(arctan2, NNX_BINARY_ARCTAN2)
NNX_HPP_BINARY(equal, NNX_BINARY_EQUAL)
NNX_HPP_BINARY(not_equal, NNX_BINARY_NOT_EQUAL)
NNX_HPP_BINARY(less, NNX_BINARY_LESS)
NNX_HPP_BINARY(less_equal, NNX_BINARY_LESS_EQUAL)
NNX_HPP_BINARY(greater, NNX_BINARY_GREATER)
NNX_HPP_BINARY(greater_equal, NNX_BINARY_GREATER_EQUAL)
NNX_HPP_BINARY(bitwise_and, NNX_BINARY_AND)
NNX_HPP_BINARY(bitwise_or, NNX_BINARY_OR)
NNX_HPP_BINARY(bitwise_xor, NNX_BINARY_XOR)
NNX_HPP_BINARY(left_shift, NNX_BINARY_LEFT_SHIFT)
NNX_HPP_BINARY(right_shift, NNX_BINARY_RIGHT_SHIFT)
#undef NNX_HPP_BINARY

// Operators chain, so they are there where errors are thrown. Equality is equal(a, b), as `==` of two values would be no
// bool.
#if !defined(NNX_NO_EXCEPTIONS)
#define NNX_HPP_OPERATOR(symbol, function)                                                                             \
    template <class A, class B, class = detail::are_operands<A, B>>                                                    \
    Value operator symbol(const A &a, const B &b) {                                                                    \
        return detail::binary(function, a, b);                                                                         \
    }
NNX_HPP_OPERATOR(+, NNX_BINARY_ADD)
NNX_HPP_OPERATOR(-, NNX_BINARY_SUB)
NNX_HPP_OPERATOR(*, NNX_BINARY_MUL)
NNX_HPP_OPERATOR(/, NNX_BINARY_DIV)
NNX_HPP_OPERATOR(%, NNX_BINARY_MOD)
NNX_HPP_OPERATOR(<, NNX_BINARY_LESS)
NNX_HPP_OPERATOR(<=, NNX_BINARY_LESS_EQUAL)
NNX_HPP_OPERATOR(>, NNX_BINARY_GREATER)
NNX_HPP_OPERATOR(>=, NNX_BINARY_GREATER_EQUAL)
NNX_HPP_OPERATOR(&, NNX_BINARY_AND)
NNX_HPP_OPERATOR(|, NNX_BINARY_OR)
NNX_HPP_OPERATOR(^, NNX_BINARY_XOR)
#undef NNX_HPP_OPERATOR
#define NNX_HPP_ASSIGN(symbol)                                                                                         \
    template <class B, class = detail::are_operands<Value, B>>                                                         \
    Value &operator symbol##=(Value &a, const B &b) {                                                                  \
        return a = a symbol b;                                                                                         \
    }
NNX_HPP_ASSIGN(+)
NNX_HPP_ASSIGN(-)
NNX_HPP_ASSIGN(*)
NNX_HPP_ASSIGN(/)
#undef NNX_HPP_ASSIGN
inline Value operator-(const Value &x) { return negative(x); }
inline Value operator~(const Value &x) { return invert(x); }
#endif

#define NNX_HPP_REDUCE(name, function)                                                                                 \
    inline outcome<Value> name(const Value &x, const axes &along = {}, bool keepdims = false) {                        \
        return detail::reduce(function, x, along, keepdims);                                                           \
    }
NNX_HPP_REDUCE(sum, NNX_REDUCE_SUM)
NNX_HPP_REDUCE(mean, NNX_REDUCE_MEAN)
NNX_HPP_REDUCE(prod, NNX_REDUCE_PROD)
NNX_HPP_REDUCE(max, NNX_REDUCE_MAX)
NNX_HPP_REDUCE(min, NNX_REDUCE_MIN)
NNX_HPP_REDUCE(any, NNX_REDUCE_ANY)
NNX_HPP_REDUCE(all, NNX_REDUCE_ALL)
NNX_HPP_REDUCE(var, NNX_REDUCE_VAR)
NNX_HPP_REDUCE(stddev, NNX_REDUCE_STD)
NNX_HPP_REDUCE(logsumexp, NNX_REDUCE_LOG_SUM_EXP)
#undef NNX_HPP_REDUCE
inline outcome<Value> argmax(const Value &x, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_argmax(x.c_ptr(), axis, &raw));
}
inline outcome<Value> argmin(const Value &x, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_argmin(x.c_ptr(), axis, &raw));
}
inline outcome<Value> softmax(const Value &x, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_softmax(x.c_ptr(), axis, &raw));
}
inline outcome<Value> log_softmax(const Value &x, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_log_softmax(x.c_ptr(), axis, &raw));
}
inline outcome<Value> one_hot(const Value &x, int64_t num_classes, dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_one_hot(x.c_ptr(), num_classes, static_cast<nnx_dtype>(type), &raw));
}
// The elements of `a` where the condition holds, else those of `b`; either may be a number or a Tensor.
template <class A, class B>
outcome<Value> where(const Value &condition, const A &a, const B &b) {
    NNX_HPP_LET(first, detail::as_value(a, b));
    NNX_HPP_LET(second, detail::as_value(b, a));
    NNX_HPP_RETURN_NEW(Value, nnx_value_where(condition.c_ptr(), first.c_ptr(), second.c_ptr(), &raw));
}
// The product of matrices; one of the two may be a Tensor.
template <class A, class B, class = detail::are_operands<A, B>>
outcome<Value> matmul(const A &a, const B &b) {
    NNX_HPP_LET(left, detail::as_value(a, b));
    NNX_HPP_LET(right, detail::as_value(b, a));
    NNX_HPP_RETURN_NEW(Value, nnx_value_matmul(left.c_ptr(), right.c_ptr(), &raw));
}

// The axes of a dot_general: those of the left and of the right go together in pairs.
struct DotAxes {
    std::vector<int64_t> contracting;
    std::vector<int64_t> other_contracting;
    std::vector<int64_t> batching{};
    std::vector<int64_t> other_batching{};
};
inline outcome<Value> dot_general(const Value &a, const Value &b, const DotAxes &numbers) {
    if (numbers.contracting.size() != numbers.other_contracting.size() ||
        numbers.batching.size() != numbers.other_batching.size()) {
        NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT, "dot_general: the axes of the two sides are not equally many");
    }
    NNX_HPP_RETURN_NEW(Value, nnx_value_dot_general(a.c_ptr(), b.c_ptr(), numbers.contracting.data(),
                                                    numbers.other_contracting.data(), numbers.contracting.size(),
                                                    numbers.batching.data(), numbers.other_batching.data(),
                                                    numbers.batching.size(), &raw));
}
inline outcome<Value> concatenate(const std::vector<Value> &values, int64_t axis = 0) {
    NNX_HPP_LET(trace, detail::current_trace());
    const auto raws = detail::raw_values(values);
    NNX_HPP_RETURN_NEW(Value, nnx_trace_concatenate(trace, raws.data(), raws.size(), axis, &raw));
}
inline outcome<Value> stack(const std::vector<Value> &values, int64_t axis = 0) {
    NNX_HPP_LET(trace, detail::current_trace());
    const auto raws = detail::raw_values(values);
    NNX_HPP_RETURN_NEW(Value, nnx_trace_stack(trace, raws.data(), raws.size(), axis, &raw));
}
// The same values, which gradients do not pass.
inline outcome<Value> stop_gradient(const Value &x) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_stop_gradient(x.c_ptr(), &raw));
}

// Statics -------------------------------------------------------------------------------------------------------------

namespace detail {

template <class T, class = void>
struct has_text : std::false_type {};
template <class T>
struct has_text<T, std::void_t<decltype(std::string(std::declval<const T &>().text()))>> : std::true_type {};

// The callbacks of a foreign static that is a C++ object.
template <class T>
struct foreign_object {
    static int32_t equal(void *a, void *b, void *) {
        return *static_cast<const T *>(a) == *static_cast<const T *>(b) ? 1 : 0;
    }
    static uint64_t hash(void *value, void *) { return std::hash<T>()(*static_cast<const T *>(value)); }
    static void destroy(void *value, void *) { delete static_cast<T *>(value); }
    static nnx_status describe(void *value, void *, nnx_bytes **out) {
        if constexpr (has_text<T>::value) {
            const std::string text(static_cast<const T *>(value)->text());
            return nnx_bytes_new(text.data(), text.size(), out);
        } else {
            (void)value;
            (void)out;
            return NNX_STATUS_UNIMPLEMENTED;
        }
    }
};

}  // namespace detail

// An immutable value of the structure: part of the GraphDef, compared and hashed with it.
class Static : public detail::handle<nnx_static> {
public:
    NNX_HPP_HANDLE_CLASS(Static, nnx_static)

    template <class T>
    static outcome<Static> of(const T &value) {
        nnx_static *raw = nullptr;
        if constexpr (std::is_same_v<T, bool>) {
            NNX_HPP_TRY(nnx_static_new_bool(value ? 1 : 0, &raw));
        } else if constexpr (std::is_same_v<T, enum dtype>) {
            NNX_HPP_TRY(nnx_static_new_dtype(static_cast<nnx_dtype>(value), &raw));
        } else if constexpr (std::is_integral_v<T>) {
            static_assert(std::is_signed_v<T> || sizeof(T) < 8, "an integer static is an int64");
            NNX_HPP_TRY(nnx_static_new_int(static_cast<int64_t>(value), &raw));
        } else if constexpr (std::is_floating_point_v<T>) {
            NNX_HPP_TRY(nnx_static_new_float(static_cast<double>(value), &raw));
        } else {
            NNX_HPP_TRY(nnx_static_new_string(detail::c_str(std::string_view(value)), &raw));
        }
        return adopt(raw);
    }
    // None, for tuples and metadata such as the sharding (None, "model").
    static outcome<Static> none() { NNX_HPP_RETURN_NEW(Static, nnx_static_new_none(&raw)); }
    static outcome<Static> bytes(std::string_view content) {
        NNX_HPP_RETURN_NEW(Static, nnx_static_new_bytes(content.data(), content.size(), &raw));
    }
    template <class... T>
    static outcome<Static> tuple(const T &...items) {
        static_assert((std::is_same_v<T, Static> && ...), "the items of a tuple are Statics: Static::of(value)");
        const std::array<const nnx_static *, sizeof...(T)> raws{items.c_ptr()...};
        NNX_HPP_RETURN_NEW(Static, nnx_static_new_tuple(raws.data(), raws.size(), &raw));
    }
    static outcome<Static> tuple(const std::vector<Static> &items) {
        const auto raws = detail::raw_handles(items);
        NNX_HPP_RETURN_NEW(Static, nnx_static_new_tuple(raws.data(), raws.size(), &raw));
    }
    // Any C++ object with == and std::hash; printed by its text() if it has one.
    template <class T>
    static outcome<Static> foreign(T value) {
        using object = detail::foreign_object<T>;
        nnx_foreign_callbacks callbacks = NNX_FOREIGN_CALLBACKS_INIT;
        callbacks.equal = object::equal;
        callbacks.hash = object::hash;
        callbacks.destroy = object::destroy;
        if (detail::has_text<T>::value) callbacks.describe = object::describe;
        return foreign(new T(std::move(value)), callbacks);
    }
    static outcome<Static> foreign(void *value, const nnx_foreign_callbacks &callbacks) {
        NNX_HPP_RETURN_NEW(Static, nnx_static_new_foreign(value, &callbacks, &raw));
    }

    outcome<static_kind> kind() const { NNX_HPP_RETURN_ENUM(static_kind, nnx_static_kind_of(c_ptr(), &out)); }
    outcome<bool> as_bool() const { NNX_HPP_RETURN_BOOL(nnx_static_as_bool(c_ptr(), &out)); }
    outcome<int64_t> as_int() const { NNX_HPP_RETURN(int64_t, nnx_static_as_int(c_ptr(), &out)); }
    outcome<double> as_float() const { NNX_HPP_RETURN(double, nnx_static_as_float(c_ptr(), &out)); }
    outcome<std::string> as_string() const { NNX_HPP_RETURN_STRING(nnx_static_as_string(c_ptr(), &out)); }
    outcome<std::string> as_bytes() const {
        const void *data = nullptr;
        std::size_t bytes = 0;
        NNX_HPP_TRY(nnx_static_as_bytes(c_ptr(), &data, &bytes));
        return bytes == 0 ? std::string() : std::string(static_cast<const char *>(data), bytes);
    }
    outcome<enum dtype> as_dtype() const { NNX_HPP_RETURN_ENUM(dtype, nnx_static_as_dtype(c_ptr(), &out)); }
    // Lent by the static; the caller knows what it points to.
    outcome<void *> as_foreign() const { NNX_HPP_RETURN(void *, nnx_static_as_foreign(c_ptr(), &out)); }
    // Of a tuple: the number of its items, and one of them.
    outcome<std::size_t> size() const { NNX_HPP_RETURN(std::size_t, nnx_static_size(c_ptr(), &out)); }
    outcome<Static> at(std::size_t i) const { NNX_HPP_RETURN_NEW(Static, nnx_static_at(c_ptr(), i, &raw)); }
    outcome<bool> equal(const Static &other) const {
        NNX_HPP_RETURN_BOOL(nnx_static_equal(c_ptr(), other.c_ptr(), &out));
    }
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_static_text(c_ptr(), &raw)); }
};

// Opaque leaves -------------------------------------------------------------------------------------------------------

// A leaf that belongs to another runtime: carried, never looked into, dropped once.
class Opaque : public detail::handle<nnx_opaque> {
public:
    NNX_HPP_HANDLE_CLASS(Opaque, nnx_opaque)

    static outcome<Opaque> make(std::string_view type_name, void *data, std::size_t nbytes, void *user_data,
                                void (*destroy)(void *data, void *user_data)) {
        NNX_HPP_RETURN_NEW(Opaque, nnx_opaque_new(detail::c_str(type_name), data, nbytes, user_data, destroy, &raw));
    }
    // Takes over a C++ object; `nbytes` is what tables show as its size.
    template <class T>
    static outcome<Opaque> make(std::string_view type_name, std::unique_ptr<T> value, std::size_t nbytes) {
        const auto destroy = [](void *data, void *) { delete static_cast<T *>(data); };
        return make(type_name, static_cast<void *>(value.release()), nbytes, nullptr, destroy);
    }
    outcome<void *> data() const { NNX_HPP_RETURN(void *, nnx_opaque_data(c_ptr(), &out)); }
    outcome<std::string> type_name() const { NNX_HPP_RETURN_STRING(nnx_opaque_type_name(c_ptr(), &out)); }
    outcome<std::size_t> nbytes() const { NNX_HPP_RETURN(std::size_t, nnx_opaque_nbytes(c_ptr(), &out)); }
};

// Filters -------------------------------------------------------------------------------------------------------------

// Ready-made filters, given to split() and its kin as they are: of_type<Param>, rest, everything, nothing.
// A string is the filter WithTag, a callable (path, Variable type) -> bool is a predicate.
template <class T>
struct of_type_filter {
    using type = T;
};
template <class T>
inline constexpr of_type_filter<T> of_type{};
struct rest_filter {};
inline constexpr rest_filter rest{};
struct everything_filter {};
inline constexpr everything_filter everything{};
struct nothing_filter {};
inline constexpr nothing_filter nothing{};

namespace detail {

template <class F>
nnx_status call_predicate(void *user_data, nnx_str path, nnx_str type, int32_t *out) {
    return run_callback([&]() -> outcome<void> {
        NNX_HPP_LET(answer, outcome<bool>((*static_cast<F *>(user_data))(view(path), view(type))));
        *out = answer ? 1 : 0;
        NNX_HPP_DONE;
    });
}

template <class F>
struct is_of_type_filter : std::false_type {};
template <class T>
struct is_of_type_filter<of_type_filter<T>> : std::true_type {};

// A new handle for the filter that a form stands for.
template <class F>
nnx_status make_filter(const F &form, nnx_filter **out) {
    if constexpr (std::is_base_of_v<handle<nnx_filter>, F>) {
        return nnx_filter_retain(form.c_ptr(), out);
    } else if constexpr (is_of_type_filter<F>::value) {
        return nnx_filter_of_type(c_str(F::type::variable_type), out);
    } else if constexpr (std::is_same_v<F, rest_filter>) {
        return nnx_filter_rest(out);
    } else if constexpr (std::is_same_v<F, everything_filter>) {
        return nnx_filter_everything(out);
    } else if constexpr (std::is_same_v<F, nothing_filter>) {
        return nnx_filter_nothing(out);
    } else if constexpr (std::is_convertible_v<const F &, std::string_view>) {
        return nnx_filter_with_tag(c_str(std::string_view(form)), out);
    } else {
        static_assert(std::is_invocable_v<F &, std::string_view, std::string_view>,
                      "a filter is a Filter, of_type<T>, rest, everything, nothing, a tag, or (path, type) -> bool");
        auto box = std::make_unique<F>(form);
        return nnx_filter_callback(call_predicate<F>, box.release(), delete_box<F>, out);
    }
}

// The filters of one call, alive until it has returned.
class filter_list {
public:
    filter_list() = default;
    filter_list(const filter_list &) = delete;
    filter_list &operator=(const filter_list &) = delete;
    ~filter_list() {
        for (nnx_filter *raw : raws_) (void)nnx_filter_release(raw);
    }
    template <class... F>
    nnx_status fill(const F &...forms) {
        raws_.reserve(sizeof...(F));
        nnx_status status = NNX_OK;
        (void)((status = add(forms), status == NNX_OK) && ...);
        return status;
    }
    const nnx_filter *const *data() const noexcept { return raws_.data(); }
    std::size_t size() const noexcept { return raws_.size(); }

private:
    template <class F>
    nnx_status add(const F &form) {
        raws_.push_back(nullptr);
        return make_filter(form, &raws_.back());
    }
    std::vector<nnx_filter *> raws_;
};

}  // namespace detail

// Chooses leaves by their path and the type of their Variable.
class Filter : public detail::handle<nnx_filter> {
public:
    NNX_HPP_HANDLE_CLASS(Filter, nnx_filter)

    // From any of the forms that split() takes.
    template <class F>
    static outcome<Filter> of(const F &form) { NNX_HPP_RETURN_NEW(Filter, detail::make_filter(form, &raw)); }
    static outcome<Filter> of_type(std::string_view type_name) {
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_of_type(detail::c_str(type_name), &raw));
    }
    // `exact`: the key itself is a component of the path; else some component holds it as a part.
    static outcome<Filter> path_contains(std::string_view key, bool exact = true) {
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_path_contains(detail::c_str(key), exact ? 1 : 0, &raw));
    }
    static outcome<Filter> path_in(std::initializer_list<std::string_view> paths) {
        return path_in(span<const std::string_view>(paths.begin(), paths.size()));
    }
    // Of any container of texts.
    template <class Paths>
    static outcome<Filter> path_in(const Paths &paths) {
        std::vector<nnx_str> strings;
        for (const std::string_view path : paths) strings.push_back(detail::c_str(path));
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_path_in(strings.data(), strings.size(), &raw));
    }
    // Objects with this type name, where nodes are asked about, as in set_attributes(); no leaf passes.
    static outcome<Filter> object_type(std::string_view type_name) {
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_object_type(detail::c_str(type_name), &raw));
    }
    static outcome<Filter> with_tag(std::string_view tag) { return of(tag); }
    template <class... F>
    static outcome<Filter> any(const F &...forms) {
        detail::filter_list list;
        NNX_HPP_TRY(list.fill(forms...));
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_any(list.data(), list.size(), &raw));
    }
    template <class... F>
    static outcome<Filter> all(const F &...forms) {
        detail::filter_list list;
        NNX_HPP_TRY(list.fill(forms...));
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_all(list.data(), list.size(), &raw));
    }
    static outcome<Filter> any(const std::vector<Filter> &filters) {
        const auto raws = detail::raw_handles(filters);
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_any(raws.data(), raws.size(), &raw));
    }
    static outcome<Filter> all(const std::vector<Filter> &filters) {
        const auto raws = detail::raw_handles(filters);
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_all(raws.data(), raws.size(), &raw));
    }
    template <class F>
    static outcome<Filter> not_(const F &form) {
        NNX_HPP_LET(inner, of(form));
        NNX_HPP_RETURN_NEW(Filter, nnx_filter_not(inner.c_ptr(), &raw));
    }
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_filter_text(c_ptr(), &raw)); }
};

// GraphDef ------------------------------------------------------------------------------------------------------------

// The structure of a graph without its leaves: immutable, comparable, hashable, printable.
class GraphDef : public detail::handle<nnx_graphdef> {
public:
    NNX_HPP_HANDLE_CLASS(GraphDef, nnx_graphdef)

    // From text() in either format.
    static outcome<GraphDef> parse(std::string_view text) {
        NNX_HPP_RETURN_NEW(GraphDef, nnx_graphdef_parse(detail::c_str(text), &raw));
    }
    outcome<std::size_t> num_leaves() const { NNX_HPP_RETURN(std::size_t, nnx_graphdef_num_leaves(c_ptr(), &out)); }
    outcome<std::size_t> num_nodes() const { NNX_HPP_RETURN(std::size_t, nnx_graphdef_num_nodes(c_ptr(), &out)); }
    outcome<std::size_t> num_attributes() const {
        NNX_HPP_RETURN(std::size_t, nnx_graphdef_num_attributes(c_ptr(), &out));
    }
    outcome<uint64_t> hash() const { NNX_HPP_RETURN(uint64_t, nnx_graphdef_hash(c_ptr(), &out)); }
    outcome<bool> equal(const GraphDef &other) const {
        NNX_HPP_RETURN_BOOL(nnx_graphdef_equal(c_ptr(), other.c_ptr(), &out));
    }
    // Whether both are one object, as two splits of an unchanged structure give.
    outcome<bool> same(const GraphDef &other) const {
        NNX_HPP_RETURN_BOOL(nnx_graphdef_same(c_ptr(), other.c_ptr(), &out));
    }
    // format::text or format::json.
    outcome<std::string> text(enum format form = format::text) const {
        NNX_HPP_RETURN_TEXT(nnx_graphdef_text(c_ptr(), static_cast<nnx_format>(form), &raw));
    }
    // Rows of (path, attribute_kind, Variable type).
    outcome<Report> leaves() const { NNX_HPP_RETURN_NEW(Report, nnx_graphdef_leaves(c_ptr(), &raw)); }
};

// State ---------------------------------------------------------------------------------------------------------------

struct SaveOptions {
    bool no_sync = false;  // do not wait until the file is on the disk
};

// How a file is read. A rule of `rename` takes a name in the file to a path; one that ends with '.' or '/' takes every
// name that begins with it, and what follows is taken apart at that character: {"encoder.", "model/"}.
struct LoadOptions {
    std::vector<std::pair<std::string, std::string>> rename{};
    bool partial = false;             // load_into(): leaves that the file lacks keep their value
    bool allow_dtype_change = false;  // load_into(): leaves may take a tensor of another data type
    bool copy = false;                // do not use large tensors where the file is mapped
    bool no_checksum = false;         // do not compare the checksum, for which all of the file is read
};

namespace detail {

class load_options {
public:
    explicit load_options(const LoadOptions &options) {
        for (const auto &[from, to] : options.rename) {
            from_.push_back(c_str(from));
            to_.push_back(c_str(to));
        }
        raw_.rename_from = from_.data();
        raw_.rename_to = to_.data();
        raw_.num_renames = from_.size();
        raw_.partial = options.partial ? 1 : 0;
        raw_.allow_dtype_change = options.allow_dtype_change ? 1 : 0;
        raw_.copy = options.copy ? 1 : 0;
        raw_.no_checksum = options.no_checksum ? 1 : 0;
    }
    load_options(const load_options &) = delete;
    load_options &operator=(const load_options &) = delete;
    const nnx_load_options *c_ptr() const noexcept { return &raw_; }

private:
    std::vector<nnx_str> from_;
    std::vector<nnx_str> to_;
    nnx_load_options raw_ = NNX_LOAD_OPTIONS_INIT;
};

}  // namespace detail

// An ordered map from paths to leaves: values, apart from any graph.
class State : public detail::handle<nnx_state> {
public:
    NNX_HPP_HANDLE_CLASS(State, nnx_state)

    struct Leaf {
        std::string_view path;
        std::string_view type;  // of the Variable; "" for a raw array
        const Tensor &value;
    };
    static outcome<State> from_leaves(std::initializer_list<Leaf> leaves) {
        return from_leaves(span<const Leaf>(leaves.begin(), leaves.size()));
    }
    static outcome<State> from_leaves(span<const Leaf> leaves) {
        std::vector<nnx_str> paths;
        std::vector<nnx_str> types;
        std::vector<const nnx_tensor *> tensors;
        for (const Leaf &leaf : leaves) {
            paths.push_back(detail::c_str(leaf.path));
            types.push_back(detail::c_str(leaf.type));
            tensors.push_back(leaf.value.c_ptr());
        }
        NNX_HPP_RETURN_NEW(State, nnx_state_from_leaves(paths.data(), types.data(), tensors.data(), paths.size(),
                           &raw));
    }
    outcome<std::size_t> size() const { NNX_HPP_RETURN(std::size_t, nnx_state_size(c_ptr(), &out)); }
    outcome<std::string> path(std::size_t i) const { NNX_HPP_RETURN_TEXT(nnx_state_path(c_ptr(), i, &raw)); }
    // The position of the leaf.
    outcome<std::size_t> find(std::string_view path) const {
        NNX_HPP_RETURN(std::size_t, nnx_state_find(c_ptr(), detail::c_str(path), &out));
    }
    // attribute_kind::tensor or attribute_kind::opaque.
    outcome<attribute_kind> leaf_kind(std::size_t i) const {
        NNX_HPP_RETURN_ENUM(attribute_kind, nnx_state_leaf_kind(c_ptr(), i, &out));
    }
    outcome<std::string> type(std::size_t i) const { NNX_HPP_RETURN_STRING(nnx_state_type(c_ptr(), i, &out)); }
    outcome<Tensor> tensor(std::size_t i) const { NNX_HPP_RETURN_NEW(Tensor, nnx_state_tensor(c_ptr(), i, &raw)); }
    outcome<Opaque> opaque(std::size_t i) const { NNX_HPP_RETURN_NEW(Opaque, nnx_state_opaque(c_ptr(), i, &raw)); }
    outcome<Static> metadata(std::size_t i, std::string_view name) const {
        NNX_HPP_RETURN_NEW(Static, nnx_state_metadata(c_ptr(), i, detail::c_str(name), &raw));
    }
    // Rows of (name, 0, value as text).
    outcome<Report> metadata_names(std::size_t i) const {
        NNX_HPP_RETURN_NEW(Report, nnx_state_metadata_names(c_ptr(), i, &raw));
    }
    // Rows of (path, attribute_kind, Variable type).
    outcome<Report> paths() const { NNX_HPP_RETURN_NEW(Report, nnx_state_paths(c_ptr(), &raw)); }
    outcome<Tensor> get(std::string_view path) const {
        NNX_HPP_RETURN_NEW(Tensor, nnx_state_get(c_ptr(), detail::c_str(path), &raw));
    }
    // A new State in which these leaves have these values; this one stays as it is.
    outcome<State> with(std::initializer_list<std::pair<std::string_view, const Tensor &>> leaves) const {
        return with_all(leaves);
    }
    // In any container of such pairs, as a std::map from paths to tensors.
    template <class Leaves>
    outcome<State> with_all(const Leaves &leaves) const {
        std::vector<nnx_str> paths;
        std::vector<const nnx_tensor *> tensors;
        for (const auto &[path, value] : leaves) {
            paths.push_back(detail::c_str(path));
            tensors.push_back(value.c_ptr());
        }
        NNX_HPP_RETURN_NEW(State, nnx_state_with(c_ptr(), paths.data(), tensors.data(), paths.size(), &raw));
    }
    outcome<State> with_opaques(std::initializer_list<std::pair<std::string_view, const Opaque &>> leaves) const {
        std::vector<nnx_str> paths;
        std::vector<const nnx_opaque *> opaques;
        for (const auto &[path, value] : leaves) {
            paths.push_back(detail::c_str(path));
            opaques.push_back(value.c_ptr());
        }
        NNX_HPP_RETURN_NEW(State, nnx_state_with_opaque(c_ptr(), paths.data(), opaques.data(), paths.size(), &raw));
    }
    outcome<State> with(std::string_view path, const Tensor &value) const { return with({{path, value}}); }
    outcome<State> with(std::string_view path, const Opaque &value) const {
        return with_opaques({{path, value}});
    }
    // Traced values, in a traced function.
    outcome<State> with_values(std::initializer_list<std::pair<std::string_view, Value>> leaves) const {
        std::vector<nnx_str> paths;
        std::vector<const nnx_value *> values;
        for (const auto &[path, value] : leaves) {
            paths.push_back(detail::c_str(path));
            values.push_back(value.c_ptr());
        }
        NNX_HPP_RETURN_NEW(State, nnx_state_with_values(c_ptr(), paths.data(), values.data(), paths.size(), &raw));
    }
    outcome<Value> traced(std::string_view path) const {
        NNX_HPP_RETURN_NEW(Value, nnx_state_get_value(c_ptr(), detail::c_str(path), &raw));
    }
    // One State per filter; filter() leaves out what no filter takes, split() refuses it.
    template <class... F>
    auto filter(const F &...filters) const {
        return divide(filter_call, filters...);
    }
    template <class... F>
    auto split(const F &...filters) const {
        return divide(split_call, filters...);
    }
    // All leaves of all States; of two at one path the later wins.
    template <class... S>
    static outcome<State> merge(const S &...states) {
        const std::array<const nnx_state *, sizeof...(S)> raws{states.c_ptr()...};
        NNX_HPP_RETURN_NEW(State, nnx_state_merge(raws.data(), raws.size(), &raw));
    }
    static outcome<State> merge(const std::vector<State> &states) {
        const auto raws = detail::raw_handles(states);
        NNX_HPP_RETURN_NEW(State, nnx_state_merge(raws.data(), raws.size(), &raw));
    }
    // The leaves under a prefix, under their paths from there.
    outcome<State> at(std::string_view prefix) const {
        NNX_HPP_RETURN_NEW(State, nnx_state_at(c_ptr(), detail::c_str(prefix), &raw));
    }
    // A new State of function(path, tensor) for each tensor leaf.
    template <class F>
    outcome<State> map(F function) const {
        const auto call = [](void *user_data, nnx_str path, const nnx_tensor *in, nnx_tensor **out) {
            return detail::run_callback([&]() -> outcome<void> {
                const detail::lent<Tensor> value(in);
                NNX_HPP_LET(mapped, outcome<Tensor>((*static_cast<F *>(user_data))(detail::view(path), *value)));
                *out = mapped.release();
                NNX_HPP_DONE;
            });
        };
        auto box = std::make_unique<F>(std::move(function));
        NNX_HPP_RETURN_NEW(State, nnx_state_map(c_ptr(), call, box.release(), detail::delete_box<F>, &raw));
    }
    outcome<bool> equal(const State &other) const {
        NNX_HPP_RETURN_BOOL(nnx_state_equal(c_ptr(), other.c_ptr(), &out));
    }
    // Rows of (path, NNX_DIFFERENCE_…, how much), none when the two are equal.
    outcome<Report> diff(const State &other) const {
        NNX_HPP_RETURN_NEW(Report, nnx_state_diff(c_ptr(), other.c_ptr(), &raw));
    }
    outcome<std::string> text(enum format form = format::table) const {
        NNX_HPP_RETURN_TEXT(nnx_state_text(c_ptr(), static_cast<nnx_format>(form), &raw));
    }

    // safetensors. With a GraphDef the file has all that load() needs to give both back.
    outcome<void> save(std::string_view file, const SaveOptions &options = {}) const {
        return save_with(file, nullptr, options);
    }
    outcome<void> save(std::string_view file, const GraphDef &graphdef, const SaveOptions &options = {}) const {
        return save_with(file, graphdef.c_ptr(), options);
    }
    // The GraphDef is empty (false) if the file has none.
    static outcome<std::pair<State, GraphDef>> load(std::string_view file, const LoadOptions &options = {}) {
        nnx_state *state = nullptr;
        nnx_graphdef *graphdef = nullptr;
        NNX_HPP_TRY(
            nnx_state_load(detail::c_str(file), detail::load_options(options).c_ptr(), &state, &graphdef));
        return std::pair<State, GraphDef>(adopt(state), GraphDef::adopt(graphdef));
    }
    // The file's values in the places of this State; rows of (path, NNX_LOAD_…, what happened).
    outcome<std::pair<State, Report>> load_into(std::string_view file, const LoadOptions &options = {}) const {
        nnx_state *state = nullptr;
        nnx_report *report = nullptr;
        NNX_HPP_TRY(nnx_state_load_into(c_ptr(), detail::c_str(file), detail::load_options(options).c_ptr(), &state,
                                        &report));
        return std::pair<State, Report>(adopt(state), Report::adopt(report));
    }

private:
    outcome<void> save_with(std::string_view file, const nnx_graphdef *graphdef, const SaveOptions &options) const {
        nnx_save_options chosen = NNX_SAVE_OPTIONS_INIT;
        chosen.no_sync = options.no_sync ? 1 : 0;
        NNX_HPP_RETURN_NOTHING(nnx_state_save(c_ptr(), graphdef, detail::c_str(file), &chosen));
    }
    using divide_call = nnx_status (*)(const nnx_state *, const nnx_filter *const *, std::size_t, nnx_state **);
    static nnx_status filter_call(const nnx_state *state, const nnx_filter *const *filters, std::size_t n,
                                            nnx_state **out) {
        return nnx_state_filter(state, filters, n, out);
    }
    static nnx_status split_call(const nnx_state *state, const nnx_filter *const *filters, std::size_t n,
                                           nnx_state **out) {
        return nnx_state_split(state, filters, n, out);
    }
    template <class... F>
    auto divide(divide_call call, const F &...filters) const;
};

namespace detail {

template <class... Head, std::size_t... I>
std::tuple<Head..., std::enable_if_t<(I + 1 > 0), State>...> adopt_states(nnx_state *const *raws,
                                                                          std::index_sequence<I...>, Head &&...head) {
    return {std::move(head)..., State::adopt(raws[I])...};
}

// The States that n filters make: one for none or one, a tuple for more.
template <std::size_t N>
auto one_or_many(nnx_state *const *raws) {
    if constexpr (N <= 1) {
        return State::adopt(raws[0]);
    } else {
        return adopt_states(raws, std::make_index_sequence<N>());
    }
}
template <std::size_t N>
using states = decltype(one_or_many<N>(nullptr));

template <std::size_t N>
using state_slots = std::array<nnx_state *, N == 0 ? 1 : N>;

template <class Call, class... F>
outcome<states<sizeof...(F)>> divide(const Call &call, const F &...filters) {
    filter_list list;
    NNX_HPP_TRY(list.fill(filters...));
    state_slots<sizeof...(F)> raws{};
    NNX_HPP_TRY(call(list.data(), list.size(), raws.data()));
    return one_or_many<sizeof...(F)>(raws.data());
}

}  // namespace detail

template <class... F>
auto State::divide(divide_call call, const F &...filters) const {
    return detail::divide(
        [&](const nnx_filter *const *list, std::size_t n, nnx_state **out) { return call(c_ptr(), list, n, out); },
        filters...);
}

// Nodes ---------------------------------------------------------------------------------------------------------------

class Node;
class AttributeRef;

// The arena that nodes live in. Attaching a node of one graph to a node of another joins the two.
class Graph : public detail::handle<nnx_graph> {
public:
    NNX_HPP_HANDLE_CLASS(Graph, nnx_graph)
    static outcome<Graph> make() { NNX_HPP_RETURN_NEW(Graph, nnx_graph_new(&raw)); }
    outcome<std::size_t> node_count() const { NNX_HPP_RETURN(std::size_t, nnx_graph_node_count(c_ptr(), &out)); }
    outcome<bool> same(const Graph &other) const { NNX_HPP_RETURN_BOOL(nnx_graph_same(c_ptr(), other.c_ptr(), &out)); }
    // Drops the nodes that no handle leads to.
    outcome<void> collect() { NNX_HPP_RETURN_NOTHING(nnx_graph_collect(c_ptr())); }
};

// The text of one string key in a path: itself, or a JSON string when it is empty, reads as an integer, or holds / " or
// a control character.
inline outcome<std::string> path_component(std::string_view key) {
    NNX_HPP_RETURN_TEXT(nnx_path_component(detail::c_str(key), &raw));
}
// Rows of (key, 1 for an integer or 0 for a string, component as it is written), outermost first.
inline outcome<Report> path_components(std::string_view path) {
    NNX_HPP_RETURN_NEW(Report, nnx_path_components(detail::c_str(path), &raw));
}

namespace detail {

// What a node is, for the text of an error: its kind, or the type of an Object or Variable.
inline std::string kind_text(const nnx_node *node) {
    static constexpr std::array<const char *, 8> names{"a node", "Object", "List",  "Dict",
                                                       "Variable", "a list", "a dict", "a tuple"};
    nnx_node_kind kind{};
    nnx_str type{nullptr, 0};
    if (nnx_node_kind_of(node, &kind) != NNX_OK || nnx_node_type_name(node, &type) != NNX_OK) return names[0];
    const auto number = static_cast<std::size_t>(kind);
    const std::string text = number < names.size() ? names[number] : names[0];
    return type.size == 0 ? text : text + " " + std::string(view(type));
}

}  // namespace detail

// A node of a graph, of any kind. A path names an attribute from here: "layers/0/kernel"; "" is the node itself.
class Node : public detail::handle<nnx_node> {
public:
    NNX_HPP_HANDLE_CLASS(Node, nnx_node)

    outcome<node_kind> kind() const { NNX_HPP_RETURN_ENUM(node_kind, nnx_node_kind_of(c_ptr(), &out)); }
    // Of a Variable: its type.
    outcome<std::string> type_name() const { NNX_HPP_RETURN_STRING(nnx_node_type_name(c_ptr(), &out)); }
    outcome<std::size_t> size() const { NNX_HPP_RETURN(std::size_t, nnx_node_size(c_ptr(), &out)); }
    // Rows of (key, attribute_kind, "").
    outcome<Report> keys() const { NNX_HPP_RETURN_NEW(Report, nnx_node_keys(c_ptr(), &raw)); }
    outcome<bool> same(const Node &other) const { NNX_HPP_RETURN_BOOL(nnx_node_same(c_ptr(), other.c_ptr(), &out)); }
    // A number that no other node of this process has or had.
    outcome<uint64_t> id() const { NNX_HPP_RETURN(uint64_t, nnx_node_id(c_ptr(), &out)); }
    outcome<Graph> graph() const { NNX_HPP_RETURN_NEW(Graph, nnx_node_graph(c_ptr(), &raw)); }
    outcome<attribute_kind> get_kind(std::string_view path) const {
        NNX_HPP_RETURN_ENUM(attribute_kind, nnx_node_get_kind(c_ptr(), detail::c_str(path), &out));
    }

    // An attribute as bool, an integer, a floating-point number, std::string, Static, Tensor, Opaque, Node, or a kind
    // or Variable type such as Object, List or Param, which is checked.
    template <class T>
    outcome<T> get(std::string_view path) const {
        const nnx_str at = detail::c_str(path);
        if constexpr (std::is_same_v<T, bool>) {
            NNX_HPP_RETURN_BOOL(nnx_node_get_bool(c_ptr(), at, &out));
        } else if constexpr (std::is_integral_v<T>) {
            static_assert(sizeof(T) == 8 && std::is_signed_v<T>, "an integer attribute is an int64_t");
            int64_t out = 0;
            NNX_HPP_TRY(nnx_node_get_int(c_ptr(), at, &out));
            return static_cast<T>(out);
        } else if constexpr (std::is_same_v<T, double>) {
            NNX_HPP_RETURN(double, nnx_node_get_float(c_ptr(), at, &out));
        } else if constexpr (std::is_same_v<T, std::string>) {
            NNX_HPP_RETURN_TEXT(nnx_node_get_string(c_ptr(), at, &raw));
        } else if constexpr (std::is_same_v<T, Static>) {
            NNX_HPP_RETURN_NEW(Static, nnx_node_get_static(c_ptr(), at, &raw));
        } else if constexpr (std::is_same_v<T, Tensor>) {
            NNX_HPP_RETURN_NEW(Tensor, nnx_node_get_tensor(c_ptr(), at, &raw));
        } else if constexpr (std::is_same_v<T, Opaque>) {
            NNX_HPP_RETURN_NEW(Opaque, nnx_node_get_opaque(c_ptr(), at, &raw));
        } else if constexpr (std::is_same_v<T, Value>) {
            NNX_HPP_RETURN_NEW(Value, nnx_node_get_value(c_ptr(), at, &raw));
        } else {
            static_assert(std::is_base_of_v<Node, T>, "no attribute is of this type");
            nnx_node *raw = nullptr;
            NNX_HPP_TRY(nnx_node_get_node(c_ptr(), at, &raw));
            return Node::adopt(raw).template as_at<T>(path);
        }
    }
    // The same node seen as a kind or Variable type, which is checked.
    template <class T>
    outcome<T> as() && { return as_at<T>({}); }
    template <class T>
    outcome<T> as() const & {
        NNX_HPP_LET(other, share());
        return std::move(other).template as<T>();
    }

    // Sets or replaces an attribute; on a list, plain list or unattached tuple the key equal to its size appends.
    template <class T>
    outcome<void> set(std::string_view path, const T &value) {
        const nnx_str at = detail::c_str(path);
        if constexpr (std::is_base_of_v<Node, T>) {
            NNX_HPP_TRY(nnx_node_set_node(c_ptr(), at, value.c_ptr()));
        } else if constexpr (std::is_same_v<T, Tensor>) {
            NNX_HPP_TRY(nnx_node_set_tensor(c_ptr(), at, value.c_ptr()));
        } else if constexpr (std::is_same_v<T, Opaque>) {
            NNX_HPP_TRY(nnx_node_set_opaque(c_ptr(), at, value.c_ptr()));
        } else if constexpr (std::is_same_v<T, Value>) {
            NNX_HPP_TRY(nnx_node_set_value(c_ptr(), at, value.c_ptr()));
        } else if constexpr (std::is_same_v<T, Static>) {
            NNX_HPP_TRY(nnx_node_set_static(c_ptr(), at, value.c_ptr()));
        } else if constexpr (std::is_same_v<T, std::nullptr_t>) {
            NNX_HPP_TRY(nnx_node_set_none(c_ptr(), at));
        } else if constexpr (std::is_same_v<T, bool>) {
            NNX_HPP_TRY(nnx_node_set_bool(c_ptr(), at, value ? 1 : 0));
        } else if constexpr (std::is_integral_v<T>) {
            static_assert(std::is_signed_v<T> || sizeof(T) < 8, "an integer attribute is an int64_t");
            NNX_HPP_TRY(nnx_node_set_int(c_ptr(), at, static_cast<int64_t>(value)));
        } else if constexpr (std::is_floating_point_v<T>) {
            NNX_HPP_TRY(nnx_node_set_float(c_ptr(), at, static_cast<double>(value)));
        } else if constexpr (std::is_convertible_v<const T &, std::string_view>) {
            NNX_HPP_TRY(nnx_node_set_string(c_ptr(), at, detail::c_str(std::string_view(value))));
        } else {
            NNX_HPP_LET(made, Static::of(value));
            NNX_HPP_TRY(nnx_node_set_static(c_ptr(), at, made.c_ptr()));
        }
        NNX_HPP_DONE;
    }
    outcome<void> erase(std::string_view path) {
        NNX_HPP_RETURN_NOTHING(nnx_node_delete(c_ptr(), detail::c_str(path)));
    }
    // node["linear"]["kernel"]: one key at a time, read by get<T>(), written by =.
    AttributeRef operator[](std::string_view key);
    AttributeRef operator[](int64_t key);

    // Sets these attributes on every Object that has them and that the filter, if given, takes. Returns how many.
    outcome<std::size_t> set_attributes(std::initializer_list<std::pair<std::string_view, const Static &>> values,
                                        const Filter *only = nullptr, bool require_all = false) {
        std::vector<nnx_str> names;
        std::vector<const nnx_static *> statics;
        for (const auto &[name, value] : values) {
            names.push_back(detail::c_str(name));
            statics.push_back(value.c_ptr());
        }
        std::size_t changed = 0;
        NNX_HPP_TRY(nnx_node_set_attributes(c_ptr(), only == nullptr ? nullptr : only->c_ptr(), names.data(),
                                            statics.data(), names.size(), require_all ? 1 : 0, &changed));
        return changed;
    }
    // Dropout and BatchNorm to what they are in training, and in evaluation.
    outcome<void> train() { NNX_HPP_RETURN_NOTHING(nnx_node_train(c_ptr())); }
    outcome<void> eval() { NNX_HPP_RETURN_NOTHING(nnx_node_eval(c_ptr())); }
    // Sets metadata on every Variable that the filter, if given, takes. Returns how many.
    outcome<std::size_t> set_metadata(std::string_view name, const Static &value, const Filter *only = nullptr) {
        std::size_t changed = 0;
        NNX_HPP_TRY(nnx_node_set_metadata(c_ptr(), only == nullptr ? nullptr : only->c_ptr(), detail::c_str(name),
                                          value.c_ptr(), &changed));
        return changed;
    }
    outcome<std::string> text(enum format form = format::tree) const {
        NNX_HPP_RETURN_TEXT(nnx_node_text(c_ptr(), static_cast<nnx_format>(form), &raw));
    }

private:
    template <class T>
    outcome<T> as_at(std::string_view path);

protected:
    template <node_kind Kind>
    static nnx_status is_kind(const nnx_node *node, bool *out) {
        nnx_node_kind kind{};
        const nnx_status status = nnx_node_kind_of(node, &kind);
        *out = kind == static_cast<nnx_node_kind>(Kind);
        return status;
    }
};

template <class T>
outcome<T> Node::as_at(std::string_view path) {
    if constexpr (!std::is_same_v<T, Node>) {
        bool fits = false;
        NNX_HPP_TRY(T::is_this(c_ptr(), &fits));
        if (!fits) {
            const std::string where = path.empty() ? std::string() : std::string(path) + ": ";
            NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT,
                         where + "expected " + std::string(T::view_name) + ", found " +
                             detail::kind_text(c_ptr()),
                         std::string(path));
        }
    }
    return T::adopt(release());
}

// One attribute of a node, named by keys; short-lived, like a reference.
class AttributeRef {
public:
    AttributeRef operator[](std::string_view key) const { return {*node_, below(path_component(key))}; }
    AttributeRef operator[](int64_t key) const { return {*node_, below(std::to_string(key))}; }
    template <class T>
    outcome<T> get() const {
        NNX_HPP_LET(to, path());
        return node_->get<T>(to);
    }
    template <class T>
    outcome<void> operator=(const T &value) {
        NNX_HPP_LET(to, path());
        return node_->set(to, value);
    }
    AttributeRef(const AttributeRef &) = default;
    AttributeRef &operator=(const AttributeRef &) = delete;
    outcome<attribute_kind> kind() const {
        NNX_HPP_LET(to, path());
        return node_->get_kind(to);
    }
    outcome<void> erase() const {
        NNX_HPP_LET(to, path());
        return node_->erase(to);
    }
    // With result<T>, also where a key that is no text is reported.
    outcome<std::string> path() const { return path_; }

private:
    friend class Node;
    AttributeRef(Node &node, outcome<std::string> path) : node_(&node), path_(std::move(path)) {}
    outcome<std::string> below(outcome<std::string> key) const {
        NNX_HPP_LET(above, path());
        NNX_HPP_LET(component, std::move(key));
        return above + "/" + component;
    }
    Node *node_;
    outcome<std::string> path_;
};

inline AttributeRef Node::operator[](std::string_view key) { return {*this, path_component(key)}; }
inline AttributeRef Node::operator[](int64_t key) { return {*this, std::to_string(key)}; }

// A class for one kind of node: make() without a graph starts one of its own.
#define NNX_HPP_NODE_CLASS(Class, Kind)                                                                                \
    NNX_HPP_OWNER_CLASS(Class, nnx_node)                                                                               \
    static constexpr std::string_view view_name{#Class};                                                               \
    static nnx_status is_this(const nnx_node *node, bool *out) { return is_kind<node_kind::Kind>(node, out); }

// As NNX_HPP_NODE_CLASS, for the kinds without a type name; with exceptions, a declared one is a new node.
#define NNX_HPP_CONTAINER_CLASS(Class, Kind, new_call)                                                                 \
    NNX_HPP_NODE_CLASS(Class, Kind)                                                                                    \
    static outcome<Class> make(Graph *graph = nullptr) {                                                               \
        nnx_node *raw = nullptr;                                                                                       \
        NNX_HPP_TRY(new_call(graph == nullptr ? nullptr : graph->c_ptr(), &raw));                                      \
        return adopt(raw);                                                                                             \
    }                                                                                                                  \
    NNX_HPP_CONTAINER_CONSTRUCTOR(Class)
#if defined(NNX_NO_EXCEPTIONS)
#define NNX_HPP_CONTAINER_CONSTRUCTOR(Class)
#else
#define NNX_HPP_CONTAINER_CONSTRUCTOR(Class) Class() : Class(make()) {}
#endif

class Object : public Node {
public:
    NNX_HPP_NODE_CLASS(Object, object)
    static outcome<Object> make(std::string_view type_name, Graph *graph = nullptr) {
        NNX_HPP_RETURN_NEW(Object, nnx_object_new(graph == nullptr ? nullptr : graph->c_ptr(),
                           detail::c_str(type_name), &raw));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit Object(std::string_view type_name) : Object(make(type_name)) {}
#endif
};

class Dict : public Node {
public:
    NNX_HPP_CONTAINER_CLASS(Dict, dict, nnx_dict_new)
};

class List : public Node {
public:
    NNX_HPP_CONTAINER_CLASS(List, list, nnx_list_new)
    outcome<void> append(const Node &node) { NNX_HPP_RETURN_NOTHING(nnx_list_append(c_ptr(), node.c_ptr())); }
    outcome<void> insert(int64_t position, const Node &node) {
        NNX_HPP_RETURN_NOTHING(nnx_list_insert(c_ptr(), position, node.c_ptr()));
    }
};

// Value nodes: no identity, no sharing, no cycles.
class PlainDict : public Node {
public:
    NNX_HPP_CONTAINER_CLASS(PlainDict, plain_dict, nnx_plain_dict_new)
};

class PlainList : public Node {
public:
    NNX_HPP_CONTAINER_CLASS(PlainList, plain_list, nnx_plain_list_new)
    outcome<void> append(const Node &node) { NNX_HPP_RETURN_NOTHING(nnx_list_append(c_ptr(), node.c_ptr())); }
    outcome<void> insert(int64_t position, const Node &node) {
        NNX_HPP_RETURN_NOTHING(nnx_list_insert(c_ptr(), position, node.c_ptr()));
    }
};

class Tuple : public Node {
public:
    NNX_HPP_CONTAINER_CLASS(Tuple, tuple, nnx_tuple_new)
    template <class... N>
    static outcome<Tuple> of(const N &...items) {
        NNX_HPP_LET(made, make());
        const std::array<const nnx_node *, sizeof...(N)> raws{items.c_ptr()...};
        for (std::size_t i = 0; i < raws.size(); i++) {
            NNX_HPP_TRY(nnx_node_set_node(made.c_ptr(), detail::c_str(std::to_string(i)), raws[i]));
        }
        return made;
    }
};

// Variables -----------------------------------------------------------------------------------------------------------

// What every Variable class has: make(), and with exceptions a constructor, from its value.
#define NNX_HPP_VARIABLE_CLASS(Class)                                                                                  \
    NNX_HPP_OWNER_CLASS(Class, nnx_node)                                                                               \
protected:                                                                                                             \
    Class() noexcept = default; /* for the types below this one */                                                     \
                                                                                                                       \
public:                                                                                                                \
    static constexpr std::string_view variable_type{#Class};                                                           \
    static constexpr std::string_view view_name{#Class};                                                               \
    static ::nnx::outcome<Class> make(const ::nnx::Tensor &value, ::nnx::Graph *graph = nullptr) {                     \
        nnx_node *raw = nullptr;                                                                                       \
        NNX_HPP_TRY(::nnx::Variable::make_raw(variable_type, value, graph, &raw));                                     \
        return adopt(raw);                                                                                             \
    }                                                                                                                  \
    static ::nnx::outcome<Class> make(const ::nnx::Opaque &value, ::nnx::Graph *graph = nullptr) {                     \
        nnx_node *raw = nullptr;                                                                                       \
        NNX_HPP_TRY(::nnx::Variable::make_raw(variable_type, value, graph, &raw));                                     \
        return adopt(raw);                                                                                             \
    }                                                                                                                  \
    static ::nnx::outcome<Class> make(const ::nnx::Value &value, ::nnx::Graph *graph = nullptr) {                      \
        nnx_node *raw = nullptr;                                                                                       \
        NNX_HPP_TRY(::nnx::Variable::make_raw(variable_type, value, graph, &raw));                                     \
        return adopt(raw);                                                                                             \
    }                                                                                                                  \
    static nnx_status is_this(const nnx_node *node, bool *out) {                                                       \
        return ::nnx::Variable::is_of_type(node, variable_type, out);                                                  \
    }                                                                                                                  \
    NNX_HPP_VARIABLE_CONSTRUCTORS(Class)
#if defined(NNX_NO_EXCEPTIONS)
#define NNX_HPP_VARIABLE_CONSTRUCTORS(Class)
#else
#define NNX_HPP_VARIABLE_CONSTRUCTORS(Class)                                                                           \
    explicit Class(const ::nnx::Tensor &value) : Class(make(value)) {}                                                 \
    explicit Class(const ::nnx::Opaque &value) : Class(make(value)) {}                                                 \
    explicit Class(const ::nnx::Value &value) : Class(make(value)) {}
#endif

// A leaf with identity: a type, a value, metadata. Every path that leads to it sees the same value.
class Variable : public Node {
public:
    NNX_HPP_VARIABLE_CLASS(Variable)

    // The value now; a later set_value() or update() does not change it.
    outcome<Tensor> value() const { NNX_HPP_RETURN_NEW(Tensor, nnx_variable_get(c_ptr(), &raw)); }
    outcome<void> set_value(const Tensor &value) { NNX_HPP_RETURN_NOTHING(nnx_variable_set(c_ptr(), value.c_ptr())); }
    // In a traced function: the traced value, or the array as a constant.
    outcome<Value> read() const {
        NNX_HPP_LET(trace, detail::current_trace());
        NNX_HPP_RETURN_NEW(Value, nnx_variable_read(trace, c_ptr(), &raw));
    }
    // The traced value that it holds while a function over it is traced.
    outcome<Value> traced() const { NNX_HPP_RETURN_NEW(Value, nnx_variable_get_value(c_ptr(), &raw)); }
    outcome<void> set_value(const Value &value) {
        NNX_HPP_RETURN_NOTHING(nnx_variable_set_traced(c_ptr(), value.c_ptr()));
    }
    outcome<Opaque> opaque() const { NNX_HPP_RETURN_NEW(Opaque, nnx_variable_get_opaque(c_ptr(), &raw)); }
    outcome<void> set_value(const Opaque &value) {
        NNX_HPP_RETURN_NOTHING(nnx_variable_set_opaque(c_ptr(), value.c_ptr()));
    }
    // New values for all elements: T must be the data type's. Written in place when nobody else holds the buffer.
    template <class T>
    outcome<void> write(span<const T> values) {
        {
            NNX_HPP_LET(now, value());
            NNX_HPP_LET(type, now.dtype());
            if (!detail::holds<T>(type)) {
                NNX_HPP_FAIL(NNX_STATUS_INVALID_ARGUMENT,
                             detail::wrong_type("the Variable", type, "written", dtype_of<T>()));
            }
        }
        NNX_HPP_RETURN_NOTHING(nnx_variable_write(c_ptr(), values.data(), values.size() * sizeof(T)));
    }
    template <class T>
    outcome<void> write(const std::vector<T> &values) {
        return write(span<const T>(values));
    }
    template <class T>
    outcome<void> write(std::initializer_list<T> values) {
        return write(span<const T>(values.begin(), values.size()));
    }
    outcome<Static> metadata(std::string_view name) const {
        NNX_HPP_RETURN_NEW(Static, nnx_variable_metadata(c_ptr(), detail::c_str(name), &raw));
    }
    outcome<void> set_metadata(std::string_view name, const Static &value) {
        NNX_HPP_RETURN_NOTHING(nnx_variable_set_metadata(c_ptr(), detail::c_str(name), value.c_ptr()));
    }
    outcome<void> delete_metadata(std::string_view name) {
        NNX_HPP_RETURN_NOTHING(nnx_variable_delete_metadata(c_ptr(), detail::c_str(name)));
    }
    outcome<Report> metadata_names() const { NNX_HPP_RETURN_NEW(Report, nnx_variable_metadata_names(c_ptr(), &raw)); }

    static nnx_status make_raw(std::string_view type, const Tensor &value, Graph *graph, nnx_node **out) {
        return nnx_variable_new(graph == nullptr ? nullptr : graph->c_ptr(), detail::c_str(type), value.c_ptr(), out);
    }
    static nnx_status make_raw(std::string_view type, const Opaque &value, Graph *graph, nnx_node **out) {
        return nnx_variable_new_opaque(graph == nullptr ? nullptr : graph->c_ptr(), detail::c_str(type), value.c_ptr(),
                                       out);
    }
    static nnx_status make_raw(std::string_view type, const Value &value, Graph *graph, nnx_node **out) {
        return nnx_variable_new_traced(graph == nullptr ? nullptr : graph->c_ptr(), detail::c_str(type), value.c_ptr(),
                                       out);
    }
    static nnx_status is_of_type(const nnx_node *node, std::string_view type, bool *out) {
        bool variable = false;
        nnx_status status = is_kind<node_kind::variable>(node, &variable);
        if (status != NNX_OK || !variable) return status;
        nnx_str own{nullptr, 0};
        int32_t answer = 0;
        status = nnx_node_type_name(node, &own);
        if (status == NNX_OK) status = nnx_variable_type_is(own, detail::c_str(type), &answer);
        *out = answer != 0;
        return status;
    }
};

// A Variable type of the program's own, outside functions: NNX_VARIABLE_TYPE(Momentum, nnx::OptState)
// and, once, nnx::register_variable_type<Momentum>().
#define NNX_VARIABLE_TYPE(Class, Parent)                                                                               \
    class Class : public Parent {                                                                                      \
    public:                                                                                                            \
        using parent_type = Parent;                                                                                    \
        NNX_HPP_VARIABLE_CLASS(Class)                                                                                  \
    }

NNX_VARIABLE_TYPE(Param, Variable);
NNX_VARIABLE_TYPE(BatchStat, Variable);
NNX_VARIABLE_TYPE(Cache, Variable);
NNX_VARIABLE_TYPE(Intermediate, Variable);
NNX_VARIABLE_TYPE(Perturbation, Intermediate);
NNX_VARIABLE_TYPE(RngState, Variable);
NNX_VARIABLE_TYPE(RngKey, RngState);
NNX_VARIABLE_TYPE(RngCount, RngState);
NNX_VARIABLE_TYPE(OptState, Variable);
NNX_VARIABLE_TYPE(OptArray, OptState);
NNX_VARIABLE_TYPE(OptVariable, OptState);
NNX_VARIABLE_TYPE(MetricState, Variable);
NNX_VARIABLE_TYPE(LoRAParam, Param);

template <class T>
outcome<void> register_variable_type() {
    NNX_HPP_RETURN_NOTHING(nnx_variable_type_register(detail::c_str(T::variable_type),
                                           detail::c_str(T::parent_type::variable_type)));
}
inline outcome<std::string> variable_type_parent(std::string_view type) {
    NNX_HPP_RETURN_STRING(nnx_variable_type_parent(detail::c_str(type), &out));
}
inline outcome<bool> variable_type_is(std::string_view type, std::string_view ancestor) {
    NNX_HPP_RETURN_BOOL(nnx_variable_type_is(detail::c_str(type), detail::c_str(ancestor), &out));
}

// Graph functions -----------------------------------------------------------------------------------------------------

// auto [graphdef, params, others] = nnx::split(model, nnx::of_type<nnx::Param>, nnx::rest);
// Without filters: one State with every leaf.
template <class... F>
auto split(const Node &node, const F &...filters)
    -> outcome<decltype(detail::adopt_states(
        nullptr, std::make_index_sequence<(sizeof...(F) == 0 ? 1 : sizeof...(F))>(), GraphDef()))> {
    constexpr std::size_t count = sizeof...(F) == 0 ? 1 : sizeof...(F);
    detail::filter_list list;
    NNX_HPP_TRY(list.fill(filters...));
    nnx_graphdef *graphdef = nullptr;
    detail::state_slots<count> raws{};
    NNX_HPP_TRY(nnx_node_split(node.c_ptr(), list.data(), list.size(), &graphdef, raws.data()));
    return detail::adopt_states(raws.data(), std::make_index_sequence<count>(), GraphDef::adopt(graphdef));
}

// Filters whose number is known when the program runs.
inline outcome<std::pair<GraphDef, std::vector<State>>> split(const Node &node, const std::vector<Filter> &filters) {
    const auto list = detail::raw_handles(filters);
    nnx_graphdef *graphdef = nullptr;
    std::vector<nnx_state *> raws(list.empty() ? 1 : list.size());
    NNX_HPP_TRY(nnx_node_split(node.c_ptr(), list.data(), list.size(), &graphdef, raws.data()));
    std::pair<GraphDef, std::vector<State>> parts(GraphDef::adopt(graphdef), std::vector<State>());
    for (nnx_state *raw : raws) parts.second.push_back(State::adopt(raw));
    return parts;
}

// The leaves that the filters take: one State for none or one filter, a tuple of States for more.
template <class... F>
auto state(const Node &node, const F &...filters) {
    return detail::divide(
        [&](const nnx_filter *const *list, std::size_t n, nnx_state **out) {
            return nnx_node_state(node.c_ptr(), list, n, out);
        },
        filters...);
}

inline outcome<GraphDef> graphdef(const Node &node) {
    NNX_HPP_RETURN_NEW(GraphDef, nnx_node_graphdef(node.c_ptr(), &raw));
}

// A new graph of this structure and these leaves, in any order; the root of it.
template <class... S>
outcome<Node> merge(const GraphDef &structure, const S &...states) {
    const std::array<const nnx_state *, sizeof...(S)> raws{states.c_ptr()...};
    NNX_HPP_RETURN_NEW(Node, nnx_graphdef_merge(structure.c_ptr(), raws.data(), raws.size(), &raw));
}

inline outcome<Node> merge(const GraphDef &structure, const std::vector<State> &states) {
    const auto raws = detail::raw_handles(states);
    NNX_HPP_RETURN_NEW(Node, nnx_graphdef_merge(structure.c_ptr(), raws.data(), raws.size(), &raw));
}

struct UpdateOptions {
    bool allow_shape_change = false;
    bool allow_dtype_change = false;
};

// Writes the leaves into the graph by path; nodes and Variables stay the same ones.
template <class... S>
outcome<void> update(Node &node, const UpdateOptions &options, const S &...states) {
    const std::array<const nnx_state *, sizeof...(S)> raws{states.c_ptr()...};
    nnx_update_options chosen = NNX_UPDATE_OPTIONS_INIT;
    chosen.allow_shape_change = options.allow_shape_change ? 1 : 0;
    chosen.allow_dtype_change = options.allow_dtype_change ? 1 : 0;
    NNX_HPP_RETURN_NOTHING(nnx_node_update(node.c_ptr(), raws.data(), raws.size(), &chosen));
}
template <class... S>
outcome<void> update(Node &node, const State &first, const S &...states) {
    return update(node, UpdateOptions{}, first, states...);
}

// Takes the leaves out of the graph.
template <class... F>
auto pop(Node &node, const F &...filters) {
    static_assert(sizeof...(F) > 0, "pop wants at least one filter");
    return detail::divide(
        [&](const nnx_filter *const *list, std::size_t n, nnx_state **out) {
            return nnx_node_pop(node.c_ptr(), list, n, out);
        },
        filters...);
}

inline outcome<Node> clone(const Node &node) {
    NNX_HPP_RETURN_NEW(Node, nnx_node_clone(node.c_ptr(), &raw));
}

// Rows of (path, attribute_kind, type or value), each node once.
inline outcome<Report> iter_graph(const Node &node) {
    NNX_HPP_RETURN_NEW(Report, nnx_node_iter(node.c_ptr(), &raw));
}

// Rows of (path, number of the group): the paths of one group lead to one node.
inline outcome<Report> find_duplicates(const Node &node, const Filter *only = nullptr) {
    NNX_HPP_RETURN_NEW(Report, nnx_node_find_duplicates(node.c_ptr(), only == nullptr ? nullptr : only->c_ptr(), &raw));
}

// Rows of (path, 0, Variable type).
template <class... F>
outcome<Report> variables(const Node &node, const F &...filters) {
    detail::filter_list list;
    NNX_HPP_TRY(list.fill(filters...));
    NNX_HPP_RETURN_NEW(Report, nnx_node_variables(node.c_ptr(), list.data(), list.size(), &raw));
}

// Programs ------------------------------------------------------------------------------------------------------------

struct EvaluateOptions {
    std::string_view function{};   // empty: main, or the only public function
    bool flush_denormals = false;  // zeros in place of denormal numbers, as XLA does on the CPU
    uint64_t budget = 0;           // the most work, in elements read and written; 0 is no limit
};

// A StableHLO program: immutable. Where a function may be named, the empty name means main, or the only public function.
class Program : public detail::handle<nnx_program> {
public:
    NNX_HPP_HANDLE_CLASS(Program, nnx_program)

    struct Input {
        std::string name;  // often empty
        enum dtype dtype;
        std::vector<int64_t> shape;
        std::optional<std::size_t> donated_to;  // the output that may take its memory
    };
    struct Output {
        std::string name;
        enum dtype dtype;
        std::vector<int64_t> shape;
        std::optional<std::size_t> unchanged_from;  // the input that it is
    };

    // From text as JAX prints it; verified. An error has line, column, and the line with a caret.
    static outcome<Program> parse(std::string_view text) {
        NNX_HPP_RETURN_NEW(Program, nnx_program_parse(detail::c_str(text), &raw));
    }
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_program_text(c_ptr(), &raw)); }
    outcome<void> verify() const { NNX_HPP_RETURN_NOTHING(nnx_program_verify(c_ptr())); }
    outcome<bool> equal(const Program &other) const {
        NNX_HPP_RETURN_BOOL(nnx_program_equal(c_ptr(), other.c_ptr(), &out));
    }
    // Rows of (name, 1 when public, type).
    outcome<Report> functions() const { NNX_HPP_RETURN_NEW(Report, nnx_program_functions(c_ptr(), &raw)); }

    outcome<std::size_t> num_inputs(std::string_view function = {}) const {
        NNX_HPP_RETURN(std::size_t, nnx_program_num_inputs(c_ptr(), detail::c_str(function), &out));
    }
    outcome<std::size_t> num_outputs(std::string_view function = {}) const {
        NNX_HPP_RETURN(std::size_t, nnx_program_num_outputs(c_ptr(), detail::c_str(function), &out));
    }
    outcome<Input> input(std::size_t i, std::string_view function = {}) const {
        nnx_str name{nullptr, 0};
        nnx_dtype type{};
        const int64_t *extents = nullptr;
        std::size_t rank = 0;
        int64_t other = -1;
        NNX_HPP_TRY(
            nnx_program_input(c_ptr(), detail::c_str(function), i, &name, &type, &extents, &rank, &other));
        return Input{copied(name), static_cast<enum dtype>(type), copied(extents, rank), index(other)};
    }
    outcome<Output> output(std::size_t i, std::string_view function = {}) const {
        nnx_str name{nullptr, 0};
        nnx_dtype type{};
        const int64_t *extents = nullptr;
        std::size_t rank = 0;
        int64_t other = -1;
        NNX_HPP_TRY(
            nnx_program_output(c_ptr(), detail::c_str(function), i, &name, &type, &extents, &rank, &other));
        return Output{copied(name), static_cast<enum dtype>(type), copied(extents, rank), index(other)};
    }

    // On the reference evaluator, which is made to be right and not to be fast.
    template <class... T>
    outcome<std::vector<Tensor>> evaluate(const T &...inputs) const {
        return evaluate_with({}, inputs...);
    }
    template <class... T>
    outcome<std::vector<Tensor>> evaluate_with(const EvaluateOptions &options, const T &...inputs) const {
        const std::array<const nnx_tensor *, sizeof...(T)> raws{inputs.c_ptr()...};
        return run(options, raws.data(), raws.size());
    }
    outcome<std::vector<Tensor>> evaluate_all(const std::vector<Tensor> &inputs,
                                              const EvaluateOptions &options = {}) const {
        std::vector<const nnx_tensor *> raws;
        raws.reserve(inputs.size());
        for (const Tensor &input : inputs) raws.push_back(input.c_ptr());
        return run(options, raws.data(), raws.size());
    }

    // A program of one function: what `function` returns, and the gradients of its first output by these inputs. With
    // `has_aux` there are more outputs, which are not differentiated.
    outcome<Program> value_and_grad(const std::vector<std::size_t> &wrt = {0}, bool has_aux = false,
                                    std::string_view function = {}) const {
        NNX_HPP_RETURN_NEW(Program, nnx_program_value_and_grad(c_ptr(), detail::c_str(function), wrt.data(), wrt.size(),
                                                               has_aux ? 1 : 0, &raw));
    }

private:
    static std::string copied(nnx_str lent) { return std::string(detail::view(lent)); }
    static std::vector<int64_t> copied(const int64_t *extents, std::size_t rank) { return {extents, extents + rank}; }
    static std::optional<std::size_t> index(int64_t given) {
        return given < 0 ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(given));
    }
    outcome<std::vector<Tensor>> run(const EvaluateOptions &options, const nnx_tensor *const *inputs,
                                     std::size_t count) const {
        NNX_HPP_LET(results, num_outputs(options.function));
        nnx_evaluate_options chosen = NNX_EVALUATE_OPTIONS_INIT;
        chosen.flush_denormals = options.flush_denormals ? 1 : 0;
        chosen.budget = options.budget;
        std::vector<nnx_tensor *> raws(results);
        std::vector<Tensor> outputs;
        outputs.reserve(results);
        NNX_HPP_TRY(nnx_program_evaluate(c_ptr(), detail::c_str(options.function), inputs, count, &chosen, raws.data(),
                                         raws.size()));
        for (nnx_tensor *raw : raws) outputs.push_back(Tensor::adopt(raw));
        return outputs;
    }
};

// Modules -------------------------------------------------------------------------------------------------------------

#if !defined(NNX_NO_EXCEPTIONS)
namespace detail {

// A node whose attributes become the members of a Module.
struct bound {
    Node node;
    // The member that is this attribute.
    template <class T>
    T get(std::string_view name) const {
        if constexpr (is_vector<T>::value) {
            const Node list = node.get<Node>(name);
            T items;
            const std::size_t count = list.size();
            for (std::size_t i = 0; i < count; i++) {
                items.push_back(list.get<typename T::value_type>(std::to_string(i)));
            }
            return items;
        } else if constexpr (std::is_floating_point_v<T>) {
            return static_cast<T>(node.get<double>(name));
        } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            return static_cast<T>(node.get<int64_t>(name));
        } else {
            return node.get<T>(name);
        }
    }

    template <class T>
    struct is_vector : std::false_type {};
    template <class T>
    struct is_vector<std::vector<T>> : std::true_type {};
};

}  // namespace detail

// The base of a program's own models and layers. Its members are views of the nodes in the graph:
//
//   struct Block : nnx::Module {
//       nnx::Linear linear;
//       double scale;
//       NNX_ATTRIBUTES(Block, linear, scale)
//       explicit Block(nnx::Rngs &rngs) : linear(4, 4, rngs), scale(0.5) { attach(); }
//   };
//
// attach(), at the end of the constructor, makes the node and gives it the members; merge<Block>(graphdef, state) makes a
// Block of a node without calling the constructor. Members are nodes, Modules, Variables, Tensors, numbers, bool,
// std::string, and vectors of those; they are named in the order in which they are declared.
class Module : public Node {
public:
    Module() noexcept = default;

protected:
    void make_node(std::string_view type_name) {
        nnx_node *raw = nullptr;
        NNX_HPP_TRY(nnx_object_new(nullptr, detail::c_str(type_name), &raw));
        reset(raw);
    }
    template <class T>
    void attach_one(std::string_view name, const T &member) {
        if constexpr (detail::bound::is_vector<T>::value) {
            List list;
            for (std::size_t i = 0; i < member.size(); i++) list.set(std::to_string(i), member[i]);
            set(name, list);
        } else {
            set(name, member);
        }
    }
};

#define NNX_HPP_EXPAND(x) x
#define NNX_HPP_EACH1(m, a) m(a)
#define NNX_HPP_EACH2(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH1(m, __VA_ARGS__))
#define NNX_HPP_EACH3(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH2(m, __VA_ARGS__))
#define NNX_HPP_EACH4(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH3(m, __VA_ARGS__))
#define NNX_HPP_EACH5(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH4(m, __VA_ARGS__))
#define NNX_HPP_EACH6(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH5(m, __VA_ARGS__))
#define NNX_HPP_EACH7(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH6(m, __VA_ARGS__))
#define NNX_HPP_EACH8(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH7(m, __VA_ARGS__))
#define NNX_HPP_EACH9(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH8(m, __VA_ARGS__))
#define NNX_HPP_EACH10(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH9(m, __VA_ARGS__))
#define NNX_HPP_EACH11(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH10(m, __VA_ARGS__))
#define NNX_HPP_EACH12(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH11(m, __VA_ARGS__))
#define NNX_HPP_EACH13(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH12(m, __VA_ARGS__))
#define NNX_HPP_EACH14(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH13(m, __VA_ARGS__))
#define NNX_HPP_EACH15(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH14(m, __VA_ARGS__))
#define NNX_HPP_EACH16(m, a, ...) m(a) NNX_HPP_EXPAND(NNX_HPP_EACH15(m, __VA_ARGS__))
#define NNX_HPP_PICK(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, chosen, ...) chosen
#define NNX_HPP_EACH(m, ...)                                                                                           \
    NNX_HPP_EXPAND(NNX_HPP_PICK(__VA_ARGS__, NNX_HPP_EACH16, NNX_HPP_EACH15, NNX_HPP_EACH14, NNX_HPP_EACH13,           \
                                NNX_HPP_EACH12, NNX_HPP_EACH11, NNX_HPP_EACH10, NNX_HPP_EACH9, NNX_HPP_EACH8,          \
                                NNX_HPP_EACH7, NNX_HPP_EACH6, NNX_HPP_EACH5, NNX_HPP_EACH4, NNX_HPP_EACH3,             \
                                NNX_HPP_EACH2, NNX_HPP_EACH1, )(m, __VA_ARGS__))
#define NNX_HPP_BIND(member) , member(from.get<decltype(member)>(#member))
#define NNX_HPP_ATTACH(member) this->attach_one(#member, member);

// Which members of a Module are attributes: up to 16, in their order. Stands behind them.
#define NNX_ATTRIBUTES(Class, ...)                                                                                     \
public:                                                                                                                \
    static constexpr std::string_view view_name{#Class};                                                               \
    static nnx_status is_this(const nnx_node *node, bool *out) {                                                       \
        nnx_str name{nullptr, 0};                                                                                      \
        const nnx_status status = nnx_node_type_name(node, &name);                                                     \
        *out = status == NNX_OK && ::nnx::detail::view(name) == view_name;                                             \
        return status;                                                                                                 \
    }                                                                                                                  \
    static Class adopt(nnx_node *raw) { return Class(::nnx::detail::bound{::nnx::Node::adopt(raw)}, 0); }              \
                                                                                                                       \
private:                                                                                                               \
    /* The members are read before the node moves into the base, which is set last. */                                 \
    explicit Class(::nnx::detail::bound &&from, int)                                                                   \
        : ::nnx::Module() NNX_HPP_EXPAND(NNX_HPP_EACH(NNX_HPP_BIND, __VA_ARGS__)) {                                    \
        this->reset(from.node.release());                                                                              \
    }                                                                                                                  \
    void attach() {                                                                                                    \
        this->make_node(view_name);                                                                                    \
        NNX_HPP_EXPAND(NNX_HPP_EACH(NNX_HPP_ATTACH, __VA_ARGS__))                                                      \
    }                                                                                                                  \
                                                                                                                       \
public:

namespace detail {

// The objects as one tuple node, whose leaves have the paths 0/..., 1/...
template <class... T, std::size_t... I>
Tuple together(const std::tuple<T &...> &objects, std::index_sequence<I...>) {
    return Tuple::of(std::get<I>(objects)...);
}
template <class... T>
Tuple together(const std::tuple<T &...> &objects) {
    return together(objects, std::index_sequence_for<T...>());
}

}  // namespace detail

// Several objects at once: auto [graphdef, state] = nnx::split(std::tie(model, optimizer)).
template <class... T, class... F>
auto split(const std::tuple<T &...> &objects, const F &...filters) {
    return split(static_cast<const Node &>(detail::together(objects)), filters...);
}
template <class... T, class... F>
auto state(const std::tuple<T &...> &objects, const F &...filters) {
    return state(static_cast<const Node &>(detail::together(objects)), filters...);
}
template <class... T, class... S>
void update(const std::tuple<T &...> &objects, const State &first, const S &...states) {
    Tuple root = detail::together(objects);
    update(static_cast<Node &>(root), first, states...);
}

// A new graph as typed objects: auto model = nnx::merge<Model>(graphdef, state), and for a tuple
// auto [model, optimizer] = nnx::merge<Model, nnx::Optimizer>(graphdef, state).
template <class First, class... T, class... S, class = std::enable_if_t<std::is_base_of_v<Node, First>>>
auto merge(const GraphDef &structure, const State &state, const S &...states) {
    const std::array<const nnx_state *, 1 + sizeof...(S)> raws{state.c_ptr(), states.c_ptr()...};
    nnx_node *raw = nullptr;
    NNX_HPP_TRY(nnx_graphdef_merge(structure.c_ptr(), raws.data(), raws.size(), &raw));
    Node root = Node::adopt(raw);
    if constexpr (sizeof...(T) == 0) {
        return std::move(root).template as<First>();
    } else {
        std::size_t place = 1;
        auto next = [&] { return std::to_string(place++); };
        return std::tuple<First, T...>{root.template get<First>("0"), root.template get<T>(next())...};
    }
}
#endif

// Traces --------------------------------------------------------------------------------------------------------------

// The dtype and shape of an array.
struct TensorType {
    enum dtype dtype;
    std::vector<int64_t> shape;
};

// A function that is being traced, lent to it: what it takes, and what it gives.
class Trace {
public:
    explicit Trace(nnx_trace *raw) noexcept : raw_(raw) {}
    nnx_trace *c_ptr() const noexcept { return raw_; }
    // The trace that this thread is in, the innermost of several, if any.
    static outcome<std::optional<Trace>> current() {
        NNX_HPP_LET(raw, detail::current_trace());
        return raw == nullptr ? std::optional<Trace>() : std::optional<Trace>(Trace(raw));
    }
    outcome<std::size_t> num_objects() const { NNX_HPP_RETURN(std::size_t, nnx_trace_num_objects(raw_, &out)); }
    outcome<Node> object(std::size_t i) const { NNX_HPP_RETURN_NEW(Node, nnx_trace_object(raw_, i, &raw)); }
    outcome<std::size_t> num_states() const { NNX_HPP_RETURN(std::size_t, nnx_trace_num_states(raw_, &out)); }
    outcome<State> state(std::size_t i) const { NNX_HPP_RETURN_NEW(State, nnx_trace_state(raw_, i, &raw)); }
    outcome<std::size_t> num_inputs() const { NNX_HPP_RETURN(std::size_t, nnx_trace_num_inputs(raw_, &out)); }
    outcome<Value> input(std::size_t i) const { NNX_HPP_RETURN_NEW(Value, nnx_trace_input(raw_, i, &raw)); }
    outcome<std::vector<Value>> inputs() const {
        NNX_HPP_LET(count, num_inputs());
        std::vector<Value> values;
        for (std::size_t i = 0; i < count; i++) {
            NNX_HPP_LET(value, input(i));
            values.push_back(value);
        }
        return values;
    }
    outcome<void> output(const Value &value) { NNX_HPP_RETURN_NOTHING(nnx_trace_output(raw_, value.c_ptr())); }
    outcome<void> output(const State &state) { NNX_HPP_RETURN_NOTHING(nnx_trace_output_state(raw_, state.c_ptr())); }

private:
    nnx_trace *raw_;
};

namespace detail {

template <class R>
struct plain {
    using type = R;
};
template <class R>
struct plain<result<R>> {
    using type = R;
};
// What a function gives, without the outcome around it.
template <class F, class... A>
using plain_result = typename plain<std::decay_t<std::invoke_result_t<F, A...>>>::type;

// For C: a function that gets the trace.
template <class F>
nnx_status call_traced(void *user_data, nnx_trace *raw) {
    return run_callback([&]() -> outcome<void> {
        Trace trace(raw);
        return (*static_cast<F *>(user_data))(trace);
    });
}

inline outcome<void> give(Trace &trace, const Value &value) { return trace.output(value); }
inline outcome<void> give(Trace &trace, const std::vector<Value> &values) {
    for (const Value &value : values) {
#if defined(NNX_NO_EXCEPTIONS)
        if (outcome<void> given = trace.output(value); !given.ok()) return given;
#else
        trace.output(value);
#endif
    }
    NNX_HPP_DONE;
}

// The results as what the function gave.
template <class R>
R results_as(const std::vector<Value> &values) {
    if constexpr (std::is_same_v<R, Value>) {
        return values.empty() ? Value() : values[0];
    } else {
        static_assert(std::is_same_v<R, std::vector<Value>>, "a branch or a loop gives a Value or a vector of them");
        return values;
    }
}

template <class T>
std::vector<Value> as_vector(const T &values) {
    if constexpr (std::is_same_v<T, Value>) {
        return {values};
    } else {
        return values;
    }
}

}  // namespace detail

// Traces `function(nnx::Trace &)` over objects, States and arrays of these types; the program is printed as StableHLO,
// verified or evaluated. The objects are as before then.
template <class F>
outcome<Program> trace_program(F function, const std::vector<const Node *> &objects,
                               const std::vector<const State *> &states, const std::vector<TensorType> &inputs) {
    auto body = [&](Trace &trace) -> outcome<void> { return function(trace); };
    std::vector<const nnx_node *> nodes;
    for (const Node *object : objects) nodes.push_back(object->c_ptr());
    std::vector<const nnx_state *> raws;
    for (const State *state : states) raws.push_back(state->c_ptr());
    std::vector<nnx_dtype> dtypes;
    std::vector<std::size_t> ranks;
    std::vector<int64_t> dims;
    for (const TensorType &input : inputs) {
        dtypes.push_back(static_cast<nnx_dtype>(input.dtype));
        ranks.push_back(input.shape.size());
        dims.insert(dims.end(), input.shape.begin(), input.shape.end());
    }
    NNX_HPP_RETURN_NEW(Program, nnx_trace_program(detail::call_traced<decltype(body)>, &body, nullptr, nodes.data(),
                                                  nodes.size(), raws.data(), raws.size(), dtypes.data(), ranks.data(),
                                                  dims.data(), inputs.size(), &raw));
}

// Gradients -----------------------------------------------------------------------------------------------------------

namespace detail {

// A loss function, and what it gave besides the loss.
template <class F, class M, class R>
struct loss_call {
    F &function;
    M &object;
    std::optional<R> given{};

    static Value loss_of(const R &found) {
        if constexpr (std::is_same_v<R, Value>) {
            return found;
        } else {
            return std::get<0>(found);
        }
    }
    static nnx_status run(void *user_data, nnx_trace *, nnx_value **loss) {
        return run_callback([&]() -> outcome<void> {
            auto &call = *static_cast<loss_call *>(user_data);
            NNX_HPP_LET(found, outcome<R>(call.function(call.object)));
            *loss = loss_of(found).c_ptr();
            call.given.emplace(std::move(found));
            NNX_HPP_DONE;
        });
    }
};

}  // namespace detail

// What `loss(object)` gives, a single float, and its gradients by those Variables below the object that the filter takes
// (of_type<Param> without one): auto [loss, grads] = value_and_grad([&](Model &m) { return mean(m(x)); }, model). When the
// function gives std::pair(loss, aux), so does this.
template <class F, class M, class W = of_type_filter<Param>, class R = detail::plain_result<F &, M &>>
outcome<std::pair<R, State>> value_and_grad(F &&loss, M &object, const W &wrt = {}) {
    NNX_HPP_LET(trace, detail::current_trace());
    detail::filter_list filters;
    NNX_HPP_TRY(filters.fill(wrt));
    detail::loss_call<std::remove_reference_t<F>, M, R> call{loss, object};
    nnx_value *value = nullptr;
    nnx_state *grads = nullptr;
    NNX_HPP_TRY(nnx_value_and_grad(trace, object.c_ptr(), filters.data()[0], call.run, &call, nullptr, &value, &grads));
    return std::pair<R, State>(std::move(*call.given), State::adopt(grads));
}

// A value equal to this one, by which gradients() can be taken of what is computed from it.
inline outcome<Value> watch(const Value &x) { NNX_HPP_RETURN_NEW(Value, nnx_value_watch(x.c_ptr(), &raw)); }
inline outcome<std::vector<Value>> gradients(const Value &loss, const std::vector<Value> &wrt) {
    const auto by = detail::raw_values(wrt);
    std::vector<nnx_value *> raws(wrt.size());
    NNX_HPP_TRY(nnx_value_gradients(loss.c_ptr(), by.data(), by.size(), raws.data()));
    return detail::adopt_values(raws);
}

// Control flow --------------------------------------------------------------------------------------------------------

namespace detail {

// The functions of a branch or a loop, which are traced in this order.
template <class First, class Second>
struct in_turn {
    First first;
    Second second;
    bool begun = false;
    outcome<void> operator()(Trace &trace) { return std::exchange(begun, true) ? second(trace) : first(trace); }
};

// As many results a branch or a loop may have.
constexpr std::size_t most_results = 4096;

}  // namespace detail

// What one of two functions gives, as a single truth value says: cond(x > 0, [&] { return a; }, [&] { return b; }).
// They give a Value or a vector of Values.
template <class T, class E, class R = detail::plain_result<T &>>
outcome<R> cond(const Value &predicate, T on_true, E on_false) {
    NNX_HPP_LET(outer, detail::current_trace());
    auto branch = [](auto &function) {
        return [&function](Trace &trace) -> outcome<void> {
            NNX_HPP_LET(found, outcome<R>(function()));
            return detail::give(trace, found);
        };
    };
    auto first = branch(on_true);
    auto second = branch(on_false);
    detail::in_turn<decltype(first), decltype(second)> both{first, second};
    const nnx_trace_fn call = detail::call_traced<decltype(both)>;
    std::vector<nnx_value *> raws(detail::most_results);
    std::size_t count = 0;
    NNX_HPP_TRY(nnx_trace_cond(outer, predicate.c_ptr(), call, call, &both, nullptr, raws.data(), raws.size(), &count));
    raws.resize(count);
    return detail::results_as<R>(detail::adopt_values(raws));
}

// body(x), from `init` on, as long as condition(x) holds; x is a Value or a vector of Values.
template <class X, class C, class B>
outcome<X> while_loop(const X &init, C condition, B body) {
    NNX_HPP_LET(outer, detail::current_trace());
    auto first = [&condition](Trace &trace) -> outcome<void> {
        NNX_HPP_LET(inputs, trace.inputs());
        NNX_HPP_LET(found, outcome<Value>(condition(detail::results_as<X>(inputs))));
        return trace.output(found);
    };
    auto second = [&body](Trace &trace) -> outcome<void> {
        NNX_HPP_LET(inputs, trace.inputs());
        NNX_HPP_LET(found, outcome<X>(body(detail::results_as<X>(inputs))));
        return detail::give(trace, found);
    };
    detail::in_turn<decltype(first), decltype(second)> both{first, second};
    const nnx_trace_fn call = detail::call_traced<decltype(both)>;
    const auto start = detail::raw_values(detail::as_vector(init));
    std::vector<nnx_value *> raws(start.size());
    NNX_HPP_TRY(
        nnx_trace_while_loop(outer, call, call, &both, nullptr, start.data(), start.size(), raws.data()));
    return detail::results_as<X>(detail::adopt_values(raws));
}

// Runs body(carry, x) for each slice x of `xs` along axis 0, `length` times; it gives std::pair(carry, y). The last carry,
// and the y of all rounds stacked. Carry and slices are each a Value or a vector of Values.
template <class C, class X, class B, class R = detail::plain_result<B &, const C &, const X &>>
outcome<R> scan(int64_t length, const C &init, const X &xs, B body) {
    NNX_HPP_LET(outer, detail::current_trace());
    const std::vector<Value> start = detail::as_vector(init);
    const std::vector<Value> sliced = detail::as_vector(xs);
    auto round = [&](Trace &trace) -> outcome<void> {
        NNX_HPP_LET(inputs, trace.inputs());
        const auto middle = inputs.begin() + static_cast<std::ptrdiff_t>(start.size());
        const C carry = detail::results_as<C>(std::vector<Value>(inputs.begin(), middle));
        const X slice = detail::results_as<X>(std::vector<Value>(middle, inputs.end()));
        NNX_HPP_LET(found, outcome<R>(body(carry, slice)));
        std::vector<Value> all = detail::as_vector(found.first);
        const std::vector<Value> more = detail::as_vector(found.second);
        all.insert(all.end(), more.begin(), more.end());
        return detail::give(trace, all);
    };
    const auto first = detail::raw_values(start);
    const auto second = detail::raw_values(sliced);
    std::vector<nnx_value *> raws(detail::most_results);
    std::size_t count = 0;
    NNX_HPP_TRY(nnx_trace_scan(outer, length, first.data(), first.size(), second.data(), second.size(),
                               detail::call_traced<decltype(round)>, &round, nullptr, raws.data(), raws.size(), &count));
    raws.resize(count);
    const std::vector<Value> results = detail::adopt_values(raws);
    const auto middle = results.begin() + static_cast<std::ptrdiff_t>(start.size());
    return R(detail::results_as<C>(std::vector<Value>(results.begin(), middle)),
             detail::results_as<typename R::second_type>(std::vector<Value>(middle, results.end())));
}
#if !defined(NNX_NO_EXCEPTIONS)
// As many rounds as `xs` is long.
template <class C, class B>
auto scan(const C &init, const Value &xs, B body) {
    const std::vector<int64_t> extents = xs.shape();
    if (extents.empty()) throw error(NNX_STATUS_INVALID_ARGUMENT, "scan: a value without axes has no slices");
    return scan(extents[0], init, xs, std::move(body));
}
#endif

// Random numbers ------------------------------------------------------------------------------------------------------

// jax.random's functions, with its bits. A key is a tensor uint32[2]; drawing with it twice gives the same numbers twice.
namespace random {
inline outcome<Tensor> key(int64_t seed) { NNX_HPP_RETURN_NEW(Tensor, nnx_random_key(seed, &raw)); }
// One more dimension, of 2: the words of each key.
inline outcome<Tensor> split(const Tensor &key, shape extents = {2}) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_split(key.c_ptr(), extents.data(), extents.rank(), &raw));
}
inline outcome<Tensor> fold_in(const Tensor &key, uint32_t number) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_fold_in(key.c_ptr(), number, &raw));
}
inline outcome<Tensor> bits(const Tensor &key, shape extents, dtype type = dtype::uint32) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_bits(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                               extents.rank(), &raw));
}
inline outcome<Tensor> uniform(const Tensor &key, shape extents, dtype type = dtype::float32, double minval = 0,
                               double maxval = 1) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_uniform(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                  extents.rank(), minval, maxval, &raw));
}
inline outcome<Tensor> normal(const Tensor &key, shape extents, dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_normal(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                 extents.rank(), &raw));
}
inline outcome<Tensor> truncated_normal(const Tensor &key, double lower, double upper, shape extents,
                                        dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_truncated_normal(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                           extents.rank(), lower, upper, &raw));
}
// True with probability p; with a tensor, one for each element.
inline outcome<Tensor> bernoulli(const Tensor &key, double p, shape extents) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_bernoulli(key.c_ptr(), p, extents.data(), extents.rank(), &raw));
}
inline outcome<Tensor> bernoulli(const Tensor &key, const Tensor &p, shape extents) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_bernoulli_of(key.c_ptr(), p.c_ptr(), extents.data(), extents.rank(), &raw));
}
inline outcome<Tensor> randint(const Tensor &key, shape extents, int64_t minval, int64_t maxval,
                               dtype type = dtype::int32) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_randint(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                  extents.rank(), minval, maxval, &raw));
}
// Categories along an axis of the logits; the result begins with the extents of the prefix.
inline outcome<Tensor> categorical(const Tensor &key, const Tensor &logits, int64_t axis = -1, shape prefix = {}) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_categorical(key.c_ptr(), logits.c_ptr(), axis, prefix.data(), prefix.rank(),
                                                      &raw));
}
// The numbers from 0 to before count, or the parts of an array along an axis, in random order.
inline outcome<Tensor> permutation(const Tensor &key, int64_t count) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_permutation(key.c_ptr(), count, &raw));
}
inline outcome<Tensor> permutation(const Tensor &key, const Tensor &array, int64_t axis = 0,
                                   bool independent = false) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_random_permutation_of(key.c_ptr(), array.c_ptr(), axis, independent ? 1 : 0, &raw));
}

// The same in a traced function: of a key that is a value, as Rngs::next_key(trace) gives it.
inline outcome<Value> split(const Value &key, shape extents = {2}) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_split_value(key.c_ptr(), extents.data(), extents.rank(), &raw));
}
inline outcome<Value> fold_in(const Value &key, const Value &number) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_fold_in_value(key.c_ptr(), number.c_ptr(), &raw));
}
inline outcome<Value> bits(const Value &key, shape extents, dtype type = dtype::uint32) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_bits_value(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                    extents.rank(), &raw));
}
inline outcome<Value> uniform(const Value &key, shape extents, dtype type = dtype::float32, double minval = 0,
                              double maxval = 1) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_uniform_value(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                       extents.rank(), minval, maxval, &raw));
}
inline outcome<Value> normal(const Value &key, shape extents, dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_normal_value(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                      extents.rank(), &raw));
}
inline outcome<Value> truncated_normal(const Value &key, double lower, double upper, shape extents,
                                       dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_truncated_normal_value(key.c_ptr(), static_cast<nnx_dtype>(type),
                                                                extents.data(), extents.rank(), lower, upper, &raw));
}
inline outcome<Value> bernoulli(const Value &key, double p, shape extents) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_bernoulli_value(key.c_ptr(), p, extents.data(), extents.rank(), &raw));
}
inline outcome<Value> bernoulli(const Value &key, const Value &p, shape extents) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_bernoulli_of_value(key.c_ptr(), p.c_ptr(), extents.data(), extents.rank(),
                                                            &raw));
}
inline outcome<Value> randint(const Value &key, shape extents, int64_t minval, int64_t maxval,
                              dtype type = dtype::int32) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_randint_value(key.c_ptr(), static_cast<nnx_dtype>(type), extents.data(),
                                                       extents.rank(), minval, maxval, &raw));
}
inline outcome<Value> categorical(const Value &key, const Value &logits, int64_t axis = -1, shape prefix = {}) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_categorical_value(key.c_ptr(), logits.c_ptr(), axis, prefix.data(),
                                                           prefix.rank(), &raw));
}
inline outcome<Value> permutation(const Value &key, int64_t count) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_permutation_value(key.c_ptr(), count, &raw));
}
inline outcome<Value> permutation(const Value &key, const Value &array, int64_t axis = 0, bool independent = false) {
    NNX_HPP_RETURN_NEW(Value, nnx_random_permutation_of_value(key.c_ptr(), array.c_ptr(), axis, independent ? 1 : 0,
                                                              &raw));
}
}  // namespace random

namespace detail {

// Names of streams and their seeds.
using seed_list = std::initializer_list<std::pair<std::string_view, int64_t>>;

// Runs call(names, keys) with the keys of the seeds.
template <class Call>
nnx_status with_keys(seed_list seeds, Call call) {
    std::vector<nnx_str> names;
    std::vector<Tensor> keys;
    for (const auto &[name, seed] : seeds) {
        nnx_tensor *raw = nullptr;
        const nnx_status status = NNX_HPP_STATUS(nnx_random_key(seed, &raw));
        if (status != NNX_OK) return status;
        names.push_back(c_str(name));
        keys.push_back(Tensor::adopt(raw));
    }
    return call(names.data(), raw_handles(keys).data());
}

}  // namespace detail

// A stream of keys: Variables `key` and `count`, a static `tag`. Key number n is random::fold_in(key, n).
class RngStream : public Node {
public:
    NNX_HPP_NODE_CLASS(RngStream, object)
    // Of one key, or of several in an array of one more dimension.
    static outcome<RngStream> make(const Tensor &key, std::string_view tag) {
        NNX_HPP_RETURN_NEW(RngStream, nnx_rng_stream_new(key.c_ptr(), detail::c_str(tag), &raw));
    }
    // Makes an Object a stream.
    static outcome<void> init(Object &object, const Tensor &key, std::string_view tag) {
        NNX_HPP_RETURN_NOTHING(nnx_rng_stream_init(object.c_ptr(), key.c_ptr(), detail::c_str(tag)));
    }
    // The next key; the stream counts on.
    outcome<Tensor> operator()() { NNX_HPP_RETURN_NEW(Tensor, nnx_rngs_next_key(c_ptr(), detail::c_str({}), &raw)); }
    // The same in a traced function.
    outcome<Value> operator()(Trace &trace) {
        NNX_HPP_RETURN_NEW(Value, nnx_rngs_next_key_value(trace.c_ptr(), c_ptr(), detail::c_str({}), &raw));
    }
    outcome<RngStream> fork() { NNX_HPP_RETURN_NEW(RngStream, nnx_rng_stream_fork(c_ptr(), &raw)); }
    outcome<RngStream> split(shape extents) {
        NNX_HPP_RETURN_NEW(RngStream, nnx_rng_stream_split(c_ptr(), extents.data(), extents.rank(), &raw));
    }
};

// Streams by name; one that is missing is `default`.
class Rngs : public Node {
public:
    NNX_HPP_NODE_CLASS(Rngs, object)
    static outcome<Rngs> make(int64_t seed) { NNX_HPP_RETURN_NEW(Rngs, nnx_rngs_new(seed, &raw)); }
    // Rngs{{"params", 0}, {"dropout", 1}}
    static outcome<Rngs> make(detail::seed_list seeds) {
        nnx_node *raw = nullptr;
        NNX_HPP_TRY(nnx_object_new(nullptr, detail::c_str("Rngs"), &raw));
        Rngs rngs = adopt(raw);
        NNX_HPP_TRY(detail::with_keys(seeds, [raw, &seeds](const nnx_str *names, const nnx_tensor *const *keys) {
            return nnx_rngs_init(raw, names, keys, seeds.size());
        }));
        return rngs;
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit Rngs(int64_t seed) : Rngs(make(seed)) {}
    Rngs(detail::seed_list seeds) : Rngs(make(seeds)) {}
#endif
    outcome<RngStream> stream(std::string_view name) const {
        NNX_HPP_RETURN_NEW(RngStream, nnx_rngs_stream(c_ptr(), detail::c_str(name), &raw));
    }
    // The next key of a stream, which counts on.
    outcome<Tensor> next_key(std::string_view name = "default") {
        NNX_HPP_RETURN_NEW(Tensor, nnx_rngs_next_key(c_ptr(), detail::c_str(name), &raw));
    }
    // The same in a traced function: the key is computed when the program runs.
    outcome<Value> next_key(Trace &trace, std::string_view name = "default") {
        NNX_HPP_RETURN_NEW(Value, nnx_rngs_next_key_value(trace.c_ptr(), c_ptr(), detail::c_str(name), &raw));
    }
    outcome<Rngs> fork() { NNX_HPP_RETURN_NEW(Rngs, nnx_rngs_fork(c_ptr(), &raw)); }
    outcome<Rngs> split(shape extents) {
        NNX_HPP_RETURN_NEW(Rngs, nnx_rngs_split(c_ptr(), extents.data(), extents.rank(), &raw));
    }
};

// Begins the streams of these tags anew, wherever they are below the node.
inline outcome<void> reseed(Node &node, detail::seed_list seeds) {
    nnx_node *raw = node.c_ptr();
    NNX_HPP_RETURN_NOTHING(
        detail::with_keys(seeds, [raw, &seeds](const nnx_str *names, const nnx_tensor *const *keys) {
            return nnx_node_reseed(raw, names, keys, seeds.size());
        }));
}

// Optimizers ----------------------------------------------------------------------------------------------------------

namespace detail {
// Without a type it is that of the parameters.
inline nnx_dtype code_of(std::optional<dtype> type) { return static_cast<nnx_dtype>(type.value_or(dtype{})); }
}  // namespace detail

// Optax's gradient transformations and schedules. Both are Statics: tuples of a name and its numbers.
namespace optim {

// A number, or a schedule that says it for each step; alive as long as what it was made of.
class rate {
public:
    rate(double number) noexcept : number_(number) {}
    rate(const Static &schedule) noexcept : schedule_(schedule.c_ptr()) {}
    double number() const noexcept { return number_; }
    const nnx_static *schedule() const noexcept { return schedule_; }

private:
    double number_ = 0;
    const nnx_static *schedule_ = nullptr;
};

struct adam_options {
    double b1 = 0.9;
    double b2 = 0.999;
    double eps = 1e-8;
    double eps_root = 0;
    bool nesterov = false;
    // The type of the moving average of the gradients; that of the parameters when there is none.
    std::optional<dtype> mu_dtype{};
};

// One after another.
template <class... T>
outcome<Static> chain(const T &...transformations) {
    static_assert((std::is_same_v<T, Static> && ...), "a transformation is a Static, such as optim::adam(1e-3)");
    const std::array<const nnx_static *, sizeof...(T)> raws{transformations.c_ptr()...};
    NNX_HPP_RETURN_NEW(Static, nnx_optim_chain(raws.data(), raws.size(), &raw));
}
inline outcome<Static> identity() { NNX_HPP_RETURN_NEW(Static, nnx_optim_identity(&raw)); }
inline outcome<Static> scale(double step_size) { NNX_HPP_RETURN_NEW(Static, nnx_optim_scale(step_size, &raw)); }
// Times the negative of the rate: down the slope.
inline outcome<Static> scale_by_learning_rate(rate learning_rate) {
    NNX_HPP_RETURN_NEW(Static,
                       nnx_optim_scale_by_learning_rate(learning_rate.number(), learning_rate.schedule(), &raw));
}
inline outcome<Static> scale_by_schedule(const Static &schedule) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_scale_by_schedule(schedule.c_ptr(), &raw));
}
// Adam without the learning rate.
inline outcome<Static> scale_by_adam(const adam_options &options = {}) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_scale_by_adam(options.b1, options.b2, options.eps, options.eps_root,
                                                       options.nesterov ? 1 : 0, detail::code_of(options.mu_dtype),
                                                       &raw));
}
// Momentum: each update plus decay times the sum so far.
inline outcome<Static> trace(double decay, bool nesterov = false, std::optional<dtype> accumulator = std::nullopt) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_trace(decay, nesterov ? 1 : 0, detail::code_of(accumulator), &raw));
}
inline outcome<Static> add_decayed_weights(rate weight_decay) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_add_decayed_weights(weight_decay.number(), weight_decay.schedule(), &raw));
}
inline outcome<Static> clip(double max_delta) { NNX_HPP_RETURN_NEW(Static, nnx_optim_clip(max_delta, &raw)); }
inline outcome<Static> clip_by_global_norm(double max_norm) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_clip_by_global_norm(max_norm, &raw));
}

inline outcome<Static> sgd(rate learning_rate) {
    NNX_HPP_LET(first, identity());
    NNX_HPP_LET(second, scale_by_learning_rate(learning_rate));
    return chain(first, second);
}
inline outcome<Static> sgd(rate learning_rate, double momentum, bool nesterov = false) {
    NNX_HPP_LET(first, trace(momentum, nesterov));
    NNX_HPP_LET(second, scale_by_learning_rate(learning_rate));
    return chain(first, second);
}
inline outcome<Static> adam(rate learning_rate, const adam_options &options = {}) {
    NNX_HPP_LET(first, scale_by_adam(options));
    NNX_HPP_LET(second, scale_by_learning_rate(learning_rate));
    return chain(first, second);
}
inline outcome<Static> adamw(rate learning_rate, rate weight_decay = 1e-4, const adam_options &options = {}) {
    NNX_HPP_LET(first, scale_by_adam(options));
    NNX_HPP_LET(second, add_decayed_weights(weight_decay));
    NNX_HPP_LET(third, scale_by_learning_rate(learning_rate));
    return chain(first, second, third);
}

inline outcome<Static> constant_schedule(double value) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_constant_schedule(value, &raw));
}
// Along a power of the part of the steps that is left.
inline outcome<Static> polynomial_schedule(double init_value, double end_value, double power, int64_t transition_steps,
                                           int64_t transition_begin = 0) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_polynomial_schedule(init_value, end_value, power, transition_steps,
                                                             transition_begin, &raw));
}
inline outcome<Static> linear_schedule(double init_value, double end_value, int64_t transition_steps,
                                       int64_t transition_begin = 0) {
    return polynomial_schedule(init_value, end_value, 1, transition_steps, transition_begin);
}
// Not beyond end_value, unless that is a NaN.
inline outcome<Static> exponential_decay(double init_value, int64_t transition_steps, double decay_rate,
                                         int64_t transition_begin = 0, bool staircase = false,
                                         double end_value = std::numeric_limits<double>::quiet_NaN()) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_exponential_decay(init_value, transition_steps, decay_rate, transition_begin,
                                                           staircase ? 1 : 0, end_value, &raw));
}
inline outcome<Static> cosine_decay_schedule(double init_value, int64_t decay_steps, double alpha = 0,
                                             double exponent = 1) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_cosine_decay_schedule(init_value, decay_steps, alpha, exponent, &raw));
}
// decay_steps is the length of both parts.
inline outcome<Static> warmup_cosine_decay_schedule(double init_value, double peak_value, int64_t warmup_steps,
                                                    int64_t decay_steps, double end_value = 0, double exponent = 1) {
    NNX_HPP_RETURN_NEW(Static, nnx_optim_warmup_cosine_decay_schedule(init_value, peak_value, warmup_steps, decay_steps,
                                                                      end_value, exponent, &raw));
}
// The next begins, with a count from 0, at each boundary.
template <class... T>
outcome<Static> join_schedules(std::initializer_list<int64_t> boundaries, const T &...schedules) {
    static_assert((std::is_same_v<T, Static> && ...), "a schedule is a Static, such as optim::constant_schedule(0.1)");
    const std::array<const nnx_static *, sizeof...(T)> raws{schedules.c_ptr()...};
    NNX_HPP_RETURN_NEW(Static, nnx_optim_join_schedules(raws.data(), raws.size(), boundaries.begin(), boundaries.size(),
                                                        &raw));
}
// What a schedule says after so many steps.
inline outcome<double> schedule_value(const Static &schedule, int64_t count) {
    NNX_HPP_RETURN(double, nnx_optim_schedule_value(schedule.c_ptr(), count, &out));
}

}  // namespace optim

// A transformation, its state and a step count. Without a filter it trains the Params and keeps the model:
// update(grads); with one it trains what the filter takes and does not keep it: update(model, grads).
class Optimizer : public Node {
public:
    NNX_HPP_NODE_CLASS(Optimizer, object)
    static outcome<Optimizer> make(const Node &model, const Static &tx) {
        NNX_HPP_RETURN_NEW(Optimizer, nnx_optimizer_new(model.c_ptr(), tx.c_ptr(), nullptr, &raw));
    }
    template <class F>
    static outcome<Optimizer> make(const Node &model, const Static &tx, const F &wrt) {
        detail::filter_list filters;
        NNX_HPP_TRY(filters.fill(wrt));
        NNX_HPP_RETURN_NEW(Optimizer, nnx_optimizer_new(model.c_ptr(), tx.c_ptr(), filters.data()[0], &raw));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    Optimizer(const Node &model, const Static &tx) : Optimizer(make(model, tx)) {}
    template <class F>
    Optimizer(const Node &model, const Static &tx, const F &wrt) : Optimizer(make(model, tx, wrt)) {}
#endif
    // Makes an Object an Optimizer that keeps the model.
    static outcome<void> init(Object &object, const Node &model, const Static &tx) {
        NNX_HPP_RETURN_NOTHING(nnx_optimizer_init(object.c_ptr(), model.c_ptr(), tx.c_ptr(), nullptr));
    }

    outcome<void> update(const State &grads) {
        NNX_HPP_RETURN_NOTHING(nnx_optimizer_update(c_ptr(), grads.c_ptr()));
    }
    // What was added to each parameter.
    outcome<State> update(Node &model, const State &grads) {
        NNX_HPP_RETURN_NEW(State, nnx_optimizer_update_model(c_ptr(), model.c_ptr(), grads.c_ptr(), &raw));
    }
};

// Layers --------------------------------------------------------------------------------------------------------------

// How parameters are made: Statics that the options of layers take.
namespace initializers {

// An initializer by its name, with the numbers that it takes: named("truncated_normal", {0.5, -1, 1}).
inline outcome<Static> named(std::string_view name, std::initializer_list<double> numbers = {}) {
    NNX_HPP_RETURN_NEW(Static, nnx_initializer_new(detail::c_str(name), numbers.begin(), numbers.size(), &raw));
}
inline outcome<Static> zeros() { return named("zeros"); }
inline outcome<Static> ones() { return named("ones"); }
inline outcome<Static> constant(double value) { return named("constant", {value}); }
inline outcome<Static> uniform(double scale = 0.01) { return named("uniform", {scale}); }
inline outcome<Static> normal(double stddev = 0.01) { return named("normal", {stddev}); }
inline outcome<Static> truncated_normal(double stddev = 0.01, double lower = -2, double upper = 2) {
    return named("truncated_normal", {stddev, lower, upper});
}
inline outcome<Static> lecun_normal() { return named("lecun_normal"); }
inline outcome<Static> lecun_uniform() { return named("lecun_uniform"); }
inline outcome<Static> glorot_normal() { return named("glorot_normal"); }
inline outcome<Static> glorot_uniform() { return named("glorot_uniform"); }
inline outcome<Static> he_normal() { return named("he_normal"); }
inline outcome<Static> he_uniform() { return named("he_uniform"); }

// What an initializer makes of a key.
inline outcome<Tensor> make(const Static &initializer, const Tensor &key, shape extents,
                            enum dtype type = dtype::float32) {
    NNX_HPP_RETURN_NEW(Tensor, nnx_initializer_make(initializer.c_ptr(), key.c_ptr(), static_cast<nnx_dtype>(type),
                                                    extents.data(), extents.rank(), &raw));
}

}  // namespace initializers

// Whether a layer trains or evaluates in one call, or as its attribute says, which train and eval of a model set.
enum class mode : int32_t {
    attribute = NNX_MODE_ATTRIBUTE,
    train = NNX_MODE_TRAIN,
    eval = NNX_MODE_EVAL,
};

struct linear_options {
    bool use_bias = true;
    // What input and parameters promote to, when there is none.
    std::optional<enum dtype> dtype{};
    enum dtype param_dtype = nnx::dtype::float32;
    // Initializers, alive as long as the call; lecun_normal and zeros without them.
    const Static *kernel_init = nullptr;
    const Static *bias_init = nullptr;
};

namespace detail {
inline const nnx_static *raw_or_null(const Static *value) noexcept { return value == nullptr ? nullptr : value->c_ptr(); }
}  // namespace detail

// x @ kernel + bias over the last axis of x.
class Linear : public Node {
public:
    NNX_HPP_NODE_CLASS(Linear, object)
    static outcome<Linear> make(int64_t in_features, int64_t out_features, Rngs &rngs,
                                const linear_options &options = {}) {
        const nnx_linear_options raw_options = c_options(options);
        NNX_HPP_RETURN_NEW(Linear, nnx_linear_new(rngs.c_ptr(), in_features, out_features, &raw_options, &raw));
    }
    // Makes an Object a Linear.
    static outcome<void> init(Object &object, int64_t in_features, int64_t out_features, Rngs &rngs,
                              const linear_options &options = {}) {
        const nnx_linear_options raw_options = c_options(options);
        NNX_HPP_RETURN_NOTHING(
            nnx_linear_init(object.c_ptr(), rngs.c_ptr(), in_features, out_features, &raw_options));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    Linear(int64_t in_features, int64_t out_features, Rngs &rngs, const linear_options &options = {})
        : Linear(make(in_features, out_features, rngs, options)) {}
#endif
    outcome<Value> operator()(const Value &x) const {
        NNX_HPP_RETURN_NEW(Value, nnx_linear_call(c_ptr(), x.c_ptr(), &raw));
    }

private:
    static nnx_linear_options c_options(const linear_options &options) {
        nnx_linear_options raw = NNX_LINEAR_OPTIONS_INIT;
        raw.kernel_init = detail::raw_or_null(options.kernel_init);
        raw.bias_init = detail::raw_or_null(options.bias_init);
        raw.no_bias = options.use_bias ? 0 : 1;
        raw.dtype = detail::code_of(options.dtype);
        raw.param_dtype = static_cast<nnx_dtype>(options.param_dtype);
        return raw;
    }
};

struct batch_norm_options {
    // Without a value each call says it.
    std::optional<bool> use_running_average = false;
    int64_t axis = -1;
    double momentum = 0.99;
    double epsilon = 1e-5;
    std::optional<enum dtype> dtype{};
    enum dtype param_dtype = nnx::dtype::float32;
    bool use_bias = true;
    bool use_scale = true;
    // Initializers, alive as long as the call; zeros and ones without them.
    const Static *bias_init = nullptr;
    const Static *scale_init = nullptr;
    bool use_fast_variance = true;
};

// Features with mean 0 and variance 1 over the batch, then scaled and moved; with running averages for evaluation.
class BatchNorm : public Node {
public:
    NNX_HPP_NODE_CLASS(BatchNorm, object)
    static outcome<BatchNorm> make(int64_t num_features, Rngs &rngs, const batch_norm_options &options = {}) {
        nnx_node *raw = nullptr;
        NNX_HPP_TRY(nnx_object_new(nullptr, detail::c_str(view_name), &raw));
        Object object = Object::adopt(raw);
        NNX_HPP_TRY(init_status(object, num_features, rngs, options));
        return adopt(object.release());
    }
    // Makes an Object a BatchNorm.
    static outcome<void> init(Object &object, int64_t num_features, Rngs &rngs,
                              const batch_norm_options &options = {}) {
        NNX_HPP_RETURN_NOTHING(init_status(object, num_features, rngs, options));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    BatchNorm(int64_t num_features, Rngs &rngs, const batch_norm_options &options = {})
        : BatchNorm(make(num_features, rngs, options)) {}
#endif
    outcome<Value> operator()(const Value &x, mode when = mode::attribute) {
        nnx_call_options options = NNX_CALL_OPTIONS_INIT;
        options.mode = static_cast<nnx_mode>(when);
        NNX_HPP_RETURN_NEW(Value, nnx_batch_norm_call(c_ptr(), x.c_ptr(), &options, &raw));
    }

private:
    static nnx_status init_status(Object &object, int64_t num_features, Rngs &rngs, const batch_norm_options &options) {
        nnx_batch_norm_options raw = NNX_BATCH_NORM_OPTIONS_INIT;
        raw.axis = &options.axis;
        raw.momentum = options.momentum;
        raw.epsilon = options.epsilon;
        raw.scale_init = detail::raw_or_null(options.scale_init);
        raw.bias_init = detail::raw_or_null(options.bias_init);
        raw.no_scale = options.use_scale ? 0 : 1;
        raw.no_bias = options.use_bias ? 0 : 1;
        raw.slow_variance = options.use_fast_variance ? 0 : 1;
        raw.use_running_average = options.use_running_average ? (*options.use_running_average ? 1 : 0) : 2;
        raw.dtype = detail::code_of(options.dtype);
        raw.param_dtype = static_cast<nnx_dtype>(options.param_dtype);
        nnx_status status = NNX_HPP_STATUS(nnx_batch_norm_init(object.c_ptr(), rngs.c_ptr(), num_features, &raw));
        // In the options of C a number of 0 is the default.
        if (status == NNX_OK && options.momentum == 0) {
            status = NNX_HPP_STATUS(nnx_node_set_float(object.c_ptr(), detail::c_str("momentum"), 0));
        }
        if (status == NNX_OK && options.epsilon == 0) {
            status = NNX_HPP_STATUS(nnx_node_set_float(object.c_ptr(), detail::c_str("epsilon"), 0));
        }
        return status;
    }
};

struct dropout_options {
    // Axes along which elements are left out together.
    std::vector<int64_t> broadcast_dims{};
    // Without a value each call says it.
    std::optional<bool> deterministic = false;
    // The stream of the random numbers.
    std::string_view rng_collection = "dropout";
};

// Leaves out elements with the probability `rate`, and divides the others by the probability that they stay.
class Dropout : public Node {
public:
    NNX_HPP_NODE_CLASS(Dropout, object)
    static outcome<Dropout> make(double rate, Rngs &rngs, const dropout_options &options = {}) {
        const nnx_str collection = detail::c_str(options.rng_collection);
        const nnx_dropout_options raw_options = c_options(options, collection);
        NNX_HPP_RETURN_NEW(Dropout, nnx_dropout_new(rngs.c_ptr(), rate, &raw_options, &raw));
    }
    // Without random numbers of its own: each call brings them.
    static outcome<Dropout> make(double rate, const dropout_options &options = {}) {
        const nnx_str collection = detail::c_str(options.rng_collection);
        const nnx_dropout_options raw_options = c_options(options, collection);
        NNX_HPP_RETURN_NEW(Dropout, nnx_dropout_new(nullptr, rate, &raw_options, &raw));
    }
    // Makes an Object a Dropout.
    static outcome<void> init(Object &object, double rate, Rngs &rngs, const dropout_options &options = {}) {
        const nnx_str collection = detail::c_str(options.rng_collection);
        const nnx_dropout_options raw_options = c_options(options, collection);
        NNX_HPP_RETURN_NOTHING(nnx_dropout_init(object.c_ptr(), rngs.c_ptr(), rate, &raw_options));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    Dropout(double rate, Rngs &rngs, const dropout_options &options = {}) : Dropout(make(rate, rngs, options)) {}
    explicit Dropout(double rate, const dropout_options &options = {}) : Dropout(make(rate, options)) {}
#endif
    outcome<Value> operator()(const Value &x, mode when = mode::attribute) { return call(x, when, nullptr); }
    // With random numbers of an Rngs or one of its streams.
    outcome<Value> operator()(const Value &x, Node &rngs, mode when = mode::attribute) {
        return call(x, when, rngs.c_ptr());
    }

private:
    outcome<Value> call(const Value &x, mode when, nnx_node *rngs) {
        nnx_call_options options = NNX_CALL_OPTIONS_INIT;
        options.mode = static_cast<nnx_mode>(when);
        options.rngs = rngs;
        NNX_HPP_RETURN_NEW(Value, nnx_dropout_call(c_ptr(), x.c_ptr(), &options, &raw));
    }
    static nnx_dropout_options c_options(const dropout_options &options, const nnx_str &collection) {
        nnx_dropout_options raw = NNX_DROPOUT_OPTIONS_INIT;
        raw.broadcast_dims = options.broadcast_dims.data();
        raw.num_broadcast_dims = options.broadcast_dims.size();
        raw.rng_collection = &collection;
        raw.deterministic = options.deterministic ? (*options.deterministic ? 1 : 0) : 2;
        return raw;
    }
};

namespace detail {

inline outcome<Value> activation_with(const Value &x, nnx_activation activation, double number) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_activation_with(x.c_ptr(), activation, number, &raw));
}

}  // namespace detail

// Flax's activations, beside tanh, softmax, log_softmax and logsumexp of values.
#define NNX_HPP_ACTIVATION(name, activation)                                                                           \
    inline outcome<Value> name(const Value &x) {                                                                       \
        NNX_HPP_RETURN_NEW(Value, nnx_value_activation(x.c_ptr(), activation, &raw));                                  \
    }
#define NNX_HPP_ACTIVATION_WITH(name, activation, number, number_default)                                              \
    inline outcome<Value> name(const Value &x, double number = number_default) {                                       \
        return detail::activation_with(x, activation, number);                                                         \
    }
NNX_HPP_ACTIVATION(relu, NNX_ACTIVATION_RELU)
NNX_HPP_ACTIVATION(relu6, NNX_ACTIVATION_RELU6)
NNX_HPP_ACTIVATION_WITH(leaky_relu, NNX_ACTIVATION_LEAKY_RELU, negative_slope, 0.01)
NNX_HPP_ACTIVATION_WITH(elu, NNX_ACTIVATION_ELU, alpha, 1)
NNX_HPP_ACTIVATION_WITH(celu, NNX_ACTIVATION_CELU, alpha, 1)
NNX_HPP_ACTIVATION(selu, NNX_ACTIVATION_SELU)
NNX_HPP_ACTIVATION(sigmoid, NNX_ACTIVATION_SIGMOID)
NNX_HPP_ACTIVATION(log_sigmoid, NNX_ACTIVATION_LOG_SIGMOID)
NNX_HPP_ACTIVATION(silu, NNX_ACTIVATION_SILU)
NNX_HPP_ACTIVATION(swish, NNX_ACTIVATION_SILU)
NNX_HPP_ACTIVATION(softplus, NNX_ACTIVATION_SOFTPLUS)
NNX_HPP_ACTIVATION(soft_sign, NNX_ACTIVATION_SOFT_SIGN)
NNX_HPP_ACTIVATION(hard_sigmoid, NNX_ACTIVATION_HARD_SIGMOID)
NNX_HPP_ACTIVATION(hard_silu, NNX_ACTIVATION_HARD_SILU)
NNX_HPP_ACTIVATION(hard_swish, NNX_ACTIVATION_HARD_SILU)
NNX_HPP_ACTIVATION(hard_tanh, NNX_ACTIVATION_HARD_TANH)
#undef NNX_HPP_ACTIVATION
#undef NNX_HPP_ACTIVATION_WITH
// Not approximate, it takes the error function in the place of tanh.
inline outcome<Value> gelu(const Value &x, bool approximate = true) {
    const nnx_activation activation = approximate ? NNX_ACTIVATION_GELU : NNX_ACTIVATION_GELU_EXACT;
    NNX_HPP_RETURN_NEW(Value, nnx_value_activation(x.c_ptr(), activation, &raw));
}
// The first half along an axis times the sigmoid of the second.
inline outcome<Value> glu(const Value &x, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_glu(x.c_ptr(), axis, &raw));
}
// With mean 0 and variance 1 along axes.
inline outcome<Value> standardize(const Value &x, const axes &along = -1, double epsilon = 1e-5) {
    NNX_HPP_RETURN_NEW(Value, nnx_value_standardize(x.c_ptr(), along.data(), along.count(), epsilon, &raw));
}

// Optax's losses: a number for each example, whose mean is trained on.
namespace optim {
inline outcome<Value> squared_error(const Value &predictions, const Value &targets) {
    NNX_HPP_RETURN_NEW(Value, nnx_loss_squared_error(predictions.c_ptr(), targets.c_ptr(), &raw));
}
inline outcome<Value> l2_loss(const Value &predictions, const Value &targets) {
    NNX_HPP_RETURN_NEW(Value, nnx_loss_l2(predictions.c_ptr(), targets.c_ptr(), &raw));
}
inline outcome<Value> softmax_cross_entropy(const Value &logits, const Value &labels, int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_loss_softmax_cross_entropy(logits.c_ptr(), labels.c_ptr(), axis, &raw));
}
inline outcome<Value> softmax_cross_entropy_with_integer_labels(const Value &logits, const Value &labels,
                                                                int64_t axis = -1) {
    NNX_HPP_RETURN_NEW(Value, nnx_loss_softmax_cross_entropy_with_integer_labels(logits.c_ptr(), labels.c_ptr(), axis,
                                                                                 &raw));
}
inline outcome<Value> sigmoid_binary_cross_entropy(const Value &logits, const Value &labels) {
    NNX_HPP_RETURN_NEW(Value, nnx_loss_sigmoid_binary_cross_entropy(logits.c_ptr(), labels.c_ptr(), &raw));
}
}  // namespace optim

// Metrics -------------------------------------------------------------------------------------------------------------

// Values that are collected over many steps.
class Metric : public Node {
public:
    NNX_HPP_NODE_CLASS(Metric, object)

    // An argument of an update: a name, and a Value of a trace or a Tensor. `mask` is for every metric, `mask/accuracy`
    // for one of several.
    class argument {
    public:
        template <class T>
        argument(std::string_view name, const T &value) : name_(name) {
            if constexpr (std::is_same_v<typename T::c_type, nnx_value>) {
                value_ = value.c_ptr();
            } else {
                static_assert(std::is_same_v<typename T::c_type, nnx_tensor>, "an argument is a Value or a Tensor");
                tensor_ = value.c_ptr();
            }
        }

    private:
        friend class Metric;
        std::string_view name_;
        const nnx_value *value_ = nullptr;
        const nnx_tensor *tensor_ = nullptr;
    };

    // {{"loss", loss}}
    outcome<void> update(std::initializer_list<argument> arguments) {
        std::vector<nnx_str> names;
        std::vector<const nnx_tensor *> tensors;
        bool is_traced = false;
        for (const argument &each : arguments) {
            names.push_back(detail::c_str(each.name_));
            tensors.push_back(each.tensor_);
            is_traced = is_traced || each.value_ != nullptr;
        }
        if (!is_traced) {
            NNX_HPP_RETURN_NOTHING(nnx_metric_update_tensors(c_ptr(), names.data(), tensors.data(), names.size()));
        }
        // Tensors beside values are constants of their trace.
        nnx_trace *trace = nullptr;
        NNX_HPP_TRY(nnx_trace_current(&trace));
        std::vector<const nnx_value *> values;
        for (const argument &each : arguments) {
            nnx_value *constant = nullptr;
            if (each.value_ == nullptr) NNX_HPP_TRY(nnx_trace_constant(trace, each.tensor_, &constant));
            values.push_back(each.value_ == nullptr ? constant : each.value_);
        }
        NNX_HPP_RETURN_NOTHING(nnx_metric_update(c_ptr(), names.data(), values.data(), names.size()));
    }
    outcome<void> reset() { NNX_HPP_RETURN_NOTHING(nnx_metric_reset(c_ptr())); }
    // One leaf at the path "", or one for each name.
    outcome<State> results() const { NNX_HPP_RETURN_NEW(State, nnx_metric_compute(c_ptr(), &raw)); }
    // compute<Value>() within a trace.
    template <class T = Tensor>
    outcome<T> compute(std::string_view path = {}) const {
        NNX_HPP_LET(found, results());
        if constexpr (std::is_same_v<typename T::c_type, nnx_value>) {
            NNX_HPP_RETURN_NEW(T, nnx_state_get_value(found.c_ptr(), detail::c_str(path), &raw));
        } else {
            return found.get(path);
        }
    }

protected:
    Metric() noexcept = default;
    using Node::reset;  // of the handle
};

namespace metrics {

// The average of the values that updates have under a name.
class Average : public Metric {
public:
    NNX_HPP_NODE_CLASS(Average, object)
    static outcome<Average> make(std::string_view argname = "values") {
        NNX_HPP_RETURN_NEW(Average, nnx_average_new(detail::c_str(argname), &raw));
    }
    static outcome<void> init(Object &object, std::string_view argname = "values") {
        NNX_HPP_RETURN_NOTHING(nnx_average_init(object.c_ptr(), detail::c_str(argname)));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit Average(std::string_view argname = "values") : Average(make(argname)) {}
#endif
};

// Of updates with logits and labels: by the largest logit, or by whether the logit reaches a threshold.
class Accuracy : public Metric {
public:
    NNX_HPP_NODE_CLASS(Accuracy, object)
    static outcome<Accuracy> make(std::optional<double> threshold = std::nullopt) {
        NNX_HPP_RETURN_NEW(Accuracy, nnx_accuracy_new(number(threshold), &raw));
    }
    static outcome<void> init(Object &object, std::optional<double> threshold = std::nullopt) {
        NNX_HPP_RETURN_NOTHING(nnx_accuracy_init(object.c_ptr(), number(threshold)));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit Accuracy(std::optional<double> threshold = std::nullopt) : Accuracy(make(threshold)) {}
#endif

private:
    static double number(std::optional<double> threshold) {
        return threshold.value_or(std::numeric_limits<double>::quiet_NaN());
    }
};

// Computes `mean`, `standard_deviation` and `standard_error_of_mean`.
class Welford : public Metric {
public:
    NNX_HPP_NODE_CLASS(Welford, object)
    static outcome<Welford> make(std::string_view argname = "values") {
        NNX_HPP_RETURN_NEW(Welford, nnx_welford_new(detail::c_str(argname), &raw));
    }
    static outcome<void> init(Object &object, std::string_view argname = "values") {
        NNX_HPP_RETURN_NOTHING(nnx_welford_init(object.c_ptr(), detail::c_str(argname)));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit Welford(std::string_view argname = "values") : Welford(make(argname)) {}
#endif
};

}  // namespace metrics

// Several metrics, which are updated together: MultiMetric{{{"loss", metrics::Average("loss")}}}.
class MultiMetric : public Metric {
public:
    NNX_HPP_NODE_CLASS(MultiMetric, object)
    using parts = std::initializer_list<std::pair<std::string_view, const Node &>>;
    static outcome<MultiMetric> make(parts metrics) {
        const split_parts list(metrics);
        NNX_HPP_RETURN_NEW(MultiMetric,
                           nnx_multi_metric_new(list.names.data(), list.nodes.data(), list.names.size(), &raw));
    }
    static outcome<void> init(Object &object, parts metrics) {
        const split_parts list(metrics);
        NNX_HPP_RETURN_NOTHING(
            nnx_multi_metric_init(object.c_ptr(), list.names.data(), list.nodes.data(), list.names.size()));
    }
#if !defined(NNX_NO_EXCEPTIONS)
    explicit MultiMetric(parts metrics) : MultiMetric(make(metrics)) {}
#endif

private:
    struct split_parts {
        explicit split_parts(parts metrics) {
            for (const auto &[name, node] : metrics) {
                names.push_back(detail::c_str(name));
                nodes.push_back(node.c_ptr());
            }
        }
        std::vector<nnx_str> names;
        std::vector<const nnx_node *> nodes;
    };
};

// Steps ---------------------------------------------------------------------------------------------------------------

// What a run of a step gives: arrays and States, which later runs do not change.
class Results : public detail::handle<nnx_results> {
public:
    NNX_HPP_HANDLE_CLASS(Results, nnx_results)
    // The step that ran.
    outcome<uint64_t> step_id() const { NNX_HPP_RETURN(uint64_t, nnx_results_step_id(c_ptr(), &out)); }
    outcome<std::size_t> num_tensors() const { NNX_HPP_RETURN(std::size_t, nnx_results_num_tensors(c_ptr(), &out)); }
    outcome<Tensor> tensor(std::size_t i) const {
        NNX_HPP_RETURN_NEW(Tensor, nnx_results_tensor(c_ptr(), i, &raw));
    }
    outcome<std::size_t> num_states() const { NNX_HPP_RETURN(std::size_t, nnx_results_num_states(c_ptr(), &out)); }
    outcome<State> state(std::size_t i) const { NNX_HPP_RETURN_NEW(State, nnx_results_state(c_ptr(), i, &raw)); }
};

// A compiled function over the leaves of objects, States and arrays. Any number of threads and Sessions may run it.
class Step : public detail::handle<nnx_step> {
public:
    NNX_HPP_HANDLE_CLASS(Step, nnx_step)
    struct Run {
        State leaves;  // of the objects, as they are afterwards
        Results results;
    };

    // A program whose first inputs are the leaves of objects of this structure. `changed` says for each leaf which
    // output of the program it is afterwards, or -1 when it stays; `outputs` are those that the step gives.
    static outcome<Step> from_program(const Program &program, const GraphDef &structure, span<const int64_t> changed,
                                      span<const std::size_t> outputs, std::string_view device = {}) {
        NNX_HPP_RETURN_NEW(Step, nnx_step_from_program(program.c_ptr(), structure.c_ptr(), changed.data(),
                           changed.size(), outputs.data(), outputs.size(), detail::c_str(device), &raw));
    }
    // A number that no other step of this process has.
    outcome<uint64_t> id() const { NNX_HPP_RETURN(uint64_t, nnx_step_id(c_ptr(), &out)); }
    outcome<Program> program() const { NNX_HPP_RETURN_NEW(Program, nnx_step_program(c_ptr(), &raw)); }
    // The structure of its objects, in a tuple, before and after a run.
    outcome<GraphDef> graphdef() const { NNX_HPP_RETURN_NEW(GraphDef, nnx_step_graphdef(c_ptr(), &raw)); }
    outcome<GraphDef> out_graphdef() const { NNX_HPP_RETURN_NEW(GraphDef, nnx_step_out_graphdef(c_ptr(), &raw)); }
    // The kernels that its program became, and where each array lies: format::text, or format::dot for Graphviz.
    outcome<std::string> plan(enum format form = format::text) const {
        NNX_HPP_RETURN_TEXT(nnx_step_plan(c_ptr(), static_cast<nnx_format>(form), &raw));
    }
    // What each kernel costs and comes from, and its share of the time, measured now: format::table or format::json.
    outcome<std::string> report(enum format form = format::table) const {
        NNX_HPP_RETURN_TEXT(nnx_step_report(c_ptr(), static_cast<nnx_format>(form), &raw));
    }
    // Its kernels as CUDA C++, for NVRTC, nvcc or a compiler of the host; `name` begins the names of its functions.
    outcome<std::string> source(std::string_view device = "cuda", std::string_view name = "step") const {
        NNX_HPP_RETURN_TEXT(nnx_step_source(c_ptr(), detail::c_str(device), detail::c_str(name), &raw));
    }
    // Over the leaves of its objects, matched by path: an empty State where there are none.
    outcome<Run> run(const State &leaves, span<const State *const> states, span<const Tensor *const> inputs,
                     bool check_finite = false) const {
        std::vector<const nnx_state *> raw_states;
        for (const State *each : states) raw_states.push_back(each->c_ptr());
        std::vector<const nnx_tensor *> raw_inputs;
        for (const Tensor *each : inputs) raw_inputs.push_back(each->c_ptr());
        nnx_state *after = nullptr;
        nnx_results *results = nullptr;
        NNX_HPP_TRY(nnx_step_run(c_ptr(), leaves.c_ptr(), raw_states.data(), raw_states.size(), raw_inputs.data(),
                                 raw_inputs.size(), check_finite ? 1 : 0, &after, &results));
        return Run{State::adopt(after), Results::adopt(results)};
    }
};

// A native function that is traced, or that a Bundle holds: called with handles whose kinds are known when the program
// runs. nnx::jit makes one of a lambda.
class Jit : public detail::handle<nnx_jit> {
public:
    NNX_HPP_HANDLE_CLASS(Jit, nnx_jit)
    template <class T>
    using pointers = std::initializer_list<const T *>;
    outcome<Results> call(pointers<Node> objects, pointers<State> states, pointers<Tensor> inputs) const {
        const auto [nodes, leaves, arrays] = raws(objects, states, inputs);
        NNX_HPP_RETURN_NEW(Results, nnx_jit_call(c_ptr(), nodes.data(), nodes.size(), leaves.data(), leaves.size(),
                           arrays.data(), arrays.size(), &raw));
    }
    // The step that such a call would run; nothing is run. Sessions run it.
    outcome<Step> step(pointers<Node> objects, pointers<State> states, pointers<Tensor> inputs) const {
        const auto [nodes, leaves, arrays] = raws(objects, states, inputs);
        NNX_HPP_RETURN_NEW(Step, nnx_jit_step(c_ptr(), nodes.data(), nodes.size(), leaves.data(), leaves.size(),
                           arrays.data(), arrays.size(), &raw));
    }
    outcome<std::size_t> num_steps() const { NNX_HPP_RETURN(std::size_t, nnx_jit_num_steps(c_ptr(), &out)); }

    // With Modules and other nodes, States and Tensors, in the order of the function.
    template <class... A>
    outcome<Results> operator()(const A &...arguments) const {
        lists all;
        (add(all, arguments), ...);
        const auto &[nodes, leaves, arrays] = all;
        NNX_HPP_RETURN_NEW(Results, nnx_jit_call(c_ptr(), nodes.data(), nodes.size(), leaves.data(), leaves.size(),
                           arrays.data(), arrays.size(), &raw));
    }

private:
    using lists =
        std::tuple<std::vector<const nnx_node *>, std::vector<const nnx_state *>, std::vector<const nnx_tensor *>>;
    static lists raws(pointers<Node> objects, pointers<State> states, pointers<Tensor> inputs) {
        lists all;
        for (const Node *each : objects) std::get<0>(all).push_back(each->c_ptr());
        for (const State *each : states) std::get<1>(all).push_back(each->c_ptr());
        for (const Tensor *each : inputs) std::get<2>(all).push_back(each->c_ptr());
        return all;
    }
    static void add(lists &all, const Node &object) { std::get<0>(all).push_back(object.c_ptr()); }
    static void add(lists &all, const State &state) { std::get<1>(all).push_back(state.c_ptr()); }
    static void add(lists &all, const Tensor &input) { std::get<2>(all).push_back(input.c_ptr()); }
};

// In the place of an input of a Session: the memory that is bound there.
struct bound_input {};
inline constexpr bound_input bound{};

namespace detail {

inline const nnx_tensor *raw_input(const Tensor &input) noexcept { return input.c_ptr(); }
inline const nnx_tensor *raw_input(bound_input) noexcept { return nullptr; }

}  // namespace detail

struct SessionOptions {
    std::string_view device{};  // empty: "cpu"
    bool check_finite = false;  // a float that is not finite is NNX_STATUS_NON_FINITE, with the state as before
    int num_threads = 0;        // at most so many; 0: as NNX_NUM_THREADS says, or as the process may use
};

// A state that is held in one place, and any number of steps that run over it: those that take its leaves. Calls from
// several threads run one after another; what a Session gives never changes afterwards.
class Session : public detail::handle<nnx_session> {
public:
    NNX_HPP_HANDLE_CLASS(Session, nnx_session)

    // The state of these objects as it is now, for the steps of functions that take them in this order.
    template <class... N, class = std::enable_if_t<(std::is_base_of_v<Node, N> && ...)>>
    static outcome<Session> of(const N &...objects) {
        return with(SessionOptions(), objects...);
    }
    template <class... N>
    static outcome<Session> with(const SessionOptions &options, const N &...objects) {
        const std::array<const nnx_node *, sizeof...(N)> raws{objects.c_ptr()...};
        const nnx_session_options c_options = as_c(options);
        NNX_HPP_RETURN_NEW(Session, nnx_session_new(raws.data(), raws.size(), &c_options, &raw));
    }
    // A State, for steps that take it, and over objects of this structure.
    static outcome<Session> of(const GraphDef &structure, const State &state, const SessionOptions &options = {}) {
        const nnx_state *const raws[1] = {state.c_ptr()};
        const nnx_session_options c_options = as_c(options);
        NNX_HPP_RETURN_NEW(Session, nnx_session_from_states(structure.c_ptr(), raws, 1, &c_options, &raw));
    }

    // Runs a step over the state. An input is a Tensor, or nnx::bound; those that are left out are bound as well.
    template <class... I>
    outcome<Results> run(const Step &step, const I &...inputs) {
        const std::array<const nnx_tensor *, sizeof...(I)> raws{detail::raw_input(inputs)...};
        NNX_HPP_RETURN_NEW(Results, nnx_session_run(c_ptr(), step.c_ptr(), raws.data(), raws.size(), &raw));
    }
    // As run, `count` times as if by one call. An input has a first axis of `count`, or is the same for all; what the
    // runs give is put together along a new first axis.
    template <class... I>
    outcome<Results> run_many(const Step &step, std::size_t count, const I &...inputs) {
        const std::array<const nnx_tensor *, sizeof...(I)> raws{detail::raw_input(inputs)...};
        NNX_HPP_RETURN_NEW(Results, nnx_session_run_many(c_ptr(), step.c_ptr(), count, raws.data(), raws.size(), &raw));
    }
    // What run would give; the state stays as it is.
    template <class... I>
    outcome<Results> evaluate(const Step &step, const I &...inputs) const {
        const std::array<const nnx_tensor *, sizeof...(I)> raws{detail::raw_input(inputs)...};
        NNX_HPP_RETURN_NEW(Results, nnx_session_evaluate(c_ptr(), step.c_ptr(), raws.data(), raws.size(), &raw));
    }

    outcome<GraphDef> graphdef() const { NNX_HPP_RETURN_NEW(GraphDef, nnx_session_graphdef(c_ptr(), &raw)); }
    // The state as it is now; later runs do not change it.
    outcome<State> state() const { NNX_HPP_RETURN_NEW(State, nnx_session_state(c_ptr(), &raw)); }
    // Sets leaves by path: all of them, or none when one does not fit.
    outcome<void> set_state(const State &state) {
        NNX_HPP_RETURN_NOTHING(nnx_session_set_state(c_ptr(), state.c_ptr()));
    }
    outcome<Tensor> read(std::string_view path) const {
        NNX_HPP_RETURN_NEW(Tensor, nnx_session_read(c_ptr(), detail::c_str(path), &raw));
    }
    outcome<void> write(std::string_view path, const Tensor &value) {
        NNX_HPP_RETURN_NOTHING(nnx_session_write(c_ptr(), detail::c_str(path), value.c_ptr()));
    }
    // Writes the state into objects: those it was made of, in their order, or others of the same structure.
    template <class... N>
    outcome<void> update(N &...objects) const {
        const std::array<const nnx_node *, sizeof...(N)> raws{objects.c_ptr()...};
        NNX_HPP_RETURN_NOTHING(nnx_session_update(c_ptr(), raws.data(), raws.size()));
    }

    // Memory of the caller as an input of all runs that are given nothing in its place, and as the place where an
    // output is written, which the results then do not have. It is used until something else is bound there or the
    // Session goes.
    template <class T>
    outcome<void> bind_input(std::size_t index, shape extents, span<const T> elements) {
        NNX_HPP_RETURN_NOTHING(nnx_session_bind_input(c_ptr(), index, static_cast<nnx_dtype>(dtype_of<T>()),
                                                      extents.data(), extents.rank(), elements.data(),
                                                      elements.size() * sizeof(T)));
    }
    outcome<void> unbind_input(std::size_t index) {
        NNX_HPP_RETURN_NOTHING(nnx_session_bind_input(c_ptr(), index, NNX_DTYPE_F32, nullptr, 0, nullptr, 0));
    }
    template <class T>
    outcome<void> bind_output(std::size_t index, span<T> elements) {
        NNX_HPP_RETURN_NOTHING(
            nnx_session_bind_output(c_ptr(), index, elements.data(), elements.size() * sizeof(T)));
    }
    outcome<void> unbind_output(std::size_t index) {
        NNX_HPP_RETURN_NOTHING(nnx_session_bind_output(c_ptr(), index, nullptr, 0));
    }

    // How the state lies in one block of memory.
    struct Size {
        std::size_t num_leaves;
        std::size_t nbytes;
        std::size_t alignment;
    };
    struct LeafLayout {
        std::string path;
        std::size_t offset;
        std::size_t nbytes;
        enum dtype dtype;
        std::vector<int64_t> extents;
    };
    outcome<Size> size() const {
        Size out{};
        NNX_HPP_TRY(nnx_session_size(c_ptr(), &out.num_leaves, &out.nbytes, &out.alignment));
        return out;
    }
    outcome<LeafLayout> layout(std::size_t leaf) const {
        nnx_str path{nullptr, 0};
        nnx_dtype type{};
        const int64_t *extents = nullptr;
        std::size_t rank = 0;
        LeafLayout out{};
        NNX_HPP_TRY(nnx_session_layout(c_ptr(), leaf, &path, &out.offset, &out.nbytes, &type, &extents, &rank));
        out.path = std::string(detail::view(path));
        out.dtype = static_cast<enum dtype>(type);
        out.extents.assign(extents, extents + rank);
        return out;
    }
    // Moves the state into memory of the caller, who keeps it until release() is called, once.
    template <class F>
    outcome<void> use_memory(void *data, std::size_t nbytes, F release) {
        auto box = std::make_unique<F>(std::move(release));
        const auto run = [](void *user_data) {
            (*static_cast<F *>(user_data))();
            detail::delete_box<F>(user_data);
        };
        NNX_HPP_RETURN_NOTHING(nnx_session_use_memory(c_ptr(), data, nbytes, box.release(), run));
    }

    // What it has done so far.
    outcome<nnx_session_info> report() const {
        nnx_session_info out = NNX_SESSION_INFO_INIT;
        NNX_HPP_TRY(nnx_session_report(c_ptr(), &out));
        return out;
    }

private:
    static nnx_session_options as_c(const SessionOptions &options) noexcept {
        nnx_session_options out = NNX_SESSION_OPTIONS_INIT;
        out.device = detail::c_str(options.device);
        out.check_finite = options.check_finite ? 1 : 0;
        out.num_threads = options.num_threads;
        return out;
    }
};

// The members of a struct that a traced function gives: values and States.
#define NNX_RESULTS(...)                                                                                               \
    auto nnx_results() { return std::tie(__VA_ARGS__); }                                                               \
    auto nnx_results() const { return std::tie(__VA_ARGS__); }

struct JitOptions {
    std::string_view device{};  // empty: "cpu"
    bool check_finite = false;  // a float that is not finite is NNX_STATUS_NON_FINITE, with everything as before
    int num_threads = 0;        // at most so many; 0: as NNX_NUM_THREADS says, or as the process may use
};

namespace detail {

// What a parameter of a traced function is to it.
template <class P>
using bare = std::remove_cv_t<std::remove_reference_t<P>>;
template <class P>
inline constexpr bool is_object = std::is_base_of_v<Node, bare<P>>;
template <class P>
inline constexpr bool is_state = std::is_same_v<bare<P>, State>;
template <class P>
inline constexpr bool is_input = std::is_same_v<bare<P>, Value>;
template <class P>
inline constexpr bool is_static = !is_object<P> && !is_state<P> && !is_input<P>;

// The parameters and the result of a function, which is no template.
template <class F>
struct signature : signature<decltype(&F::operator())> {};
template <class R, class... P>
struct signature<R(P...)> {
    using result = R;
    using parameters = std::tuple<P...>;
};
template <class R, class... P>
struct signature<R (*)(P...)> : signature<R(P...)> {};
template <class R, class... P>
struct signature<R (*)(P...) noexcept> : signature<R(P...)> {};
template <class C, class R, class... P>
struct signature<R (C::*)(P...)> : signature<R(P...)> {};
template <class C, class R, class... P>
struct signature<R (C::*)(P...) const> : signature<R(P...)> {};
template <class C, class R, class... P>
struct signature<R (C::*)(P...) noexcept> : signature<R(P...)> {};
template <class C, class R, class... P>
struct signature<R (C::*)(P...) const noexcept> : signature<R(P...)> {};

template <class T>
struct without_result {
    using type = T;
};
template <class T>
struct without_result<result<T>> {
    using type = T;
};

// How what a traced function gives goes out, and comes back from a run: values as Tensors, States, and tuples, pairs
// and structs of those.
class Taken {
public:
    explicit Taken(const Results &results) noexcept : results_(&results) {}
    outcome<Tensor> tensor() { return results_->tensor(tensors_++); }
    outcome<State> state() { return results_->state(states_++); }

private:
    const Results *results_;
    std::size_t tensors_ = 0;
    std::size_t states_ = 0;
};

template <class T, class = void>
struct given {
    static_assert(std::is_same_v<T, Value>,
                  "a traced function gives values, States, and tuples, pairs and structs of those");
    using type = Tensor;
    static outcome<void> give(nnx_trace *trace, const T &value) {
        NNX_HPP_RETURN_NOTHING(nnx_trace_output(trace, value.c_ptr()));
    }
    static outcome<Tensor> take(Taken &from) { return from.tensor(); }
};
template <>
struct given<State> {
    using type = State;
    static outcome<void> give(nnx_trace *trace, const State &state) {
        NNX_HPP_RETURN_NOTHING(nnx_trace_output_state(trace, state.c_ptr()));
    }
    static outcome<State> take(Taken &from) { return from.state(); }
};
template <class Tuple, class... T>
struct given_tuple {
    static outcome<void> give(nnx_trace *trace, const Tuple &tuple) {
        return give(trace, tuple, std::index_sequence_for<T...>());
    }

protected:
    template <std::size_t... I>
    static outcome<void> give(nnx_trace *trace, const Tuple &tuple, std::index_sequence<I...>) {
#if defined(NNX_NO_EXCEPTIONS)
        result<void> all;
        (void)((all = given<T>::give(trace, std::get<I>(tuple))).ok() && ...);
        return all;
#else
        (given<T>::give(trace, std::get<I>(tuple)), ...);
#endif
    }
};
// One element after another: the order in which they were given.
template <class T>
outcome<std::tuple<typename given<T>::type>> take_each(Taken &from) {
    NNX_HPP_LET(first, given<T>::take(from));
    return std::tuple<typename given<T>::type>(std::move(first));
}
template <class First, class Second, class... T>
outcome<std::tuple<typename given<First>::type, typename given<Second>::type, typename given<T>::type...>> take_each(
    Taken &from) {
    NNX_HPP_LET(first, given<First>::take(from));
    NNX_HPP_LET(others, (take_each<Second, T...>(from)));
    return std::tuple_cat(std::tuple<typename given<First>::type>(std::move(first)), std::move(others));
}
template <class... T>
struct given<std::tuple<T...>> : given_tuple<std::tuple<T...>, T...> {
    using type = std::tuple<typename given<T>::type...>;
    static outcome<type> take(Taken &from) { return take_each<T...>(from); }
};
template <class A, class B>
struct given<std::pair<A, B>> : given_tuple<std::pair<A, B>, A, B> {
    using type = std::pair<typename given<A>::type, typename given<B>::type>;
    static outcome<type> take(Taken &from) {
        NNX_HPP_LET(first, given<A>::take(from));
        NNX_HPP_LET(second, given<B>::take(from));
        return type(std::move(first), std::move(second));
    }
};

template <template <class> class S>
struct given<S<Value>, std::void_t<decltype(std::declval<const S<Value> &>().nnx_results())>> {
    using type = S<Tensor>;
    static outcome<void> give(nnx_trace *trace, const S<Value> &object) {
        return std::apply(
            [trace](const auto &...member) {
                const auto all = std::make_tuple(&member...);
                return give_each(trace, all, std::index_sequence_for<decltype(member)...>());
            },
            object.nnx_results());
    }
    static outcome<type> take(Taken &from) {
        type object{};
#if defined(NNX_NO_EXCEPTIONS)
        result<void> all;
        std::apply([&](auto &...member) { (void)((all = take_one(from, member)).ok() && ...); }, object.nnx_results());
        if (!all.ok()) return failure{all.error()};
#else
        std::apply([&](auto &...member) { (take_one(from, member), ...); }, object.nnx_results());
#endif
        return object;
    }

private:
    template <class Members, std::size_t... I>
    static outcome<void> give_each(nnx_trace *trace, const Members &members, std::index_sequence<I...>) {
#if defined(NNX_NO_EXCEPTIONS)
        result<void> all;
        (void)((all = given<bare<decltype(*std::get<I>(members))>>::give(trace, *std::get<I>(members))).ok() && ...);
        return all;
#else
        (given<bare<decltype(*std::get<I>(members))>>::give(trace, *std::get<I>(members)), ...);
#endif
    }
    static outcome<void> take_one(Taken &from, Tensor &member) {
        NNX_HPP_LET(taken, from.tensor());
        member = std::move(taken);
        NNX_HPP_DONE;
    }
    static outcome<void> take_one(Taken &from, State &member) {
        NNX_HPP_LET(taken, from.state());
        member = std::move(taken);
        NNX_HPP_DONE;
    }
};

template <class P, class A>
void collect(const A &argument, std::vector<const nnx_node *> &objects, std::vector<const nnx_state *> &states,
             std::vector<const nnx_tensor *> &inputs) {
    if constexpr (is_object<P>) {
        static_assert(std::is_base_of_v<Node, A>, "this parameter takes an object");
        objects.push_back(argument.c_ptr());
    } else if constexpr (is_state<P>) {
        static_assert(std::is_same_v<A, State>, "this parameter takes a State");
        states.push_back(argument.c_ptr());
    } else if constexpr (is_input<P>) {
        static_assert(std::is_same_v<A, Tensor>, "this parameter takes a Tensor");
        inputs.push_back(argument.c_ptr());
    }
}

// The static arguments among all, as they are kept.
template <class P>
using kept = std::conditional_t<is_static<P>, std::tuple<bare<P>>, std::tuple<>>;
template <class P, class A>
kept<P> keep(const A &argument) {
    if constexpr (is_static<P>) {
        return std::tuple<bare<P>>(argument);
    } else {
        (void)argument;
        return {};
    }
}

// What a parameter is given while the function is traced: the caller's own object, a State of the trace, the name of a
// value; a static one is read where it is kept.
template <class P>
using value_slot = std::conditional_t<is_state<P>, State, std::conditional_t<is_input<P>, nnx_value *, int>>;
template <class P, class A>
using slot = std::conditional_t<is_object<P>, A *, value_slot<P>>;

// How many of the parameters before this one are of its kind.
template <class Parameters, template <class> class Is, std::size_t... I>
constexpr std::size_t count_kind(std::index_sequence<I...>) {
    return (std::size_t{0} + ... + (Is<std::tuple_element_t<I, Parameters>>::value ? 1 : 0));
}
template <class P>
struct state_kind : std::bool_constant<is_state<P>> {};
template <class P>
struct input_kind : std::bool_constant<is_input<P>> {};
template <class P>
struct static_kind_of : std::bool_constant<is_static<P>> {};

}  // namespace detail

// A function that is traced when it is called with something new, and otherwise run as the step that it became. Any
// number of threads may call it, on different objects.
//
//   auto train_step = nnx::jit([](Model &model, nnx::Optimizer &optimizer, nnx::Value x, nnx::Value y) {
//       ...
//       return loss;
//   });
//   nnx::Tensor loss = train_step(model, optimizer, x, y);
//
// A parameter that is a node, by reference, takes an object, which the function may change in place; a State by const
// reference takes a State; a Value takes a Tensor; anything else is static: a value that can be compared, which the
// function gets as it is and for which it is traced anew. What it returns has Tensors in the place of Values: it is a
// Value, a State, a tuple or pair of those, or nothing; or a struct, which is a template of what a Value is:
//
//   template <class T>
//   struct Report { T loss, accuracy; NNX_RESULTS(loss, accuracy) };  // given: Report<Value>; taken: Report<Tensor>
//
// An error of the function comes out unchanged, with everything as before. Inside of another traced function, where the
// arguments are Values, it is the function itself.
template <class F>
class Jitted {
    using signature = detail::signature<F>;
    using parameters = typename signature::parameters;
    template <std::size_t I>
    using parameter = std::tuple_element_t<I, parameters>;
    using returned = typename detail::without_result<typename signature::result>::type;
    static constexpr std::size_t arity = std::tuple_size_v<parameters>;

    template <class T, class = void>
    struct mapped {
        using type = typename detail::given<T>::type;
    };
    template <class T>
    struct mapped<T, std::enable_if_t<std::is_void_v<T>>> {
        using type = void;
    };
    using answer = typename mapped<returned>::type;

public:
    explicit Jitted(F function, const JitOptions &options = {})
        : shared_(std::make_shared<Shared>(std::move(function), options)) {}

    template <class... A>
    auto operator()(A &&...arguments) const {
        static_assert(sizeof...(A) == arity, "the call has another number of arguments than the function");
        if constexpr ((std::is_same_v<detail::bare<A>, Value> || ...)) {
            return shared_->function(std::forward<A>(arguments)...);
        } else {
            return call(std::index_sequence_for<A...>(), arguments...);
        }
    }

    // The step that such a call would run; nothing is run. Sessions run it.
    template <class... A>
    outcome<Step> step(A &&...arguments) const {
        static_assert(sizeof...(A) == arity, "the call has another number of arguments than the function");
        return make_step(std::index_sequence_for<A...>(), arguments...);
    }

    // What a run of such a step gave, as the function returns it.
    static outcome<answer> results(const Results &results) { return take(results); }

    // How many steps it became so far.
    outcome<std::size_t> num_steps() const {
        NNX_HPP_LET(all, natives());
        std::size_t total = 0;
        for (const nnx_jit *each : all) {
            std::size_t count = 0;
            NNX_HPP_TRY(nnx_jit_num_steps(each, &count));
            total += count;
        }
        return total;
    }

    // The function as C has it, once for each choice of static arguments that became a step. Lent by this.
    outcome<std::vector<const nnx_jit *>> natives() const {
        std::vector<const nnx_jit *> all;
        const std::lock_guard<std::mutex> locked(shared_->mutex);
        for (const auto &entry : shared_->entries) {
            std::size_t count = 0;
            NNX_HPP_TRY(nnx_jit_num_steps(entry->jit, &count));
            if (count > 0) all.push_back(entry->jit);
        }
        return all;
    }

private:
    template <std::size_t... I>
    static auto statics_type(std::index_sequence<I...>) -> decltype(std::tuple_cat(detail::kept<parameter<I>>()...));
    using statics = decltype(statics_type(std::make_index_sequence<arity>()));

    // The function for one set of static arguments.
    struct Entry {
        explicit Entry(statics values) : key(std::move(values)) {}
        ~Entry() { (void)nnx_jit_release(jit); }
        Entry(const Entry &) = delete;
        Entry &operator=(const Entry &) = delete;
        statics key;
        nnx_jit *jit = nullptr;
    };
    struct Shared {
        Shared(F traced, const JitOptions &given)
            : function(std::move(traced)),
              device(given.device),
              check_finite(given.check_finite),
              num_threads(given.num_threads) {}
        F function;
        std::string device;
        bool check_finite;
        int num_threads;
        std::mutex mutex;
        std::vector<std::unique_ptr<Entry>> entries;
    };

    // The call that this thread is in: a function is traced on the thread of its call, over the objects of the call.
    struct Active {
        void *self;
        nnx_status (*run)(void *self, nnx_trace *trace);
    };
    class Within {
    public:
        explicit Within(Active *active) noexcept : before_(std::exchange(current(), active)) {}
        Within(const Within &) = delete;
        Within &operator=(const Within &) = delete;
        ~Within() { current() = before_; }
        static Active *&current() noexcept {
            thread_local Active *active = nullptr;
            return active;
        }

    private:
        Active *before_;
    };
    static nnx_status trace_active(void *, nnx_trace *trace) noexcept {
        const Active *active = Within::current();
        return active->run(active->self, trace);
    }

    template <std::size_t... I, class... A>
    outcome<const Entry *> find(std::index_sequence<I...>, A &...arguments) const {
        statics key = std::tuple_cat(detail::keep<parameter<I>>(arguments)...);
        const std::lock_guard<std::mutex> locked(shared_->mutex);
        for (const auto &entry : shared_->entries) {
            if (entry->key == key) return static_cast<const Entry *>(entry.get());
        }
        auto entry = std::make_unique<Entry>(std::move(key));
        nnx_jit_options options = NNX_JIT_OPTIONS_INIT;
        options.device = detail::c_str(shared_->device);
        options.check_finite = shared_->check_finite ? 1 : 0;
        options.num_threads = shared_->num_threads;
        NNX_HPP_TRY(nnx_jit_new(&trace_active, nullptr, nullptr, &options, &entry->jit));
        shared_->entries.push_back(std::move(entry));
        return static_cast<const Entry *>(shared_->entries.back().get());
    }

    // Calls `native` with the arguments as C takes them, and the function at hand in case that it is traced.
    template <class Native, std::size_t... I, class... A>
    outcome<void> invoke(const Native &native, std::index_sequence<I...> which, A &...arguments) const {
        NNX_HPP_LET(entry, find(which, arguments...));
        std::vector<const nnx_node *> objects;
        std::vector<const nnx_state *> states;
        std::vector<const nnx_tensor *> inputs;
        (detail::collect<parameter<I>>(arguments, objects, states, inputs), ...);
        auto traced = [&](nnx_trace *trace) { return run(trace, entry->key, which, arguments...); };
        using Traced = decltype(traced);
        Active active{&traced, [](void *self, nnx_trace *trace) {
                          return detail::run_callback([&] { return (*static_cast<Traced *>(self))(trace); });
                      }};
        const Within within(&active);
        NNX_HPP_RETURN_NOTHING(native(entry->jit, objects.data(), objects.size(), states.data(), states.size(),
                                      inputs.data(), inputs.size()));
    }

    template <std::size_t... I, class... A>
    outcome<answer> call(std::index_sequence<I...> which, A &...arguments) const {
        if constexpr (std::is_same_v<answer, returned> && std::is_invocable_v<F &, A &...>) {
            nnx_trace *outer = nullptr;
            NNX_HPP_TRY(nnx_trace_current(&outer));
            if (outer != nullptr) return direct(arguments...);
        }
        nnx_results *raw = nullptr;
        const auto native = [&](auto... list) { return nnx_jit_call(list..., &raw); };
#if defined(NNX_NO_EXCEPTIONS)
        const result<void> done = invoke(native, which, arguments...);
        if (!done.ok()) return detail::failure{done.error()};
#else
        invoke(native, which, arguments...);
#endif
        return take(Results::adopt(raw));
    }

    template <class... A>
    outcome<answer> direct(A &...arguments) const {
        if constexpr (std::is_void_v<typename signature::result>) {
            shared_->function(arguments...);
            NNX_HPP_DONE;
        } else {
            return shared_->function(arguments...);
        }
    }

    template <std::size_t... I, class... A>
    outcome<Step> make_step(std::index_sequence<I...> which, A &...arguments) const {
        nnx_step *raw = nullptr;
        const auto native = [&](auto... list) { return nnx_jit_step(list..., &raw); };
#if defined(NNX_NO_EXCEPTIONS)
        const result<void> done = invoke(native, which, arguments...);
        if (!done.ok()) return detail::failure{done.error()};
#else
        invoke(native, which, arguments...);
#endif
        return Step::adopt(raw);
    }

    // The function over what is traced.
    template <std::size_t... I, class... A>
    outcome<void> run(nnx_trace *trace, const statics &key, std::index_sequence<I...>, A &...arguments) const {
        std::tuple<detail::slot<parameter<I>, A>...> slots;
#if defined(NNX_NO_EXCEPTIONS)
        result<void> filled;
        (void)((filled = fill<I>(trace, std::get<I>(slots), arguments)).ok() && ...);
        if (!filled.ok()) return filled;
#else
        (fill<I>(trace, std::get<I>(slots), arguments), ...);
#endif
        const auto traced = [&]() -> decltype(auto) { return shared_->function(pass<I>(std::get<I>(slots), key)...); };
        using Result = typename signature::result;
        if constexpr (std::is_void_v<Result>) {
            traced();
            NNX_HPP_DONE;
        } else if constexpr (std::is_same_v<Result, returned>) {
            return detail::given<returned>::give(trace, traced());
        } else if constexpr (std::is_void_v<returned>) {
            return traced();
        } else {
            NNX_HPP_LET(found, traced());
            return detail::given<returned>::give(trace, found);
        }
    }

    template <template <class> class Is, std::size_t I>
    static constexpr std::size_t place = detail::count_kind<parameters, Is>(std::make_index_sequence<I>());

    template <std::size_t I, class Slot, class A>
    static outcome<void> fill(nnx_trace *trace, Slot &slot, A &argument) {
        using P = parameter<I>;
        (void)trace, (void)argument;
        if constexpr (detail::is_object<P>) {
            slot = &argument;
            NNX_HPP_DONE;
        } else if constexpr (detail::is_state<P>) {
            nnx_state *raw = nullptr;
            NNX_HPP_TRY(nnx_trace_state(trace, place<detail::state_kind, I>, &raw));
            slot = State::adopt(raw);
            NNX_HPP_DONE;
        } else if constexpr (detail::is_input<P>) {
            NNX_HPP_RETURN_NOTHING(nnx_trace_input(trace, place<detail::input_kind, I>, &slot));
        } else {
            slot = 0;
            NNX_HPP_DONE;
        }
    }

    template <std::size_t I, class Slot>
    static decltype(auto) pass(Slot &slot, const statics &key) {
        using P = parameter<I>;
        (void)slot, (void)key;
        if constexpr (detail::is_object<P>) {
            return (*slot);
        } else if constexpr (detail::is_state<P>) {
            return static_cast<std::conditional_t<std::is_reference_v<P>, const State &, State &&>>(slot);
        } else if constexpr (detail::is_input<P>) {
            return detail::bare<P>::adopt(slot);
        } else {
            return (std::get<place<detail::static_kind_of, I>>(key));
        }
    }

    static outcome<answer> take(const Results &results) {
        if constexpr (std::is_void_v<answer>) {
            NNX_HPP_DONE;
        } else {
            detail::Taken from(results);
            return detail::given<returned>::take(from);
        }
    }

    std::shared_ptr<Shared> shared_;
};

template <class F>
Jitted<std::decay_t<F>> jit(F &&function, const JitOptions &options = {}) {
    return Jitted<std::decay_t<F>>(std::forward<F>(function), options);
}

// Bundles -------------------------------------------------------------------------------------------------------------

// What a bundle file holds: the structure and State of objects, and steps that go on with them.
class Bundle : public detail::handle<nnx_bundle> {
public:
    NNX_HPP_HANDLE_CLASS(Bundle, nnx_bundle)

    // Of objects as they are now, which stand in a tuple: the leaves of the first are below "0/".
    template <class... N>
    static outcome<Bundle> of(const Node &first, const N &...others) {
        const std::array<const nnx_node *, sizeof...(N) + 1> objects{first.c_ptr(), others.c_ptr()...};
        NNX_HPP_RETURN_NEW(Bundle, nnx_bundle_of_objects(objects.data(), objects.size(), &raw));
    }
    static outcome<Bundle> of(const GraphDef &structure, const State &state) {
        NNX_HPP_RETURN_NEW(Bundle, nnx_bundle_new(structure.c_ptr(), state.c_ptr(), &raw));
    }
    // Nothing that is in the file is run.
    static outcome<Bundle> open(std::string_view file, const LoadOptions &options = {}) {
        NNX_HPP_RETURN_NEW(Bundle,
                           nnx_bundle_open(detail::c_str(file), detail::load_options(options).c_ptr(), &raw));
    }

    // A Step under a name of its own: letters, digits, '_', '-' and '.'.
    outcome<void> add_step(std::string_view name, const Step &step) {
        NNX_HPP_RETURN_NOTHING(nnx_bundle_add_step(c_ptr(), detail::c_str(name), step.c_ptr()));
    }
    // All steps that a function became so far: `name`, and for other arguments `name.2`, `name.3` and so on.
    template <class F>
    outcome<void> add_jit(std::string_view name, const Jitted<F> &jit) {
        NNX_HPP_LET(natives, jit.natives());
        if (natives.empty()) {
            NNX_HPP_FAIL(NNX_STATUS_FAILED_PRECONDITION, "the function was never called, so that it has no step");
        }
        for (const nnx_jit *native : natives) {
            NNX_HPP_TRY(nnx_bundle_add_jit(c_ptr(), detail::c_str(name), native));
        }
        NNX_HPP_DONE;
    }
    outcome<void> add_jit(std::string_view name, const Jit &jit) {
        NNX_HPP_RETURN_NOTHING(nnx_bundle_add_jit(c_ptr(), detail::c_str(name), jit.c_ptr()));
    }
    outcome<void> set_metadata(std::string_view name, std::string_view text) {
        NNX_HPP_RETURN_NOTHING(nnx_bundle_set_metadata(c_ptr(), detail::c_str(name), detail::c_str(text)));
    }
    // Completely or not at all.
    outcome<void> save(std::string_view file, const SaveOptions &options = {}) const {
        nnx_save_options chosen = NNX_SAVE_OPTIONS_INIT;
        chosen.no_sync = options.no_sync ? 1 : 0;
        NNX_HPP_RETURN_NOTHING(nnx_bundle_save(c_ptr(), detail::c_str(file), &chosen));
    }

    outcome<GraphDef> graphdef() const { NNX_HPP_RETURN_NEW(GraphDef, nnx_bundle_graphdef(c_ptr(), &raw)); }
    outcome<State> state() const { NNX_HPP_RETURN_NEW(State, nnx_bundle_state(c_ptr(), &raw)); }
    // New objects, as the tuple in which they were saved.
    outcome<Node> merge() const {
        NNX_HPP_LET(structure, graphdef());
        NNX_HPP_LET(leaves, state());
        return nnx::merge(structure, leaves);
    }
    // Rows of (name, number of inputs, what it takes), and of (name, 0, text).
    outcome<Report> programs() const { NNX_HPP_RETURN_NEW(Report, nnx_bundle_programs(c_ptr(), &raw)); }
    outcome<Report> metadata() const { NNX_HPP_RETURN_NEW(Report, nnx_bundle_metadata(c_ptr(), &raw)); }
    outcome<Program> program(std::string_view name) const {
        NNX_HPP_RETURN_NEW(Program, nnx_bundle_program(c_ptr(), detail::c_str(name), &raw));
    }
    // For a Session.
    outcome<Step> step(std::string_view name, std::string_view device = {}) const {
        NNX_HPP_RETURN_NEW(Step, nnx_bundle_step(c_ptr(), detail::c_str(name), detail::c_str(device), &raw));
    }
    // To be called as the function was that it was made of; it is not traced again.
    outcome<Jit> jit(std::string_view name, const JitOptions &options = {}) const {
        nnx_jit_options chosen = NNX_JIT_OPTIONS_INIT;
        chosen.device = detail::c_str(options.device);
        chosen.check_finite = options.check_finite ? 1 : 0;
        chosen.num_threads = options.num_threads;
        NNX_HPP_RETURN_NEW(Jit, nnx_bundle_jit(c_ptr(), detail::c_str(name), &chosen, &raw));
    }
    // Tables of the leaves and of what each program takes and gives.
    outcome<std::string> text() const { NNX_HPP_RETURN_TEXT(nnx_bundle_text(c_ptr(), &raw)); }

    // Brings the values into objects that are there, by path, or none where paths differ; rows of (path, NNX_LOAD_…, what
    // happened).
    template <class... N>
    outcome<Report> load_into(const LoadOptions &options, Node &first, N &...others) const {
        const std::array<const nnx_node *, sizeof...(N) + 1> objects{first.c_ptr(), others.c_ptr()...};
        NNX_HPP_RETURN_NEW(Report, nnx_bundle_load_into(c_ptr(), objects.data(), objects.size(),
                                                        detail::load_options(options).c_ptr(), &raw));
    }
    template <class... N>
    outcome<Report> load_into(Node &first, N &...others) const {
        return load_into(LoadOptions{}, first, others...);
    }
    // The values in the places of a State.
    outcome<std::pair<State, Report>> fit(const State &like, const LoadOptions &options = {}) const {
        nnx_state *state = nullptr;
        nnx_report *report = nullptr;
        NNX_HPP_TRY(nnx_bundle_fit(c_ptr(), like.c_ptr(), detail::load_options(options).c_ptr(), &state, &report));
        return std::pair<State, Report>(State::adopt(state), Report::adopt(report));
    }
};

// The library and the machine -----------------------------------------------------------------------------------------

#if defined(NNX_HPP_LOADED)
// Loads the library at `path`, or libnnx.so.0 from where the system looks; before any other call, and before threads.
inline outcome<void> load(const char *path = nullptr) {
    char reason[512];
    const nnx_status status = nnx_dl_open(path, reason, sizeof reason);
    if (status != NNX_OK) NNX_HPP_FAIL(status, reason);
    NNX_HPP_DONE;
}
#endif

struct Version {
    uint32_t major;
    uint32_t minor;
    uint32_t patch;
};
inline outcome<Version> version() {
    Version out{0, 0, 0};
    NNX_HPP_TRY(nnx_version(&out.major, &out.minor, &out.patch));
    return out;
}
inline std::string_view version_string() noexcept { return NNX_HPP_TEXT(nnx_version_string()); }
inline std::string_view isa_name() noexcept { return NNX_HPP_TEXT(nnx_isa_name()); }
inline std::string_view last_error_message() noexcept { return NNX_HPP_TEXT(nnx_last_error_message()); }

// What CUDA this machine has, and why no device can be used ("" when one can).
inline outcome<nnx_cuda_info> cuda_probe() {
    nnx_cuda_info out = NNX_CUDA_INFO_INIT;
    NNX_HPP_TRY(nnx_cuda_probe(&out));
    return out;
}
inline std::string_view cuda_reason() noexcept { return NNX_HPP_TEXT(nnx_cuda_reason()); }
inline outcome<std::string> cuda_device_name(int32_t index) {
    NNX_HPP_RETURN_TEXT(nnx_cuda_device_name(index, &raw));
}

}  // namespace NNX_HPP_ABI
}  // namespace nnx

#if __cplusplus >= 202002L
template <class T>
inline constexpr bool std::ranges::enable_borrowed_range<nnx::span<T>> = true;
#endif

#endif  // NNX_HPP
