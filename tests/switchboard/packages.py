"""Packages that are plugins, written into a folder as an installer leaves them there."""

from pathlib import Path

APPS = """
from lms.foundation.plugins.manifest import Manifest, Setting
from lms.foundation.plugins.plugin import Plugin


class {name}(Plugin):
    name = "{folder}"
    manifest = Manifest(name="{name}", version="1.0", api="{api}", {more})
    {body}
"""


def write(
    shelf: Path,
    slug: str,
    *,
    distribution: str = "",
    folder: str = "",
    apps: str = "",
    api: str = ">=2.0,<3",
    more: str = "",
    body: str = "",
    **modules: str,
) -> Path:
    """A plugin called `slug` in a package of its own.

    `apps` replaces its app configuration, `modules` are further files by name.
    """
    folder, distribution, name = folder or slug, distribution or f"{slug}-plugin", "Orchard"
    package = shelf / folder
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(
        apps or APPS.format(name=name, folder=folder, api=api, more=more, body=body or "pass")
    )
    for module, text in modules.items():
        (package / f"{module}.py").write_text(text)
    facts = shelf / f"{distribution.replace('-', '_')}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(f"[mafunzo.plugins]\n{slug} = {folder}.apps:{name}\n")
    return package
