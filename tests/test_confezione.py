"""The image and its composition say what the documents say."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

RADICE = Path(settings.BASE_DIR)


@pytest.fixture
def composizione() -> Any:
    """The compose file, merges resolved."""
    return yaml.safe_load((RADICE / "docker-compose.yml").read_text(encoding="utf-8"))


def test_ci_sono_tutti_i_servizi(composizione: Any) -> None:
    assert set(composizione["services"]) == {"prepara", "web", "worker", "beat", "postgres", "redis"}


def test_solo_web_e_pubblicato_e_solo_su_questa_macchina(composizione: Any) -> None:
    pubblicati = {nome: servizio["ports"] for nome, servizio in composizione["services"].items() if "ports" in servizio}
    assert list(pubblicati) == ["web"]
    assert all(porta.startswith("127.0.0.1:") for porta in pubblicati["web"])


def test_web_e_worker_condividono_la_cartella_privata(composizione: Any) -> None:
    for nome in ("web", "worker"):
        assert "conservati:/srv/conservati" in composizione["services"][nome]["volumes"]
    usati = {
        volume.partition(":")[0]
        for servizio in composizione["services"].values()
        for volume in servizio.get("volumes", [])
    }
    assert usati == set(composizione["volumes"])


def test_ogni_servizio_ha_un_controllo_di_salute(composizione: Any) -> None:
    # `web` has the one of the image.
    senza = {nome for nome, servizio in composizione["services"].items() if "healthcheck" not in servizio}
    assert senza == {"web"}
    assert "HEALTHCHECK" in (RADICE / "Dockerfile").read_text(encoding="utf-8")


def test_si_aspettano_servizi_che_ci_sono(composizione: Any) -> None:
    for servizio in composizione["services"].values():
        assert set(servizio.get("depends_on", {})) <= set(composizione["services"])


def test_i_segreti_vengono_dall_ambiente_e_sono_spiegati() -> None:
    testo = (RADICE / "docker-compose.yml").read_text(encoding="utf-8")
    esempio = (RADICE / ".env.example").read_text(encoding="utf-8")
    for segreto in ("SECRET_KEY", "REGISTRO_CHIAVE", "POSTGRES_PASSWORD"):
        assert f"${{{segreto}:-}}" in testo
    for nome in set(re.findall(r"\$\{([A-Z_]+)", testo)):
        assert re.search(rf"^#? ?{nome}=", esempio, re.MULTILINE), nome


# Named in .env.example, and not passed to the containers of the portal.
FUORI_DALLA_COMPOSIZIONE = {
    "DEBUG": "mai in produzione: mostra il codice a chi incontra un errore",
    "VAR_DIR": "la fissa l'immagine",
    "CONSERVATI_DIR": "la fissa l'immagine, è un volume",
    "CELERY_EAGER": "serve alle prove",
}
# Read by docker compose itself.
DELLA_COMPOSIZIONE = {"POSTGRES_PASSWORD", "PORTA_WEB", "VERSIONE"}


def test_ogni_variabile_spiegata_arriva_ai_contenitori(composizione: Any) -> None:
    esempio = (RADICE / ".env.example").read_text(encoding="utf-8")
    spiegate = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", esempio, re.MULTILINE))
    passate = set(composizione["x-portale"]["environment"])
    assert spiegate - passate == set(FUORI_DALLA_COMPOSIZIONE) | DELLA_COMPOSIZIONE
    assert passate <= spiegate
    testo = (RADICE / "docker-compose.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", testo)) >= DELLA_COMPOSIZIONE


def test_ogni_variabile_che_le_impostazioni_leggono_e_spiegata() -> None:
    impostazioni = (RADICE / "pianodizona" / "settings.py").read_text(encoding="utf-8")
    lette = set(re.findall(r'(?:env(?:\.\w+)?|_segreto)\(\s*"([A-Z_]+)"', impostazioni))
    esempio = (RADICE / ".env.example").read_text(encoding="utf-8")
    assert {"SECRET_KEY", "LIVELLO_LOG", "DATABASE_URL", "ALLAUTH_TRUSTED_PROXY_COUNT"} <= lette
    assert [nome for nome in sorted(lette) if not re.search(rf"^#? ?{nome}=", esempio, re.MULTILINE)] == []


def test_dietro_il_proxy_della_composizione_si_conta_un_proxy(composizione: Any) -> None:
    assert composizione["x-portale"]["environment"]["ALLAUTH_TRUSTED_PROXY_COUNT"].endswith(":-1}")


def test_gunicorn_non_scrive_gli_accessi_due_volte() -> None:
    comando = (RADICE / "Dockerfile").read_text(encoding="utf-8").partition("\nCMD ")[2]
    assert "gunicorn" in comando
    assert "--access-logfile" not in comando


def test_chi_pianifica_e_uno_solo_e_cio_che_chiede_esiste(composizione: Any) -> None:
    from pianodizona.celery import app

    app.loader.import_default_modules()
    chiesti = {voce["task"] for voce in settings.CELERY_BEAT_SCHEDULE.values()}
    assert chiesti <= set(app.tasks)

    con_beat = {nome for nome, servizio in composizione["services"].items() if "beat" in servizio.get("command", [])}
    assert con_beat == {"beat"}
    assert composizione["services"]["beat"]["deploy"] == {"replicas": 1}
    # A worker with a beat inside (-B) would schedule everything twice.
    assert "-B" not in composizione["services"]["worker"]["command"]


def test_la_demo_avvia_gli_stessi_processi() -> None:
    testo = (RADICE / "scripts" / "demo.py").read_text(encoding="utf-8")
    assert re.findall(r'avvia\(\s*"(\w+)"', testo) == ["web", "worker", "beat"]


def test_il_beat_scrive_solo_dove_puo(composizione: Any) -> None:
    comando = composizione["services"]["beat"]["command"]
    assert composizione["services"]["beat"]["read_only"]
    for dove in ("--schedule", "--pidfile"):
        assert comando[comando.index(dove) + 1].startswith("/tmp/")  # noqa: S108 - of the container


def test_l_immagine_contiene_ogni_stanza() -> None:
    ammessi = set((RADICE / ".dockerignore").read_text(encoding="utf-8").splitlines())
    stanze = {p.parent.name for p in RADICE.glob("*/apps.py")} | {"pianodizona", "templates", "static", "fixtures"}
    assert {f"!{stanza}" for stanza in stanze} <= ammessi


def test_l_immagine_non_gira_come_amministratore() -> None:
    righe = (RADICE / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [riga for riga in righe if riga.startswith("USER ")] == ["USER portale"]
    assert any("--require-hashes" in riga for riga in righe)
