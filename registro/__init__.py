"""The append-only, hash-chained log of acts, and gapless numbering."""
