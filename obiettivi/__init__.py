"""Macroaree, punti chiave, sheet formats as data, sheets with actions, indicators and funds."""
