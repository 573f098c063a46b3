"""Files of questions that others wrote, and what Moodle's own importers read from them."""

import json
import os
from pathlib import Path
from typing import Any

CORPORA = Path(os.environ.get("MAFUNZO_CORPORA", Path(__file__).parents[4] / "shared" / "corpora"))
QUESTIONS = CORPORA / "questions"
ABSENT = f"No corpus of questions at {QUESTIONS}: MAFUNZO_CORPORA says where it is."


def expected() -> dict[str, dict[str, Any]]:
    """By file, what Moodle read; empty where the corpus is absent."""
    path = QUESTIONS / "expected.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}
