#!/bin/sh
# Make or refresh the virtual environment from a locked file, with uv inside it.
#   sh scripts/ambiente.sh demo|test requirements.txt
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Serve Python 3.11 o più recente; $python è $("$python" -V 2>&1). Indicane un altro con PYTHON=..." >&2
  exit 1
}
sh scripts/pacchetti.sh "$1"
[ -x .venv/bin/python ] || "$python" -m venv .venv
uv=$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements-dev.txt)
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$uv"

# uv does not read pip's configuration: hand it the addresses that pip uses on this machine.
pip_config() { .venv/bin/python -m pip config get "global.$1" 2>/dev/null || true; }
: "${UV_DEFAULT_INDEX:=$(pip_config index-url)}"
: "${UV_INDEX:=$(pip_config extra-index-url)}"
[ -z "$UV_DEFAULT_INDEX" ] || export UV_DEFAULT_INDEX
[ -z "$UV_INDEX" ] || export UV_INDEX UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
.venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$2"
