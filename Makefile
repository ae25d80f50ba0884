# `make demo` and `make test` each work alone, first, in a fresh clone.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
CATALOGUES := $(wildcard coopadmin/locale/*/LC_MESSAGES/*.po)

.PHONY: demo test check bench torture fuzz audit setup messages picture lock clean

demo: setup
	$(PY) -m coopadmin demo

test: setup check
	$(PY) -m pytest

check: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports

bench: setup
	$(PY) -m bench

torture: setup
	$(PY) -m tests.torture

fuzz: setup
	$(PY) -m tests.fuzz

audit: setup
	$(PY) -m tests.dependencies

setup: .venv/installed .venv/catalogues

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'coopadmin needs Python 3.11 or newer')"
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(PY) -c "from pathlib import Path; Path('.venv/installed').touch()"

.venv/catalogues: .venv/installed $(CATALOGUES)
	$(PY) hatch_build.py
	$(PY) -c "from pathlib import Path; Path('.venv/catalogues').touch()"

messages: setup
	$(PY) -m babel.messages.frontend extract --no-location --omit-header --sort-output -k _ -k N_ -k ngettext:1,2 -k pgettext:1c,2 -o coopadmin/locale/coopadmin.pot coopadmin db screens
	$(PY) -m babel.messages.frontend update --omit-header --no-fuzzy-matching --ignore-obsolete -D coopadmin -i coopadmin/locale/coopadmin.pot -d coopadmin/locale -l nl

picture: setup
	$(PY) docs/make_picture.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra encryption --group build --group test -o requirements.lock pyproject.toml

clean:
	$(PYTHON) -c "import shutil; shutil.rmtree('.venv', ignore_errors=True)"
