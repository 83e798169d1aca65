"""The acts of the tables."""
