"""HTML to PDF, stored papers and files by sha256, jobs. Knows nothing of plans."""
