"""Pages of the Assemblea, one module a subject."""
