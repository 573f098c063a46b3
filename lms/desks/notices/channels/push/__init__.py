"""The channel of browsers: a push that says that there is a notice, and nothing of what it says."""
