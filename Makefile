# The short list of habits. `make help` prints it. Every target sets up what it needs by itself.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help

help: ## print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "socialpost needs Python 3.11 or newer."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(READY) ## virtual environment with the locked dependencies

practice: $(READY) ## open the practice workspace: the bot, a Slack of our own and a page, no tokens needed
	$(BIN)/socialpost practice

play: $(READY) ## play one post's whole way in the terminal; SCENARIO=photos and others play something else
	$(BIN)/socialpost practice --play $(SCENARIO)

test: $(READY) ## everything: both databases, journeys, browser (skipped loudly without Chromium)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-fast: $(READY) ## the quick part, in seconds
	$(BIN)/python -m pytest -m "not slow" -n 2

check: $(READY) ## ruff, format, mypy strict, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## let ruff put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## performance as ratios, side by side in one run
	$(BIN)/python -m tests.bench

photos: $(READY) ## draw school photos and count what is found in them
	$(BIN)/python -m tests.photos.score

fuzz: $(READY) ## random texts against the word checks, led by what code they reach; under a minute
	$(BIN)/python -m tests.fuzz

presidio: $(READY) ## our name finder beside Presidio's, in an environment of its own
	@test -x .venv-presidio/bin/python || $(PYTHON) -m venv .venv-presidio
	@.venv-presidio/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/compare.txt
	PYTHONPATH=. .venv-presidio/bin/python -W ignore -m tests.bench.presidio

lock: $(READY) ## compile the locked requirements anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --quiet --custom-compile-command "make lock" -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --quiet --custom-compile-command "make lock" -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --extra compare --universal --python-version 3.11 --generate-hashes --no-annotate --quiet --custom-compile-command "make lock" -o requirements/compare.txt

clean: ## remove the virtual environment and caches
	rm -rf .venv .venv-presidio .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build *.egg-info

.PHONY: help setup practice play test test-fast check format bench fuzz photos presidio lock clean
