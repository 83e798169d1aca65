"""Tavoli di co-programmazione."""
