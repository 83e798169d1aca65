"""Is the portal well? Read by whoever watches it, without logging in."""

import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from documenti.queries import ultimo_segno_di_vita

SECONDI_SENZA_WORKER = 120
MEGABYTE_MINIMI = 200


@login_not_required
@never_cache
@require_GET
def salute(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, a worker beat within SECONDI_SENZA_WORKER and the disk has room; else 503.

    JSON: `bene`, `database`, `worker_secondi` (age of the last sign of life, null if none), `disco_mb` (free).
    """
    database = _database_risponde()
    worker = _eta_del_worker() if database else None
    disco = _disco_libero()
    bene = database and worker is not None and worker <= SECONDI_SENZA_WORKER and disco >= MEGABYTE_MINIMI
    stato = {"bene": bene, "database": database, "worker_secondi": worker, "disco_mb": disco}
    return JsonResponse(stato, status=200 if bene else 503)


def _database_risponde() -> bool:
    try:
        with connection.cursor() as cursore:
            cursore.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _eta_del_worker() -> int | None:
    try:
        quando = ultimo_segno_di_vita()
    except DatabaseError:
        return None
    return None if quando is None else int((timezone.now() - quando).total_seconds())


def _disco_libero() -> int:
    cartella = Path(settings.CONSERVATI_DIR)
    while not cartella.exists():
        cartella = cartella.parent
    return shutil.disk_usage(cartella).free // (1024 * 1024)
