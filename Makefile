# Twain: `make help` says what there is.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT PYTHON

.PHONY: help run test coverage check bench demo format translations clean

help: ## Show this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: .venv/run-time ## Set up and serve with demo data (web and worker); HOST, PORT
	@$(BIN)/python scripts/catalogues.py compile && exec $(BIN)/python -m app.run

test: .venv/development ## Set up and run every test
	@scripts/test

coverage: .venv/development ## Run every test and show what none of them reaches
	@COVERAGE=1 scripts/test

check: .venv/development ## Ruff, mypy, import-linter, djlint, translations, migrations equal models
	@scripts/check

bench: .venv/development ## Measure speed beside its floors; writes docs/benchmarks.md
	@scripts/bench

demo: .venv/run-time ## Load the demo world into an empty database
	@$(BIN)/flask --app app.wsgi db upgrade && $(BIN)/flask --app app.wsgi demo load

format: .venv/development ## Format Python and templates
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix -q .

translations: .venv/development ## Collect new sentences into the catalogues
	@scripts/translations

clean: ## Remove what setting up made, and the development database
	rm -rf .venv instance .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis tests/javascript/node_modules

.venv/run-time: requirements.txt
	@scripts/venv requirements.txt
	@touch $@

.venv/development: requirements-dev.txt
	@scripts/venv requirements-dev.txt
	@touch $@ .venv/run-time
