"""Beginning of a case on the pages: empty with its seats, a copy of another one, or a spreadsheet."""
