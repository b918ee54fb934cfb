# demo      the page's model in C, C++ and Python
# test      everything that gates a change; the last line is the tally
# bench     graphs, calls and training steps from C and Python, next to JAX, optree, Flax and PyTorch
# generate  nnx.h and all that follows from the exports (generate-check only compares)
# install   PREFIX= DESTDIR= LIBDIR=: libraries, headers, pkg-config and CMake packages
# check-*   what needs more than a C compiler, cargo and Python, or more time: clang, valgrind, sanitizers, Miri,
#           libFuzzer, PyTorch, Flax's own tests, other Pythons, NVRTC, aarch64 under qemu

PREFIX ?= /usr/local
DESTDIR ?=
LIBDIR ?= lib
CARGO ?= cargo
PYTHON ?= python3
STRIP ?= strip
VENV ?= .venv

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
SONAME := libnnx.so.0
# What `rustc --print native-static-libs` says; tests/install compares.
NATIVE_STATIC_LIBS := -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc
STAGE := $(CURDIR)/target/stage

.PHONY: all demo test bench generate generate-check build stage install check-headers check-asan check-tsan check-miri \
        check-valgrind check-fuzz check-clang check-torch check-flax check-pythons check-nvrtc check-neon

all: build

build:
	$(CARGO) build --release --locked

# The release build as it will be installed: what C and C++ programs of the tests and examples are built against.
stage: build
	@$(MAKE) --no-print-directory install-files DESTDIR= PREFIX='$(STAGE)' LIBDIR=lib STRIP=true > /dev/null

install: build install-files

.PHONY: install-files
install-files: ROOT = $(DESTDIR)$(PREFIX)
install-files: UP = $(shell echo '$(LIBDIR)/pkgconfig' | sed 's,[^/][^/]*,..,g')
install-files:
	install -d '$(ROOT)/$(LIBDIR)/pkgconfig' '$(ROOT)/$(LIBDIR)/cmake/nnx' '$(ROOT)/include' \
	  '$(ROOT)/share/doc/libnnx'
	install -m 755 target/release/libnnx.so '$(ROOT)/$(LIBDIR)/libnnx.so.$(VERSION)'
	$(STRIP) --strip-debug '$(ROOT)/$(LIBDIR)/libnnx.so.$(VERSION)'
	ln -sf libnnx.so.$(VERSION) '$(ROOT)/$(LIBDIR)/$(SONAME)'
	ln -sf $(SONAME) '$(ROOT)/$(LIBDIR)/libnnx.so'
	install -m 644 target/release/libnnx.a '$(ROOT)/$(LIBDIR)/libnnx.a'
	$(STRIP) --strip-debug '$(ROOT)/$(LIBDIR)/libnnx.a'
	install -m 644 $(wildcard include/*.h include/*.hpp) '$(ROOT)/include/'
	install -m 644 LICENSE '$(ROOT)/share/doc/libnnx/'
	for name in pkgconfig/nnx.pc cmake/nnx/nnxConfig.cmake cmake/nnx/nnxConfigVersion.cmake; do \
	  sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e 's|@UP@|$(UP)|g' -e 's|@SONAME@|$(SONAME)|g' \
	      -e 's|@NATIVE_STATIC_LIBS@|$(NATIVE_STATIC_LIBS)|g' "packaging/$${name##*/}.in" > "$(ROOT)/$(LIBDIR)/$$name" || exit 1; \
	done

$(VENV)/.ready: bindings/python/requirements-test.txt
	$(PYTHON) -m venv '$(VENV)'
	'$(VENV)/bin/python' -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

demo: stage $(VENV)/.ready
	@STAGE='$(STAGE)' VENV='$(VENV)' bindings/demo

test: stage $(VENV)/.ready
	@STAGE='$(STAGE)' VENV='$(VENV)' MAKE='$(MAKE)' $(PYTHON) tools/test.py

bench: stage $(VENV)/.ready
	@STAGE='$(STAGE)' VENV='$(VENV)' benches/run

generate:
	@$(PYTHON) tools/generate

generate-check:
	@$(PYTHON) tools/generate --check

check-headers:
	@tests/headers/run gcc g++

check-clang: stage
	@tests/headers/run clang clang++
	@STAGE='$(STAGE)' CC=clang CXX=clang++ OUT=target/bindings-clang bindings/c/tests/run
	@STAGE='$(STAGE)' CC=clang CXX=clang++ OUT=target/bindings-clang bindings/cpp/tests/run --tests

check-valgrind: stage
	@STAGE='$(STAGE)' tests/abi/run --valgrind
	@STAGE='$(STAGE)' bindings/c/tests/run --valgrind

check-asan:
	@tools/sanitize address

check-tsan:
	@tools/sanitize thread

check-miri:
	@tools/miri

check-fuzz:
	@tools/fuzz

check-torch: stage $(VENV)/.ready
	@VENV='$(VENV)' bindings/python/tests/run_torch

check-flax: stage $(VENV)/.ready
	@'$(VENV)/bin/python' tests/flax/run

check-pythons: stage
	@$(PYTHON) tests/flax/pythons

check-neon:
	@tools/neon

check-nvrtc: build
	@$(PYTHON) tools/nvrtc
