"""People, what they hold (Incarico), what each role may do, login."""
