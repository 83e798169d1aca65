"""What is frozen when a session is opened: its rules, who is entitled, their shares. Later changes do not touch it."""

from collections.abc import Iterable

from assemblea.actions.comune import NULLA
from assemblea.enums import Chiamata, Oggetto, Pesi
from assemblea.exceptions import RegolaMancante
from assemblea.models import Componente, Punto, RegolaAssemblea, Seduta
from assemblea.pesi import comuni_il, quote_il, regola_per, sindaci_di
from assemblea.regole import Regola, a_record, da_record
from core.formati import elenco


def fissa_apertura(seduta: Seduta) -> None:
    """Freeze rules, members and shares on a session that is being opened; the caller saves it. Raises RegolaMancante."""
    righe = _righe(seduta)
    pure = {oggetto: riga.pura for oggetto, riga in righe.items()}
    if Oggetto.SEDUTA not in pure:
        raise RegolaMancante(
            f"Manca la regola «{Oggetto.SEDUTA.label}» in vigore il {seduta.giorno:%d/%m/%Y}: la scrive, dalle regole "
            f"dell'Assemblea, il segretario o il responsabile dell'Ufficio di Piano. {NULLA}"
        )
    seduta.regola_seduta = a_record(pure[Oggetto.SEDUTA])
    seduta.regole = {str(o): {"regola": righe[o].pk, "record": a_record(pure[o])} for o in righe}
    seduta.pesi = _un_solo_genere(pure.values())
    _fissa_componenti(seduta, pure[Oggetto.SEDUTA].pesi)


def _righe(seduta: Seduta) -> dict[Oggetto, RegolaAssemblea]:
    """Return the rules in force on the day of the session, for its call: of its validity, and of each item."""
    punti = Punto.objects.filter(seduta=seduta).order_by("ordine").values_list("oggetto", flat=True)
    trovate = {
        o: regola_per(seduta.ambito, o, Chiamata(seduta.chiamata), seduta.giorno)
        for o in dict.fromkeys([Oggetto.SEDUTA, *(Oggetto(p) for p in punti)])
    }
    return {oggetto: riga for oggetto, riga in trovate.items() if riga is not None}


def _un_solo_genere(regole: Iterable[Regola]) -> str:
    generi = {r.pesi for r in regole if r.vuole_quote}
    if len(generi) > 1:
        raise RegolaMancante(
            f"Una regola conta la popolazione e un'altra le quote dell'Ambito: scegline una sola. {NULLA}"
        )
    return str(next(iter(generi), ""))


def _fissa_componenti(seduta: Seduta, altrimenti: Pesi) -> None:
    """Write who is entitled: the Comuni of that day, their sindaci, their shares (all or none)."""
    comuni = comuni_il(seduta.ambito, seduta.giorno)
    sindaci = sindaci_di(comuni)
    quote = quote_il(seduta.ambito, comuni, seduta.giorno, Pesi(seduta.pesi or altrimenti))
    if seduta.pesi and quote.mancano:
        raise RegolaMancante(
            f"La regola conta le quote, ma non si conosce quella di: {elenco(quote.mancano)}. {NULLA} I dati di "
            "popolazione li carica l'amministratore del portale."
        )
    completi = not quote.mancano
    Componente.objects.bulk_create(
        Componente(
            seduta=seduta,
            comune=comune,
            nome=comune.ente.nome_completo,
            sindaco=sindaci.get(comune.pk),
            nome_sindaco=str(sindaci.get(comune.pk, "")),
            numeratore=quote.valori[comune.pk].numerator if completi else 0,
            denominatore=quote.valori[comune.pk].denominator if completi else 1,
        )
        for comune in comuni
    )
    seduta.fonte_pesi = quote.fonte[:300] if completi else ""


def regola_fissata(seduta: Seduta, oggetto: Oggetto) -> tuple[RegolaAssemblea, Regola]:
    """Return the rule of an object as it was when the session was opened, with its row. Raises RegolaMancante."""
    if seduta.regole is None:  # opened before rules were frozen
        riga = regola_per(seduta.ambito, oggetto, Chiamata(seduta.chiamata), seduta.giorno)
        trovata = (riga, riga.pura) if riga else None
    else:
        fissata = seduta.regole.get(str(oggetto))
        trovata = (RegolaAssemblea.objects.get(pk=fissata["regola"]), da_record(fissata["record"])) if fissata else None
    if trovata is None:
        raise RegolaMancante(
            f"Manca la regola «{oggetto.label}»: quando la seduta si è aperta nessuna era in vigore il "
            f"{seduta.giorno:%d/%m/%Y}, e a seduta aperta le regole non cambiano. {NULLA} Rinvia il punto."
        )
    _esigi_quote(seduta, trovata[1])
    return trovata


def _esigi_quote(seduta: Seduta, regola: Regola) -> None:
    """The shares kept with the members are of one kind: a rule that counts another, or counts what is not known, waits."""
    if not regola.vuole_quote:
        return
    if seduta.pesi and regola.pesi != seduta.pesi:
        raise RegolaMancante(
            f"La regola del voto conta altre quote da quelle di questa seduta. {NULLA} Rinvia il punto."
        )
    if not any(c.numeratore for c in Componente.objects.filter(seduta=seduta)):
        raise RegolaMancante(
            f"La regola del voto conta le quote, ma quando la seduta si è aperta non erano note. {NULLA} Rinvia il punto."
        )
