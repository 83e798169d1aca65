"""Forms of the Accordo: they collect, the actions decide."""
