"""The home of each person: what waits for me."""
