# Muster's commands. Each prints what it does and may be given again at any time.
#   make run                 Muster on http://127.0.0.1:5000    (PORT=8000 for another port)
#   make demo                the same with 10,000 invented people, in a folder of its own
#   make test                every test, after installing what they need
#   make bench               the benchmarks, each figure beside its floor
#   make lint, make format   ruff
#   make lock                the hashed locks again, from pyproject.toml
#   make clean               takes away what these commands made, but never an instance
# PYTHON=/path/to/python picks the Python that .venv is made with.

.PHONY: run demo test bench lint format lock clean environment test-environment

PORT ?= 5000
BIN := .venv/bin

run: environment
	$(BIN)/muster migrate
	@exec $(BIN)/muster serve --port $(PORT)

demo: export MUSTER_INSTANCE = $(CURDIR)/instance-demo
demo: export MUSTER_DATABASE_URL =
demo: export MUSTER_SMTP_URL =
demo: environment
	$(BIN)/muster migrate
	$(BIN)/muster demo --people 10000 --seed 1
	@exec $(BIN)/muster serve --port $(PORT)

test: export PYTHONDONTWRITEBYTECODE =
test: test-environment
	$(BIN)/python -m tests.parts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	TMPDIR=$$($(BIN)/python -m tests.parts.memory) $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(TESTS)

bench: test-environment
	$(BIN)/python -m tests.bench

lint: test-environment
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: test-environment
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: test-environment
	.ci/lock $(LOCK)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis muster.egg-info
	find webapp tests -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@.ci/environment requirements.lock

test-environment:
	@.ci/environment requirements-dev.lock
