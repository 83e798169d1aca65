"""Forms of the plan: they collect, the actions decide."""
