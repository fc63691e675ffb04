# Two commands set up everything on a machine with Python 3.11 or later:
#   make demo   install the package, serve the fixture pages locally and clean them over HTTP
#   make test   run lint, types, layers and all fast tests, against an installed wheel

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find src -type f -not -name '*.pyc')

.PHONY: demo test test-slow test-sweep test-training fuzz lint types layers unit golden format train evaluate bench \
        bench-metadata detectors memory sites survival compare month-names clean

demo: $(VENV)/installed
	$(BIN)/python demo/run.py

test: lint types layers unit

lint: $(VENV)/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python .ci/check_prose.py

types: $(VENV)/developing
	$(BIN)/mypy

layers: $(VENV)/developing
	$(BIN)/lint-imports

unit: $(VENV)/developing
	$(BIN)/python -m pytest -n 2 -m "not slow and not sweep" --cov --cov-report=term

# Repeated kills, large pages, and the scripts of benchmarks/ as subprocesses.
test-slow: $(VENV)/developing
	$(BIN)/python -m pytest -m slow

# Time and memory of some 400 kinds of hostile documents, which need an idle machine and many minutes.
test-sweep: $(VENV)/developing
	$(BIN)/python -m pytest -m sweep

# Training needs large packages, so `make test` does not cover the training scripts.
# pip before 23.3 cannot resolve newspaper4k.
test-training: $(VENV)/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=23.3"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(ls dist/*.whl)[train,bench]"
	$(BIN)/python -m pytest -q training

# Findings are saved as .fuzz/crash-*. SEEDS can be a folder of more pages to start from.
SECONDS ?= 60
fuzz: $(VENV)/developing
	$(BIN)/python -m pip install --quiet --disable-pip-version-check ".[fuzz]"
	PYTHONPATH=src:tests $(BIN)/python tests/fuzz/fuzz_clean.py -max_total_time=$(SECONDS) $(SEEDS)

golden: $(VENV)/developing
	$(BIN)/python -m pytest -q tests/golden/test_golden.py --update-golden

format: $(VENV)/developing
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Rewrite data/month_names.json from the CLDR of the installed Babel.
month-names: $(VENV)/developing
	PYTHONPATH=src $(BIN)/python scripts/month_names.py

# CORPORA is a folder of corpora in the format of training/README.md; WITHOUT=blogs leaves one out.
train: $(VENV)/training
	PYTHONPATH=src $(BIN)/python training/train.py "$(CORPORA)" $(WITHOUT)

evaluate: $(VENV)/training
	PYTHONPATH=src $(BIN)/python training/evaluate.py "$(CORPORA)"

bench: $(VENV)/training
	PYTHONPATH=src $(BIN)/python benchmarks/speed.py "$(CORPORA)"

bench-metadata: $(VENV)/training
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=23.3"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check ".[bench]"
	PYTHONPATH=src $(BIN)/python benchmarks/metadata.py "$(CORPORA)"

detectors: $(VENV)/training
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=23.3"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check ".[bench]"
	PYTHONPATH=src $(BIN)/python benchmarks/detectors.py "$(CORPORA)"

memory: $(VENV)/training
	PYTHONPATH=src $(BIN)/python benchmarks/memory.py "$(CORPORA)"

sites: $(VENV)/training
	PYTHONPATH=src $(BIN)/python benchmarks/sites.py "$(CORPORA)"

survival: $(VENV)/training
	PYTHONPATH=src $(BIN)/python benchmarks/survival.py "$(CORPORA)"

# Clean all pages of CORPORA with the revision BASE and with the working tree; list the differences.
compare:
	$(PYTHON) benchmarks/compare.py "$(BASE)" "$(CORPORA)"

clean:
	rm -rf $(VENV) dist demo/articles.jsonl

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleanarticle needs Python 3.11 or later; try: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(BIN)/python pyproject.toml $(SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps .
	touch $@

# Tests run against the wheel that users install, not against the source tree.
$(VENV)/developing: $(BIN)/python pyproject.toml $(SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check build
	rm -rf dist
	$(BIN)/python -m build --wheel --outdir dist . > /dev/null
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(ls dist/*.whl)[dev]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps dist/*.whl
	touch $@

# Training reads and writes the source tree, not an installed copy.
$(VENV)/training: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check ".[train]"
	touch $@
