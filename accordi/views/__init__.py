"""Pages of the Accordo."""
