# The two commands are `make run` and `make test`; `make` alone lists all of them.
# PORT and PLANNER_… are read by the planner from the environment: `make run PORT=8600 PLANNER_DATA=folder`.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# Only what is imported gets its bytecode: 110 MB and some seconds less than for all that was installed.
COMPILE := PYTHONDONTWRITEBYTECODE= $(PY) -c 'import streamlit.web.cli, uvicorn, streamlit_app' 2>/dev/null || true
PYTHONS := python3.13 python3.12 python3.11 python3
ASSETS := planner/web/assets
# It asks no host for a newer version and keeps its cache with the environment.
DENO := DENO_NO_UPDATE_CHECK=1 DENO_DIR=$(CURDIR)/$(VENV)/deno $(CURDIR)/$(VENV)/bin/deno
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run demo test lint prepare

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/requirements.txt ## serve the planner on http://localhost:8501 (PORT, PLANNER_DATA)
	$(PY) -m planner serve

demo: $(VENV)/requirements.txt ## serve the demo city, with a sign-in link for each role (PORT, PLANNER_DATA)
	$(PY) -m planner demo

test: $(VENV)/tests-requirements.txt prepare ## run all tests (ARGS="-k words" goes to pytest)
	$(PY) -m pytest --numprocesses 2 $(ARGS)

lint: $(VENV)/tests-requirements.txt ## check style and types of Python, JavaScript and CSS
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict planner pages streamlit_app.py tests
	cd $(ASSETS) && $(DENO) fmt --check
	cd $(ASSETS) && $(DENO) lint
	cd $(ASSETS) && $(DENO) check --quiet .

# Never fails: what cannot be had fails or skips the tests that want it, and they tell the reason.
prepare: $(VENV)/tests-requirements.txt ## find, fetch or compile what the tests share: a browser, routing servers, a city
	@$(PY) -m tests.prepare

# A copy of what was installed last stands in .venv, so a mere change of a file's time installs nothing.
$(VENV)/requirements.txt: requirements.txt $(VENV)/ready
	@cmp -s requirements.txt $@ || { echo "Installing what the planner needs: once, about a minute."; \
	  $(PIP) --no-compile --requirement requirements.txt && { $(COMPILE); }; }
	@cp requirements.txt $@

$(VENV)/tests-requirements.txt: tests/requirements.txt $(VENV)/requirements.txt
	@cat requirements.txt tests/requirements.txt | cmp -s - $@ || { echo "Installing what the tests need: once."; \
	  $(PIP) --requirement tests/requirements.txt; }
	@cat requirements.txt tests/requirements.txt > $@

# Debian ships Python without venv, and version managers put names on the path that do not start: so each one is tried.
# An environment whose Python is gone or half made is made anew.
ifneq ($(shell test -x $(PY) && echo there),there)
.PHONY: $(VENV)/ready
endif
$(VENV)/ready:
	@if $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then touch $@; exit 0; fi; \
	bare=; for python in $(PYTHONS); do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  if $$python -c 'import venv, ensurepip' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)."; \
	    $$python -m venv --clear $(VENV) && touch $@; exit; \
	  fi; \
	  bare=$${bare:-$$python}; \
	done; \
	if [ -n "$$bare" ]; then \
	  echo "$$($$bare --version) is here, but its venv module is not. On Debian and Ubuntu: apt install python3-venv" >&2; \
	else \
	  echo "The planner needs Python 3.11 or later, and none of these starts: $(PYTHONS)." >&2; \
	fi; \
	exit 1
