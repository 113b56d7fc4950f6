# run      make what is needed, index data/minutes and start the page
# test     make what is needed and run the fast checks: at most three minutes on two cores
# test-all the fast checks and the slow ones: browser, faults, thousands of questions
# pythons  the fast tests on every Python from 3.11 on that this machine has
# test-lowest the fast checks with the lowest version of every package that setup.cfg allows
# setup    the shared part of run and test: .venv with the locked packages and the command
# bench    how fast it is over the minutes in CORPUS: start-up, answers beside FTS5, tantivy, Whoosh and (Debian's
#          python3-xapian) Xapian, one meeting, load
# lexicon  build the packed Swedish lexicon (needs npm)
# thesaurus stem the synonyms, after a change in their word lists
# fix      let ruff correct what it can
# stress   ask 1,000,000 generated questions, meet thousands of faults: hours, for before a release
# lock     resolve the packages into requirements/*.txt (needs uv)

CORPUS ?= data/minutes
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip install --quiet --no-cache-dir --require-hashes

.PHONY: bench check fix lexicon lock pythons run setup stress test test-all test-lowest thesaurus
.DELETE_ON_ERROR:

run: setup
	@$(BIN)/protokoll index data/minutes
	@echo "On the command line: $(BIN)/protokoll search krisberedskap"
	@$(BIN)/protokoll serve

test: check
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser"

test-all: check
	$(BIN)/pytest

check: .venv/test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.mutants --check

pythons: .venv/test-ready
	$(BIN)/python -m tools.every_python

test-lowest: .venv/test-ready
	$(BIN)/python -m tools.lowest_versions

bench: .venv/test-ready
	$(BIN)/python -m benchmarks.startup
	@test -d "$(CORPUS)" || { echo "Name a folder of real minutes: make bench CORPUS=/path/to/minutes"; exit 1; }
	$(BIN)/python -m pip install --quiet --no-cache-dir --editable '.[bench]'
	$(BIN)/python -m benchmarks.prose "$(CORPUS)" --keep build/bench --svg build/bench.svg
	$(BIN)/python -m benchmarks.one_meeting "$(CORPUS)" --keep build/bench
	$(BIN)/python -m benchmarks.load build/bench 2000

thesaurus: .venv/test-ready
	$(BIN)/python -m indexer.swedish.synonyms

lexicon: .venv/test-ready
	npm install --no-save --prefix build dictionary-sv@4.0.0
	$(BIN)/python -m pip install --quiet -r requirements/lexicon.in
	$(BIN)/python -m indexer.swedish.lexicon.build build/node_modules/dictionary-sv/index

setup: .venv/ready

fix: .venv/test-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

stress: .venv/test-ready
	$(BIN)/python -m tests.stress.faults
	$(BIN)/python -m tests.stress.queries 1000000 --items 10000

.venv/ready: requirements/run.txt setup.cfg pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "protokoll needs Python 3.11 or later as '$(PYTHON)'. Install one, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up .venv (once)"
	@test -x $(BIN)/python && $(BIN)/python -c '' 2>/dev/null || { rm -rf .venv && $(PYTHON) -m venv .venv; }
	@$(PIP) -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-cache-dir --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q indexer search_ui
	@touch $@

.venv/test-ready: .venv/ready requirements/test.txt
	@echo "Installing the checks (once)"
	@$(PIP) -r requirements/test.txt
	@touch $@

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock:
	$(COMPILE) --extra pdf setup.cfg requirements/set-up.in -o requirements/run.txt
	$(COMPILE) --all-extras -c requirements/run.txt setup.cfg requirements/test.in -o requirements/test.txt
