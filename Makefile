# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test test-more test-postgresql mutants check lint lock bench bench-status screens clean

# Whatever the machine says: each process reads what another compiled.
unexport PYTHONDONTWRITEBYTECODE

run: $(VENV)/.run  ## install, build the observatory and serve it
	$(BIN)/maillage up

test: $(VENV)/.dev  ## what a change must pass, with a real browser
	bash scripts/install_browser.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not more"

test-more: $(VENV)/.dev  ## all the rest: slow, national, killed, random at length, then PostgreSQL
	bash scripts/install_browser.sh
	bash scripts/install_postgresql.sh
	bash scripts/install_office.sh
	bash scripts/install_clamav.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "more or hypothesis" --hypothesis-profile=whole
	$(MAKE) test-postgresql

test-postgresql: $(VENV)/.dev  ## what people write, on PostgreSQL instead of SQLite
	bash scripts/install_postgresql.sh
	$(BIN)/python scripts/test_postgresql.py

check: lint test test-more  ## everything CI runs

lint: $(VENV)/.dev  ## the gates: style, types, imports, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djhtml --check --tabwidth 2 $$(git ls-files 'maillage/*.html')

mutants: $(VENV)/.dev  ## how many small changes to rights, targets, committees and pipeline the tests see
	$(BIN)/python scripts/mutants.py

bench: $(VENV)/.dev  ## speed, as ratios to a peer measured in the same run, written in bench/results
	$(BIN)/python -m bench

bench-status: $(VENV)/.run  ## which tables of bench/results are older than what they measure
	$(BIN)/python -m bench.status

screens: $(VENV)/.dev  ## pictures of every page of the demonstration region, in var/screens; the README's in docs/screens
	bash scripts/install_browser.sh
	$(BIN)/python scripts/screens.py

lock:  ## pin the dependencies again, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra build --extra dev pyproject.toml -o requirements-dev.lock

$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

clean:  ## what is installed and built
	rm -rf $(VENV) var .cache
