"""A small world where every address of the portal leads somewhere: Gallarate's plan in `bozza`, Crema's approved."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.signing import dumps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accordi.actions.testo import crea_accordo
from accordi.models import Adesione, Firma
from ambiti.models import Ambito, Asst, Comune
from core.canonico import byte_canonici
from documenti import archivio
from documenti.enums import StatoLavoro, TipoFile
from documenti.fogli import leggi_foglio
from documenti.models import Lavoro
from obiettivi.models import Risposta, Triennio
from piani.actions.commenti import commenta
from piani.actions.immagini import carica_immagine
from piani.actions.stampe import LAVORO
from piani.actions.stesure import annota_stesura, foglio
from piani.actions.tappe import nomina_versione
from piani.actions.word import LAVORO as LAVORO_WORD
from piani.canonico import byte_del_piano, importa_piano
from piani.enums import Passo, SpecieParte, Stato
from piani.forms.fogli import in_json
from piani.models import ImportazioneWord, Passaggio, Piano, Stampa
from piani.queries_controllo import rilievi_di
from piani.versioni import congela
from piani.views.fogli import CARICAMENTO as FOGLIO
from piani.views.scambio import CARICAMENTO as PIANO
from piani.word.leggi.esito import Sicurezza
from piani.word.leggi.resoconto import Resoconto, Voce
from scrivania.models import Abbonamento
from scrivania.views import CARICAMENTO as APPARTENENZE
from tavoli.actions.tavoli import aggiungi_documento, fissa_incontro, registra_verbale
from tests.cast import persona
from tests.documenti_canonici import documento
from tests.factories import AmbitoFactory, EnteFactory, IncaricoFactory, PianoFactory, SezioneFactory, UtenteFactory
from tests.immagini_di_prova import immagine
from tests.mondo_assemblea import chiavi_assemblea
from tests.mondo_blocchi import chiavi_blocchi
from tests.mondo_condivise import chiavi_condivise
from tests.recepimento.stanza import chiavi as chiavi_recepimento
from tests.tavoli_di_prova import altra_cooperativa, chiede, contribuisce, siede, tavolo_annunciato
from utenti.avvisi import Messaggio, avvisa
from utenti.enums import Ruolo
from utenti.models import Invito, Utente, impronta_di

Chiavi = dict[str, str | int]
GETTONE = "gettone"
INIZIO, FINE = dt.date(2025, 1, 1), dt.date(2027, 12, 31)
# Pages of Django itself: the technical administration is not part of the portal.
STANZE_NON_NOSTRE = {"admin"}


@dataclass(frozen=True)
class Mondo:
    """What the addresses need: keys good for all, and those of one name alone."""

    piano: Piano
    pubblico: Piano
    comuni: Chiavi
    proprie: dict[str, Chiavi]

    def indirizzo(self, nome: str) -> str:
        """Return the address of a name; with "@pubblico" after it, that of the approved plan."""
        pulito, _, pubblico = nome.partition("@")
        chiavi = self.comuni | self.proprie.get(pulito, {})
        if pubblico:
            chiavi |= self.pubblico.indirizzo | self.proprie.get(nome, {})
        return reverse(pulito, kwargs={chiave: chiavi[chiave] for chiave in INDIRIZZI[pulito]})


def _indirizzi(voci: "list[URLPattern | URLResolver]", stanza: str, sopra: frozenset[str]) -> dict[str, frozenset[str]]:
    trovati: dict[str, frozenset[str]] = {}
    for voce in voci:
        chiavi = sopra | frozenset(voce.pattern.regex.groupindex)
        if isinstance(voce, URLPattern):
            trovati[f"{stanza}{voce.name}"] = chiavi
        elif voce.namespace not in STANZE_NON_NOSTRE:
            dentro = f"{voce.namespace}:" if voce.namespace else stanza
            trovati |= _indirizzi(voce.url_patterns, dentro, chiavi)
    return trovati


# Every address of the portal, as the resolver has it, with the keys it wants.
INDIRIZZI = _indirizzi(get_resolver("pianodizona.urls").url_patterns, "", frozenset())


@pytest.fixture
def ugo(db: None) -> Utente:
    """Administrator of the portal."""
    regione = EnteFactory.create(tipo="regione", codice="03", nome="Regione Lombardia")
    return persona("Ugo", Ruolo.AMMINISTRATORE, regione)


@pytest.fixture
def olga(gallarate: Ambito) -> Utente:
    """She was responsabile in Gallarate, until yesterday."""
    utente = UtenteFactory.create(email="olga@esempio.it", nome="Olga")
    ieri = timezone.localdate() - dt.timedelta(days=1)
    IncaricoFactory.create(utente=utente, ruolo=Ruolo.RESPONSABILE_UDP, ente=gallarate.ente, al=ieri)
    return utente


@pytest.fixture
def mondo(
    regione_minima: dict[str, int],
    gallarate: Ambito,
    busto: Ambito,
    asst_valle_olona: Asst,
    comune_capofila: Comune,
    ada: Utente,
    lia: Utente,
    ugo: Utente,
    carla: Utente,
) -> Mondo:
    """The world, with the canonical document of the tests as Gallarate's plan; prints and jobs are Ada's."""
    piano = importa_piano(documento())
    triennio = Triennio.objects.get(codice="2025-2027")
    crema = AmbitoFactory.create(ente__codice="50999", ente__nome="Crema")
    pubblico = PianoFactory.create(ambito=crema, triennio=triennio, stato=Stato.APPROVATO)
    SezioneFactory.create(piano=pubblico, chiave="contesto", titolo="Dati di contesto")
    tabella = piano.tabelle.get(chiave="popolazione")
    annota_stesura(tabella, foglio(tabella, tabella.righe.all()), autore=ada)
    versioni = _versioni(piano, ada)
    proprie = versioni | _proprie(piano, pubblico, ada, lia, ugo) | _tavoli(piano, ada, carla)
    return Mondo(piano, pubblico, _comuni(piano), proprie)


def _comuni(piano: Piano) -> Chiavi:
    return {
        **piano.indirizzo,
        "specie": "obiettivo",
        "scheda": "A",
        "campo": "target",
        "genere": "azioni",
        "chiave": "contesto",
        "nome": "sintesi",
        "tipo": "ambito",
        "gettone": GETTONE,
        "passo": "apri_consultazione",
        "fatto": "burl",
        "uidb36": "1",
        "key": "inventata",
    }


def _proprie(piano: Piano, pubblico: Piano, ada: Utente, lia: Utente, ugo: Utente) -> dict[str, Chiavi]:
    """Return the keys of one name alone, by the beginning of the name."""
    stampa, pubblica = _stampa(piano, ada, bozza=True), _stampa(pubblico, ada, bozza=False)
    azione = piano.voci.get().scheda.azioni.get(numero="1")
    per_inizio: dict[str, Chiavi] = {
        "osservatorio:ats": {"codice": "322"},
        "utenti:cambia_incarico": {"pk": ada.incarichi.get().pk},
        "utenti:chiudi_incarico": {"pk": lia.incarichi.get().pk},
        "utenti:disattiva": {"pk": lia.pk},
        "utenti:r": {"pk": _invito(ada, piano.ambito).pk},
        "documenti:": {"pk": stampa.lavoro_id},
        "piani:stampa_scarica": {"pk": stampa.pk},
        "piani:immagine": {"sha256": carica_immagine(piano, immagine(), nome="i.png", autore=ada).sha256},
        "piani:passaggio_file": {"pk": _passaggio(piano, Passo.RITIRA).pk},
        "piani:scheda_elemento": {"pk": azione.pk},
        "piani:controllo_": {"parte": "contesto", "impronta": rilievi_di(piano)[0].impronta},
        "piani:tabella": {"chiave": "popolazione"},
        **{f"piani:tabella_{n}": {"chiave": "contesto"} for n in ("nuova", "modelli", "importa")},
        "piani:grafico_": {"chiave": "popolazione"},
        **_segni(piano, ada, ugo),
        **_scrivania(ada),
        **chiavi_assemblea(piano, ada),
        **_accordo(piano, ada),
        **chiavi_recepimento(piano, ada),
        **chiavi_condivise(piano, ada),
        **chiavi_blocchi(piano, ada),
    }
    proprie: dict[str, Chiavi] = {
        "piani:stampa_scarica@pubblico": {"pk": pubblica.pk},
        "piani:passaggio_file@pubblico": {"pk": _passaggio(pubblico, Passo.RECEPISCI).pk},
    }
    for nome in INDIRIZZI:
        for inizio, chiavi in per_inizio.items():
            if nome.startswith(inizio):
                proprie[nome] = chiavi
    return proprie


def _versioni(piano: Piano, ada: Utente) -> dict[str, Chiavi]:
    """A named version of Gallarate before the rest, and a row written twice."""
    tappa = nomina_versione(piano, nome="Bozza di prova", autore=ada)
    impronta = tappa.versione.sha256[:12]
    risposta = piano.voci.get().scheda.risposte.get(campo__chiave="target")
    Risposta.storia.bulk_history_create([risposta, risposta])
    coppia: Chiavi = {"da": impronta, "a": "adesso"}
    uguali: Chiavi = {"da": "adesso", "a": "adesso"}
    return {
        "piani:versione_nome": {"pk": tappa.pk},
        "piani:versione_togli": {"pk": tappa.pk},
        "piani:versione_ripristina": {"impronta": impronta},
        **dict.fromkeys(["piani:confronta", "piani:confronta_csv", "piani:confronta_stampa"], coppia),
        **dict.fromkeys(["piani:confronta@pubblico", "piani:confronta_csv@pubblico"], uguali),
    }


def _tavoli(piano: Piano, ada: Utente, carla: Utente) -> dict[str, Chiavi]:
    """A table of Gallarate where Carla's cooperative sits and another one asks to; a meeting held, a paper, a comment."""
    tavolo = tavolo_annunciato(piano.ambito, ada, piani=[piano])
    sua, altra = siede(tavolo, carla, ufficio=ada), chiede(tavolo, altra_cooperativa())
    contributo = contribuisce(tavolo, carla)
    file = archivio.conserva(b"%PDF-1.7\ntavolo\n%%EOF\n", nome="t.pdf", tipi=frozenset({TipoFile.PDF}))
    documento = aggiungi_documento(tavolo, titolo="L'avviso", file=file, nome_file="t.pdf", autore=ada)
    incontro = fissa_incontro(tavolo, quando=timezone.now(), luogo="Sala", argomento="I bisogni", autore=ada)
    registra_verbale(incontro, presenti=[sua.ente], verbale=file, nome_file="t.pdf", autore=ada)
    commento = commenta(piano, specie=SpecieParte.SEZIONE, parte="contesto", testo="Da rivedere.", autore=ada)
    del_tavolo: Chiavi = {"pk": tavolo.pk, "lettera": "A"}
    return {
        **{nome: del_tavolo for nome in INDIRIZZI if nome.startswith("tavoli:") and nome != "tavoli:del_piano"},
        "tavoli:contributo": {"pk": contributo.pk},
        "tavoli:contributo_rispondi": {"pk": contributo.pk},
        "tavoli:domanda_ammetti": {"pk": altra.pk},
        "tavoli:domanda_respingi": {"pk": altra.pk},
        "tavoli:domanda_ritira": {"pk": sua.pk},
        "tavoli:incontro": {"pk": incontro.pk},
        "tavoli:verbale": {"pk": incontro.pk},
        "tavoli:verbale_scarica": {"pk": incontro.pk},
        "tavoli:documento_scarica": {"pk": documento.pk},
        "piani:commenti_parte": {"specie": "sezione", "parte": "contesto"},
        **{nome: {"pk": commento.pk} for nome in INDIRIZZI if nome.startswith("piani:commento")},
    }


