"""A tiny shared kernel: text cleaning, Italian formats, form base, template components. No models."""
