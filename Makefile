# Glint builds everything in .venv; `make help` says what there is. PYTHON=... picks another Python 3.11.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.glint-ready
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-compile --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-fast bench docs clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[1mmake %-10s\033[0m %s\n", $$1, $$2}' Makefile

setup: $(READY) ## make .venv with glint in it (a download of about 700 MB, once)

demo: $(READY) ## render the bundled demo into outputs/demo
	@$(BIN)/glint generate demo --out outputs/demo

# What needs neither Blender nor Ray runs on all cores. Tiny pictures are built more than traced, on one core, so two files
# with Blender run at a time; Ray starts workers of its own. A file stays with one worker, which makes what its tests
# share once; without Blender each worker has a core, so numpy needs no threads.
test: $(READY) ## everything that CI checks: format, lint, types, all tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -m "not blender and not cluster" -n auto --dist loadfile
	@$(BIN)/pytest -m "blender and not cluster" -n 2 --dist loadfile
	@$(BIN)/pytest -m cluster

test-fast: $(READY) ## the quick tests, without Blender and Ray, on all cores, in under a minute
	@OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -m "not blender and not cluster and not slow" -n auto --dist loadfile

bench: $(READY) ## all figures of docs/, from benchmarks/ (long)
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python "$$file"; done

docs: $(READY) ## write docs/catalogue.md anew from the plugins
	@$(BIN)/python scripts/write_catalogue.py

clean: ## remove .venv and caches; outputs stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# hatchling goes in first and stays, so that nothing is downloaded for a build that the constraints do not pin.
$(READY): pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
	  echo "Glint needs Python 3.11 exactly (Blender's wheel does), and '$(PYTHON)' is not one." >&2; \
	  echo "Install it (Debian: apt install python3.11 python3.11-venv; elsewhere: uv python install 3.11)," >&2; \
	  echo "or say where it is: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(BIN)/python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
	  rm -rf "$(VENV)"; "$(PYTHON)" -m venv "$(VENV)" || { \
	  echo "'$(PYTHON)' cannot make a virtual environment (Debian: apt install python3.11-venv)." >&2; exit 1; }; }
	@echo "Setting up $(VENV): about 2 GB on disk, a few minutes the first time."
	@quiet=--quiet; if [ -t 1 ]; then quiet=; fi; \
	  $(PIP) $$quiet hatchling editables && $(PIP) $$quiet --no-build-isolation --editable '.[dev]'
	@touch "$@"
	@echo "Ready: $(BIN)/glint"; $(BIN)/glint doctor || true
