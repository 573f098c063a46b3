"""Verifier of badges that others wrote: `@digitalbazaar/vc`, installed from npm where Node.js is there."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openbadgeslib.ob3.contexts as bundled
import pytest

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "verify.mjs")


def verify(credential: Mapping[str, Any], documents: Mapping[str, Any]) -> dict[str, Any]:
    """Return `verified`, `revoked` and `why` as the verifier says of `credential`; it knows of the network `documents`
    and the contexts of the standards alone.
    """
    known = {**bundled.bundled_contexts(), **documents}
    asked = json.dumps({"credential": credential, "documents": known})
    command = ["node", "verify.mjs"]
    done = subprocess.run(command, cwd=_installed(), input=asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _installed() -> Path:
    """Return the folder with the verifier's packages, installed once by their lock file. Skips where there is no
    Node.js; in CI it is required.
    """
    if shutil.which("npm") is None:
        if os.environ.get("CI"):
            pytest.fail("Node.js with npm is missing: the verifier of badges needs it.")
        pytest.skip("Node.js with npm is missing: the verifier of badges needs it.")
    folder = HERE.parents[2] / ".cache" / "badge-verifier"
    done = folder / "done"
    lock = (HERE / "package-lock.json").read_text()
    if not done.exists() or done.read_text() != lock:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copy(HERE / name, folder / name)
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=300)
        done.write_text(lock)
    shutil.copy(HERE / "verify.mjs", folder / "verify.mjs")
    return folder
