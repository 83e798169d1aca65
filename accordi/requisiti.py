"""What steps need of the Accordo, and the days that its signatures give."""

from collections.abc import Iterator

from accordi.enums import Qualifica
from accordi.models import Articolo, Parte
from accordi.queries import accordo_di, enti_dovuti, firme_dovute_mancanti
from ambiti.enums import TipoEnte
from core.formati import elenco
from piani.composizione import Requisito
from piani.models import Piano
from piani.regole_passi import DatiPasso


def _accordo_scritto(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    if accordo_di(piano) is None:
        yield "L'Accordo di Programma non c'è ancora: crealo nella sua pagina, poi scrivilo."
        return
    yield from _del_testo(list(Articolo.objects.filter(accordo__piano=piano)))
    yield from _delle_parti(piano)


def _del_testo(articoli: list[Articolo]) -> Iterator[str]:
    if not articoli:
        yield "L'Accordo non ha articoli."
    vuoti = [str(a.numero) for a in articoli if not a.testo]
    if vuoti:
        uno = len(vuoti) == 1
        yield (
            f"Dell'Accordo {'manca il testo dell’articolo' if uno else 'mancano i testi degli articoli'} {elenco(vuoti)}: "
            f"{'scrivilo o eliminalo' if uno else 'scrivili o eliminali'}."
        )


def _delle_parti(piano: Piano) -> Iterator[str]:
    parti = list(Parte.objects.filter(accordo__piano=piano).select_related("ente"))
    if not any(p.qualifica == Qualifica.CAPOFILA for p in parti):
        yield "Tra le parti dell'Accordo manca l'ente capofila: dillo nelle parti."
    firmano = [p.ente for p in parti if not p.aderente]
    dovuti = enti_dovuti(piano.ambito)
    presenti = {e.pk for e in firmano}
    mancano = [e.sigla or e.nome_completo for e in dovuti if e.pk not in presenti]
    if mancano:
        yield f"Tra le parti che firmano l'Accordo {'manca' if len(mancano) == 1 else 'mancano'} {elenco(mancano)}."
    tipi = {e.tipo for e in [*firmano, *dovuti]}
    for tipo in (TipoEnte.COMUNE, TipoEnte.ASST):
        if tipo not in tipi:
            yield f"Tra le parti che firmano l'Accordo non c'è nessun ente del tipo «{tipo.label}»: aggiungilo."


def _firme_complete(piano: Piano, dati: DatiPasso | None) -> Iterator[str]:
    mancano = firme_dovute_mancanti(piano)
    if mancano:
        yield f"{'Manca la firma di' if len(mancano) == 1 else 'Mancano le firme di'} {elenco(mancano)}."
    elif accordo_di(piano) is None:
        yield "L'Accordo di Programma non c'è: non c'è nulla da firmare."


REQUISITI = (Requisito("accordo_scritto", _accordo_scritto), Requisito("firme_complete", _firme_complete))
