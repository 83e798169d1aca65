"""What the reader of Word files must know of the Region, and which imports a person may see."""

from django.db.models import QuerySet

from core.canonico import Json
from leps.models import Indicatore, Leps
from obiettivi.enums import TipoCampo
from obiettivi.models import CampoScheda, FonteFinanziamento, FormatoScheda, Macroarea, Triennio
from piani.models import ImportazioneWord, VoceFormato
from piani.word.leggi.catalogo import Area, Campo, Conosciuto, Fonte, Formato, IndicatoreRegione, Punto, Scelta
from utenti.models import Utente
from utenti.permissions import ambiti_di
from utenti.roles import Permesso


def conosciuto(triennio: Triennio) -> Conosciuto:
    """Return the regional catalogue as plain data. Eight queries."""
    formati = FormatoScheda.objects.prefetch_related("campi").order_by("pk")
    aree = Macroarea.objects.prefetch_related("punti_chiave")
    return Conosciuto(
        formati=tuple(Formato(f.chiave, f.specie, f.titolo, tuple(_campo(c) for c in f.campi.all())) for f in formati),
        aree=tuple(
            Area(
                a.codice,
                a.nome,
                tuple(a.alias),
                a.storica,
                tuple(Punto(p.chiave, p.nome, tuple(p.alias)) for p in a.punti_chiave.all()),
            )
            for a in aree
        ),
        fonti=tuple(Fonte(f.chiave, f.nome, f.natura) for f in FonteFinanziamento.objects.all()),
        leps=tuple(Scelta(x.codice, x.nome) for x in Leps.objects.all()),
        indicatori=tuple(
            IndicatoreRegione(i.codice, i.leps.codice, i.testo) for i in Indicatore.objects.select_related("leps")
        ),
        voci_formato=tuple(Scelta(v.chiave, v.nome) for v in VoceFormato.objects.filter(triennio=triennio)),
    )


def _campo(campo: CampoScheda) -> Campo:
    matrice: Json = campo.matrice or {}
    return Campo(
        chiave=campo.chiave,
        etichetta=campo.etichetta,
        aiuto=campo.aiuto,
        tipo=TipoCampo(campo.tipo).value,
        multipla=campo.multipla,
        scelte=_scelte(campo.scelte),
        righe_matrice=_scelte(matrice.get("righe", [])),
        colonne_matrice=_scelte(matrice.get("colonne", [])),
    )


def _scelte(voci: list[Json]) -> tuple[Scelta, ...]:
    return tuple(Scelta(v["chiave"], v["etichetta"]) for v in voci)


def importazioni_visibili_a(utente: Utente) -> QuerySet[ImportazioneWord]:
    """Return the imports of the Ambiti where the person may open a plan."""
    return ImportazioneWord.objects.filter(ambito__in=ambiti_di(utente, Permesso.CREARE_PIANO)).select_related(
        "ambito__ente", "triennio", "file", "lavoro__risultato", "piano__ambito__ente", "piano__triennio"
    )
