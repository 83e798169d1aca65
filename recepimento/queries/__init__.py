"""Reading for the ATS desk."""