def _segni(piano: Piano, ada: Utente, ugo: Utente) -> dict[str, Chiavi]:
    """Files half imported: Ada's plan, Ugo's list of Comuni."""
    json = archivio.conserva(byte_del_piano(piano), nome="p.json", tipi=frozenset({TipoFile.JSON}))
    righe = b"codice_ambito;istat;dal;al\n50074;012070;2024-01-01;\n"
    word: Chiavi = {"pk": _da_word(piano, ada)}
    csv = archivio.conserva(righe, nome="a.csv", tipi=frozenset({TipoFile.CSV}))
    foglio = archivio.conserva(
        in_json(leggi_foglio(b"Voce;N\na;circa 3\nb;2\n", nome="t.csv")), nome="t", tipi=frozenset({TipoFile.JSON})
    )
    return {
        "piani:importa_conferma": {"segno": dumps([json.sha256, ada.pk], salt=PIANO.sale)},
        "piani:tabella_importa_conferma": {
            "chiave": "contesto",
            "segno": dumps([foglio.sha256, ada.pk], salt=FOGLIO.sale),
        },
        "piani:importazione": word,
        "piani:importazione_conferma": word,
        "piani:importazione_annulla": word,
        "scrivania:appartenenze_conferma": {"segno": dumps([csv.sha256, ugo.pk], salt=APPARTENENZE.sale)},
    }


