"""Assemblea dei Sindaci."""
