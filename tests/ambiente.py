"""Loaded by pytest before Django (`-p tests.ambiente`): the settings read the environment only once."""

import os

os.environ["AMBIENTE"] = "test"
# Playwright's sync interface runs a loop in the tests' thread; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
