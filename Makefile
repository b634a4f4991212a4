# make demo   set up what running needs, write the sample desk into demo/ and do its day
# make test   set up everything and pass every check and test
# make bench  the benchmarks; make clean  remove what was made (the environment .venv stays)
#
# Another Python: make test PYTHON=python3.12

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
OFFICE := libreoffice-calc libreoffice-writer python3-uno poppler-utils fonts-crosextra-carlito fonts-liberation postgresql

.PHONY: demo test lint bench clean office

demo: $(VENV)/.stamp-run
	$(BIN)/sheetops demo demo

test: $(VENV)/.stamp-dev office lint
	$(PY) -m pytest -q -n auto --dist loadfile

lint: $(VENV)/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.stamp-dev
	@for benchmark in benchmarks/*.py; do echo "== $$benchmark"; $(PY) "$$benchmark" || exit 1; done

clean:
	rm -rf demo dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(VENV)/.stamp-python:
	@test -n "$(PYTHON)" || { echo "sheetops needs Python 3.11 or newer. Install it, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python"; exit 1; }
	@if [ ! -x $(PY) ]; then $(PYTHON) -m venv $(VENV) || { $(ROOT_APT) python3-venv && $(PYTHON) -m venv --clear $(VENV); }; fi
	@touch $@

$(VENV)/.stamp-run: pyproject.toml $(VENV)/.stamp-python
	$(PIP) --editable .
	@touch $@

$(VENV)/.stamp-dev: pyproject.toml $(VENV)/.stamp-python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.stamp-run

# Packages of the system are installed where that can be done without asking: as root, with apt-get.
ROOT_APT := [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

office: $(VENV)/.stamp-dev
	@{ $(PY) -c 'from sheetops.jobs.doctor import soffice; raise SystemExit(soffice() is None)' && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } \
		|| { $(ROOT_APT) $(OFFICE); } || echo "LibreOffice or PostgreSQL is not here and was not installed: their tests are skipped."
