"""The acts on the Accordo, each with its one door."""
