"""`make pictures`: builds the demo school in a folder of its own, serves it, and takes pictures of every kind of page.

Letters of Ethiopia need a font on this machine (Debian: `apt-get install fonts-noto-core`). The pictures are in
`.pictures/`, with `index.html` to look at them side by side. `ONLY=lesson` takes those whose names begin
so. `README=1` also writes the two of the README.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests import chromium
from tests.bench.cluster import free_port

from .kinds import IN_THE_README, KINDS, Kind, missing_link

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".pictures"
SHAPES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "arabic": {"viewport": {"width": 360, "height": 740}, "language": "ar"},
    "amharic": {"viewport": {"width": 360, "height": 740}, "language": "am"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}

HEIGHTS = """[document.documentElement.scrollHeight,
    Math.max(0, ...[...document.querySelectorAll("main, main *")].map(part => part.scrollHeight))]"""
MARGIN, HIGHEST = 120, 12_000
"""What bars take of a window, and how high a picture gets, in px."""


def build(port: int) -> dict[str, tuple[str, str]]:
    """The demo school and the newcomers; returns service number and password by role."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.environ |= {"MAFUNZO_DATA": str(FOLDER / "data"), "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    import django

    django.setup()
    from django.core.management import call_command

    from home.demo import accounts

    from .newcomers import arrive

    call_command("demo", port=port)
    return {entry["role"]: (entry["username"], entry["password"]) for entry in accounts.read()} | arrive()


@contextmanager
def served(port: int):
    """The address of the site, which is served until the end of the block."""
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "BASE_URL": address}
    with (FOLDER / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, process: subprocess.Popen) -> None:
    for _time in range(300):
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    sys.exit(f"The demo school is not served: see {FOLDER / 'serve.log'}")


def take(browser, kinds: list[Kind], accounts: dict[str, tuple[str, str]], address: str) -> list[str]:
    """Pictures of `kinds`, in every shape; returns a line for each that could not be reached."""
    missing = []
    for shape, options in SHAPES.items():
        options = dict(options)
        language = options.pop("language", "en")
        for who in dict.fromkeys(kind.who for kind in kinds):
            context = browser.new_context(base_url=address, **options)
            page = context.new_page()
            if who:
                _sign_in(page, *accounts[who])
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            for kind in (kind for kind in kinds if kind.who == who):
                missing += (
                    [f"{kind.name}: no link to {gone}"] if (gone := missing_link(kind, partial(_opened, page))) else []
                )
                _whole(page, options["viewport"])
                page.screenshot(path=FOLDER / f"{kind.name}-{shape}.png")
            context.close()
    return missing


def _whole(page, viewport: dict[str, int]) -> None:
    """Make the window as high as what is in it: bars that stay in view are then at its end, and what scrolls within
    the page, as in the admin, is whole. Twice, since what may take a share of the window grows with it.
    """
    page.set_viewport_size(viewport)
    for _time in range(2):
        whole, within = page.evaluate(HEIGHTS)
        height = max(viewport["height"], whole, within + MARGIN if within > whole else 0)
        page.set_viewport_size({**viewport, "height": min(height, HIGHEST)})


def _opened(page, address: str) -> str:
    page.goto(address)
    return page.content()


def _sign_in(page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").click()
    page.wait_for_load_state()


def write_index(kinds: list[Kind]) -> None:
    rows = "".join(
        f"<h2>{kind.name}</h2><p>"
        + "".join(
            f'<a href="{kind.name}-{shape}.png"><img src="{kind.name}-{shape}.png" alt="{shape}"></a>'
            for shape in SHAPES
        )
        + "</p>"
        for kind in kinds
    )
    style = "body{font-family:sans-serif;background:#888}img{width:18%;margin:1%;vertical-align:top}"
    (FOLDER / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>Pictures</title><style>{style}</style>{rows}", encoding="utf-8"
    )


def main() -> int:
    from playwright.sync_api import sync_playwright

    if chromium.PATH is None:
        sys.exit("No Chromium is installed (Debian: apt-get install chromium).")
    kinds = [kind for kind in KINDS if kind.name.startswith(os.environ.get("ONLY", ""))]
    port = free_port()
    accounts = build(port)
    with served(port) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.LAUNCH)
        missing = take(browser, kinds, accounts, address)
        browser.close()
    write_index(kinds)
    for name, shape in IN_THE_README.items():
        if os.environ.get("README") and (FOLDER / f"{name}-{shape}.png").exists():
            shutil.copy(FOLDER / f"{name}-{shape}.png", ROOT / "docs" / "pictures" / f"{name}.png")
    print(f"{len(list(FOLDER.glob('*.png')))} pictures: {FOLDER / 'index.html'}")
    print(*dict.fromkeys(missing), sep="\n")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
