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


def test_l_immagine_contiene_ogni_stanza() -> None:
    ammessi = set((RADICE / ".dockerignore").read_text(encoding="utf-8").splitlines())
    stanze = {p.parent.name for p in RADICE.glob("*/apps.py")} | {"pianodizona", "templates", "static", "fixtures"}
    assert {f"!{stanza}" for stanza in stanze} <= ammessi


def test_l_immagine_non_gira_come_amministratore() -> None:
    righe = (RADICE / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [riga for riga in righe if riga.startswith("USER ")] == ["USER portale"]
    assert any("--require-hashes" in riga for riga in righe)
