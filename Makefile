# greenport: set up, run, test. `make help` lists the targets.
#
# One environment, .venv, holds either what it takes to run (requirements.lock) or that and what it
# takes to develop (requirements-dev.lock, a superset with the same versions). A stamp in it says which
# lock was installed; a newer lock is installed over it.

PYTHON ?= python3
WORKERS ?= auto
UPGRADE ?= --upgrade

VENV := .venv
BIN := $(VENV)/bin
VENV_READY := $(VENV)/.made-with-$(subst /,_,$(PYTHON))
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-develop

# The benchmark's peers have an environment of their own; greenport itself never needs them.
BENCH_VENV := benchmarks/.venv
BENCH_BIN := $(BENCH_VENV)/bin
BENCH_LOCK := benchmarks/requirements-peers.lock
BENCH_MADE := $(BENCH_VENV)/.made-with-$(subst /,_,$(PYTHON))
BENCH_READY := $(BENCH_VENV)/.ready-to-measure
BENCH ?=

PIP := $(BIN)/python -m pip --disable-pip-version-check -qq install
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile
COMPILE := $(BIN)/uv pip compile pyproject.toml --group build --quiet $(UPGRADE) \
	--universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.DELETE_ON_ERROR:
.PHONY: help run test test-full reproduce lint bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo "make PYTHON=python3.12 TARGET  uses that interpreter (3.11, 3.12 or 3.13) for .venv"

run: $(RUN_READY) ## size the Hong Kong base case, print the plan, write out/hongkong-base/report.html
	$(BIN)/greenport size models/hongkong/base.yaml

test: lint ## lint, types, import layers, tests, notebooks; without the long tests
	$(PYTEST) -m "not long"

test-full: lint ## the same with the long tests
	$(PYTEST)

reproduce: $(RUN_READY) ## run every locked scenario of models/ again and compare, half an hour at most
	$(BIN)/greenport reproduce models

lint: $(DEV_READY) ## lint, format, types and import layers only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(BENCH_READY) ## measure speed and memory beside linopy, Pyomo and HiGHS (BENCH=--quick: a tiny case)
	$(BENCH_BIN)/python -m benchmarks.run $(BENCH)

lock: $(DEV_READY) ## renew the lock files (UPGRADE= keeps the versions that still fit)
	$(COMPILE) --extra dev --output-file requirements-dev.lock
	$(COMPILE) --constraints requirements-dev.lock --output-file requirements.lock
	$(COMPILE) benchmarks/peers.in --constraints requirements-dev.lock --output-file $(BENCH_LOCK)

clean: ## remove the environments, caches and build products; out/ stays
	rm -rf $(VENV) $(BENCH_VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------- the environment

$(VENV_READY) $(BENCH_MADE):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || { \
		echo "greenport needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) -V 2>/dev/null || echo missing)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(firstword $(MAKECMDGOALS))" >&2; exit 1; }
	@[ "$$($(@D)/bin/python -V 2>/dev/null)" = "$$($(PYTHON) -V)" ] || rm -rf $(@D)
	@rm -f $(@D)/.made-with-*
	$(PYTHON) -m venv $(@D)
	@touch $@

$(RUN_READY): $(VENV_READY) requirements.lock pyproject.toml
	@echo "Setting up $(VENV) to run greenport (once, a minute or so) ..."
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_READY): $(VENV_READY) requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) to develop greenport (once, some minutes) ..."
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_READY)

$(BENCH_READY): $(BENCH_MADE) $(BENCH_LOCK) pyproject.toml
	@echo "Setting up $(BENCH_VENV) to measure greenport beside its peers (once, some minutes) ..."
	$(BENCH_BIN)/python -m pip --disable-pip-version-check -qq install --require-hashes -r $(BENCH_LOCK)
	$(BENCH_BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation -e .
	@touch $@
