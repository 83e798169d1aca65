"""Two versions of a row put together, field by field. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar, cast

from obiettivi.actions.risposte import Riga
from obiettivi.models import CampoScheda
from piani.segni import segna
from piani.unione import unisci_semplici, unisci_tre

V = TypeVar("V")
_IGNOTO = object()


def unisci_righe(campo: CampoScheda, base: Riga | None, salvata: Riga, mia: Riga) -> tuple[Riga, bool]:
    """Return a row with what both wrote after `base` (None: not known), and whether no field was changed by both.

    Where only one value fits and both changed it, mine stands: the other one is beside it on the page.
    """
    da = base or Riga()
    testo = unisci_tre(base.testo if base else None, salvata.testo, mia.testo)
    titolo, un_titolo = uno(da.titolo, salvata.titolo, mia.titolo)
    (grado, criterio, motivo), un_grado = uno(_grado(da), _grado(salvata), _grado(mia))
    non_pertinente, un_segno = uno(da.non_pertinente, salvata.non_pertinente, mia.non_pertinente)
    scelte, una_scelta = uno(da.scelte, salvata.scelte, mia.scelte)
    if campo.multipla:
        scelte, una_scelta = insieme(da.scelte, salvata.scelte, mia.scelte), True
    riga = Riga(
        scelte=scelte,
        testo=testo.testo,
        titolo=titolo,
        grado=grado,
        grado_criterio=criterio,
        grado_motivo=motivo,
        non_pertinente=non_pertinente,
        aree=frozenset(insieme(da.aree, salvata.aree, mia.aree)),
        punti=frozenset(insieme(da.punti, salvata.punti, mia.punti)),
        altri_punti=insieme(da.altri_punti, salvata.altri_punti, mia.altri_punti),
    )
    pulita = testo.pulita and un_titolo and un_grado and un_segno and una_scelta
    return riga, base is not None and pulita


def unisci_valori(
    base: Mapping[str, object] | None,
    salvati: Mapping[str, object],
    miei: Mapping[str, object],
    *,
    lunghi: Collection[str],
    multipli: Collection[str],
) -> tuple[dict[str, object], bool]:
    """Return the fields of a typed row with what both wrote after `base` (None: not known), and whether none clashed.

    Words of long texts are put together, choices are added; where one value fits and both changed it, mine stands.
    """
    uniti: dict[str, object] = {}
    pulita = base is not None
    for nome, mio in miei.items():
        prima, salvato = (base or {}).get(nome), salvati.get(nome)
        if nome in multipli:
            uniti[nome] = list(insieme(_voci(prima), _voci(salvato), _voci(mio)))
            continue
        if nome in lunghi:
            testo = unisci_semplici(None if base is None else str(prima or ""), str(salvato or ""), str(mio or ""))
            uniti[nome], senza_doppi = testo.testo, testo.pulita
        else:
            suo, senza_doppi = uno(_IGNOTO if base is None else _nudo(prima), _nudo(salvato), _nudo(mio))
            uniti[nome] = salvato if suo == _nudo(salvato) else mio
        pulita = pulita and senza_doppi
    return uniti, pulita


def _nudo(valore: object) -> object:
    """Return None for a field left empty, whoever reads it."""
    return None if valore == "" else valore


def _voci(valore: object) -> Collection[object]:
    return list(cast("Iterable[object]", valore or ()))


def _grado(riga: Riga) -> tuple[int | None, str, str]:
    return riga.grado, riga.grado_criterio, riga.grado_motivo


def uno(base: V, salvato: V, mio: V) -> tuple[V, bool]:
    """Return the value that stands where only one fits, and whether at most one of the two had changed it."""
    if mio in (base, salvato):
        return salvato, True
    return mio, salvato == base


def insieme(base: Collection[V], salvato: Collection[V], mio: Collection[V]) -> tuple[V, ...]:
    """Return what both have or either added; what one of the two took away goes."""
    return tuple(v for v in dict.fromkeys([*salvato, *mio]) if v not in base or (v in salvato and v in mio))


def segna_righe(base: Riga | None, salvata: Riga, mia: Riga) -> tuple[str, str]:
    """Return the texts of mine and of theirs, with what each changed marked: from `base`, or mine from theirs."""
    if base is None:
        return segna(salvata.testo, mia.testo), salvata.testo
    return segna(base.testo, mia.testo), segna(base.testo, salvata.testo)
