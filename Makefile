# Two commands set up everything on a machine with Python 3.11 or later:
#   make demo   install the package, serve the fixture pages locally and clean them over HTTP
#   make test   run lint, types, layers and all fast tests, against an installed wheel

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := meson.build scripts/package_files.py $(shell find src -type f -not -name '*.pyc' -not -name '*.so')
COMPILED := $(patsubst src/%.pyx,%,$(wildcard src/cleanarticle/*/*.pyx))
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Compilers that scripts/prepare_build.py installs, meson and ninja are found there.
WITH_TOOLS := PATH="$(abspath $(BIN)):$$PATH"

.PHONY: demo test test-slow test-sweep test-frameworks test-browser browser test-training screenshots fuzz \
        sanitize lint types layers unit docs golden format train manuals written average evaluate bench bench-all \
        bench-metadata detectors memory scale sites survival compare calendar-names \
        release-check inplace clean

demo: $(VENV)/installed
	$(BIN)/python demo/run.py

test: lint types layers unit

lint: $(VENV)/developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python .ci/check_prose.py

types: $(VENV)/developing
	$(BIN)/mypy
	$(BIN)/python -m mypy.stubtest $(subst /,.,$(COMPILED))

layers: $(VENV)/developing
	$(BIN)/lint-imports

unit: $(VENV)/developing
	$(BIN)/python -m pytest -n 2 -m "not slow and not sweep and not frameworks and not browser" --cov --cov-report=term

# Repeated kills, large pages, and the scripts of benchmarks/ as subprocesses.
test-slow: $(VENV)/developing
	$(BIN)/python -m pytest -m slow

# cleanarticle.scale with datatrove, Scrapy and Ray, and the recipes of docs/: some 900 MB of packages.
test-frameworks: $(VENV)/frameworks
	CI=true $(BIN)/python -m pytest -m frameworks

# Reports in Debian's Chromium, with Selenium, and with axe, which a package for Playwright contains and
# which needs nothing of it. Where they cannot be installed, it says so in one line.
test-browser: browser
	if test -e $(VENV)/browser; then CI=true $(BIN)/python -m pytest -m browser; fi

AS_ROOT := $(shell [ "$$(id -u)" -eq 0 ] || echo sudo)
browser: $(VENV)/developing
	$(PIP) install "$$(ls dist/*.whl)[browser]"
	$(PIP) install --no-deps "axe-playwright-python>=0.1.8"
	if which chromium chromedriver > /dev/null \
		|| { $(AS_ROOT) timeout 60 apt-get update -qq && $(AS_ROOT) timeout 240 apt-get install -qq -y \
			--no-install-recommends chromium chromium-driver > build/browser.log; }; \
	then touch $(VENV)/browser; \
	else echo "apt-get cannot install chromium and chromium-driver: reports are not tested"; fi

# Rewrite the pictures of reports in docs/images.
screenshots: browser inplace
	PYTHONPATH=src:tests $(BIN)/python scripts/screenshots.py

# Time and memory of some 400 kinds of hostile documents, which need an idle machine and many minutes.
test-sweep: $(VENV)/developing
	$(BIN)/python -m pytest -m sweep

# Training needs large packages, so `make test` does not cover the training scripts.
# pip before 23.3 cannot resolve newspaper4k.
test-training: $(VENV)/developing
	$(PIP) install "pip>=23.3"
	$(PIP) install "$$(ls dist/*.whl)[train,bench]"
	$(BIN)/python -m pytest -q training

# Findings are saved as .fuzz/crash-*. SEEDS can be a folder of more pages to start from.
SECONDS ?= 60
fuzz: $(VENV)/developing inplace
	$(PIP) install "$$(ls dist/*.whl)[fuzz]"
	PYTHONPATH=src:tests $(BIN)/python tests/fuzz/fuzz_clean.py -max_total_time=$(SECONDS) $(SEEDS)

# Clean the test pages, and mutations of them for SECONDS, with modules that check all accesses to
# memory; then let their allocations fail. GCC compiles them into build/sanitized.
SANITIZED := $(abspath build/sanitized)
SANITIZERS := -O0 -g1 -ffunction-sections -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-D_GLIBCXX_ASSERTIONS -D_GLIBCXX_SANITIZE_VECTOR
GCC_LIBRARIES = $(foreach name,libasan.so libstdc++.so,$(shell g++ -print-file-name=$(name)))
CHECKED = PYTHONPATH="$(SANITIZED):tests" PYTHONMALLOC=malloc UBSAN_OPTIONS=print_stacktrace=1 \
	ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0:handle_abort=1 LD_PRELOAD="$(1) $(GCC_LIBRARIES)" \
	$(BIN)/python
sanitize: $(VENV)/developing
	mkdir -p build
	rm -rf $(SANITIZED)
	{ CC=gcc CXX=g++ $(WITH_TOOLS) meson setup --reconfigure --buildtype plain \
			-Db_sanitize=address,undefined -Dcpp_args="$(SANITIZERS)" -Dcpp_link_args=-Wl,--gc-sections \
			-Dpython.platlibdir="$(SANITIZED)" build/sanitize \
		&& $(WITH_TOOLS) meson install -C build/sanitize; } > build/sanitize.log \
		|| { cat build/sanitize.log; exit 1; }
	g++ -std=c++17 -O1 -shared -fPIC tests/fuzz/failing_new.cpp -o build/failing_new.so
	$(call CHECKED) tests/fuzz/sanitize.py $(SECONDS)
	$(call CHECKED,$(abspath build/failing_new.so)) tests/fuzz/out_of_memory.py

# The site, in build/docs; warnings are errors.
docs: $(VENV)/documenting
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --fresh-env docs build/docs

golden: $(VENV)/developing
	$(BIN)/python -m pytest -q tests/golden/test_golden.py --update-golden

format: $(VENV)/developing
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Rewrite data/calendar_names.json from the CLDR of the installed Babel.
calendar-names: $(VENV)/developing inplace
	PYTHONPATH=src $(BIN)/python scripts/calendar_names.py

# CORPORA is a folder of corpora in the format of training/README.md; WITHOUT=blogs leaves one out.
train: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python training/train.py "$(CORPORA)" $(WITHOUT)

# Download manuals as Debian packages, and write them to the folder of corpora.
manuals: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python training/manuals.py "$(CORPORA)"

# Write the pages of training/written.jsonl to the folder of corpora.
written: $(VENV)/bin/python
	$(BIN)/python training/written.py "$(CORPORA)"

# Average the models of blocks with those of the weights OTHER.
average: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python training/average.py "$(OTHER)"

evaluate: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python training/evaluate.py "$(CORPORA)"

bench: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python benchmarks/speed.py "$(CORPORA)"

# Accuracy and speed beside all other extractors of Python, after `make train`: docs/benchmarks.md.
bench-all: $(VENV)/training inplace
	$(PIP) install "pip>=23.3"
	$(PIP) install "$$(ls dist/*.whl)[bench]"
	$(PIP) install --no-deps "readability-lxml>=0.9"  # it asks for older cssselect and chardet
	PYTHONPATH=src:training $(BIN)/python benchmarks/field.py "$(CORPORA)"

bench-metadata: $(VENV)/training inplace
	$(PIP) install "pip>=23.3"
	$(PIP) install "$$(ls dist/*.whl)[bench]"
	PYTHONPATH=src $(BIN)/python benchmarks/metadata.py "$(CORPORA)"

detectors: $(VENV)/training inplace
	$(PIP) install "pip>=23.3"
	$(PIP) install "$$(ls dist/*.whl)[detectors]"
	PYTHONPATH=src $(BIN)/python benchmarks/detectors.py "$(CORPORA)"

memory: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python benchmarks/memory.py "$(CORPORA)"

# The bill of a crawl, beside other tools: see benchmarks/scale.md.
scale: $(VENV)/training inplace
	$(PIP) install "$$(ls dist/*.whl)[ray,warc]"
	PYTHONPATH=src $(BIN)/python benchmarks/scale.py "$(CORPORA)"

sites: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python benchmarks/sites.py "$(CORPORA)"

survival: $(VENV)/training inplace
	PYTHONPATH=src $(BIN)/python benchmarks/survival.py "$(CORPORA)"

# Clean all pages of CORPORA with the revision BASE and with the working tree; list the differences.
compare: $(VENV)/building
	$(WITH_TOOLS) $(BIN)/python benchmarks/compare.py "$(BASE)" "$(CORPORA)"

# Compile the modules into src, so that PYTHONPATH=src works; only those that have changed.
# BUILDTYPE=debug adds checks of all indices and lets a debugger show the source.
BUILDTYPE ?= release
inplace: $(VENV)/building
	mkdir -p build
	{ $(WITH_TOOLS) meson setup --reconfigure --buildtype $(BUILDTYPE) build/inplace \
		&& $(WITH_TOOLS) meson compile -C build/inplace; } > build/inplace.log || { cat build/inplace.log; exit 1; }
	for module in $(COMPILED); do \
		install -m 755 build/inplace/src/$${module##*/}.*.so src/$${module%/*}/ || exit 1; done

clean:
	rm -rf $(VENV) build dist demo/articles.jsonl src/cleanarticle/*/*.so

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "cleanarticle needs Python 3.11 or later; try: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/building: $(BIN)/python pyproject.toml scripts/prepare_build.py
	$(BIN)/python scripts/prepare_build.py
	touch $@

# The build folder is kept, so that ninja compiles only what has changed.
$(VENV)/wheel: $(VENV)/building $(SOURCES)
	rm -rf dist
	mkdir -p build/wheel
	$(WITH_TOOLS) $(BIN)/python -m build --wheel --no-isolation --skip-dependency-check \
		--outdir dist -Cbuild-dir=build/wheel . > build/wheel.log || { cat build/wheel.log; exit 1; }
	touch $@

$(VENV)/installed: $(VENV)/wheel
	$(PIP) install dist/*.whl
	$(PIP) install --force-reinstall --no-deps dist/*.whl
	touch $@

# Tests run against the wheel that users install, not against the source tree.
$(VENV)/developing: $(VENV)/wheel
	$(PIP) install "$$(ls dist/*.whl)[dev]"
	$(PIP) install --force-reinstall --no-deps dist/*.whl
	touch $@

$(VENV)/frameworks: pyproject.toml | $(VENV)/developing
	$(PIP) install "$$(ls dist/*.whl)[recipes]"
	touch $@

$(VENV)/documenting: $(VENV)/developing
	$(PIP) install "$$(ls dist/*.whl)[docs]"
	touch $@

# Training reads and writes the source tree, not an installed copy.
$(VENV)/training: pyproject.toml | $(VENV)/wheel
	$(PIP) install "$$(ls dist/*.whl)[train]"
	touch $@

# Build the sdist and this platform's wheel, check their metadata, build a wheel from the sdist, and use it
# in an empty environment.
release-check: $(VENV)/developing
	$(PIP) install "build>=1.2" "twine>=6"
	rm -rf build/release
	$(WITH_TOOLS) $(BIN)/python -m build --outdir build/release . > build/release.log || { cat build/release.log; exit 1; }
	$(BIN)/python -m twine check --strict build/release/*
	$(BIN)/python scripts/try_release.py build/release
