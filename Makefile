# run      make what is needed, index data/minutes and start the page
# test     make what is needed and run the fast checks: at most three minutes on two cores
# test-all the fast checks and the slow ones: browser, faults, thousands of questions
# test-cluster  the tests that need OpenSearch: fetched through Maven, started on this machine, stopped again
# pythons  the fast tests on every Python from 3.11 on that this machine has
# test-lowest the fast checks with the lowest version of every package that setup.cfg allows
# setup    the shared part of run and test: .venv with the locked packages and the command, mended when it is broken
# wheel    build what is installed on a server (docs/production.md), in dist
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

.PHONY: bench check fix lexicon lock python pythons run setup setup-checks stress test test-all test-cluster test-lowest thesaurus wheel
.DELETE_ON_ERROR:
# One after the other, whatever -j says: the page takes the terminal, and with both asked for the checks come first.
.NOTPARALLEL:
ifneq ($(filter test test-all check,$(MAKECMDGOALS)),)
run: $(filter test test-all check,$(MAKECMDGOALS))
endif

run: setup
	@$(BIN)/protokoll index data/minutes || case $$? in 3|75) ;; *) exit 1 ;; esac
	@echo "On the command line: $(BIN)/protokoll search krisberedskap"
	@$(BIN)/protokoll serve

test: check
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not browser and not cluster"

test-all: check
	$(BIN)/pytest -m "not cluster"

test-cluster: setup-checks
	@$(BIN)/python -m tests.cluster.cluster lacking
	$(BIN)/pytest -n 0 -m "cluster and not slow" tests/index tests/cluster

check: setup-checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.mutants --check

pythons: setup-checks
	$(BIN)/python -m tools.every_python

test-lowest: setup-checks
	$(BIN)/python -m tools.lowest_versions

bench: setup-checks
	$(BIN)/python -m benchmarks.startup
	@test -d "$(CORPUS)" || { echo "Name a folder of real minutes: make bench CORPUS=/path/to/minutes"; exit 1; }
	$(BIN)/python -m pip install --quiet -r requirements/bench.in
	$(BIN)/python -m benchmarks.prose "$(CORPUS)" --keep build/bench --svg build/bench.svg
	$(BIN)/python -m benchmarks.one_meeting "$(CORPUS)" --keep build/bench
	$(BIN)/python -m benchmarks.load build/bench 2000

thesaurus: setup-checks
	$(BIN)/python -m indexer.swedish.synonyms

lexicon: setup-checks
	npm install --no-save --prefix build dictionary-sv@4.0.0
	$(BIN)/python -m pip install --quiet -r requirements/lexicon.in
	$(BIN)/python -m indexer.swedish.lexicon.build build/node_modules/dictionary-sv/index

setup: python
	@$(PYTHON) tools/set_up.py

setup-checks: python
	@$(PYTHON) tools/set_up.py --checks

python:
	@command -v $(PYTHON) >/dev/null || \
		{ echo "protokoll needs Python 3.11 or later as '$(PYTHON)'. Install one, or name it: make PYTHON=/path/to/python3.12"; exit 1; }

wheel: setup-checks
	$(BIN)/python -m build --no-isolation --outdir dist .

fix: setup-checks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

stress: setup-checks
	$(BIN)/python -m tests.stress.faults
	$(BIN)/python -m tests.stress.queries 1000000 --items 10000

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock:
	$(COMPILE) --extra pdf setup.cfg requirements/set-up.in -o requirements/run.txt
	$(COMPILE) --extra pdf --extra watch --extra gunicorn -c requirements/run.txt setup.cfg -o requirements/server.txt
	$(COMPILE) --all-extras -c requirements/run.txt setup.cfg requirements/test.in -o requirements/test.txt
