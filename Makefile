# Needs make and Python 3.11 or newer. `make` alone lists what can be done.
# PYTHON=... picks the interpreter; otherwise the first of these that is new enough is taken.

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
VENV ?= .venv
TRAIN_VENV ?= .venv-train
EXAMPLES = tests/examples
OUT = out

# Nothing is ever fetched from a model hub.
export HF_HUB_OFFLINE = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help parses demo test fast fuzz soak lint format docs notebooks train test-train clean print-python

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/installed ## Set up, find the quotations of the example articles, show and ask the table
	@mkdir -p $(OUT)
	$(VENV)/bin/quotes extract $(EXAMPLES) -o $(OUT)/demo.parquet
	@printf '\nThe first rows of the table:\n\n'
	$(VENV)/bin/quotes query $(OUT)/demo.parquet --limit 8
	@printf '\nWhat did Lorrimer say? Two mayors have that name.\n\n'
	$(VENV)/bin/quotes query $(OUT)/demo.parquet --speaker lorrimer --sort date
	@printf '\nWho is it?\n\n'
	$(VENV)/bin/quotes people $(OUT)/demo.parquet --show lorrimer
	@printf '\nWhich words are printed more than once?\n\n'
	$(VENV)/bin/quotes reprints $(OUT)/demo.parquet
	@printf '\nDid the operator say that a toll is a tax?\n\n'
	$(VENV)/bin/quotes check $(OUT)/demo.parquet "A toll is a tax" --speaker Veldt
	@printf '\nTo see each quotation in its article, and to correct it, run this and open http://127.0.0.1:8766/\n\n'
	@printf '    $(VENV)/bin/quotes serve $(OUT)/demo.parquet\n'

test: $(VENV)/installed-dev ## Set up, run the whole suite (without what needs torch: test-train)
	$(VENV)/bin/python -m pytest -m "not train"

fast: $(VENV)/installed-dev ## Run the tests that need no model and take no time
	$(VENV)/bin/python -m pytest -m "not model and not slow and not train"

fuzz: $(VENV)/installed-dev ## Run the property tests with new examples, many more of them, and damage files for five minutes
	$(VENV)/bin/python -m pytest -m "hypothesis and not train" --hypothesis-profile=long
	$(VENV)/bin/python tests/readers/fuzz_readers.py --minutes 5 --keep $(OUT)/found

soak: $(VENV)/installed-dev ## Run 100,000 made articles through, kill it 20 times, fill its disk; takes an hour
	$(VENV)/bin/python tests/soak.py $(OUT)/soak --articles 100000 --kills 20

lint: $(VENV)/installed-dev ## Check style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: $(VENV)/installed-dev ## Format the code, mend what ruff can mend
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

parses: $(VENV)/installed-dev ## Parse the texts of the tests anew
	$(VENV)/bin/python tests/parses.py

docs: $(VENV)/installed-dev ## Write the tables of columns anew, build the site into out/site
	$(VENV)/bin/cog -r README.md docs/columns.md
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet
	@echo "$(OUT)/site/index.html"

notebooks: $(VENV)/installed-dev ## Run the notebooks anew, in place
	$(VENV)/bin/jupyter execute --inplace --NotebookClient.record_timing=False notebooks/*.ipynb

train: $(TRAIN_VENV)/installed ## Train and export the tagger (models/README.md); brings torch
	$(TRAIN_VENV)/bin/python -m weasel run all models

test-train: $(TRAIN_VENV)/installed ## Run the tests that need the train extra; brings torch
	$(TRAIN_VENV)/bin/python -m pytest -m train

clean: ## Remove the environments and everything that was made
	rm -rf $(VENV) $(TRAIN_VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

print-python:
	@echo $(PYTHON)

# An environment is whole once its mark is there; a newer pyproject.toml brings it up to date.

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or give it: make PYTHON=/path/to/python" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable '.[web]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --editable '.[dev]'
	@touch $(VENV)/installed $@

$(TRAIN_VENV)/installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or give it: make PYTHON=/path/to/python" >&2; exit 2; }
	$(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN_VENV)/bin/python -m pip install --quiet --editable '.[train,dev]'
	@touch $@
