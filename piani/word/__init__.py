"""Word: the plan out as a .docx, and our own file back to the canonical document."""
