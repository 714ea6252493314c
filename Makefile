# Sets up, runs, tests and measures the product. `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# The tests start hundreds of processes. Without bytecode each of them compiles every package again: 1.4 s at each start.
unexport PYTHONDONTWRITEBYTECODE
# uv trusts the certificates of the system, as pip does: the proxies of offices often terminate TLS.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
export NODE_EXTRA_CA_CERTS ?= /etc/ssl/certs/ca-certificates.crt
endif
export DRAFTING_INSTANCE ?= instance
UV := .tools/bin/uv
PY := .venv/bin/python
STEP := tools/step
BUNDLE := static/build/manifest.json
LOCK := $(UV) pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url --group build
# One more than there are cores: many tests wait for a browser or a server.
WORKERS ?= $(shell expr $$(nproc) + 1)
ADDRESS ?= 127.0.0.1:8000

.PHONY: help setup setup-tests run test check docs pictures format lock strings chaos fuzz-comparison bench-comparison bench-realtime bench-storage clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

run: setup ## Set up everything, load the sample the first time, serve on http://127.0.0.1:8000 (ADDRESS=)
	@DRAFTING_BASE_URL="$${DRAFTING_BASE_URL:-http://$(ADDRESS)}" exec .venv/bin/drafting serve --address $(ADDRESS) --sample

test: setup-tests check ## Set up what is missing, a real browser included, and run every test
	@CHROMIUM="$$(tools/find-browser)" $(PY) -m pytest -n $(WORKERS) $(PYTEST)

check: setup-tests ## Check format, lint, types and layers
	@$(STEP) "Format" .venv/bin/ruff format --check .
	@$(STEP) "Lint" .venv/bin/ruff check .
	@$(STEP) "Types" .venv/bin/mypy
	@$(STEP) "Layers" .venv/bin/lint-imports --no-cache

chaos: setup-tests ## Kill the server again and again for ten minutes and count the words (SECONDS=600)
	@CHAOS_SECONDS=$(or $(SECONDS),600) CHROMIUM="$$(tools/find-browser)" $(PY) -m pytest -n 0 -s tests/chaos tests/journeys/test_asleep.py

fuzz-comparison: setup-tests ## Mutate texts and look for changes that are told nowhere (FUZZ_MUTATIONS=100000 FUZZ_SEED=1)
	@FUZZ_MUTATIONS="$(or $(FUZZ_MUTATIONS),100000)" FUZZ_SEED="$(or $(FUZZ_SEED),1)" \
	$(PY) -m pytest tests/domain/comparison/test_no_silent_change.py

bench-comparison: setup-tests ## Judge and time the comparison beside its peers; writes docs/comparison.md (SEED=90817,777,4242)
	@SEED="$(SEED)" PYTHONPATH=. $(PY) bench/comparison.py

bench-realtime: setup-tests ## Measure live editing beside its peers (BENCH_ROUNDS=5); writes docs/realtime-figures.md
	@PYTHONPATH=. $(PY) -m bench.realtime.run

bench-storage: setup-tests ## Measure the size of a long draft and the time to open it; writes docs/storage-figures.md
	@PYTHONPATH=. $(PY) bench/storage.py

format: setup-tests ## Format the code and fix what the linter can fix
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

setup: .venv/runtime.stamp $(BUNDLE) ## Install what serving needs

setup-tests: .venv/dev.stamp $(BUNDLE) ## Install what the tests need

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=/path/to/python3.11 make ...)." >&2; exit 1; }
	@$(STEP) "Making .tools with uv $(UV_VERSION)" sh -c '$(PYTHON) -m venv .tools && .tools/bin/pip install -q --disable-pip-version-check uv==$(UV_VERSION)'

.venv/pyvenv.cfg: | $(UV)
	@$(STEP) "Making .venv" $(UV) venv -q --allow-existing --python $(PYTHON) .venv

.venv/runtime.stamp: requirements.lock pyproject.toml .venv/pyvenv.cfg
	@if [ -f .venv/dev.stamp ]; then $(MAKE) -s .venv/dev.stamp; else \
	  $(STEP) "Installing the Python packages of requirements.lock" $(UV) pip sync -q --require-hashes requirements.lock && $(STEP) "Installing drafting" $(UV) pip install -q --no-deps --no-build-isolation -e .; fi
	@touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml .venv/pyvenv.cfg
	@$(STEP) "Installing the Python packages of requirements-dev.lock" $(UV) pip sync -q --require-hashes requirements-dev.lock
	@$(STEP) "Installing drafting" $(UV) pip install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/runtime.stamp

node_modules/.stamp: package-lock.json package.json .npmrc | .venv/runtime.stamp
	@$(STEP) "Installing the browser packages of package-lock.json" $(PY) tools/node.py npm ci --ignore-scripts --no-progress
	@touch $@

$(BUNDLE): node_modules/.stamp tools/bundle.mjs $(shell find static/js static/css -type f 2>/dev/null)
	@$(STEP) "Building the browser bundle" $(PY) tools/node.py node tools/bundle.mjs

lock: | $(UV) ## Update the lock files to the newest versions
	@$(LOCK) --upgrade pyproject.toml -o requirements.lock
	@$(LOCK) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(PY) tools/node.py npm install --package-lock-only --ignore-scripts

docs: setup-tests ## Write the pages and columns of docs/ that come from the code
	@PYTHONPATH=. $(PY) tools/write_docs.py

pictures: setup-tests ## Take the pictures of the README from the sample, in a real browser
	@CHROMIUM="$$(tools/find-browser)" PYTHONPATH=. $(PY) tools/pictures.py

strings: setup-tests ## Collect the texts of the interface into translations/messages.pot
	@.venv/bin/pybabel -q extract -F babel.cfg -k _l --omit-header --no-location -o translations/messages.pot drafting templates

clean: ## Remove what setting up and building made; the data in instance/ stays
	@rm -rf .venv .tools node_modules static/build