def _da_word(piano: Piano, ada: Utente) -> int:
    """A Word file of Ada's, read; the plan is there already, so it cannot be confirmed."""
    dati = {
        "documento": {"ambito": piano.ambito.codice, "triennio": piano.triennio.codice},
        "resoconto": Resoconto([Voce("riga", "tabella 1", "TARGET", "testo", Sicurezza.DA_GUARDARE)]).dati(),
    }
    lettura = archivio.conserva(byte_canonici(dati), nome="l.json", tipi=frozenset({TipoFile.JSON}))
    lavoro = Lavoro.objects.create(
        tipo=LAVORO_WORD, chiave="mondo", stato=StatoLavoro.RIUSCITO, risultato=lettura, richiesto_da=ada
    )
    return ImportazioneWord.objects.create(
        ambito=piano.ambito, triennio=piano.triennio, file=lettura, nome_file="p.docx", lavoro=lavoro, chiesta_da=ada
    ).pk


def _scrivania(ada: Utente) -> dict[str, Chiavi]:
    """A notice of Ada's, and the private address of her calendar."""
    avvisa([ada], Messaggio("mondo:1", "Approva: Piano di Gallarate", "Il Piano è approvato.", "/piani/", "Leggilo."))
    Abbonamento.objects.create(utente=ada, impronta=impronta_di(GETTONE))
    return {"utenti:avviso_letto": {"pk": ada.avvisi.get().pk}}


