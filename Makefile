# `make` alone lists what there is. Each target's line after ## is its help.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
python := .venv/bin/python

.PHONY: help run dev keys test test-postgres lint format audit clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

# exec: a signal to make's child must reach the server itself.
run: ## make everything ready and serve the site on http://127.0.0.1:8000 (HOST, PORT)
	@scripts/venv.sh run
	@exec $(python) manage.py start

dev: ## the same with DEBUG, restarting on every change
	@scripts/venv.sh dev
	@CLINIC_DEBUG=1 exec $(python) manage.py start --reload

keys: ## print fresh secrets for production
	@scripts/venv.sh run >&2
	@$(python) -m clinic.new_keys

test: ## all tests on SQLite, in a real browser too (ARGS="-k word" chooses)
	@scripts/venv.sh dev
	@scripts/chromium.sh
	@exec $(python) -m pytest -n 2 --dist loadgroup $(ARGS)

test-postgres: ## the same tests on a throw-away PostgreSQL
	@scripts/venv.sh dev
	@scripts/chromium.sh
	@exec scripts/with-postgres.sh $(python) -m pytest -n 2 --dist loadgroup $(ARGS)

lint: ## style, types, templates, missing migrations, production settings
	@scripts/venv.sh dev
	@exec scripts/lint.sh

format: ## let ruff put the code in shape
	@scripts/venv.sh dev
	@$(python) -m ruff check --fix --quiet . ; exec $(python) -m ruff format .

audit: ## HTML validator over every public page, then Lighthouse (Node and Java)
	@scripts/venv.sh dev
	@scripts/validate-html.sh
	@exec scripts/lighthouse.sh

clean: ## remove what can be made again; keeps var/ with the database
	@rm -rf .venv node_modules tools/*/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
