"""Every notice has a subject that names its matter: the course, the session, the file, the person’s cohort."""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import pytest

from assessments.quiz.desk.notices import ToMark
from lms.desks.notices.own_test import TestMessage as OwnTest
from lms.foundation.plugins.notice import NoticeKind, kinds

PLACEHOLDER = "%("
TRANSLATED = ("_", "gettext", "gettext_lazy", "ngettext")


class Source:
    """A module as it is written, and what in it becomes the subject of a notice."""

    def __init__(self, text: str, module: ModuleType | None = None) -> None:
        self.tree, self.module = ast.parse(text), module

    def subjects(self) -> list[str]:
        """The texts of which the first argument of each `Words(…)` is made."""
        found: list[str] = []
        for function in self.functions():
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id == "Words" and call.args:
                    found += self.texts(call.args[0], function, set())
        return found

    def texts(self, node: ast.AST, function: ast.FunctionDef, seen: set[ast.AST]) -> Iterator[str]:
        """The texts in an expression, through names, attributes of classes, and functions of the house; of a pair the
        first, and nothing of what is put in the place of names. Each part is `seen` once.
        """
        if node in seen:
            return
        seen.add(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATED:
            yield from (one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str))
        for given in [*self.assigned(node, function), *self.parts(node)]:
            yield from self.texts(given, function, seen)
        for source, made in self.made_by(node):
            for one in (each for each in ast.walk(made) if isinstance(each, ast.Return) and each.value is not None):
                yield from source.texts(one.value, made, seen)

    def parts(self, node: ast.AST) -> list[ast.AST]:
        if isinstance(node, ast.BinOp):
            return [node.left]
        return [node.elts[0]] if isinstance(node, ast.Tuple) else list(ast.iter_child_nodes(node))

    def assigned(self, node: ast.AST, function: ast.FunctionDef) -> list[ast.AST]:
        """Return the meaning of a local name, or of an attribute of a class of this module."""
        inside = [function] if isinstance(node, ast.Name) else []
        if isinstance(node, ast.Attribute):
            inside = [each for each in ast.walk(self.tree) if isinstance(each, ast.ClassDef)]
        name = getattr(node, "id", getattr(node, "attr", None))
        lines = (each for one in inside for each in ast.walk(one) if isinstance(each, ast.Assign | ast.AnnAssign))
        return [each.value for each in lines if name in named_by(each) and each.value is not None]

    def made_by(self, node: ast.AST) -> "list[tuple[Source, ast.FunctionDef]]":
        """The function or method that is called."""
        if isinstance(node, ast.Attribute):
            return [(self, each) for each in self.functions() if each.name == node.attr]
        made = getattr(self.module, getattr(node, "id", ""), None)
        if not inspect.isfunction(made) or made.__module__.partition(".")[0] == "django":
            return []
        home = sys.modules[made.__module__]
        source = source_of(home)
        return [(source, each) for each in source.functions() if each.name == made.__name__]

    def functions(self) -> list[ast.FunctionDef]:
        return [each for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef)]


@cache
def source_of(module: ModuleType) -> Source:
    return Source(inspect.getsource(module), module)


def named_by(line: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    firsts = [each.elts[0] if isinstance(each, ast.Tuple) else each for each in targets]
    return [each.id for each in firsts if isinstance(each, ast.Name)]


def ours() -> list[type[NoticeKind]]:
    return [type(kind) for _slug, kind in kinds.items() if not type(kind).__module__.startswith("tests")]


@pytest.mark.parametrize("kind", ours(), ids=lambda kind: kind.slug)
def test_the_subject_of_every_kind_names_its_matter(kind):
    """A kind without a `Words(…)` of its own takes those of the classes that it builds on."""
    modules = {base.__module__ for base in kind.__mro__ if issubclass(base, NoticeKind) and base is not NoticeKind}
    found = [text for name in sorted(modules) for text in subjects_of(name)]
    if kind is OwnTest:
        assert found == ["Test message"], "its matter is itself"
    else:
        assert found and [text for text in found if PLACEHOLDER not in text] == []


def subjects_of(name: str) -> list[str]:
    return source_of(sys.modules[name]).subjects()


def test_all_kinds_are_looked_at():
    assert len(ours()) > 30 and ToMark in ours()


@pytest.mark.parametrize("line", ['Words(_("Something came"), "x")', 'Words(subject % {"who": "You"}, "x")'])
def test_a_subject_that_names_nothing_is_found(line):
    source = f'def words():\n    subject = _("Something came")\n    return {line}\n'
    bare = ModuleType("tests.bare")
    assert Source(source, bare).subjects() == ["Something came"]
