"""Pages of the ATS desk."""
