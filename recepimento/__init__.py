"""Verifica, recepimento e invio."""
