"""The Accordo as a part of the canonical version of the plan."""

import datetime as dt
from typing import Any

from django.db.models import F, Prefetch

from accordi.enums import Elemento
from accordi.models import Accordo, Articolo, AttoNormativo, AttoRichiamato, Parte, Premessa, Segnaposto
from ambiti.models import Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import html_pulito, riga
from piani.composizione import ParteCanonica
from piani.models import Piano


def esporta(piano: Piano) -> Json | None:
    """Return the Accordo of the plan as plain data, None if there is none. At most six queries."""
    accordo = Accordo.objects.filter(piano=piano).first()
    if accordo is None:
        return None
    atti = AttoRichiamato.objects.select_related("atto").order_by("ordine")
    return come_dati(
        accordo,
        premesse=list(accordo.premesse.prefetch_related(Prefetch("atti", atti))),
        articoli=list(accordo.articoli.all()),
        parti=list(accordo.parti.select_related("ente")),
        segnaposto=list(accordo.segnaposto.all()),
    )


def come_dati(
    accordo: Accordo,
    *,
    premesse: list[Premessa],
    articoli: list[Articolo],
    parti: list[Parte],
    segnaposto: list[Segnaposto],
    con_atti: bool = True,
) -> Json:
    """Return the rows of an Accordo, loaded already, as plain data; `con_atti` False leaves the recalled acts out."""
    return {
        "titolo": accordo.titolo,
        "decorrenza": accordo.decorrenza.isoformat(),
        "scadenza": accordo.scadenza.isoformat(),
        "premesse": [
            {"titolo": p.titolo, "testo": p.testo, "atti": [_atto(a) for a in p.atti.all()] if con_atti else []}
            for p in premesse
        ],
        "articoli": [
            {"numero": a.numero, "titolo": a.titolo, "testo": a.testo, "elementi": in_ordine(a.elementi)}
            for a in articoli
        ],
        "parti": [{"ente": p.ente.chiave, "qualifica": p.qualifica, "rappresentante": p.rappresentante} for p in parti],
        "segnaposto": [{"chiave": s.chiave, "etichetta": s.etichetta, "valore": s.valore} for s in segnaposto],
    }


def _atto(richiamo: AttoRichiamato) -> Json:
    atto = richiamo.atto
    return {
        "tipo": atto.tipo,
        "emanante": atto.emanante,
        "numero": atto.numero,
        "data": atto.data.isoformat(),
        "titolo": atto.titolo,
        "nota": richiamo.nota,
    }


def in_ordine(elementi: "list[str]") -> list[str]:
    """Return the elements, each once, in the order of the DGR."""
    return [e.value for e in Elemento if e.value in elementi]


def enti(dati: Any) -> list[str]:
    """Return the keys of the parties."""
    return [p["ente"] for p in dati["parti"]]


def _ente(chiave: str) -> Ente:
    tipo, _, codice = chiave.partition(":")
    return Ente.objects.get(tipo=tipo, codice=codice)


def importa(piano: Piano, dati: Any) -> None:
    """Create the Accordo of the plan. The importer has checked the bodies; older files have no acts, elements, slots."""
    _esigi_senza_doppioni(dati)
    _riempi(Accordo.objects.create(piano=piano, **_testata(dati)), dati)


def riscrivi(piano: Piano, dati: Any) -> None:
    """Make the Accordo of the plan say `dati` again, None for no Accordo. Raises ProtectedError where a party has signed."""
    accordo = Accordo.objects.filter(piano=piano).first()
    if dati is None:
        if accordo is not None:
            accordo.delete()
    elif accordo is None:
        importa(piano, dati)
    else:
        _esigi_senza_doppioni(dati)
        for righe in (accordo.premesse, accordo.articoli, accordo.parti, accordo.segnaposto):
            righe.all().delete()
        Accordo.objects.filter(pk=accordo.pk).update(**_testata(dati), revisione=F("revisione") + 1)
        _riempi(accordo, dati)


def _testata(dati: Any) -> dict[str, Any]:
    return {
        "titolo": riga(dati["titolo"], massimo=400),
        "decorrenza": dt.date.fromisoformat(dati["decorrenza"]),
        "scadenza": dt.date.fromisoformat(dati["scadenza"]),
    }


def _riempi(accordo: Accordo, dati: Any) -> None:
    for n, d in enumerate(dati["premesse"], 1):
        premessa = Premessa.objects.create(
            accordo=accordo, ordine=n, titolo=riga(d["titolo"], massimo=100), testo=html_pulito(d["testo"])
        )
        _importa_atti(premessa, d.get("atti", []))
    Articolo.objects.bulk_create(
        Articolo(
            accordo=accordo,
            numero=d["numero"],
            titolo=riga(d["titolo"], massimo=300),
            testo=html_pulito(d["testo"]),
            elementi=in_ordine(d.get("elementi", [])),
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
    Segnaposto.objects.bulk_create(
        Segnaposto(
            accordo=accordo,
            ordine=n,
            chiave=d["chiave"],
            etichetta=riga(d["etichetta"], massimo=150),
            valore=riga(d["valore"], massimo=500),
        )
        for n, d in enumerate(dati.get("segnaposto", []), 1)
    )


def _esigi_senza_doppioni(dati: Any) -> None:
    chiavi = {
        "l'articolo": [d["numero"] for d in dati["articoli"]],
        "la parte": [d["ente"] for d in dati["parti"]],
        "il segnaposto": [d["chiave"] for d in dati.get("segnaposto", [])],
    }
    for che, valori in chiavi.items():
        for valore in valori:
            if valori.count(valore) > 1:
                raise DatiNonValidi(f"Nell'Accordo {che} «{valore}» è ripetuto. Nulla è stato importato.")


def _importa_atti(premessa: Premessa, atti: list[Any]) -> None:
    for n, d in enumerate(atti, 1):
        atto, _ = AttoNormativo.objects.get_or_create(
            tipo=d["tipo"],
            emanante=riga(d["emanante"], massimo=150),
            numero=riga(d["numero"], massimo=40),
            data=dt.date.fromisoformat(d["data"]),
            titolo=riga(d["titolo"], massimo=600),
        )
        AttoRichiamato.objects.create(premessa=premessa, atto=atto, ordine=n, nota=riga(d["nota"], massimo=400))


PARTE = ParteCanonica("accordo", esporta=esporta, importa=importa, enti=enti, riscrivi=riscrivi)
