"""The Accordo as a part of the canonical version of the plan."""

import datetime as dt
from typing import Any

from accordi.models import Accordo, Articolo, Parte, Premessa
from ambiti.models import Ente
from core.canonico import Json
from core.testo import html_pulito, riga
from piani.composizione import ParteCanonica
from piani.models import Piano


def esporta(piano: Piano) -> Json | None:
    """Return the Accordo of the plan as plain data, None if there is none."""
    accordo = Accordo.objects.filter(piano=piano).first()
    if accordo is None:
        return None
    return {
        "titolo": accordo.titolo,
        "decorrenza": accordo.decorrenza.isoformat(),
        "scadenza": accordo.scadenza.isoformat(),
        "premesse": [{"titolo": p.titolo, "testo": p.testo} for p in accordo.premesse.all()],
        "articoli": [{"numero": a.numero, "titolo": a.titolo, "testo": a.testo} for a in accordo.articoli.all()],
        "parti": [
            {"ente": p.ente.chiave, "qualifica": p.qualifica, "rappresentante": p.rappresentante}
            for p in accordo.parti.select_related("ente")
        ],
    }


def enti(dati: Any) -> list[str]:
    """Return the keys of the parties."""
    return [p["ente"] for p in dati["parti"]]


def _ente(chiave: str) -> Ente:
    tipo, _, codice = chiave.partition(":")
    return Ente.objects.get(tipo=tipo, codice=codice)


def importa(piano: Piano, dati: Any) -> None:
    """Create the Accordo of the plan. The importer has checked the bodies."""
    accordo = Accordo.objects.create(
        piano=piano,
        titolo=riga(dati["titolo"], massimo=400),
        decorrenza=dt.date.fromisoformat(dati["decorrenza"]),
        scadenza=dt.date.fromisoformat(dati["scadenza"]),
    )
    Premessa.objects.bulk_create(
        Premessa(accordo=accordo, ordine=n, titolo=riga(d["titolo"], massimo=100), testo=html_pulito(d["testo"]))
        for n, d in enumerate(dati["premesse"], 1)
    )
    Articolo.objects.bulk_create(
        Articolo(
            accordo=accordo,
            numero=d["numero"],
            titolo=riga(d["titolo"], massimo=300),
            testo=html_pulito(d["testo"]),
        )
        for d in dati["articoli"]
    )
    Parte.objects.bulk_create(
        Parte(
            accordo=accordo,
            ordine=n,
            ente=_ente(d["ente"]),
            qualifica=d["qualifica"],
            rappresentante=riga(d["rappresentante"], massimo=150),
        )
        for n, d in enumerate(dati["parti"], 1)
    )


PARTE = ParteCanonica("accordo", esporta=esporta, importa=importa, enti=enti)
