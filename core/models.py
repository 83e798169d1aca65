"""Shared bases of models. No table of its own."""

from django.db import models, transaction

from core.exceptions import SalvataggioSuperato


class Revisionabile(models.Model):
    """A row that two people may edit: saved only if nobody saved it meanwhile.

    `revisione` is an integer that grows by one at each save.
    """

    revisione = models.PositiveIntegerField("revisione", default=1, editable=False)

    class Meta:
        abstract = True

    def salva_se_invariata(self, revisione_letta: int, campi: list[str]) -> None:
        """Save `campi`, on the condition that the row still has `revisione_letta`.

        The guard is one ``UPDATE ... WHERE revisione = ...``, so it holds on both databases;
        the save that follows in the same transaction writes the history.
        Raises SalvataggioSuperato with the row as it stands now.
        """
        righe = type(self)._default_manager.filter(pk=self.pk, revisione=revisione_letta)
        # Nothing is undone when the guard says no: nothing was done. A savepoint would cost two statements a save.
        with transaction.atomic(savepoint=False):
            presa = righe.update(revisione=revisione_letta + 1)
            if presa:
                self.revisione = revisione_letta + 1
                self.save(update_fields=[*campi, "revisione"])
        if not presa:
            raise SalvataggioSuperato(type(self)._default_manager.get(pk=self.pk))
