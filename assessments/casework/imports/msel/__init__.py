"""A spreadsheet MSEL as injects and cards of a case, with what is to be said of each row. Pure."""

from .merging import merged
from .rows import Sheet, SheetRow, read_sheet
from .writing import headings, rows_of

__all__ = ["Sheet", "SheetRow", "headings", "merged", "read_sheet", "rows_of"]
