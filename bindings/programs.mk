# Builds the C and C++ tests, examples and the benchmark against a staged install:
#   make -f bindings/programs.mk STAGE=target/stage c-tests
# The scripts beside the tests call it; CC, CXX, CXXSTD and SANITIZE choose a compiler, a C++ standard, a sanitizer.

STAGE ?= target/stage
OUT ?= target/bindings
SANITIZE ?=
CXXSTD ?= c++17
override CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
override CXX := $(if $(filter default,$(origin CXX)),g++,$(CXX))

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
CFLAGS := -std=c11 -O1 -g $(WARN) -I$(STAGE)/include $(SANITIZE)
CXXFLAGS := -std=$(CXXSTD) -O0 -g $(WARN) -I$(STAGE)/include $(SANITIZE)
LINK := -L$(STAGE)/lib -lnnx -Wl,-rpath,$(abspath $(STAGE)/lib) -pthread
LOAD := -ldl -pthread

names = $(patsubst %.$(2),%,$(notdir $(wildcard $(1)/*.$(2))))
C_TESTS := $(call names,bindings/c/tests,c)
CXX_TESTS := $(call names,bindings/cpp/tests,cpp)
C_EXAMPLES := $(call names,bindings/c/examples,c)
C_HEADERS := $(wildcard $(STAGE)/include/*.h bindings/c/tests/*.h bindings/c/examples/*.h)
CXX_HEADERS := $(wildcard $(STAGE)/include/*.h* bindings/cpp/tests/*.hpp bindings/cpp/examples/*.hpp bindings/c/examples/*.h)

.PHONY: c-tests cpp-tests examples c-bench
c-tests: $(C_TESTS:%=$(OUT)/c/%)
# The same C++ sources three ways: linked; linked, with result<T> in place of exceptions; loaded at run time.
cpp-tests: $(foreach way,cpp cpp-result cpp-loaded,$(CXX_TESTS:%=$(OUT)/$(way)/%))
examples: $(C_EXAMPLES:%=$(OUT)/examples/%_c) $(C_EXAMPLES:%=$(OUT)/examples/%_cpp) $(OUT)/examples/another_runtime
c-bench: $(addprefix $(OUT)/bench/,c_graph c_call c_step c_peak cpp_step)

$(OUT)/c/%: bindings/c/tests/%.c $(C_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $< $(LINK)

$(OUT)/cpp/%: bindings/cpp/tests/%.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -o $@ $< $(LINK)

$(OUT)/cpp-result/%: bindings/cpp/tests/%.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -fno-exceptions -fno-rtti -o $@ $< $(LINK)

$(OUT)/cpp-loaded/%: bindings/cpp/tests/%.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -DNNX_HPP_LOADED -o $@ $< $(LOAD)

$(OUT)/examples/%_c: bindings/c/examples/%.c $(C_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -o $@ $< $(LINK) -lm

$(OUT)/examples/%_cpp: bindings/cpp/examples/%.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -o $@ $< $(LINK)

$(OUT)/examples/another_runtime: bindings/cpp/examples/another_runtime.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) $(CXXFLAGS) -o $@ $< $(LOAD)

$(OUT)/bench/c_peak: benches/c_peak.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 -march=native -ffp-contract=fast $(WARN) -o $@ $<

$(OUT)/bench/c_%: benches/c_%.c $(C_HEADERS)
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 -g $(WARN) -I$(STAGE)/include -o $@ $< $(LINK) -ldl -lm

$(OUT)/bench/cpp_%: benches/cpp_%.cpp $(CXX_HEADERS)
	@mkdir -p $(@D)
	$(CXX) -std=$(CXXSTD) -O2 -g $(WARN) -I$(STAGE)/include -o $@ $< $(LINK)
