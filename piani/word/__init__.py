"""A plan in from a Word file (`leggi`), and out as one (`scrivi`)."""
