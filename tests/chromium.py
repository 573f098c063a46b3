"""The Chromium of this machine, which tests and pictures drive; nothing is downloaded."""

import shutil

PATH = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
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
LAUNCH = {"executable_path": PATH, "args": list(QUIET)}
