# Two commands: `make demo` and `make test`. Both set up .venv first, each with the pinned requirements that it needs.
# `make bench-setup` adds the peers of benchmarks/reading and benchmarks/index to it.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test quick lint mutants bench-setup clean

.venv/demo-ready: requirements.txt tests/practice/requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt -r tests/practice/requirements.txt
	touch $@

.venv/ready: .venv/demo-ready tests/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

demo: .venv/demo-ready
	$(BIN)/python -m tests.practice.demo

# Hundreds of processes import the package: they compile it once, whatever the environment says.
test: .venv/ready
	@echo "All tests: about ten minutes on two cores; make quick takes half a minute"
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(or $(TEST_PROCESSES),5) --dist loadfile --no-loadscope-reorder

# Rules, documents and one crawl: what a small change breaks first.
QUICK := addresses cms text docs pipelines storage frontier export test_architecture.py test_words.py test_reading.py \
    e2e/test_crawl.py
quick: .venv/ready
	$(BIN)/python -m pytest -n $(or $(TEST_PROCESSES),2) --dist loadfile $(addprefix tests/,$(QUICK))

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# How many small changes to the rules the unit tests notice; ten to thirty minutes, `SEED=2 make mutants` draws others.
mutants: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -r tests/mutants/requirements.txt
	$(BIN)/python -m tests.mutants --seed $(or $(SEED),1)

bench-setup: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BIN)/pip check

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
