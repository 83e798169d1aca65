"""From a Word file to the canonical document, with an account of what was understood. Pure: no database."""
