#!/bin/sh
# What `make check` looks at. Every step runs, so that one run tells all; the end says which failed.
set -u
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
rotti=""

passo() {
  nome=$1
  shift
  printf '%-22s' "$nome"
  if uscita=$("$@" 2>&1); then
    echo "bene"
  else
    echo "NO"
    echo "$uscita"
    rotti="$rotti, $nome"
  fi
}

pagine() { git ls-files -z 'templates/*.html' | xargs -0 -r "$@"; }
moduli() { git ls-files -z '*.py' ':!*/migrations/*' | xargs -0 -r "$@"; }

# Settings of production with words instead of secrets: warnings count as errors.
produzione() {
  cartella=$(mktemp -d)
  env -u DATABASE_URL AMBIENTE=produzione DEBUG=0 VAR_DIR="$cartella" REDIS_URL=redis://127.0.0.1:6379/0 \
    SECRET_KEY="solo-per-il-controllo-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH" \
    REGISTRO_CHIAVE="solo-per-il-controllo-9876543210-zyxwvutsrqponmlkjihgfedcba" \
    ALLOWED_HOSTS=portale.esempio.it \
    python manage.py check --deploy --fail-level WARNING
  esito=$?
  rm -rf "$cartella"
  return $esito
}

# Docker's own judgement where it is present; tests/test_confezione.py reads the file anyway.
composizione() {
  if docker compose version >/dev/null 2>&1; then docker compose config --quiet; fi
}

passo "formato" ruff format --check --quiet .
passo "errori" ruff check --quiet .
passo "tipi" mypy .
passo "strati" lint-imports --no-logo
passo "pagine, forma" pagine djade --check --target-version 5.2
passo "pagine, errori" pagine djlint --lint --quiet
passo "modi di Django" moduli django-upgrade --check --target-version 5.2
passo "migrazioni" env AMBIENTE=test python manage.py makemigrations --check --dry-run
passo "produzione" produzione
passo "composizione Docker" composizione
passo "casa e documenti" python -m pytest -q -p no:randomly tests/test_casa.py tests/test_confezione.py

if [ -n "$rotti" ]; then
  echo "Da sistemare: ${rotti#, }" >&2
  exit 1
fi
