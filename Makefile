# Two commands do everything: `make demo` runs a demo school, `make test` passes the tests.
# With NEXT=1 the tests meet the Wagtail that comes next (.ci/next.in), in an environment of its own.
# The distribution's own Python, where it is new enough and can make environments: it is compiled with profiles of real
# programs, which those that people compile themselves are not, and takes a tenth less for the same tests.
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo /usr/bin/)python3
VENV := .venv$(if $(NEXT),-next)
DEV_LOCK := $(if $(NEXT),.ci/next.lock,requirements-dev.lock)
BIN := $(VENV)/bin
PORT ?= 8000
SCRIPTS := certificates/static/certificates/packages
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: demo demo-reset test lint check messages reference lock javascript bench pictures docs clean

# An environment is as good as its lock file: the stamp carries its name and date.
$(VENV)/run.stamp: requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) on this machine. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python demo"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Mafunzo needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 demo")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv 2>/dev/null || true
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --only-binary :all: -r requirements.lock; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock; fi
	@$(MAKE) --no-print-directory javascript
	@touch $@

$(VENV)/dev.stamp: $(DEV_LOCK) $(VENV)/run.stamp
	@if test -x $(BIN)/uv; then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --only-binary :all: -r $(DEV_LOCK); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r $(DEV_LOCK); fi
	@touch $@

demo demo-reset: export BASE_URL ?= http://127.0.0.1:$(PORT)
demo: $(VENV)/run.stamp
	@$(BIN)/python manage.py demo --port $(PORT)
	@$(BIN)/python manage.py serve --port $(PORT)

demo-reset: $(VENV)/run.stamp
	@$(BIN)/python manage.py demo --reset --port $(PORT)
	@echo "Start it with: make demo"

# Each test once; `make test ALL=1`, as `.ci/run` does, passes on both databases, and the sweeps.
# `make test ROOM=quiz` passes the tests of one room, of the folder tests/quiz/, and of the architecture: a minute.
test: $(VENV)/dev.stamp
	@ROOM=$(ROOM) ALL=$(ALL) $(BIN)/python -m tests

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint --lint --quiet .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

# What a deployment would complain of, a missing migration, a stale message catalogue.
check: $(VENV)/dev.stamp
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=example.org PROXY_COUNT=1 EMAIL_URL=smtp://localhost MAFUNZO_DATA=/var/lib/mafunzo DJANGO_SETTINGS_MODULE=lms.settings.production \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -m tests.messages

# Collects the interface's sentences into locale/; needs gettext.
messages: $(VENV)/dev.stamp
	@$(BIN)/python manage.py makemessages --all --no-obsolete --no-wrap --add-location file --ignore '.venv*' --ignore tests
	@$(BIN)/python manage.py compilemessages --ignore '.venv*'

# Writes docs/extend/reference/ from the docstrings of what is open to plugins.
reference: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.docs.reference

# Builds the documentation as a site with search, in .docs/.
docs: $(VENV)/dev.stamp
	@$(BIN)/sphinx-build -q -W -b html docs .docs
	@echo "Open .docs/index.html"

lock: $(VENV)/dev.stamp
	@$(BIN)/uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-dev.lock
	@$(BIN)/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements-dev.lock -o requirements.lock
	@$(BIN)/uv pip compile requirements-saml.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements-dev.lock -o requirements-saml.lock
	@$(BIN)/uv pip compile requirements-tagged.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements-dev.lock -o requirements-tagged.lock
	@cp requirements-dev.lock .ci/next.lock
	@$(BIN)/uv pip compile requirements-dev.in --override .ci/next.in --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o .ci/next.lock

# Puts the scripts of others, pinned by hash in .ci/javascript/, into certificates/static/: npm fetches them. Without npm
# /verify/ goes by what the browser knows itself.
javascript:
	@if command -v npm >/dev/null && (cd .ci/javascript && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1); then \
	  mkdir -p $(SCRIPTS)/qr $(SCRIPTS)/ed25519; \
	  cp .ci/javascript/node_modules/qr/decode.js .ci/javascript/node_modules/qr/index.js .ci/javascript/node_modules/qr/LICENSE-MIT $(SCRIPTS)/qr/; \
	  cp .ci/javascript/node_modules/@noble/ed25519/index.js .ci/javascript/node_modules/@noble/ed25519/LICENSE $(SCRIPTS)/ed25519/; \
	  rm -rf .ci/javascript/node_modules; \
	else echo "Without npm: phones whose browser reads no QR codes itself type the number at /verify/. With npm: make javascript"; fi

clean:
	@rm -rf .docs .venv .venv-next .cache .pytest_cache .mypy_cache .ruff_cache

# Measures every named request on the real server, PostgreSQL and SQLite in turn; `make bench ONLY=lesson` measures one.
bench: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.bench $(if $(ONLY),ONLY=$(ONLY)) $(if $(DATABASE),DATABASE=$(DATABASE))

# Pictures of every kind of page of the demo school, to be looked at, in .pictures/; `make pictures ONLY=lesson` takes one kind, README=1 the README's.
pictures: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.pictures
