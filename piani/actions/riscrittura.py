"""Writes a canonical document over the rows of a plan, in place: what is equal is not touched, what was there keeps its
comments and its history."""

from itertools import count
from typing import Any

from django.db.models import ProtectedError

from ambiti.models import Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import html_pulito, riga
from obiettivi.actions.comuni import conserva_origine, firma
from obiettivi.actions.riscrittura import RIPRISTINO, Riscrittore
from obiettivi.catalogo import Catalogo
from piani.canonico import documento as documento_del
from piani.canonico.blocchi import Provenienze
from piani.canonico.importa import SENZA_FIRMA, prefazione_di
from piani.canonico.provenienza import segna_provenienza
from piani.canonico.riferimenti import chiavi_enti, enti_per_chiave
from piani.canonico.tabelle import collega_grafico, scrivi_tabella
from piani.composizione import parti
from piani.enums import SpecieBlocco
from piani.models import Piano, Sezione, Tabella, VoceFormato, VoceScheda
from piani.permissions import NULLA
from utenti.models import Utente

_SIGILLI = ("sha256", "riferimenti")


def senza_sigilli(documento: Json) -> Json:
    """Return what the document says, without the seal and the names of the codes."""
    return {k: v for k, v in documento.items() if k not in _SIGILLI}


def riscrivi(piano: Piano, documento: Json, attuale: Json, *, autore: Utente) -> None:
    """Make the plan say what `documento` says; `attuale` is what it says now.

    Inside the transaction of who restores, the plan locked. Raises DatiNonValidi when something cannot be written (a body
    that is no more, a signature on the Accordo): who called rolls back.
    """
    _Riscrittura(piano, documento, attuale, autore).esegui()
    scritto, voluto = senza_sigilli(documento_del(piano)), senza_sigilli(documento)
    if scritto != voluto and _confrontabile(scritto) != _confrontabile(voluto):
        raise DatiNonValidi(f"Il Piano riscritto non è uguale alla versione: il ripristino si è fermato. {NULLA}")


def _confrontabile(valore: Any) -> Any:
    """Return the data with each formatted text in today's form, and without what is empty.

    A cleaner that changed since the version is no difference, nor is a key that did not exist then.
    """
    if isinstance(valore, dict):
        return {k: _confrontabile(v) for k, v in valore.items() if v not in ("", [], None)}
    if isinstance(valore, list):
        return [_confrontabile(v) for v in valore]
    return html_pulito(valore, immagini=True) if isinstance(valore, str) and "<" in valore else valore


