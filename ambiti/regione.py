"""Loads the Region's bodies from fixtures (DGR XII/2167/2024, Allegato C; ISTAT). Idempotent."""

import datetime as dt

from ambiti.enums import TipoEnte
from ambiti.models import Ambito, Appartenenza, Asst, Ats, Collegamento, Comune, Distretto, Ente, Popolazione
from core.fixture import leggi_csv, leggi_json
from core.testo import per_ricerca

Righe = list[dict[str, str]]


def _enti(tipo: TipoEnte, nomi: dict[str, str], sigle: dict[str, str]) -> dict[str, Ente]:
    """Create or rename the bodies of a kind; return them by code."""
    nuovi = []
    for codice, nome in nomi.items():
        sigla = sigle.get(f"{tipo}:{codice}", "")
        cerca = per_ricerca(f"{nome} {sigla} {codice}")
        nuovi.append(Ente(tipo=tipo, codice=codice, nome=nome, sigla=sigla, cerca=cerca))
    Ente.objects.bulk_create(
        nuovi, update_conflicts=True, unique_fields=["tipo", "codice"], update_fields=["nome", "sigla", "cerca"]
    )
    return {e.codice: e for e in Ente.objects.filter(tipo=tipo)}


def _coppie(righe: Righe, codice: str, nome: str) -> dict[str, str]:
    return {r[codice]: r[nome] for r in righe}


def _giorno(testo: str) -> dt.date | None:
    return dt.date.fromisoformat(testo) if testo else None


def carica_enti() -> dict[str, int]:
    """Load ATS, ASST, distretti, Ambiti and their 102 links; return how many of each."""
    righe = leggi_csv("regione", "ambiti.csv")
    sigle: dict[str, str] = leggi_json("regione", "sigle.json")
    Ente.objects.update_or_create(
        tipo=TipoEnte.REGIONE, codice="030", defaults={"nome": "Regione Lombardia", "sigla": "Regione Lombardia"}
    )
    enti_ats = _enti(TipoEnte.ATS, _coppie(righe, "codice_ats", "denominazione_ats"), sigle)
    enti_asst = _enti(TipoEnte.ASST, _coppie(righe, "codice_asst", "denominazione_asst"), sigle)
    enti_distretti = _enti(TipoEnte.DISTRETTO, _coppie(righe, "codice_distretto", "denominazione_distretto"), sigle)
    enti_ambiti = _enti(TipoEnte.AMBITO, _coppie(righe, "codice_ambito", "denominazione_ambito"), sigle)
    ats = {c: Ats.objects.get_or_create(ente=e)[0] for c, e in enti_ats.items()}
    distretti = {c: Distretto.objects.get_or_create(ente=e)[0] for c, e in enti_distretti.items()}
    asst: dict[str, Asst] = {}
    ambiti: dict[str, Ambito] = {}
    for r in righe:
        asst[r["codice_asst"]], _ = Asst.objects.update_or_create(
            ente=enti_asst[r["codice_asst"]], defaults={"ats": ats[r["codice_ats"]]}
        )
        ambiti[r["codice_ambito"]], _ = Ambito.objects.update_or_create(
            ente=enti_ambiti[r["codice_ambito"]],
            defaults={"ats": ats[r["codice_ats"]], "codice_sioss": r["codice_sioss"]},
        )
        Collegamento.objects.get_or_create(
            ambito=ambiti[r["codice_ambito"]],
            asst=asst[r["codice_asst"]],
            distretto=distretti[r["codice_distretto"]],
        )
    return {
        "ATS": len(ats),
        "ASST": len(asst),
        "distretti": len(distretti),
        "Ambiti": len(ambiti),
        "collegamenti": Collegamento.objects.count(),
    }


def carica_comuni() -> dict[str, int]:
    """Load the Comuni, the memberships that are known, and the population; return how many of each."""
    righe = leggi_csv("regione", "comuni.csv")
    enti = _enti(TipoEnte.COMUNE, _coppie(righe, "istat", "nome"), {})
    Comune.objects.bulk_create(
        [Comune(ente=enti[r["istat"]], provincia=r["provincia"]) for r in righe],
        update_conflicts=True,
        unique_fields=["ente"],
        update_fields=["provincia"],
    )
    for r in leggi_csv("regione", "appartenenze.csv"):
        Appartenenza.objects.get_or_create(
            comune_id=enti[r["istat"]].pk,
            al=None,
            defaults={
                "ambito": Ambito.objects.get(ente__codice=r["codice_ambito"]),
                "dal": _giorno(r["dal"]),
            },
        )
    for r in leggi_csv("regione", "popolazione.csv"):
        tipo, _, codice = r["ente"].partition(":")
        Popolazione.objects.update_or_create(
            ente=Ente.objects.get(tipo=tipo, codice=codice),
            giorno=dt.date.fromisoformat(r["data"]),
            defaults={"residenti": int(r["popolazione"]), "fonte": r["fonte"]},
        )
    return {"Comuni": len(righe), "appartenenze": Appartenenza.objects.count()}
