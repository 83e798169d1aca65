"""The pages of who signs and of who adheres have no barrier: in tests/storie the plan is in `bozza`."""

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from accordi.models import Accordo, Adesione
from ambiti.models import Ente
from piani.models import Piano
from tests.accordi.conftest import firma, parte
from tests.browser import senza_difetti_axe
from utenti.models import Utente

if TYPE_CHECKING:
    from tests.browser import Apri

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lento]


def _guarda(apri: "Apri", chi: Utente, indirizzi: list[str]) -> None:
    pagina = apri(chi)
    for larghezza in (1280, 360):
        pagina.set_viewport_size({"width": larghezza, "height": 800})
        for indirizzo in indirizzi:
            risposta = pagina.goto(indirizzo)
            assert risposta is not None
            assert risposta.status == 200, indirizzo
            assert pagina.evaluate("document.documentElement.scrollWidth") <= larghezza, indirizzo
            senza_difetti_axe(pagina)


def test_le_pagine_delle_firme_non_hanno_barriere(
    apri: "Apri", da_firmare: Accordo, ets: Ente, ada: Utente, bruno: Utente, bice: Utente
) -> None:
    Adesione.objects.create(
        piano=da_firmare.piano,
        ente=ets,
        rappresentante="Presidente",
        chiesta_da=ada,
        decisa_il=timezone.now(),
        decisa_da=ada,
        accolta=True,
    )
    firma(da_firmare, bruno.incarichi.get().ente, bruno)
    chiavi = da_firmare.piano.indirizzo
    di_bice = parte(da_firmare, bice.incarichi.get().ente).pk
    di_bruno = parte(da_firmare, bruno.incarichi.get().ente).pk

    _guarda(
        apri,
        bice,
        [reverse("accordi:accordo", kwargs=chiavi)]
        + [reverse("accordi:firma", kwargs={**chiavi, "pk": pk}) for pk in (di_bice, di_bruno)],
    )


def test_le_pagine_di_chi_aderisce_non_hanno_barriere(
    apri: "Apri", da_firmare: Accordo, ha_partecipato: object, carla: Utente
) -> None:
    piano: Piano = da_firmare.piano
    _guarda(
        apri,
        carla,
        [reverse(f"accordi:{nome}", kwargs=piano.indirizzo) for nome in ("accordo", "adesione_nuova")],
    )
