"""Builds a sheet from canonical data. Called inside the importer's transaction."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from ambiti.models import Ente
from core.canonico import Json
from core.exceptions import DatiNonValidi
from core.testo import TestoTroppoLungo, html_pulito, pulisci, riga
from obiettivi.actions.comuni import senza_storia
from obiettivi.catalogo import Catalogo
from obiettivi.models import (
    Azione,
    Indicatore,
    LineaRisorsa,
    PuntoScelto,
    Risposta,
    Scheda,
    Seguito,
    Triennio,
    ValoreAtteso,
    Valutazione,
)
from obiettivi.regole_esiti import calcola

CercaEnte = Callable[[str, str], Ente]


def decimale_da(testo: str | None, luogo: str) -> Decimal | None:
    """Return a decimal from its string; None and "" mean no value. Raises DatiNonValidi."""
    if testo in (None, ""):
        return None
    try:
        valore = Decimal(str(testo))
    except InvalidOperation:
        raise DatiNonValidi(f"{luogo}: «{testo}» non è un numero.") from None
    if not valore.is_finite() or abs(valore) >= Decimal(10) ** 12 or valore != valore.quantize(Decimal("0.01")):
        raise DatiNonValidi(f"{luogo}: «{testo}» ha troppe cifre (al massimo due decimali).")
    return valore


def _scelto(grado: int | None, criterio: str, realizzazioni: list[int | None]) -> int | None:
    """Return the degree that a person chose: none, where the one written is the one that the formula gives."""
    return None if criterio and calcola(realizzazioni, criterio).valore == grado else grado


class Costruttore:
    """Turns the canonical data of one sheet into rows; `luogo` names the sheet in errors."""

    def __init__(self, dati: Json, *, triennio: Triennio, catalogo: Catalogo, ente: CercaEnte, luogo: str) -> None:
        self.dati = dati
        self.triennio = triennio
        self.catalogo = catalogo
        self.ente = ente
        self.luogo = luogo

    def costruisci(self) -> Scheda:
        """Create the sheet with all its rows. Raises DatiNonValidi."""
        try:
            scheda = self._testata()
            self.collega(scheda)
            scheda.save(update_fields=["revisione"])
            self._risposte(scheda)
            self.aggiungi_elenchi(scheda)
            self.aggiungi_risorse(scheda)
            self._seguiti(scheda)
        except TestoTroppoLungo as errore:
            raise DatiNonValidi(f"{self.luogo}: {errore}") from errore
        return scheda

    def collega(self, scheda: Scheda) -> None:
        """Set bodies, areas, LEPS and key points, without a version each: who calls saves the sheet."""
        with senza_storia(scheda):
            self._collegamenti(scheda)

    def aggiungi_elenchi(self, scheda: Scheda) -> None:
        """Add actions, evaluations and indicators, which hold together."""
        azioni = self._azioni(scheda)
        self._valutazioni(scheda, azioni)
        self._indicatori(scheda, azioni)

    def _testata(self) -> Scheda:
        d = self.dati
        scheda = Scheda(
            formato=self.catalogo.formato(d["formato"], self.luogo),
            triennio=self.triennio,
            proprietario=self.ente(d["proprietario"], self.luogo),
            intestazione=riga(d["intestazione"], massimo=400),
            titolo=riga(d["titolo"], massimo=400),
            descrizione=html_pulito(d["descrizione"]),
            prioritario=d["prioritario"],
            trasversale=d["trasversale"],
        )
        self.scrivi_grado(scheda)
        scheda.save()
        return scheda

    def scrivi_grado(self, scheda: Scheda) -> None:
        """Set the degree and how it is counted; the sheet is not saved."""
        d = self.dati
        scheda.grado_criterio = d.get("grado_criterio", "")
        scheda.grado_motivo = pulisci(d.get("grado_motivo", ""))
        scheda.grado = _scelto(d["grado"], scheda.grado_criterio, [a["realizzazione"] for a in d["azioni"]])

    def _collegamenti(self, scheda: Scheda) -> None:
        d = self.dati
        scheda.partecipanti.set(self.ente(chiave, self.luogo) for chiave in d["partecipanti"])
        scheda.macroaree.set(self.catalogo.aree(d["macroaree"], self.luogo))
        scheda.aree_trasversali.set(self.catalogo.aree(d["aree_trasversali"], self.luogo))
        scheda.leps.set(self.catalogo.leps_di(d["leps"], self.luogo))
        PuntoScelto.objects.bulk_create(
            PuntoScelto(
                scheda=scheda,
                ordine=ordine,
                macroarea=next(iter(self.catalogo.aree([p["macroarea"]] if p["macroarea"] else [], self.luogo)), None),
                punto=self.catalogo.punto(p["macroarea"], p["punto"], self.luogo) if p["punto"] else None,
                nota=riga(p["nota"], massimo=300),
            )
            for ordine, p in enumerate(d["punti_chiave"], 1)
        )

    def _risposte(self, scheda: Scheda) -> None:
        righe = []
        for r in self.dati["risposte"]:
            luogo = f"{self.luogo}, riga «{r['campo']}»"
            campo = self.catalogo.campo(self.dati["formato"], r["campo"], luogo)
            estranee = [s for s in r["scelte"] if s not in campo.chiavi_scelte]
            if estranee:
                raise DatiNonValidi(f"{luogo}: la scelta «{estranee[0]}» non è tra quelle previste.")
            if len(r["scelte"]) > 1 and not campo.multipla:
                raise DatiNonValidi(f"{luogo}: qui si sceglie una sola voce.")
            righe.append(
                Risposta(
                    scheda=scheda,
                    campo=campo,
                    scelte=r["scelte"],
                    testo=html_pulito(r["testo"]),
                    non_pertinente=r["non_pertinente"],
                    esempio=r["esempio"],
                )
            )
        Risposta.objects.bulk_create(righe)

    def _azione(self, scheda: Scheda, dati: Json, ordine: int, genitore: Azione | None) -> Azione:
        return Azione.objects.create(
            scheda=scheda,
            genitore=genitore,
            ordine=ordine,
            numero=riga(dati["numero"], massimo=10),
            testo=pulisci(dati["testo"]),
            testo_modalita=pulisci(dati["testo_modalita"]),
            realizzazione=dati["realizzazione"],
            nota=pulisci(dati["nota"]),
        )

    def _azioni(self, scheda: Scheda) -> dict[str, Azione]:
        create: dict[str, Azione] = {}

        def aggiungi(dati: Json, genitore: Azione | None) -> Azione:
            if dati["numero"] in create:
                raise DatiNonValidi(f"{self.luogo}: due azioni hanno il numero «{dati['numero']}».")
            azione = self._azione(scheda, dati, len(create) + 1, genitore)
            create[dati["numero"]] = azione
            return azione

        for dati in self.dati["azioni"]:
            madre = aggiungi(dati, None)
            for figlia in dati["azioni"]:
                aggiungi(figlia, madre)
        return create

    def _valutazioni(self, scheda: Scheda, azioni: dict[str, Azione]) -> None:
        for ordine, d in enumerate(self.dati.get("valutazioni", []), 1):
            luogo = f"{self.luogo}, valutazione «{d['nome']}»"
            estranee = [n for n in d["azioni"] if n not in azioni or azioni[n].genitore_id]
            if estranee:
                raise DatiNonValidi(f"{luogo}: l'azione «{estranee[0]}» non c'è tra quelle di primo livello.")
            proprie = [azioni[n] for n in d["azioni"]]
            if any(a.valutazione_id for a in proprie):
                raise DatiNonValidi(f"{luogo}: un'azione sta in una parte sola.")
            valutazione = Valutazione.objects.create(
                scheda=scheda,
                ordine=ordine,
                nome=riga(d["nome"], massimo=200),
                grado=_scelto(d["grado"], scheda.grado_criterio, [a.realizzazione for a in proprie]),
                grado_motivo=pulisci(d["grado_motivo"]),
                cambiamento=d["cambiamento"],
                nota=pulisci(d["nota"]),
            )
            for azione in proprie:
                azione.valutazione = valutazione
                azione.save(update_fields=["valutazione"])

    def _indicatore(self, scheda: Scheda, dati: Json, ordine: int, azioni: dict[str, Azione]) -> Indicatore:
        luogo = f"{self.luogo}, indicatore {ordine}"
        if dati["azione"] and dati["azione"] not in azioni:
            raise DatiNonValidi(f"{luogo}: l'azione «{dati['azione']}» non c'è.")
        base: dict[str, Any] = dati["base"] or {"valore": None, "anno": None, "testo": ""}
        return Indicatore(
            scheda=scheda,
            azione=azioni.get(dati["azione"]),
            ordine=ordine,
            numero=riga(dati["numero"], massimo=10),
            fase=dati["fase"],
            testo=pulisci(dati["testo"]),
            formula=pulisci(dati["formula"]),
            unita=dati["unita"],
            base_valore=decimale_da(base["valore"], luogo),
            base_anno=base["anno"],
            base_testo=riga(base["testo"], massimo=200),
            regionale=self.catalogo.indicatore(dati["leps_indicatore"], luogo),
        )

    def _indicatori(self, scheda: Scheda, azioni: dict[str, Azione]) -> None:
        righe = [self._indicatore(scheda, d, n, azioni) for n, d in enumerate(self.dati["indicatori"], 1)]
        Indicatore.objects.bulk_create(righe)
        attesi = []
        for indicatore, dati in zip(righe, self.dati["indicatori"], strict=True):
            luogo = f"{self.luogo}, indicatore {indicatore.ordine}"
            anni = [o["anno"] for o in dati["obiettivi"]]
            if len(anni) != len(set(anni)):
                raise DatiNonValidi(f"{luogo}: due valori attesi per lo stesso anno.")
            attesi += [
                ValoreAtteso(
                    indicatore=indicatore,
                    anno=o["anno"],
                    tipo=o["tipo"],
                    valore=decimale_da(o["valore"], luogo),
                    testo=pulisci(o["testo"]),
                )
                for o in dati["obiettivi"]
            ]
        ValoreAtteso.objects.bulk_create(attesi)

    def aggiungi_risorse(self, scheda: Scheda) -> None:
        """Add the funding lines."""
        for ordine, d in enumerate(self.dati["risorse"], 1):
            luogo = f"{self.luogo}, risorsa {ordine}"
            linea = LineaRisorsa.objects.create(
                scheda=scheda,
                ordine=ordine,
                importo=decimale_da(d["importo"], luogo),
                natura=d["natura"],
                periodo=d["periodo"],
                anno=d["anno"],
                precisione=d["precisione"],
                condivisa=d["condivisa"],
                fino_al=d["fino_al"],
                nota=pulisci(d["nota"]),
            )
            with senza_storia(linea):
                linea.fonti.set(self.catalogo.fonti_di(d["fonti"], luogo))
                linea.condivisa_con.set(self.ente(chiave, luogo) for chiave in d["condivisa_con"])
            linea.save(update_fields=["revisione"])

    def _seguiti(self, scheda: Scheda) -> None:
        Seguito.objects.bulk_create(
            Seguito(
                scheda=scheda,
                ordine=ordine,
                codice=riga(d["codice"], massimo=20),
                esito=d["esito"],
                motivo=pulisci(d["motivo"]),
            )
            for ordine, d in enumerate(self.dati["seguito"], 1)
        )
