"""What plugins hook into Wagtail is guarded: the admin goes on without it where it can, and says so where it cannot."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail import hooks

from lms.foundation.plugins.runtime import activation
from lms.foundation.plugins.runtime.errors import Faulty
from lms.foundation.plugins.runtime.hook_guard import protect

pytestmark = pytest.mark.once


@pytest.fixture
def hooked(monkeypatch):
    """Hooks a function of the plugin “orchard”: `hooked("name", function)` is what Wagtail then calls."""
    monkeypatch.setattr(activation, "_packages", {**activation._packages, __name__: "orchard"})
    known = {name: list(registered) for name, registered in hooks._hooks.items()}

    def hook(name, function):
        hooks.register(name, function)
        protect("orchard")
        return next(hook for hook in hooks.get_hooks(name) if getattr(hook, "__wrapped__", None) is function)

    yield hook
    hooks._hooks.clear()
    hooks._hooks.update(known)


def breaks(*args):
    raise RuntimeError("no ladder")


def generates(*args):
    yield "button"
    raise RuntimeError("no ladder")


@pytest.mark.parametrize(
    ("name", "function", "instead"),
    [
        ("construct_main_menu", breaks, None),
        ("insert_global_admin_css", breaks, ""),
        ("register_page_header_buttons", breaks, []),
        ("register_page_header_buttons", generates, []),
        ("after_delete_page", breaks, None),
    ],
)
def test_the_page_is_shown_without_a_hook_that_breaks(hooked, name, function, instead, caplog):
    assert hooked(name, function)("request", []) == instead
    assert f"the plugin “orchard” broke: Wagtail hook {name}" in caplog.text


def test_an_item_of_a_menu_that_cannot_be_made_is_shown_to_nobody(hooked):
    assert not hooked("register_admin_menu_item", breaks)().is_shown(None)


@pytest.mark.parametrize("name", ["before_delete_page", "construct_page_chooser_queryset", "register_permissions"])
def test_a_hook_that_may_forbid_and_breaks_forbids(hooked, name):
    with pytest.raises(Faulty):
        hooked(name, breaks)("pages", "request")


def test_what_works_and_what_forbids_pass(hooked):
    def forbid(request, page):
        raise PermissionDenied

    assert hooked("construct_page_chooser_queryset", lambda pages, request: f"{pages} of one")("pages", None) == (
        "pages of one"
    )
    with pytest.raises(PermissionDenied):
        hooked("before_edit_page", forbid)(None, None)


def test_a_class_is_left_as_it_is(hooked):
    class Action:
        pass

    hooks.register("register_bulk_action", Action)
    hooked("construct_main_menu", breaks)
    assert Action in hooks.get_hooks("register_bulk_action")


def test_others_are_left_as_they_are(hooked):
    before = {name: [hook for hook, _order in known] for name, known in hooks._hooks.items()}
    hooked("construct_main_menu", breaks)
    for name, known in before.items():
        assert [hook for hook, _order in hooks._hooks[name]][: len(known)] == known
