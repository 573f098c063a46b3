"""Text: forms of text that several rooms need.

Lowest floor: it imports no other room. `folding` gives the forms in which words are compared, `spreadsheets` the
cells of CSV files.
"""
