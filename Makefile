# The newcomer's door: every target sets up what it needs first. "make help" lists them.
BUILD   := build/release
HOST    := $(BUILD)/bin/aitb-host
JOBS    ?= $(shell nproc)
PREFIX  ?= /usr/local
ARGS    ?=
FUZZ_SECONDS ?= 20
FUZZ_SEED ?= 0
NINJA   := ninja -j $(JOBS)
CTEST   := ctest --output-on-failure --no-tests=error -j $(JOBS)

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help setup setup-test build all run test asan fuzz bench lint tidy format install clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the packages that a build needs (only what is missing)
	@tools/setup.sh build

setup-test:
	@tools/setup.sh build test

# Configured once; ninja itself configures anew when a CMake file or the set of sources changes.
build/%/build.ninja:
	@mkdir -p build; echo "configuring build/$* (log: build/$*.log)"
	@cmake --preset $* >build/$*.log 2>&1 || { cat build/$*.log >&2; exit 1; }

build: setup ## Build the host and its plugins
	@$(MAKE) --no-print-directory $(BUILD)/build.ninja
	@$(NINJA) -C $(BUILD) aitb-host aitb-plugins tokenizers manual

run: build ## Build, then run the built-in default (or: make run ARGS="chat_basic --runs 5")
	@$(HOST) run $(ARGS)

all: setup
	@$(MAKE) --no-print-directory $(BUILD)/build.ninja
	@$(NINJA) -C $(BUILD)

test: setup-test all ## Build everything and run every test
	@$(CTEST) --test-dir $(BUILD)

asan: setup-test ## Build with AddressSanitizer and UBSan, and run the tests
	@$(MAKE) --no-print-directory build/asan/build.ninja
	@$(NINJA) -C build/asan
	@$(CTEST) --test-dir build/asan $(ASAN_TESTS)

fuzz: setup-test ## Fuzz each parser for FUZZ_SECONDS (20); FUZZ_SEED=1: the same path every time
	@$(MAKE) --no-print-directory build/fuzz/build.ninja
	@$(NINJA) -C build/fuzz
	@tools/fuzz.sh build/fuzz $(FUZZ_SECONDS) $(FUZZ_SEED)

bench: setup-test all ## Run the benchmarks, each against a limit measured in the same run (ARGS=--quick: one short round)
	@AITB_BUILD_DIR=$(CURDIR)/$(BUILD) bench/run all $(ARGS)

lint: setup-test all ## Run the checks of the tree: format, sizes, rules, headers, coroutines, build time
	@$(CTEST) --test-dir $(BUILD) -L lint

tidy: all ## Run clang-tidy over the tree (slow)
	@tools/setup.sh tidy
	@git ls-files 'sdk/*.cpp' 'core/*.cpp' 'plugins/*.cpp' | grep -v -e templates -e third_party | \
	  xargs -P $(JOBS) -n 4 clang-tidy --quiet -p $(BUILD)

format: ## Rewrite all C++ files in the project's format
	@tools/setup.sh test
	@git ls-files '*.cpp' '*.hpp' '*.h' ':!sdk/templates' | xargs clang-format -i

install: build ## Install to PREFIX (/usr/local): host, plugins, SDK, man page, completion
	@cmake --install $(BUILD) --prefix $(PREFIX)

clean: ## Remove everything that was built
	rm -rf build
