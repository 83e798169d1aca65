"""Across plans: public site, the Region's bodies, open data."""