class _Riscrittura:
    def __init__(self, piano: Piano, documento: Json, attuale: Json, autore: Utente) -> None:
        self.piano = piano
        self.documento = documento
        self.attuale = attuale
        self.autore = autore
        self.provenienze = Provenienze(documento)
        self.enti = enti_per_chiave(chiavi_enti(documento))
        self.sezioni = {s.chiave: s for s in piano.sezioni.all()}

    def ente(self, chiave: str, luogo: str) -> Ente:
        """Return a body. Raises DatiNonValidi."""
        if chiave not in self.enti:
            raise DatiNonValidi(f"{luogo}: l'ente «{chiave}» non c'è più. {NULLA}")
        return self.enti[chiave]

    def esegui(self) -> None:
        """Sections first, since sheets and tables stand in them; what is not in the document goes last."""
        tolte = set(self.sezioni)
        self._albero(self.documento["sezioni"], None, tolte)
        self._schede()
        self._tabelle()
        # A section goes only when nothing hangs on it: those below first.
        for chiave in reversed(_in_lettura(self.attuale["sezioni"])):
            if chiave in tolte:
                self._firma(self.sezioni[chiave]).delete()
        self._parti()
        Piano.objects.filter(pk=self.piano.pk).update(
            titolo=riga(self.documento["titolo"], massimo=300), esempio=self.documento["esempio"]
        )
        self.piano.refresh_from_db(fields=["titolo", "esempio"])

    # --- Sections -------------------------------------------------------------

    def _albero(self, rami: list[Json], genitore: Sezione | None, tolte: set[str]) -> None:
        voci = {v.chiave: v for v in VoceFormato.objects.filter(triennio=self.piano.triennio_id)} if rami else {}
        for ordine, dati in enumerate(rami, 1):
            tolte.discard(dati["chiave"])
            self._sezione(dati, ordine, genitore, voci)
            self._albero(dati["sezioni"], self.sezioni[dati["chiave"]], tolte)

    def _sezione(self, dati: Json, ordine: int, genitore: Sezione | None, voci: dict[str, VoceFormato]) -> None:
        chiave = dati["chiave"]
        luogo = f"Sezione «{dati['titolo']}»"
        if dati["voce_formato"] and dati["voce_formato"] not in voci:
            raise DatiNonValidi(f"{luogo}: la voce del formato «{dati['voce_formato']}» non c'è più. {NULLA}")
        sezione = self.sezioni.get(chiave) or Sezione(piano=self.piano, chiave=chiave, revisione=0)
        campi = {
            "titolo": riga(dati["titolo"], massimo=400),
            "numerata": dati["numerata"],
            "pagina_nuova": dati["pagina_nuova"],
            "voce_formato_id": voci[dati["voce_formato"]].pk if dati["voce_formato"] else None,
            "proprietario_id": self.ente(dati["proprietario"], luogo).pk,
            "testo": html_pulito(dati["testo"], immagini=True),
            **SENZA_FIRMA,
            **prefazione_di(dati),
            **self.provenienze.di(SpecieBlocco.TESTO, dati),
        }
        posto = {"genitore_id": genitore.pk if genitore else None, "ordine": ordine}
        if sezione.pk and all(getattr(sezione, k) == v for k, v in campi.items()):
            Sezione.objects.filter(pk=sezione.pk).exclude(**posto).update(**posto)
            return
        if sezione.pk:
            conserva_origine(sezione)
        for k, v in {**campi, **posto}.items():
            setattr(sezione, k, v)
        sezione.completa = False
        sezione.revisione += 1
        self._firma(sezione).save()
        self.sezioni[chiave] = sezione

    def _firma(self, sezione: Sezione) -> Sezione:
        sezione._change_reason = RIPRISTINO  # type: ignore[attr-defined]  # noqa: SLF001 - simple_history's own name
        return firma(sezione, self.autore)

    # --- Sheets ---------------------------------------------------------------

    def _schede(self) -> None:
        catalogo = Catalogo.carica()
        voci = {(v.specie, v.codice): v for v in self.piano.voci.select_related("scheda__formato")}
        ordini = count(1)
        for gruppo in ("schede", "esiti"):
            for dati in self.documento[gruppo]:
                luogo = f"Scheda {dati['codice']}"
                formato = catalogo.formato(dati["formato"], luogo)
                scrittore = Riscrittore(
                    dati, triennio=self.piano.triennio, catalogo=catalogo, ente=self.ente, luogo=luogo
                )
                voce = voci.pop((formato.specie, dati["codice"]), None)
                self._scheda(voce, dati, scrittore, formato.specie, next(ordini))
        for voce in voci.values():
            self._togli(voce)

    def _scheda(self, voce: VoceScheda | None, dati: Json, scrittore: Riscrittore, specie: str, ordine: int) -> None:
        sezione = self.sezioni[dati["sezione"]]
        if voce is not None and voce.scheda.formato.chiave != dati["formato"]:
            self._togli(voce)
            voce = None
        if voce is None:
            scheda = scrittore.costruisci()
            nata = VoceScheda.objects.create(
                piano=self.piano, scheda=scheda, sezione=sezione, specie=specie, codice=dati["codice"], ordine=ordine
            )
            segna_provenienza(nata, dati.get("provenienza"))
            return
        VoceScheda.objects.filter(pk=voce.pk).update(sezione=sezione, ordine=ordine)
        scrittore.dati = {k: v for k, v in dati.items() if k not in ("codice", "sezione", "provenienza")}
        scrittore.riscrivi(voce.scheda, autore=self.autore)
        segna_provenienza(voce, dati.get("provenienza"))

    def _togli(self, voce: VoceScheda) -> None:
        scheda = voce.scheda
        voce.delete()
        if not VoceScheda.objects.filter(scheda=scheda).exists():
            conserva_origine(scheda)
            firma(scheda, self.autore).delete()

    # --- Tables, parts of other rooms -----------------------------------------

    def _tabelle(self) -> None:
        presenti = {t.chiave: t for t in self.piano.tabelle.all()}
        ora = {t["chiave"]: t for t in self.attuale["tabelle"]}
        scritte = {}
        for ordine, dati in enumerate(self.documento["tabelle"], 1):
            chiave, sezione = dati["chiave"], self.sezioni[dati["sezione"]]
            tabella = presenti.pop(chiave, None) or Tabella(piano=self.piano, chiave=chiave, revisione=0)
            scritte[chiave] = tabella
            if tabella.pk and ora[chiave] == dati:
                Tabella.objects.filter(pk=tabella.pk).update(ordine=ordine, sezione=sezione)
                continue
            tabella.sezione, tabella.ordine, tabella.dati = sezione, ordine, None
            for campo, valore in self.provenienze.di(SpecieBlocco.TABELLA, dati).items():
                setattr(tabella, campo, valore)
            tabella.revisione += 1
            scrivi_tabella(tabella, dati, f"Tabella «{dati['titolo']}»")
        for dati in self.documento["tabelle"]:
            if "dati" in dati:
                collega_grafico(scritte, dati)
        # A chart goes before the table that it draws.
        for tabella in sorted(presenti.values(), key=lambda t: t.dati_id is None):
            tabella.delete()

    def _parti(self) -> None:
        for parte in parti():
            dati = self.documento[parte.chiave]
            if parte.riscrivi is not None and dati != self.attuale[parte.chiave]:
                try:
                    parte.riscrivi(self.piano, dati)
                except ProtectedError as errore:
                    raise DatiNonValidi(
                        f"Una parte dell'Accordo ha già un file firmato: la versione non si ripristina. {NULLA}"
                    ) from errore


def _in_lettura(rami: list[Json]) -> list[str]:
    return [k for ramo in rami for k in (ramo["chiave"], *_in_lettura(ramo["sezioni"]))]
