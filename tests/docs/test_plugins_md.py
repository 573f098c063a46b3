"""The pages on plugins say what the code does: a name that is missing there, or that is gone here, is an error."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import dataclass, fields
from typing import get_args, get_type_hints

import pytest

import lms.foundation.plugins.pages
import lms.foundation.plugins.people_sources
from lms.foundation.plugins import block, events, filters
from lms.foundation.plugins.contract import SURFACE, TEMPLATES, PluginContract
from lms.foundation.plugins.manifest import API, InstitutionSetting, Manifest, PersonalData, Setting
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.runtime.registry import Registry

from .pages import PLUGIN_PAGES, ROOT, Page, named

pytestmark = pytest.mark.once
PAGE = Page.of(*PLUGIN_PAGES)
EXAMPLE = ROOT / "tests" / "plugins" / "pledge"
BESIDES = {"event", "figure", "filter", "slot", "institution setting", "address", "public address", "destination"}
"""Sockets that are not filled by slug."""


@dataclass(frozen=True)
class Socket:
    """A registry with its name, the module it stands in, and the class that is registered there."""

    module: str
    name: str
    kind: type


def sockets() -> dict[str, Socket]:
    """Every socket that is filled by slug."""
    found = {}
    for module in (
        importlib.import_module(f"{package.__name__}.{one.name}")
        for package in (
            lms.foundation.plugins,
            lms.foundation.plugins.pages,
            lms.foundation.plugins.people_sources,
        )
        for one in pkgutil.iter_modules(package.__path__)
    ):
        for name, thing in vars(module).items():
            if isinstance(thing, Registry):
                [kind] = [
                    one
                    for one in vars(module).values()
                    if inspect.isabstract(one) and one.__module__ == module.__name__
                ]
                found[thing.socket] = Socket(module.__name__.removeprefix("lms.foundation.plugins."), name, kind)
    return found


def test_the_example_is_the_one_that_is_tested():
    """The walkthrough, up to the manifest: every file of the example, and no other."""
    shown = {code.file: code.code for code in Page.at("extend/plugins.md").code if code.file}
    there = {
        file.relative_to(EXAMPLE).as_posix(): file.read_text()
        for file in EXAMPLE.rglob("*")
        if file.is_file()
        and file.read_bytes()
        and not {"__pycache__", "migrations"} & set(file.parts)
        and ".egg-info" not in str(file)
    }
    assert shown == there
    assert sum(bool(line.strip()) for code in shown.values() for line in code.splitlines()) < 100


def test_every_socket_stands_in_the_table():
    table = PAGE.table("The sockets")
    assert set(table) == set(sockets()) | BESIDES
    for name, socket in sockets().items():
        module, written, plugged = table[name][:3]
        assert (module, plugged) == (f"`{socket.module}`", f"`{socket.name}.register(…)`")
        assert f"`{socket.kind.__name__}`" in written


def test_every_socket_has_its_example_and_every_part_of_it_is_named():
    for socket in {*sockets(), *BESIDES} - {"activity type"}:
        assert "```python" in PAGE.section(socket.capitalize()), socket
    walkthrough = PAGE.section("From an empty folder to a working activity")
    for socket, about in sockets().items():
        public = {name for name in [*vars(about.kind), *about.kind.__annotations__] if not name.startswith("_")}
        section = PAGE.section(socket.capitalize()) + walkthrough
        assert {name for name in public if not re.search(rf"\b{name}\b", section)} == set(), socket


def test_the_manifest_is_told_field_by_field():
    assert set(PAGE.table("The manifest")) == {field.name for field in fields(Manifest)}
    assert {field.name for field in fields(Setting)} <= named(PAGE.section("The manifest"))
    assert {field.name for field in fields(InstitutionSetting)} <= named(PAGE.section("Institution setting"))
    assert set(get_args(get_type_hints(InstitutionSetting)["kind"])) <= named(PAGE.section("Institution setting"))
    assert {field.name for field in fields(PersonalData)} <= named(PAGE.section("Personal data"))


def test_the_version_of_the_api_is_the_one_that_is_told():
    assert f"a version of its own, {API} " in PAGE.section("Versions")


def test_every_event_is_told_with_its_fields():
    shared = {field.name for field in fields(events.Event)}
    assert {name: (row[0], named(row[1])) for name, row in PAGE.table("Events").items()} == {
        name: (f"`{kind.__name__}`", {field.name for field in fields(kind)} - shared)
        for name, kind in events.EVENTS.items()
    }
    assert shared <= named(PAGE.section("Events"))


def test_every_filter_point_is_told_with_what_its_subjects_have():
    kinds = {"enrol": filters.Enrolling, "begin": filters.Beginning, "issue": filters.Issuing}
    assert {point.name for point in filters.points} == set(kinds)
    assert {name: named(row[0]) for name, row in PAGE.table("Filters").items()} == {
        name: {field.name for field in fields(kind)} | {"institution"} for name, kind in kinds.items()
    }


def test_every_place_of_a_slot_is_told():
    assert {getattr(slots, name) for name in PAGE.table("Slots")} == set(slots.PLACES)


def test_what_may_be_imported_is_what_the_contract_allows():
    table = {module: named(row[0]) for module, row in PAGE.table("What a plugin may import").items()}
    assert table == {module: set(names) for module, names in SURFACE.items()}
    assert {f"{folder}…" for folder in TEMPLATES} <= named(PAGE.section("What a plugin may import"))


def test_what_html_a_lesson_block_may_give_is_told():
    assert named(PAGE.section("Lesson block")) >= block.TAGS | block.SCHEMES


def test_every_law_of_the_contract_is_told():
    laws = {name for name in dir(PluginContract) if name.startswith("test_")}
    table = PAGE.table("The contract")
    assert set(table) == laws
    assert all(row[0] for row in table.values())
    samples = {name for name in PluginContract.__annotations__ if not name.startswith("_")}
    assert samples <= named(Page.of("extend/plugins-developing.md").section("Samples for the contract"))


class TestAPageThatDrifts:
    """Each of the above would notice."""

    def test_is_caught_where_a_section_or_a_row_is_gone(self):
        with pytest.raises(LookupError):
            Page("# Nothing").section("Events")
        assert Page("## A\n\n| a | b |\n|---|---|\n| `x.1` | `y` |\n\n## B\n| c | d |\n|---|---|\n").table("A") == {
            "x.1": ["`y`"]
        }

    def test_keeps_comments_in_code_from_being_headings(self):
        assert "after" in Page("## A\n```sh\n# not a heading\n```\nafter\n## B\n").section("A")
