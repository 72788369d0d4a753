# `make run` and `make test` do everything on a fresh machine, each with its own set-up. `make help` lists the rest.
SHELL := /bin/bash
.DELETE_ON_ERROR:
PYTHON ?= python3
BIN := .venv/bin
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check
LOCK = $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11
PLACE ?= data/reference/tower-hamlets
HOST ?= 127.0.0.1
PORT ?= 8000
INSTANCE := $(if $(ASSETMAP_INSTANCE),$(ASSETMAP_INSTANCE),instance)
SECRET = SECRET_KEY="$${SECRET_KEY:-$$(cat $(INSTANCE)/secret_key)}"
# One mark for each place and database; an embedded database that is gone is loaded again.
LOADED := $(INSTANCE)/loaded-$(shell printf '%s' "$(DATABASE_URL) $(PLACE)" | cksum | cut -d' ' -f1)
ifeq ($(DATABASE_URL)$(wildcard $(INSTANCE)/assetmap.sqlite),)
.PHONY: $(LOADED)
endif
PLACE_FILES := $(wildcard $(PLACE)/*) $(wildcard migrations/versions/*.py)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: .make/run-packages .make/app static/vendor/manifest.json $(INSTANCE)/secret_key $(LOADED) ## start the site at http://127.0.0.1:8000
	@echo "To approve what people suggest, make yourself a steward:  make user EMAIL=you@example.org"
	@$(SECRET) ASSETMAP_MAIL_URL="$${ASSETMAP_MAIL_URL-console:}" $(BIN)/assetmap serve --host $(HOST) --port $(PORT)

.PHONY: user
user: .make/app $(INSTANCE)/secret_key ## add a person who can sign in: make user EMAIL=you@example.org [ROLE=steward]
	@test -n "$(EMAIL)" || { echo "Say who: make user EMAIL=you@example.org"; exit 1; }
	@$(SECRET) $(BIN)/assetmap user add "$(EMAIL)" --role "$(or $(ROLE),administrator)"

.PHONY: test
test: .make/test-packages .make/dev static/vendor/manifest.json ## run every test: SpatiaLite, PostGIS, a real browser
	@command -v chromium chromium-browser google-chrome >/dev/null || [ "$$(uname)" = Darwin ] || $(BIN)/playwright install --with-deps chromium
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
	$(PIP) uv
	$(LOCK) pyproject.toml --extra redis -o requirements/app.txt
	$(LOCK) pyproject.toml --extra redis --group dev -o requirements/dev.txt
	$(LOCK) requirements/build.in -o requirements/build.txt

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

.make/app: requirements/app.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/app.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p .make && touch $@

.make/dev: requirements/dev.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/build.txt -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p .make && touch $@

# Node.js only fetches the front-end files; where the system has none, the one from requirements/build.txt does.
NPM := $(shell command -v npm || echo $(CURDIR)/$(BIN)/npm)

static/vendor/manifest.json: package.json package-lock.json vendor.mjs | $(BIN)/python
	@command -v $(NPM) >/dev/null || $(PIP) --require-hashes -r requirements/build.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --no-audit --no-fund --silent
	PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) run --silent vendor

$(INSTANCE)/secret_key:
	@mkdir -p $(INSTANCE)
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(48))' > $@

$(LOADED): $(PLACE_FILES) | .make/app
	$(BIN)/assetmap load place $(PLACE)
	@touch $@
