"""Comparison of the questions of a file with the bank and with one another, to find those that are there already."""

from collections.abc import Sequence

from django.db.models import Q

from ..bank.models import Question
from .models import Import, ImportEntry

Outcome = ImportEntry.Outcome


class Comparer:
    """Comparer of the rows of one file in turn, which knows which of them it has seen."""

    def __init__(self, batch: Import) -> None:
        self._batch = batch
        self._seen: dict[str, int] = {}

    def compare(self, rows: Sequence[ImportEntry]) -> None:
        """Mark those of `rows` that say what the bank, or an earlier row, says already. One query."""
        ready = [row for row in rows if row.outcome == Outcome.READY]
        scope = Question.objects.filter(Q(owner=None) | Q(owner=self._batch.owner_id))
        numbers, digests = {row.number for row in ready if row.number}, {row.digest for row in ready}
        by_number, by_digest = {}, {}
        for known in scope.filter(Q(number__in=numbers) | Q(digest__in=digests)) if ready else []:
            by_number[known.number] = by_digest[known.digest] = str(known)
        for row in ready:
            if row.number and row.number in by_number:
                _doubles(row, "same-number", number=row.number, question=by_number[row.number])
            elif row.digest in by_digest:
                _doubles(row, "same-text", question=by_digest[row.digest])
            elif row.digest in self._seen:
                _doubles(row, "twice", line=str(self._seen[row.digest]))
            self._seen.setdefault(row.digest, row.line)


def _doubles(row: ImportEntry, reason: str, **values: str) -> None:
    row.outcome, row.reason, row.values = Outcome.DOUBLE, reason, values
