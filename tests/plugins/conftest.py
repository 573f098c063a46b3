"""The distributions that lie here have tests of their own, which run where they are installed."""

collect_ignore = ["fieldnotes", "pledge"]
