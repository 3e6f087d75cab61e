# Needs python3 (3.11 or newer), make and a package registry; everything else goes into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
CONFIG ?= hauspost.toml
CORPORA ?=
SEED ?= 1
SHARE ?= 1
PARTS ?=
ONLY ?=
ABREAST ?= 2
ACTS ?= 500
STRANGERS ?= 5000

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check lint bless bench score torture oracle loops sheets test-servers lock

help: ## shows these lines
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(READY) ## makes .venv from the lock file, once

$(READY): pyproject.toml requirements.lock requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Hauspost needs Python 3.11 or newer; name one with: make setup PYTHON=python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## plays a whole story over real SMTP and prints every mail
	$(BIN)/hauspost demo

run: setup ## runs the gateway with CONFIG=hauspost.toml
	$(BIN)/hauspost serve --config $(CONFIG)

test: setup ## everything a change must pass; sets up first
	@$(MAKE) --no-print-directory check

check: lint ## the same without the package registry
	$(BIN)/pytest -n $(WORKERS)

lint:
	@test -e $(READY) || { echo "nothing is set up yet: make setup" >&2; exit 2; }
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Without the servers each golden file has one writer.
bless: setup ## rewrites the golden files; read the difference before you commit it
	HAUSPOST_BLESS=1 $(BIN)/pytest -n $(WORKERS) -m "not servers"

test-servers: setup ## the tests that need real servers, which must be there
	HAUSPOST_REQUIRE_SERVERS=1 $(BIN)/pytest -n $(WORKERS) -m servers

bench: setup ## about half an hour: everything that is measured as one table and JSON (ONLY=beside,growing)
	$(BIN)/python -m bench.run --only "$(ONLY)"

score: setup ## scores the parsers: CORPORA=folder with run_scores.py
	@test -n "$(CORPORA)" || { echo "say where the corpora are: make score CORPORA=folder" >&2; exit 2; }
	$(BIN)/python $(CORPORA)/run_scores.py bench/corpora_adapter.py
	$(BIN)/python -m bench.authres $(CORPORA)

torture: setup ## deals out faults of every kind and shows what holds (SEED=1 SHARE=1 PARTS=kills,imap); docs/safety.md
	$(BIN)/python -m tests.torture --seed $(SEED) --share $(SHARE) --parts "$(PARTS)" --abreast $(ABREAST)

oracle: setup ## plays ACTS=500 random acts and checks who may know what (SEED=1); docs/safety.md
	$(BIN)/python -m tests.oracle --acts $(ACTS) --seed $(SEED)

loops: setup ## gateways wired to each other, programs on holiday, STRANGERS=5000 forging strangers
	$(BIN)/python -m tests.loops --strangers $(STRANGERS)

sheets: setup ## prints the pages for residents and contractors into build/sheets
	$(BIN)/python -m docs.sheets

# Options that a machine's own pip configuration would leave in a lock file, and a remark that does not apply.
NOISE := /^--/d; /^\# The following packages/d
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options

lock: setup ## compiles the lock files anew
	$(COMPILE) -o requirements.lock pyproject.toml
	sed -i '$(NOISE)' requirements.lock
	$(COMPILE) --extra postgres --extra heic --extra dkim --extra report -o requirements-dev.lock pyproject.toml requirements-dev.in
	sed -i '$(NOISE)' requirements-dev.lock
