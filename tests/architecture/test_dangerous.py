"""What a program had better not do is found where it is written: by the linter in Python, and here in scripts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from . import house

pytestmark = pytest.mark.once

PYTHON = {
    "text that is run": "def run(text):\n    return eval(text)\n",
    "a statement that is run": "def run(text):\n    exec(text)\n",
    "a shell": "import subprocess\n\n\ndef run(name):\n    subprocess.run(f'ls {name}', shell=True, check=True)\n",
    "the system's shell": "import os\n\n\ndef run(name):\n    os.system('ls ' + name)\n",
    "pickles": "import pickle\n\n\ndef read(data):\n    return pickle.loads(data)\n",
    "XML that names files": "from xml.etree import ElementTree as E\n\n\ndef read(data):\n    E.fromstring(data)\n",
    "SQL put together": "def find(c, name):\n    c.execute(f\"SELECT id FROM people WHERE name='{name}'\")\n",
    "MD5": "import hashlib\n\n\ndef mark(data):\n    return hashlib.md5(data).hexdigest()\n",
    "chance that can be foreseen": "import random\n\n\ndef draw():\n    return random.choice('abc')\n",
    "TLS that asks for no name": "import ssl\n\n\ndef ask():\n    return ssl._create_unverified_context()\n",
    "a request without an end": "import requests\n\n\ndef ask(address):\n    return requests.get(address)\n",
    "a password in the code": 'PASSWORD = "correct horse"\n',
}

SCRIPTS = {
    "text that is run": re.compile(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]"),
    "pages that are written": re.compile(r"document\.write|insertAdjacentHTML|outerHTML\s*="),
    "markup from text": re.compile(r"\.innerHTML\s*=(?!=)"),
    "words of other windows": re.compile(r"postMessage|[\"']message[\"']|document\.domain"),
    "another connection": re.compile(r"\bWebSocket\(|EventSource\(|RTCPeerConnection"),
    "prototypes": re.compile(r"__proto__|\.prototype\["),
    "cookies": re.compile(r"document\.cookie|cookieStore"),
    "the clipboard": re.compile(r"[\"']paste[\"']|onpaste"),
}
MARKUP_OF_OURS = {
    "lms/foundation/work/static/work/progress.js",  # parts of a page of this site, which the server has escaped
    "assessments/quiz/static/quiz/board.js",  # so is the board of a sitting
    "lms/learning/sessions/static/meetings/board.js",  # and the board that shows the code of a session
    "lms/desks/calendar/static/calendar/coming.js",  # and the lines of what comes next
    "home/static/home/checks.js",  # and the findings in the panel of an editor
}


def dangers(script: str) -> set[str]:
    return {name for name, pattern in SCRIPTS.items() if pattern.search(script)}


def scripts() -> list[Path]:
    """Our own scripts: those of others are in a folder that `make javascript` fills."""
    found = [file for room in house.ROOMS for file in (house.ROOT / room).rglob("static/**/*.js")]
    return [file for file in found if "packages" not in file.parts]


@pytest.mark.parametrize("code", PYTHON.values(), ids=PYTHON)
def test_the_linter_refuses(code):
    command = [sys.executable, "-m", "ruff", "check", "--select", "S", "--no-cache", "--quiet"]
    found = subprocess.run(
        [*command, "--stdin-filename", "lms/people/example.py", "-"], cwd=house.ROOT, input=code, text=True
    )
    assert found.returncode == 1


def test_the_linter_has_these_rules_on():
    assert '"S"' in re.search(r"^select = .*$", (house.ROOT / "pyproject.toml").read_text(), re.M)[0]


def test_scripts_do_nothing_of_it():
    found = {file.relative_to(house.ROOT).as_posix(): dangers(file.read_text()) for file in scripts()}
    assert len(found) > 10
    assert {name: what for name, what in found.items() if what - {"markup from text"}} == {}
    assert {name for name, what in found.items() if what} == MARKUP_OF_OURS


@pytest.mark.parametrize(
    ("script", "danger"),
    [
        ("eval(text)", "text that is run"),
        ("setTimeout('go()', 1)", "text that is run"),
        ("document.write(text)", "pages that are written"),
        ("part.innerHTML = text", "markup from text"),
        ("addEventListener('message', hear)", "words of other windows"),
        ("new WebSocket(address)", "another connection"),
        ("kept['__proto__']", "prototypes"),
        ("document.cookie = 'a=b'", "cookies"),
        ("field.addEventListener('paste', refuse)", "the clipboard"),
    ],
)
def test_a_script_that_does_is_caught(script, danger):
    assert dangers(script) == {danger}


def test_scripts_keep_nothing_but_answers_and_public_lists():
    keeping = re.compile(r"localStorage|sessionStorage|indexedDB|caches\.")
    found = {file.relative_to(house.ROOT).as_posix() for file in scripts() if keeping.search(file.read_text())}
    verifying = {f"certificates/static/certificates/verify/{name}.js" for name in ("verify", "worker")}
    offline = {f"lms/desks/notices/static/notices/{name}.js" for name in ("offline", "worker")}
    offline |= {f"lms/desks/offline/static/offline/{name}.js" for name in ("device", "export", "worker")}
    assert found == {"assessments/quiz/static/quiz/quiz.js"} | verifying | offline, (
        "keys, lists, one public page, and courses that learners chose to keep"
    )


def test_no_app_brings_another_way_to_ask():
    brought = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    assert brought & {"channels", "graphene_django", "strawberry_django", "rest_framework", "debug_toolbar"} == set()


def test_every_library_is_pinned_with_the_hash_of_its_files():
    least_of = {"": 50, "-dev": 50, "-saml": 2, "-tagged": 10}
    for file, least in ((f"requirements{part}.lock", least) for part, least in least_of.items()):
        text = re.sub(r"^\s*#.*$", "", (house.ROOT / file).read_text(), flags=re.M).replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip()]
        assert len(lines) >= least
        assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_no_secret_and_no_history_of_the_source_is_among_the_files():
    listed = subprocess.run(["git", "ls-files"], cwd=house.ROOT, capture_output=True, text=True, check=True).stdout
    names = {Path(line).name for line in listed.splitlines()}
    assert {name for name in names if name.endswith((".pem", ".key", ".p12", ".sqlite3")) or name == ".env"} == set()
