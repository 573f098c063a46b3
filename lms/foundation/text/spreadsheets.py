"""Text that goes into files which spreadsheets open. Pure."""

import csv
import re
from collections.abc import Callable, Iterable

_RISK = re.compile(r"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?=[\s\u200b\ufeff]*[=+\-@＝＋－＠])")


def defuse(text: str) -> str:
    """Return `text` so that no spreadsheet takes it, or the rest of it after a separator, for a formula.

    An apostrophe goes before = + - @ (also in full width, also after blanks), tab and line ends: OWASP, “CSV
    injection”.
    """
    return _RISK.sub("'", text)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines() -> Callable[[Iterable[object]], str]:
    """Return a function that makes a line of a CSV file from the cells of a row, for files that are sent line by line.

    Each file takes one of its own: threads cannot share it.
    """
    return csv.writer(_Echo()).writerow
