# Everything starts here, on a fresh clone with nothing but Python 3.11+, pip and make.

PYTHON ?= python3
PORT   ?= 8050
JOBS   ?= 2
ARGS   ?=
VENV   ?= .venv

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PY  := $(BIN)/python.exe
else
BIN := $(VENV)/bin
PY  := $(BIN)/python
endif
RUNTIME := $(VENV)/.runtime
DEV     := $(VENV)/.dev
BENCH   := $(VENV)/.bench
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r
COMPILE  = $(VENV)/lock/bin/uv pip compile --quiet --universal --generate-hashes \
           --no-emit-index-url --no-strip-extras --python-version 3.11 --fork-strategy fewest \
           --custom-compile-command "make lock" $(ARGS)

export PORT
.DEFAULT_GOAL := help
.PHONY: help run test check format coverage bench mutate docs lock clean browser

help: ## Say what can be made
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(RUNTIME) ## Serve the dashboard; PORT=8050
	@$(PY) app.py

test: $(DEV) browser ## Run every test, those in a real browser too; ARGS="-k chain"
	@$(PY) -m pytest -n $(JOBS) --dist loadfile $(ARGS)

check: $(DEV) ## The one gate: format, lint, types, import contracts, tests
	@echo "== format" && $(PY) -m ruff format --check .
	@echo "== lint" && $(PY) -m ruff check .
	@echo "== types" && $(PY) -m mypy --strict data coherence dashboard app.py
	@echo "== import contracts" && $(BIN)/lint-imports --no-logo
	@echo "== tests" && $(MAKE) --no-print-directory test

format: $(DEV) ## Lay out the code and mend what can be mended without thought
	@$(PY) -m ruff check --fix --show-fixes .
	@$(PY) -m ruff format .

coverage: $(DEV) browser ## Run every test and list the lines of data and coherence left out
	@$(PY) -m pytest -n $(JOBS) --dist loadfile --cov --cov-report=term-missing:skip-covered $(ARGS)

bench: $(DEV) $(BENCH) ## Race other engines and print ratios; ARGS="--slow" for the long ones
	@$(PY) -m benchmarks $(ARGS)

mutate: $(DEV) ## Break the indicators on purpose and see whether a test notices
	@$(PY) -m tools.mutate $(ARGS)

docs: $(DEV) ## Write the generated documentation anew
	@$(PY) -m tools.docs $(ARGS)

lock: ## Pin the requirements anew; ARGS=--upgrade takes the newest
	@test -x $(VENV)/lock/bin/uv || { $(PYTHON) -m venv $(VENV)/lock && \
	  $(VENV)/lock/bin/python -m pip install -qq --disable-pip-version-check uv; }
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt
	@$(COMPILE) requirements-bench.in -o requirements-bench.txt

clean: ## Remove the environment and whatever the tools left behind
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis \
	  .coverage .coverage.* htmlcov test-results
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

browser: $(DEV)
	@$(PY) -m tools.browser

# Each stamp is newer than the lock it was installed from, or the lock is installed again.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tugma needs Python 3.11 \
	or newer; say which with: make PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(PY)
	@echo "Installing what Tugma runs on; once, about a minute ..."
	@$(INSTALL) requirements.txt
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what Tugma is tested with; once, half a minute ..."
	@$(INSTALL) requirements-dev.txt
	@touch $@

$(BENCH): requirements-bench.txt $(DEV)
	@echo "Installing what Tugma is raced against; once, half a minute ..."
	@$(INSTALL) requirements-bench.txt
	@touch $@