def _accordo(piano: Piano, ada: Utente) -> dict[str, Chiavi]:
    """The Accordo of Gallarate, with a file signed too early by its lead Comune and a body that asks to adhere."""
    accordo = crea_accordo(piano, titolo="Accordo", decorrenza=INIZIO, scadenza=FINE, autore=ada)
    comune = accordo.parti.get(ente__codice="012070")
    file = archivio.conserva(b"%PDF-1.7\nfirmato\n%%EOF\n", nome="f.pdf", tipi=frozenset({TipoFile.PDF}))
    firma = Firma.objects.create(parte=comune, giorno=INIZIO, file=file, nome_file="f.pdf", caricata_da=ada)
    ente = EnteFactory.create(tipo="ets", codice="90000000001", nome="Cooperativa di prova")
    adesione = Adesione.objects.create(piano=piano, ente=ente, rappresentante="Presidente", chiesta_da=ada)
    articolo, premessa = accordo.articoli.first(), accordo.premesse.first()
    segnaposto = accordo.segnaposto.get()
    assert articolo
    assert premessa
    vecchio = Triennio.objects.exclude(pk=piano.triennio_id).first()
    # Where the Accordo is still to be made.
    senza = PianoFactory.create(ambito=piano.ambito, triennio=vecchio)
    return {
        "accordi:crea": {"triennio": senza.triennio.codice},
        "accordi:articolo": {"pk": articolo.pk},
        "accordi:premessa": {"pk": premessa.pk},
        "accordi:atto_richiama": {"pk": premessa.pk},
        "accordi:parte": {"pk": comune.pk},
        "accordi:segnaposto": {"pk": segnaposto.pk},
        "accordi:sposta": {"genere": "articoli", "pk": articolo.pk},
        "accordi:elimina": {"genere": "articoli", "pk": articolo.pk},
        "accordi:firma": {"pk": comune.pk},
        "accordi:firma_file": {"pk": firma.pk},
        "accordi:firma_ritira": {"pk": firma.pk},
        "accordi:adesione": {"pk": adesione.pk},
        "accordi:adesione_firma": {"pk": adesione.pk},
    }


def _invito(ada: Utente, ambito: Ambito) -> Invito:
    return Invito.objects.create(
        email="nuova@esempio.it",
        ruolo=Ruolo.REDATTORE_UDP,
        ente=ambito.ente,
        invitato_da=ada,
        impronta=impronta_di(GETTONE),
        scade_il=timezone.localdate(),
    )


def _passaggio(piano: Piano, passo: Passo) -> Passaggio:
    """A step with the file of its act, as an earlier check left it."""
    file = archivio.conserva(b"%PDF-1.7\natto\n%%EOF\n", nome="atto.pdf", tipi=frozenset({TipoFile.PDF}))
    return Passaggio.objects.create(
        piano=piano, passo=passo, da=piano.stato, a=piano.stato, motivo="Prova", file=file, nome_file="atto.pdf"
    )


def _stampa(piano: Piano, chi: Utente, *, bozza: bool) -> Stampa:
    contenuto = f"%PDF-1.7\n{piano.pk}\n%%EOF\n".encode()
    file = archivio.conserva(contenuto, nome="p.pdf", tipi=frozenset({TipoFile.PDF}))
    lavoro = Lavoro.objects.create(
        tipo=LAVORO,
        chiave=f"stampa-{piano.pk}",
        stato=StatoLavoro.RIUSCITO,
        risultato=file,
        nome_file="p.pdf",
        richiesto_da=chi,
    )
    return Stampa.objects.create(versione=congela(piano, autore=chi), lavoro=lavoro, bozza=bozza, pagine=3)
