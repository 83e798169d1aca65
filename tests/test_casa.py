"""The rules of the house that no tool knows."""

import ast
import itertools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

RADICE = Path(settings.BASE_DIR)
NOSTRE = {
    configurazione.label for configurazione in apps.get_app_configs() if Path(configurazione.path).parent == RADICE
}
MODELLI = sorted(
    f"{modello._meta.app_label}.{modello.__name__}"
    for modello in apps.get_models()
    if modello._meta.app_label in NOSTRE and not modello.__name__.startswith("Historical")
)
RIGA_GLOSSARIO = re.compile(r"^\| (?P<termine>[^|]+) \| (?P<cosa>[^|]+) \| (?P<modello>[^|]*) \| (?P<fonte>[^|]*) \|$")
COLLEGAMENTO = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# The paper has a style sheet of its own, put inline by the renderer.
DI_CARTA = re.compile(r"(^|/)stampa/")
VIETATI = [
    re.compile(r"https?://(?:files\.pythonhosted|pypi|registry\.npmjs|proxy\.golang)\b"),
    re.compile(r"/(?:home|Users)/[a-z]+/|(?<![\w.])/(?:work|root|opt)/[a-z]"),
]


def _tracciati(*estensioni: str) -> list[Path]:
    """Files of the repository, by suffix (all when none is named)."""
    nomi = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git of the machine
        cwd=RADICE,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    percorsi = [RADICE / nome for nome in nomi if nome and (not estensioni or nome.endswith(estensioni))]
    return [percorso for percorso in percorsi if percorso.is_file()]


def _nome(percorso: Path) -> str:
    return percorso.relative_to(RADICE).as_posix()


def _codice(*, prove: bool = False) -> Iterator[Path]:
    for percorso in _tracciati(".py"):
        if prove or not _nome(percorso).startswith("tests/"):
            yield percorso


def _modelli_di_pagina() -> list[Path]:
    return [p for p in _tracciati(".html") if "templates" in p.parts and not DI_CARTA.search(_nome(p))]


