"""The Chromium of this machine, which tests and pictures drive; nothing is downloaded."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine without windows (Debian: chromium-headless-shell, which needs files of chromium). The
others open a window for each context, whose bar is a page in a process of its own: a context with its first page costs
four times as much.
"""
PATH = next((path for name in NAMES if (path := shutil.which(name))), None)
"""Where it is; None where there is none."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT = 30_000
"""Milliseconds that a test waits for the page before it fails. Other work may run on the machine, and no test is about
its speed.
"""
LAUNCH = {"executable_path": PATH, "args": list(QUIET)}
