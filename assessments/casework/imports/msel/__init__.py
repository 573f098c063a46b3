"""A spreadsheet MSEL as injects and cards of a case, with what is to be said of each row. Pure."""

from .merging import merged
from .rows import Sheet, SheetRow, read_sheet

__all__ = ["Sheet", "SheetRow", "merged", "read_sheet"]
