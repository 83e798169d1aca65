"""The image's HEALTHCHECK: 0 when `/salute/` answers 200. Speaks under a name that ALLOWED_HOSTS knows."""

import os
import sys
import urllib.request

nome = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".")
richiesta = urllib.request.Request(
    "http://127.0.0.1:8000/salute/", headers={"Host": "127.0.0.1" if nome == "*" else nome}
)
try:
    with urllib.request.urlopen(richiesta, timeout=5) as risposta:
        sys.exit(risposta.status != 200)
except OSError as errore:
    sys.exit(str(errore))
