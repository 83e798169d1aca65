"""The acts of the Assemblea, one module a subject."""
