# `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
RAW ?=
SIZES ?=
OUT ?=
# What a report can be told, such as `make report ENTITY=Patriot SINCE=2024-01-01 EVIDENCE=short FORMATS=pdf,slides,markdown`.
TITLE ?=
ENTITY ?=
SINCE ?=
UNTIL ?=
SPLIT ?=
EVIDENCE ?=
FORMATS ?=
ALSO ?=
given = $(if $($(1)),--$(2) "$($(1))")
MARK := .venv/.installed

# The browser tests need Chromium and its driver; they are installed only where that asks nobody (root on Debian).
FIND_BROWSER = command -v chromedriver >/dev/null && command -v chromium >/dev/null \
  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
  && { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver; } >/dev/null 2>&1; } \
  || echo "No Chromium here and no right to install it: the browser tests are skipped."

.DEFAULT_GOAL := help
.PHONY: help install report dossier comparison site test lab figure accuracy bench scale soak clean pair lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: $(MARK) ## Create the environment .venv from the hashed lock

# uv installs the lock in seconds; where it cannot be had, pip does the same in minutes.
$(MARK): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "uv==$$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements.lock)" \
	  && $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(MARK)

WISHES = $(call given,RAW,raw) $(call given,OUT,out) $(call given,TITLE,title) $(call given,ENTITY,entity) $(call given,SINCE,since) \
  $(call given,UNTIL,until) $(call given,SPLIT,split) $(call given,EVIDENCE,evidence) $(call given,FORMATS,formats) $(call given,ALSO,also)

report: $(MARK) ## Execute the notebooks on data/raw and render reports/index.html (RAW=folder OUT=folder TITLE= ENTITY= SINCE= UNTIL= …)
	@$(BIN)/python -m helpers report $(WISHES)

dossier: ALSO = dossier
dossier: report ## The same with a dossier of one entity (ENTITY="MIM-104 Patriot")

comparison: ALSO = comparison
comparison: report ## The same with a comparison of two periods (SPLIT=2024-01-01; the middle where none is given)

site: $(MARK) ## Render all notebooks as a static site, site/, that any host can serve (RAW=folder for your own)
	@$(BIN)/python -m helpers report $(call given,RAW,raw) --out build/site --also dossier,comparison,gallery --formats slides,markdown
	rm -rf site && cp -r build/site/reports site && rm -f site/.state.json

test: $(MARK) ## Check style, types and behaviour, notebooks included
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(FIND_BROWSER)
	$(BIN)/python -m pytest -n 2

lab: $(MARK) ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

figure: report ## Draw the README's figure from the sample corpus
	$(BIN)/python docs/make_figure.py

accuracy: $(MARK) ## Measure on all annotated articles at hand and write docs/accuracy.md
	$(BIN)/python benchmarks/accuracy.py

bench: $(MARK) ## Measure speed, memory, reading, copies, growth and the network
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/copies.py
	$(BIN)/python benchmarks/linear.py
	$(BIN)/python benchmarks/network.py

scale: $(MARK) ## Measure whole runs of 1,000 to 20,000 generated articles (SIZES="500 1000" for others)
	$(BIN)/python benchmarks/scale.py $(SIZES)

soak: $(MARK) ## Kill runs at random moments, 60 times; then feed hostile files to every reader for an hour
	$(BIN)/python benchmarks/soak.py
	$(BIN)/python benchmarks/fuzz.py --minutes 60

pair: $(MARK) ## Write the text form of every notebook to notebooks/text
	rm -f notebooks/text/*.py
	$(BIN)/jupytext --quiet --to text//py:percent notebooks/[0-9]*.ipynb

lock: $(MARK) ## Resolve pyproject.toml anew into requirements.lock, for every platform
	$(BIN)/uv pip compile --universal --generate-hashes --extra dev --no-header --no-annotate --quiet --upgrade pyproject.toml --output-file requirements.lock

clean: ## Remove the environment, caches, tables and pages (data/raw stays)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build src/*.egg-info
	find data/processed reports -mindepth 1 ! -name README.md ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
