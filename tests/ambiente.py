"""Loaded by pytest before Django (`-p tests.ambiente`): the settings read the environment only once."""

import gc
import os

os.environ["AMBIENTE"] = "test"
# Playwright's sync interface runs a loop in the tests' thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Two workers (-n 2) empty the cache before each test: on Redis each needs a database of its own.
operaio = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if operaio and os.environ.get("REDIS_URL"):
    base, _, _ = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{base}/{int(operaio) + 1}"

# A suite is all short lives: the collector looked at everything that the start had loaded, again and again.
gc.set_threshold(100_000, 50, 1_000)
