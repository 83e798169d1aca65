"""What happened in a session, told as canonical data: the minutes are made from it and from nothing else."""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from assemblea.models import AvvisoConvocazione, Componente, Delega, Presenza, Punto, Seduta, Votazione, Voto
from core.canonico import Json


def racconta(seduta: Seduta) -> Json:
    """Return the story of a session: notices, members, deleghe, presences, items, votes by name, results, hashes."""
    punti = _punti(seduta)
    primo, voti = punti[0].piano, _voti(seduta)
    return {
        "tipo": "verbale-assemblea",
        "formato": 2,
        "ambito": {"codice": seduta.ambito.codice, "nome": seduta.ambito.nome},
        "triennio": primo.triennio.codice,
        "esempio": seduta.esempio,
        "seduta": {
            "numero": seduta.pk,
            "giorno": seduta.giorno.isoformat(),
            "ora": f"{seduta.ora:%H:%M}",
            "luogo": seduta.luogo,
            "chiamata": seduta.chiamata,
            "convocata_il": _istante(seduta.convocata_il),
            "avvisi": seduta.avvisi,
            "aperta_il": _istante(seduta.aperta_il),
            "chiusa_il": _istante(seduta.chiusa_il),
            "deserta_il": _istante(seduta.deserta_il),
            "regola": seduta.regola_seduta,
            "fonte_quote": seduta.fonte_pesi,
        },
        "avvisi": _avvisi(seduta),
        "componenti": [
            {"chiave": c.chiave, "nome": c.nome, "sindaco": c.nome_sindaco, "quota": [c.numeratore, c.denominatore]}
            for c in Componente.objects.filter(seduta=seduta)
        ],
        "deleghe": _deleghe(seduta),
        "presenze": _presenze(seduta),
        "punti": [_punto(p, voti) for p in punti],
    }


def _istante(quando: Any) -> str | None:
    return timezone.localtime(quando).isoformat(timespec="seconds") if quando else None


def _punti(seduta: Seduta) -> list[Punto]:
    punti = Punto.objects.filter(seduta=seduta).select_related("piano__triennio", "versione")
    return list(punti.defer("versione__contenuto").order_by("ordine"))


def _avvisi(seduta: Seduta) -> list[Json]:
    avvisi = AvvisoConvocazione.objects.filter(seduta=seduta).select_related("ente", "versione")
    return [
        {
            "numero": a.numero,
            "ente": a.ente.nome_completo,
            "titolo": a.titolo,
            "inviato_il": _istante(a.inviato_il),
            "letto_il": _istante(a.letto_il),
            "versione": a.versione.sha256,
        }
        for a in avvisi.defer("versione__contenuto").order_by("numero", "titolo", "ente__nome", "pk")
    ]


def _deleghe(seduta: Seduta) -> list[Json]:
    return [
        {
            "comune": d.comune.ente.nome_completo,
            "delegante": d.nome_delegante,
            "delegato": d.nome_delegato,
            "data_il": _istante(d.data_il),
            "revocata_il": _istante(d.revocata_il),
            "file": d.file.sha256 if d.file else None,
        }
        for d in Delega.objects.filter(seduta=seduta).select_related("comune__ente", "file").order_by("pk")
    ]


def _presenze(seduta: Seduta) -> list[Json]:
    righe = Presenza.objects.filter(componente__seduta=seduta).select_related("componente").order_by("pk")
    return [
        {
            "componente": p.componente.chiave,
            "nome": p.componente.nome,
            "persona": p.persona,
            "delegato": p.delega_id is not None,
            "movimento": p.movimento,
            "quando": _istante(p.quando),
        }
        for p in righe
    ]


def _voti(seduta: Seduta) -> dict[int, list[Json]]:
    per_votazione: dict[int, list[Json]] = defaultdict(list)
    voti = Voto.objects.filter(votazione__punto__seduta=seduta).select_related("componente")
    for v in voti.order_by("componente__nome", "pk"):
        per_votazione[v.votazione_id].append(
            {
                "componente": v.componente.chiave,
                "nome": v.componente.nome,
                "persona": v.persona,
                "delegato": v.delega_id is not None,
                "scelta": v.scelta,
                "quando": _istante(v.espresso_il),
            }
        )
    return per_votazione


def _punto(punto: Punto, voti: dict[int, list[Json]]) -> Json:
    votazioni = list(Votazione.objects.filter(punto=punto).order_by("pk"))
    votazione = next((v for v in votazioni if v.annullata_il is None), None)
    return {
        "ordine": punto.ordine,
        "oggetto": punto.oggetto,
        "titolo": punto.get_oggetto_display(),
        "versione": punto.versione.sha256,
        "rinviato_il": _istante(punto.rinviato_il),
        "motivo_rinvio": punto.motivo_rinvio,
        "votazione": _votazione(votazione, voti) if votazione else None,
        "annullate": [_annullata(v, voti) for v in votazioni if v.annullata_il is not None],
    }


def _annullata(votazione: Votazione, voti: dict[int, list[Json]]) -> Json:
    """A vote declared null: why, and how many had voted; what they voted counts for nothing and is not told."""
    return {
        "aperta_il": _istante(votazione.aperta_il),
        "chiusa_il": _istante(votazione.chiusa_il),
        "annullata_il": _istante(votazione.annullata_il),
        "motivo": votazione.motivo_annullo,
        "voti": len(voti.get(votazione.pk, [])),
        "numero_legale": votazione.legale,
    }


def _votazione(votazione: Votazione, voti: dict[int, list[Json]]) -> Json:
    return {
        "aperta_il": _istante(votazione.aperta_il),
        "chiusa_il": _istante(votazione.chiusa_il),
        "proclamata_il": _istante(votazione.proclamata_il),
        "numero": votazione.numero,
        "approvata": votazione.approvata,
        "frase": votazione.frase,
        "esito": votazione.esito,
        "voti": voti.get(votazione.pk, []),
    }
