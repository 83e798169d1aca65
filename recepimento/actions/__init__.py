"""The acts of the ATS desk."""
