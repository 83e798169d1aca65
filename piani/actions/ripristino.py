"""Puts back an old text: of a section, of a row of a sheet, of the whole plan. Each makes a new version: nothing is lost."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from ambiti.models import Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.storia import Modo
from obiettivi.actions.riscrittura import RIPRISTINO
from obiettivi.actions.risposte import Riga
from obiettivi.enums import Specie
from obiettivi.models import CampoScheda, Risposta
from piani.actions.contenuto import blocca_per_scrivere, contenuto_cambiato
from piani.actions.riscrittura import riscrivi, senza_sigilli
from piani.actions.schede import salva_riga
from piani.actions.sezioni import scrivi_sezione
from piani.actions.stesure import letta, righe_del
from piani.actions.tabelle import righe_scritte, salva_righe
from piani.actions.tappe import MASSIMO_NOME, nomina_versione
from piani.bersaglio import Bersaglio, bersaglio
from piani.canonico import documento as documento_del
from piani.enums import SpecieTappa
from piani.exceptions import PianoCambiato
from piani.lettura.bersagli import bersagli
from piani.lettura.numeri import numera
from piani.models import Piano, Sezione, StesuraTabella, Tabella, Tappa, Versione, VoceScheda
from piani.permissions import NULLA, enti_scrivibili, veste_di
from piani.queries_confronto import documento_di
from piani.rimandi import PREFISSO, sciogli
from registro.actions import annota
from utenti.models import Utente


@dataclass(frozen=True)
class Ripristino:
    """What a restore would do: from what the plan says now to `bersaglio.documento`."""

    attuale: Json
    bersaglio: Bersaglio
    sciolti: tuple[str, ...]

    @property
    def cambia(self) -> bool:
        """Whether it would change anything. `sciolti` are the references that would lead nowhere, and become words."""
        return senza_sigilli(self.attuale) != self.bersaglio.documento

    @property
    def dopo(self) -> Json:
        """The document as it will be, with the names of both, to be read."""
        return {**self.bersaglio.documento, "riferimenti": self._riferimenti, "sha256": ""}

    riferimenti_di: Json

    @property
    def _riferimenti(self) -> Json:
        ora, poi = self.attuale["riferimenti"], self.riferimenti_di
        return {k: {**v, **ora.get(k, {})} if isinstance(v, dict) else v for k, v in {**ora, **poi}.items()}


def prepara(piano: Piano, versione: Versione, *, chi: Utente) -> Ripristino:
    """Return what restoring `versione` would do, for who writes for the Ambito. Nothing is written."""
    attuale, voluto = documento_del(piano), documento_di(versione)
    scrivibili = Ente.objects.filter(pk__in=enti_scrivibili(chi, piano))
    meta = bersaglio(attuale, voluto, scrivibili={e.chiave for e in scrivibili}, condivise=_condivise(piano))
    documento, sciolti = _senza_rimandi_persi(meta.documento, {**voluto["riferimenti"], **attuale["riferimenti"]})
    return Ripristino(attuale, replace(meta, documento=documento), sciolti, voluto["riferimenti"])


def _senza_rimandi_persi(documento: Json, riferimenti: Json) -> tuple[Json, tuple[str, ...]]:
    """Return the document where no reference leads nowhere, and which ones became words, each with its place.

    The tree may lose what a text that stays names, and bring back texts that name what is gone.
    """
    noti = bersagli({**documento, "riferimenti": riferimenti}, numera(documento))
    sciolti: list[str] = []

    def senza(valore: Any, luogo: str) -> Any:
        if isinstance(valore, dict):
            nome = f"sezione «{valore['titolo']}»" if "sezioni" in valore else luogo
            nome = f"scheda {valore['codice']}" if "risposte" in valore else nome
            return {k: senza(v, nome) for k, v in valore.items()}
        if isinstance(valore, list):
            return [senza(v, luogo) for v in valore]
        if not isinstance(valore, str) or PREFISSO not in valore:
            return valore
        testo, persi = sciogli(valore, noti)
        sciolti.extend(f"{luogo}: «{p}»" for p in persi)
        return testo

    gruppi = ("sezioni", "schede", "esiti", "accordo")
    pulito = {k: senza(v, "Accordo di Programma") if k in gruppi else v for k, v in documento.items()}
    return pulito, tuple(sciolti)


def _condivise(piano: Piano) -> set[str]:
    altre = VoceScheda.objects.filter(scheda__voci__piano=piano).exclude(piano=piano).values("scheda_id")
    voci = piano.voci.filter(scheda__in=altre).values_list("specie", "codice")
    return {f"{'esiti' if specie == Specie.ESITO else 'schede'}:{codice}" for specie, codice in voci}


def ripristina_versione(piano: Piano, versione: Versione, *, nome: str, contenuto: int, autore: Utente) -> Tappa:
    """Make the plan say what `versione` said, after keeping it as it stands now; return that milestone.

    `nome` is what the page calls the version; `contenuto` the plan's counter when the page was made. What belongs to other
    bodies stays as it is (docs/decisioni/0017). Raises NonPermesso, PianoCambiato (somebody wrote meanwhile), DatiNonValidi
    (the plan says that already; something cannot be written): nothing changes.
    """
    with transaction.atomic():
        bloccato = blocca_per_scrivere(piano, proprietario=piano.ambito.ente, autore=autore)
        if bloccato.contenuto != contenuto:
            raise PianoCambiato(
                f"Intanto qualcuno ha scritto nel Piano: guarda di nuovo che cosa cambierebbe, poi conferma. {NULLA}"
            )
        fatto = prepara(bloccato, versione, chi=autore)
        if not fatto.cambia:
            raise DatiNonValidi(f"Il Piano dice già quello che diceva questa versione. {NULLA}")
        tappa = nomina_versione(
            bloccato, nome=_nome_di_prima(versione, nome), specie=SpecieTappa.PRIMA_DEL_RIPRISTINO, autore=autore
        )
        riscrivi(bloccato, fatto.bersaglio.documento, fatto.attuale, autore=autore)
        contenuto_cambiato(bloccato)
        dati = {"sha256": versione.sha256, "prima": tappa.versione.sha256}
        _annota(bloccato, "piani.versione_ripristinata", autore, dati)
    return tappa


def _nome_di_prima(versione: Versione, nome: str) -> str:
    """Name the plan as it stood before a restore; undoing one does not repeat its name inside another."""
    if versione.tappe.filter(specie=SpecieTappa.PRIMA_DEL_RIPRISTINO).exists():
        return "Prima di annullare un ripristino"
    titolo = f"Prima di ripristinare «{nome}»"
    return titolo if len(titolo) <= MASSIMO_NOME else f"{titolo[: MASSIMO_NOME - 2]}…»"


def ripristina_sezione(sezione: Sezione, *, testo: str, revisione: int, autore: Utente) -> Sezione:
    """Put back an old text of a section, by the normal save: a new version, that can be undone likewise.

    Raises NonPermesso, SalvataggioSuperato, DatiNonValidi (it says that already).
    """
    if testo == sezione.testo:
        raise DatiNonValidi(f"La sezione ha già questo testo. {NULLA}")
    with transaction.atomic():
        scritta = scrivi_sezione(sezione, testo=testo, revisione=revisione, autore=autore, modo=Modo(motivo=RIPRISTINO))
        _annota(sezione.piano, "piani.sezione_ripristinata", autore, {"sezione": sezione.pk})
    return scritta


def ripristina_riga(voce: VoceScheda, campo: CampoScheda, riga: Riga, *, revisione: int, autore: Utente) -> Risposta:
    """Put back an old answer of a sheet, by the normal save. Raises NonPermesso, SalvataggioSuperato, DatiNonValidi."""
    with transaction.atomic():
        prima = Risposta.storia.filter(scheda_id=voce.scheda_id, campo_id=campo.pk).count()
        risposta = salva_riga(voce, campo, riga, revisione_letta=revisione, autore=autore)
        versioni = Risposta.storia.filter(scheda_id=voce.scheda_id, campo_id=campo.pk)
        if versioni.count() == prima:
            raise DatiNonValidi(f"La riga dice già così. {NULLA}")
        ultima = versioni.order_by("-history_date", "-history_id")[:1].values("history_id")
        Risposta.storia.filter(history_id__in=list(ultima.values_list("history_id", flat=True))).update(
            history_change_reason=RIPRISTINO
        )
        _annota(voce.piano, "piani.riga_ripristinata", autore, {"voce": voce.pk, "campo": campo.chiave})
    return risposta


def ripristina_tabella(tabella: Tabella, vecchia: StesuraTabella, *, revisione: int, autore: Utente) -> Tabella:
    """Put back the rows of an old version of a table, by the normal save. Raises NonPermesso, SalvataggioSuperato,
    DatiNonValidi (other columns, or it says that already)."""
    if [(c["chiave"], c["tipo"]) for c in vecchia.colonne] != [(c["chiave"], c["tipo"]) for c in tabella.colonne]:
        raise DatiNonValidi(f"Da allora la tabella ha cambiato colonne: copia da lì le righe che servono. {NULLA}")
    prima = tabella.revisione
    with transaction.atomic():
        scritte = righe_scritte(tabella, righe_del(tabella, letta(vecchia)))
        modo = Modo(motivo=RIPRISTINO)
        salvata = salva_righe(tabella, righe=scritte, revisione=revisione, autore=autore, modo=modo)
        if salvata.revisione == prima:
            raise DatiNonValidi(f"La tabella ha già queste righe. {NULLA}")
        _annota(tabella.piano, "piani.tabella_ripristinata", autore, {"tabella": tabella.pk})
    return salvata


def _annota(piano: Piano, tipo: str, autore: Utente, dati: dict[str, Any]) -> None:
    annota(piano.catena, tipo, autore=autore, incarico_id=veste_di(autore, piano), dati=dati)
