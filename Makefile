# make run    a service with the demo office at http://127.0.0.1:8000/docs
# make test   every check and the whole suite; make test ARGS='-k sign' for a part of it
#
# Everything happens in .venv, whatever virtual environment is active. PYTHON names the interpreter it is made with.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
UV ?= $(firstword $(wildcard $(BIN)/uv) uv)
COMPILE := pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test test-deep lint types contracts migrations lock openapi bench demo migrate clean

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile
	@echo "make setup | run | demo | migrate | test | test-deep | lint | types | contracts | migrations"
	@echo "make openapi | bench | lock | clean"

# $(call at_least_3_11,INTERPRETER)
define at_least_3_11
	@$(1) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Shuniu needs Python 3.11 or newer, but $(1) is: $$($(1) --version 2>&1 || true)" >&2; \
	  echo "Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12 (and remove $(VENV) if it is the old one)" >&2; \
	  exit 1; }
endef

$(BIN)/python:
	$(call at_least_3_11,$(PYTHON))
	@if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  $(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  echo "$(PYTHON) has no ensurepip: its own pip fills $(VENV)"; \
	  $(PYTHON) -m venv --without-pip $(VENV); \
	else \
	  echo "$(PYTHON) has neither ensurepip nor pip. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi

$(VENV)/.installed: requirements.txt requirements-dev.txt | $(BIN)/python
	$(call at_least_3_11,$(BIN)/python)
	@pip="$(BIN)/python -m pip"; $$pip --version >/dev/null 2>&1 || pip="$(PYTHON) -m pip --python $(BIN)/python"; \
	  echo "Installing what requirements-dev.txt lists into $(VENV)"; \
	  $$pip install --quiet --require-hashes -r requirements-dev.txt && \
	  $$pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.installed

run: setup migrate demo
	$(BIN)/shuniu serve $(ARGS)

migrate: setup
	$(BIN)/shuniu admin migrate

demo: migrate
	$(BIN)/shuniu admin demo

test: lint types contracts migrations
	$(BIN)/python -m pytest -m "not deep" $(ARGS)

test-deep: setup
	$(BIN)/python -m pytest -m deep $(ARGS)

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

migrations: setup
	$(BIN)/python -m tests.db.lint_migrations

openapi: setup
	$(BIN)/shuniu admin openapi > docs/openapi.json.new
	mv docs/openapi.json.new docs/openapi.json

bench: setup
	$(BIN)/python -m bench $(ARGS)

# The newest of everything that fits together; add --upgrade through ARGS to move what is already locked.
lock:
	$(UV) $(COMPILE) $(ARGS) requirements.in -o requirements.txt
	$(UV) $(COMPILE) $(ARGS) requirements-dev.in -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
