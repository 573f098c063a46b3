"""A spreadsheet MSEL as injects and cards of a case, with what is to be said of each row. Pure."""

from .export import headings, rows_of
from .merging import merge_sheet
from .rows import Sheet, SheetRow, read_sheet

__all__ = ["Sheet", "SheetRow", "headings", "merge_sheet", "read_sheet", "rows_of"]
