"""Forms of the tables: they collect, the actions decide."""
