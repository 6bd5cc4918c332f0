# The commands of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

BIN := .venv/bin
PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras \
	--system-certs --no-config --no-header --no-emit-index-url --no-emit-find-links

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: .venv/installed ## Build the environment in .venv, test tools included
	@:

.venv/installed: requirements/test.txt pyproject.toml .ci/setup
	@.ci/setup

.PHONY: demo
demo: setup ## Serve a demonstration on http://127.0.0.1:8000 (args=--fresh starts over)
	@$(BIN)/elearn demo $(args)

.PHONY: test
test: need-test check ## Everything that must hold before a change goes in: the checks and all tests
	$(BIN)/pytest --numprocesses=auto $(args)

.PHONY: coverage
coverage: need-test setup ## All tests once more, with the lines that none of them runs
	$(BIN)/pytest --numprocesses=auto --cov --cov-report=term-missing:skip-covered $(args)

.PHONY: a11y
a11y: need-html setup .ci/html/node_modules/.package-lock.json ## Look at every page in every form, walk every task, check the HTML
	$(BIN)/pytest --whole --numprocesses=auto --dist=worksteal -p tests.a11y.results tests/a11y tests/e2e tests/walks tests/markup \
		tests/test_pseudo_language.py tests/test_no_mixed_pages.py $$($(BIN)/python -m tests.a11y.results) $(args)

# The Nu HTML checker: one jar, checked by the hash in the lock file; none of its scripts is run.
.ci/html/node_modules/.package-lock.json: .ci/html/package-lock.json
	npm --prefix .ci/html ci --ignore-scripts

.PHONY: faults
faults: need-test setup ## Kill the server and starve downloads, at full length on both databases
	$(BIN)/pytest --whole --numprocesses=auto tests/faults $(args)

.PHONY: year
year: need-test setup ## Play through a year of reminders day by day, on both databases
	$(BIN)/pytest --whole --numprocesses=auto tests/reminders/test_a_year.py tests/reminders/test_year.py $(args)

.PHONY: corpus
corpus: need-test setup ## Put every HR file of the corpus to the test, on both databases
	$(BIN)/pytest --whole --numprocesses=auto tests/corpus/whole.py tests/corpus/test_*.py $(args)

.PHONY: need-test
need-test:
	@.ci/need test >/dev/null

.PHONY: need-html
need-html:
	@.ci/need html >/dev/null

.PHONY: check
check: setup ## The checks of `make test` without the tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/elearn content check
	@if [ -d elearn/translations ]; then echo .ci/translations --check; .ci/translations --check; fi

.PHONY: fix
fix: setup ## Format the code and mend what can be mended by machine
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: bench
bench: need-test setup ## Measure pages, reports and exports of large groups (args=--large: a million people)
	@$(BIN)/python -m tests.bench $(args)

.PHONY: histories
histories: need-test setup ## Try many random histories of a group against the reference (args=how many)
	ELEARN_HISTORIES=$(or $(args),500) $(BIN)/pytest --numprocesses=auto tests/reports/test_histories.py \
		tests/reports/test_counts_histories.py tests/organisations/test_undo_anything.py

.PHONY: disclosure
disclosure: need-test setup ## Try to calculate what /laget hides, in many small organisations (args=how many)
	ELEARN_DISCLOSURE=$(or $(args),10000) $(BIN)/pytest tests/reports/test_disclosure.py

.PHONY: translations
translations: setup ## Collect the texts of the interface and compile the translations
	@.ci/translations

.PHONY: screenshots
screenshots: need-test setup ## Take the pictures of the guides anew, in a demonstration on a fixed day
	$(BIN)/python -m tests.guides $(args)

.PHONY: styles
styles: ## Build the style sheets and scripts in elearn/static (needs node and npm)
	npm --prefix elearn/styles ci
	npm --prefix elearn/styles run build

.PHONY: migration
migration: setup ## Write a migration for changed models: make migration name="what it does"
	@$(BIN)/python .ci/migration.py "$(name)"

.PHONY: requirements
requirements: setup ## Pin the requirements again (args=--upgrade for newer releases)
	$(PIN) $(args) requirements/runtime.in --output-file requirements/runtime.txt
	$(PIN) $(args) requirements/test.in --output-file requirements/test.txt
	@! grep -n '://' requirements/*.txt || { echo 'A pinned file must hold no address.' >&2; exit 1; }

.PHONY: hooks
hooks: setup ## Run the checks on every commit (pre-commit)
	$(BIN)/pre-commit install
