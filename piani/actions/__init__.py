"""The doors of the plan: one function for each act, each with its author."""
