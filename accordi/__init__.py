"""The Accordo di Programma: premises, articles, parties."""
