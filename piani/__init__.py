"""The Piano di Zona: tree of sections, sheets in their place, tables, canonical version, paper."""
