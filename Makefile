# Two commands on a fresh machine: `make demo` and `make test`. The rest is for those who change the code.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

TOOLS := .tools
UV := $(shell command -v uv 2>/dev/null || echo $(TOOLS)/bin/uv)
RUN := .venv/bin
SPARK := .venv-spark
JAVA = $(if $(JAVA_HOME),$(JAVA_HOME)/bin/)java
export UV_PYTHON_DOWNLOADS := never
PORT ?= 8000
WORKERS ?= 2

.PHONY: help setup browser java demo demo-full serve test test-sqlite test-postgres test-spark check format bench bench-national clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(TOOLS)/bin/uv:
	@python3 -m venv $(TOOLS) 2>/dev/null || { \
	  echo "python3-venv is missing; trying to install it"; \
	  apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv $(TOOLS); }
	@$(TOOLS)/bin/pip install --quiet --disable-pip-version-check "uv>=0.8"

.venv/.synced: uv.lock pyproject.toml | $(if $(filter $(TOOLS)/bin/uv,$(UV)),$(TOOLS)/bin/uv)
	@$(UV) sync --locked --quiet --group dev --group bench
	@touch $@

$(SPARK)/.synced: uv.lock pyproject.toml | $(if $(filter $(TOOLS)/bin/uv,$(UV)),$(TOOLS)/bin/uv)
	@echo "setting up $(SPARK) with pyspark (some 450 MB to download, the first time only)"
	@UV_PROJECT_ENVIRONMENT=$(SPARK) $(UV) sync --locked --quiet --group dev --group bench --extra spark
	@touch $@

setup: .venv/.synced ## install everything the project needs into .venv
	@$(RUN)/chungtay manage build_assets

browser:
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing the chromium package for the browser tests"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	  || echo "chromium could not be installed: the browser tests will be skipped"; \
	else echo "no chromium and no rights to install it: the browser tests will be skipped"; fi

java:
	@if $(JAVA) -version >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "installing the package default-jre-headless for Spark"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless >/dev/null; } \
	  || echo "Java could not be installed"; \
	else echo "no Java and no rights to install it"; fi

demo: setup ## build the synthetic demo province and serve it on http://127.0.0.1:$(PORT)
	$(RUN)/chungtay demo --port $(PORT)

demo-full: setup ## the same with about 300,000 households
	$(RUN)/chungtay demo --full --home var-full --port $(PORT)

serve: setup ## serve what is already there
	$(RUN)/chungtay serve --port $(PORT)

test: setup browser test-sqlite test-postgres ## every test, on SQLite and (where a server answers) on PostgreSQL
	@why=$$($(RUN)/python tests/spark_answers.py 2>&1) \
	  || echo "SKIPPED: the tests that hold Spark to DuckDB. $$why Run them with: make test-spark"

test-sqlite:
	$(RUN)/pytest -n $(WORKERS) --dist loadscope

test-postgres:
	@if $(RUN)/python tests/postgres_answers.py; then \
	  CHUNGTAY_DATABASE_URL=$${CHUNGTAY_TEST_POSTGRES:-postgresql://postgres@127.0.0.1:5432/postgres} \
	    $(RUN)/pytest -n $(WORKERS) --dist loadscope -m "not browser" \
	    tests/units tests/accounts tests/movement tests/registry tests/indicators tests/documents tests/portal tests/demo \
	    tests/test_every_address.py; \
	else echo "SKIPPED: no PostgreSQL answers at 127.0.0.1:5432 (set CHUNGTAY_TEST_POSTGRES); the tests ran on SQLite only"; fi

test-spark: java ## the tests that hold Spark to DuckDB, in .venv-spark (Java; some 450 MB at first)
	@if $(JAVA) -version >/dev/null 2>&1; then \
	  $(MAKE) --no-print-directory $(SPARK)/.synced && $(SPARK)/bin/pytest -m spark; \
	else echo "SKIPPED: the tests that hold Spark to DuckDB; they need Java 17 or later (or JAVA_HOME to say where it is)"; fi

check: setup ## style, types, architecture, templates
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy src/chungtay
	$(RUN)/lint-imports
	$(RUN)/djlint --lint --quiet src/chungtay
	$(UV) lock --check --quiet

format: setup ## put code in house style
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

bench: setup ## every benchmark, as ratios in one run
	$(RUN)/python -m benchmarks

bench-national: setup ## a nation of 27 million households: some ten minutes to make, some to measure
	$(RUN)/python -m benchmarks.national $(NATIONAL)

clean: ## remove what was made (not the databases in var*)
	rm -rf .venv $(SPARK) $(TOOLS) .mypy_cache .ruff_cache .pytest_cache
