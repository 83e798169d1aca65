"""What a web process does once, when it has started."""

import gc

from django.urls import get_resolver


def alleggerisci() -> None:
    """Take what the start has loaded out of the way of the garbage collector: it is never garbage.

    A full collection went over all of it, a fifth of a second in the middle of somebody's save, every thirty saves.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