def _senza_commenti(pagina: Path) -> str:
    testo = re.sub(r"\{% comment.*?endcomment %\}", "", pagina.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\{#.*?#\}", "", testo)


def _termini_glossario() -> dict[str, str]:
    righe = (RADICE / "docs" / "glossario.md").read_text(encoding="utf-8").splitlines()
    trovate = [trovata for riga in righe if (trovata := RIGA_GLOSSARIO.match(riga))]
    return {modello: t["termine"] for t in trovate for modello in re.findall(r"`([a-z]+\.\w+)`", t["modello"])}


def test_ogni_modello_ha_una_riga_nel_glossario() -> None:
    spiegati = _termini_glossario()
    assert not [modello for modello in MODELLI if modello not in spiegati]


def test_il_glossario_non_spiega_modelli_che_non_ci_sono() -> None:
    assert not [modello for modello in _termini_glossario() if modello not in MODELLI]


def test_solo_la_procedura_assegna_lo_stato_di_un_piano() -> None:
    def assegna(nodo: ast.AST) -> bool:
        bersagli = nodo.targets if isinstance(nodo, ast.Assign) else [getattr(nodo, "target", None)]
        return any(isinstance(b, ast.Attribute) and b.attr == "stato" for b in bersagli) or (
            isinstance(nodo, ast.Call)
            and isinstance(nodo.func, ast.Attribute)
            and nodo.func.attr == "update"
            and any(parola.arg == "stato" for parola in nodo.keywords)
        )

    # `documenti` has states of jobs, not of plans.
    colpevoli = [
        f"{_nome(percorso)}:{nodo.lineno}"
        for percorso in _codice()
        if _nome(percorso) != "piani/workflow.py" and not _nome(percorso).startswith("documenti/")
        for nodo in ast.walk(ast.parse(percorso.read_text(encoding="utf-8")))
        if isinstance(nodo, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Call) and assegna(nodo)
        if not (isinstance(nodo, ast.AnnAssign) and nodo.value is None)
    ]
    assert not colpevoli


@pytest.mark.parametrize(
    "difetto",
    [
        r"<script(?![^>]*\b(?:src|nonce)=)(?![^>]*application/json)",
        r"<style\b(?![^>]*\bnonce=)",
        r"\sstyle=",
        r"\son[a-z]+=",
    ],
)
def test_nessuno_script_o_stile_in_linea_nelle_pagine(difetto: str) -> None:
    assert not [_nome(p) for p in _modelli_di_pagina() if re.search(difetto, _senza_commenti(p))]


def test_nessuna_pagina_resta_inutilizzata() -> None:
    testi = {
        p: p.read_text(encoding="utf-8") for p in [*_codice(), *_tracciati(".html", ".txt")] if "tests" not in p.parts
    }
    # Called by name by the libraries that own them.
    di_libreria = ("account/", "allauth/", "bootstrap_italia/", "django/", "usersessions/")
    inutili = []
    for percorso in _tracciati(".html", ".txt"):
        if "templates" not in percorso.parts:
            continue
        nome = percorso.relative_to(RADICE / "templates").as_posix()
        usi = (nome in testo for altro, testo in testi.items() if altro != percorso)
        if not nome.startswith(di_libreria) and not any(usi):
            inutili.append(nome)
    assert not inutili


def test_nessun_indirizzo_di_archivi_ne_percorso_di_macchina() -> None:
    colpevoli = [
        f"{_nome(percorso)}: {trovato[0]}"
        for percorso in _tracciati(
            ".py",
            ".toml",
            ".txt",
            ".md",
            ".yml",
            ".yaml",
            ".sh",
            ".json",
            ".html",
            ".js",
            ".css",
            "Makefile",
            "Dockerfile",
            "run",
        )
        if percorso != Path(__file__)
        for vietato in VIETATI
        if (trovato := vietato.search(percorso.read_text(encoding="utf-8")))
    ]
    assert not colpevoli


def test_ogni_collegamento_dei_documenti_porta_a_qualcosa() -> None:
    rotti = [
        f"{_nome(documento)}: {meta}"
        for documento in _tracciati(".md")
        for meta in COLLEGAMENTO.findall(documento.read_text(encoding="utf-8"))
        if not meta.startswith(("http://", "https://", "mailto:", "#"))
        and not (documento.parent / meta.partition("#")[0]).exists()
    ]
    assert not rotti


def test_ogni_variabile_delle_impostazioni_e_spiegata() -> None:
    lette = set(
        re.findall(
            r'(?:env\.\w+|_segreto)\(\s*"([A-Z_]+)"',
            (RADICE / "pianodizona" / "settings.py").read_text(encoding="utf-8"),
        )
    )
    esempio = (RADICE / ".env.example").read_text(encoding="utf-8")
    spiegate = set(re.findall(r"^#? ?([A-Z_]+)=", esempio, re.MULTILINE))
    assert lette <= spiegate


def test_i_file_restano_leggibili() -> None:
    lunghi = {
        _nome(percorso): righe
        for percorso in _codice(prove=True)
        if "migrations" not in percorso.parts
        and (righe := len(percorso.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert not lunghi


def test_le_dipendenze_sono_spiegate_e_bloccate() -> None:
    testo = (RADICE / "pyproject.toml").read_text(encoding="utf-8")
    elenco = testo.partition("dependencies = [")[2].partition("\n[tool.")[0].splitlines()
    senza_motivo = [
        riga.strip()
        for prima, riga in itertools.pairwise(elenco)
        if riga.strip().startswith('"') and '"types-' not in riga and not prima.strip().startswith(("#", '"types-'))
    ]
    assert not senza_motivo
    for nome in ("requirements.txt", "requirements-dev.txt"):
        bloccate = (RADICE / nome).read_text(encoding="utf-8")
        assert "--hash=sha256:" in bloccate
        assert "--index-url" not in bloccate.replace("--no-emit-index-url", "")


def test_le_migrazioni_seguono_i_modelli(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
