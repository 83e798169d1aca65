"""The pages of the versions: the list, the comparison, the restore, the history of a part, the mark of reading."""
