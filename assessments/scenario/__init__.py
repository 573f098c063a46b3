"""Branching scenarios: a case with one seat and no clock. A plugin without rows of its own but its pages."""
