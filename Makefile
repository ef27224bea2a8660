# make chat   a fresh machine to a chat about the news at http://127.0.0.1:7860
# make test   everything that CI checks: lint, types, directions, tests
PYTHON ?= python3
BIN := .venv/bin
DATA ?= .newsqa

.PHONY: chat test lint bench lock clean

chat: .venv/chat
	$(BIN)/newsqa --data $(DATA) serve --index seeds

test: .venv/test lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --max-worker-restart 1 --cov --cov-report=term

lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

.venv/pip: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25"
	touch $@

.venv/chat: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable ".[local]"
	touch $@

.venv/test: .venv/chat
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable ".[local,dev]"
	touch $@

# Resolve anew: run it in a fresh environment, look at the difference, run the tests.
lock: .venv/test
	$(BIN)/python -m pip freeze --exclude-editable | grep -v "^newsqa" | sed "s/+cpu$$//" > requirements.lock

clean:
	rm -rf .venv $(DATA)
