"""Rules of passwords that the framework does not say in Italian."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LunghezzaMinima(MinimumLengthValidator):
    """A minimum length. Django 5.2 changed its own sentence and left the Italian one behind."""

    def get_error_message(self) -> str:
        """Return the sentence of a password too short."""
        return f"La password è troppo corta: scrivi almeno {self.min_length} caratteri."

    def get_help_text(self) -> str:
        """Return the rule, for the forms."""
        return f"Almeno {self.min_length} caratteri."
