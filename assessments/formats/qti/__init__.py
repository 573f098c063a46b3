"""QTI 1.2, 2.1, 2.2 and 3.0: single items, tests and packages, read into drafts and written from them. Pure."""
