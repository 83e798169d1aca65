"""The doors of the sheets: one function for each act, each with its author. Who may call them is asked in `piani`."""
