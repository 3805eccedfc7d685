# `make` prints this menu. Everything runs in .venv, made from the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The pinned files name all there is to install. pip takes uv alone, which takes the rest in a quarter of pip's time; where uv
# finds no index, as behind a mirror that pip alone was told of, pip takes it after all.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r
export ENV_FILE ?= config/dev.env
# Some machines set it: each start would compile everything again, half of its time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test vnu verapdf lint bench lighthouse lock clean elasticsearch elasticsearch-stop

help: ## This menu
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(VENV)/.site: requirements-uv.txt requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) requirements-uv.txt
	$(UV) requirements.txt || $(PIP) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.site
	$(UV) requirements-dev.txt || $(PIP) requirements-dev.txt
	@touch $@

run: $(VENV)/.site ## The site with its demo content, on http://127.0.0.1:8000/
	@$(BIN)/python manage.py demo

test: $(VENV)/.dev ## The test suite; what needs PostgreSQL, Elasticsearch or Chromium says so and is skipped
	@$(BIN)/python $(UNDER) -m pytest -q -n auto --dist loadgroup $(ARGS)

vnu: ## The Nu checker of HTML, which a test runs when it is there (needs npm, then java)
	@$(PYTHON) tools/vnu.py var/tools/vnu.jar

verapdf: ## veraPDF, which a test of the council note runs when it is there (needs Maven, then java)
	@$(PYTHON) tools/verapdf.py var/tools/verapdf

lint: $(VENV)/.dev ## ruff, mypy and djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet

bench: $(VENV)/.site ## Times and counts of the pages, search, register and swarms, on the demo content
	@$(BIN)/python manage.py demo --no-serve
	@$(BIN)/python manage.py bench_pages
	@$(BIN)/python manage.py bench_lookup
	@$(BIN)/python manage.py bench_nearest
	@$(BIN)/python manage.py bench_search
	@$(BIN)/python manage.py bench_swarm
	@$(BIN)/python manage.py bench_desk
	@$(BIN)/python manage.py bench_import
	@$(BIN)/python manage.py bench_note
	@$(BIN)/python manage.py bench_map

lighthouse: $(VENV)/.dev ## Lighthouse on every page type, as for a phone (needs Node and Chromium; ten minutes)
	@$(BIN)/python tools/lighthouse.py $(ARGS)

elasticsearch: ## Starts a local Elasticsearch on 127.0.0.1:9200; prints the settings to use it
	@$(PYTHON) tools/elasticsearch.py start $(ARGS)

elasticsearch-stop: ## Stops it
	@$(PYTHON) tools/elasticsearch.py stop $(ARGS)

# For every Python and system at once, with the hash of each file of a release: another machine takes other files.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header $(ARGS)
lock: $(VENV)/.site ## Writes the pinned requirements from requirements*.in; what is pinned stays, unless ARGS=--upgrade
	mkdir -p var/lock
	cp requirements*.txt var/lock/
	for name in requirements-uv requirements; do \
	  $(LOCK) $$name.in -o var/lock/$$name.txt || exit 1; \
	  { head -1 $$name.txt; cat var/lock/$$name.txt; } > var/lock/pinned.txt; \
	  cp var/lock/pinned.txt $$name.txt; \
	done
	$(LOCK) requirements-dev.in -o var/lock/requirements-dev.txt \
	  $$(sed -n 's/^\([^ =]*\)==.*/--no-emit-package \1/p' requirements.txt)
	{ head -2 requirements-dev.txt; cat var/lock/requirements-dev.txt; } > var/lock/dev.txt
	cp var/lock/dev.txt requirements-dev.txt

clean: ## Removes the environment and all that the site wrote (database, index, uploads)
	rm -rf $(VENV) var
