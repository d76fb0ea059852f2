# Everything a developer types. The work is done by the scripts in packaging/development.
#
#   PYTHON=…  the Python to make .venv with (default: the first that is new enough)
#   ARGS=…    more arguments for make test and make bench, e.g. make test ARGS="-k frames"

.DEFAULT_GOAL := help
.PHONY: help run test check format bench clean
export PYTHON

development := packaging/development
bin := .venv/bin

define prepare
@$(development)/system-libraries $@
@$(development)/environment
endef

help: ## List these targets
	@awk -F ': *## ' '/^[a-z]+:/ {printf "make %-8s%s\n", $$1, $$2}' Makefile

run: ## Show OCPP Desk with a simulated charger
	$(prepare)
	@$(development)/demo

test: ## Run the tests
	$(prepare)
	@$(development)/test $(ARGS)

check: ## Check style, types and the direction of imports
	$(prepare)
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports

format: ## Rewrite the code in the project's style
	$(prepare)
	$(bin)/ruff check --fix
	$(bin)/ruff format

bench: ## Run the benchmarks
	$(prepare)
	QT_QPA_PLATFORM=offscreen $(bin)/python -m tests.benchmarks $(ARGS)

clean: ## Remove .venv and all that was built
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
