"""Marking of each type of question. Pure: values in, a fraction of 0..1 out."""
