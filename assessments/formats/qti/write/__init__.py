"""Drafts written as packages of QTI. Pure."""
