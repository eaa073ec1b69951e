# make serve   run the service with the bundled aliases          (HOST, PORT, INDEX, WORKERS may be given)
# make test    lint, strict types and tests
# make docs    write the outputs and the reference in the documents anew, and build the site (dist/site)
# make faults  break what is around the service, under load (a quarter of an hour); writes docs/reliability.md
# make contract  ask the service all that its contract allows and forbids (SECONDS=600)
# make audit   look up known weaknesses of the locked packages (needs the network)
# make lock    renew the lock files from pyproject.toml (UPGRADE=--upgrade: with the newest versions)
# make clean   forget the environment
#
# Needs Python 3.11 or newer, git and make; everything else is installed into .venv from the lock files.

HOST    ?= 127.0.0.1
PORT    ?= 8080
WORKERS ?= 1
INDEX   ?=
SECONDS ?= 600

# The first Python that is new enough; `make PYTHON=…` chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

BIN     := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Wheels only, but for pyspark, which comes as pure sources (tests only).
LOCKED  := $(INSTALL) --only-binary :all: --no-binary pyspark --require-hashes

# One thread per process: the arrays are small, and threads of the linear algebra only get in each other's way.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := serve
.PHONY: serve test install lint types tests tools format docs faults contract audit lock clean

serve: .venv/.runtime
	$(BIN)/resolver serve --host $(HOST) --port $(PORT) --workers $(WORKERS) $(if $(INDEX),--index $(INDEX))

test: lint types tests

install: .venv/.dev

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev
	$(BIN)/mypy

tests: .venv/.dev tools
	$(BIN)/pytest

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/.dev
	$(BIN)/python tests/reference.py
	$(BIN)/python tests/documents.py
	$(BIN)/mkdocs build --strict --quiet

faults: .venv/.dev tools
	$(BIN)/python bench/faults.py --seconds 60 --write

contract: .venv/.dev
	$(BIN)/python bench/contract.py --seconds $(SECONDS)

# In an environment of its own: what looks for weaknesses is no part of what is looked at. Strict, so that a package that
# could not be looked up is not taken for a sound one.
AUDIT := .venv/audit/bin/python -m pip_audit --strict --disable-pip --require-hashes
audit: .venv/audit/.locked
	$(AUDIT) -r requirements/runtime.txt
	$(AUDIT) -r requirements/dev.txt
	$(AUDIT) -r requirements/build.txt

.venv/audit/.locked: requirements/audit.txt | .venv/bin/pip
	$(BIN)/python -m venv --clear .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r $<
	@touch $@

# Programs that tests start and that no Python package brings.
tools:
	@bash .ci/tools

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "resolver needs Python 3.11 or newer, and none is on the PATH. \
	Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "resolver needs Python 3.11 or newer; \
	$(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) can't make virtual environments. \
	On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv

# The stamps say which lock an environment holds; a later run does nothing.
.venv/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml $(wildcard hatch_build.py resolver/kernels/*.[ch]) | .venv/bin/pip
	$(LOCKED) -r requirements/runtime.txt -r requirements/build.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.runtime
	$(LOCKED) -r requirements/dev.txt
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock"
lock: | .venv/bin/pip
	$(INSTALL) --only-binary :all: uv
	$(COMPILE) pyproject.toml --extra test --group build $(UPGRADE) -o requirements/dev.txt
	$(COMPILE) pyproject.toml -c requirements/dev.txt $(UPGRADE) -o requirements/runtime.txt
	$(COMPILE) --group build -c requirements/dev.txt $(UPGRADE) -o requirements/build.txt
	$(COMPILE) --group audit $(UPGRADE) -o requirements/audit.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
