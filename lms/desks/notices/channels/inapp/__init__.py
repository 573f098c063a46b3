"""The page of notices, to which the bar leads."""
