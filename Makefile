# make demo | make test | make check: see docs/sviluppo.md
PYTHON ?= python3
PORT ?= 8000
OPERAI ?= 2
INDIRIZZO ?= http://127.0.0.1:$(PORT)
export PYTHON PORT

py := .venv/bin/python
regole_sistema := scripts/ambiente.sh scripts/pacchetti.sh

.PHONY: aiuto setup setup-test demo test check formatta copertura bench foto requisiti pulisci

aiuto: ## questo elenco
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: .venv/.base ## ambiente per usare il portale (.venv, pacchetti di sistema)

.venv/.base: requirements.txt $(regole_sistema)
	@sh scripts/ambiente.sh demo requirements.txt
	@touch $@

setup-test: .venv/.prove ## come setup, con gli strumenti di sviluppo e di prova

.venv/.prove: requirements-dev.txt $(regole_sistema) | .venv/.base
	@sh scripts/ambiente.sh test requirements-dev.txt
	@touch $@

demo: setup ## il portale con la Lombardia e il Piano di Gallarate, su 127.0.0.1:$(PORT); BOZZA=1 lo lascia da scrivere
	@exec $(py) scripts/demo.py

test: setup-test ## tutte le prove, browser compreso (rispetta DATABASE_URL e REDIS_URL)
	@$(py) -m pytest -n $(OPERAI) --dist loadfile --no-loadscope-reorder $(ARGOMENTI)

check: setup-test ## formato, errori, tipi, strati, migrazioni, documenti, produzione
	@sh scripts/controlli.sh

formatta: setup-test ## mette in forma codice e pagine
	@$(py) -m ruff check --quiet --fix .
	@$(py) -m ruff format --quiet .
	@git ls-files 'templates/*.html' | xargs -r .venv/bin/djade --target-version 5.2

copertura: setup-test ## prove con i rami coperti
	@$(py) -m coverage run -m pytest $(ARGOMENTI)
	@$(py) -m coverage report

bench: setup-test ## misure di stampa e pagine (docs/prestazioni.md)
	@$(py) manage.py bench

foto: setup-test ## immagini della guida, da una demo con BOZZA=1 accesa su INDIRIZZO (ci scrive: dagliene una sua)
	@$(py) scripts/foto.py $(INDIRIZZO)

foto-procedura: setup-test ## immagini della procedura, da una demo intera accesa su INDIRIZZO (legge soltanto)
	@$(py) scripts/foto.py $(INDIRIZZO) stanze

requisiti: setup-test ## ricalcola requirements*.txt da pyproject.toml, senza indirizzi
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  pyproject.toml -o requirements.txt
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --extra dev pyproject.toml -o requirements-dev.txt

pulisci: ## toglie banca dati di prova e cache; i tuoi dati in var/ restano
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage var/test.sqlite3*
