"""Views that do what is delicate: they note a delicate action, write an account or a role, or send a file.

A view is followed through every function of ours that it names, over modules, without running any. What signals write
into the log is not seen that way, so that writing an account counts by itself.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from lms.people.audit.actions import actions
from lms.people.directory.models import Membership, User

from .house import ROOMS

ACCOUNTS = (User, Membership)
WRITES = {"save", "delete", "update", "create", "create_user", "get_or_create", "bulk_create", "add", "remove", "set"}
RIGHTS = ("groups", "user_permissions", "memberships")
SENDS = {"FileResponse", "Content-Disposition"}
FILE, ACCOUNT = "sends a file", "writes an account"


@dataclass(frozen=True)
class Direct:
    """What one function says itself: the functions that it names, and its words: texts, and names of what it asks."""

    named: frozenset[FunctionType]
    words: frozenset[str]


def done_by(view: Any) -> set[str]:
    """What `view` may do that is delicate: slugs of actions of the audit log, `FILE`, `ACCOUNT`."""
    found: set[str] = set()
    for function in _reached(_functions(view)):
        words = _direct(function).words
        found |= {word for word in words if (action := actions.find(word)) is not None and action.is_delicate}
        found |= {FILE} if words & SENDS else set()
        found |= {ACCOUNT} if words & WRITES and _writes_account(function) else set()
    return found


def asks(view: Any) -> bool:
    return getattr(view, "asks_again", False)


def _writes_account(function: FunctionType) -> bool:
    """Does `function` save, make or delete a row of an account or a role, or change its groups?"""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    rows = {name for name, kind in function.__annotations__.items() if _is_account(kind)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _gives_account(node.value, function):
            rows |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(_writes(call, rows) for call in calls if isinstance(call, ast.Attribute) and call.attr in WRITES)


def _writes(call: ast.Attribute, rows: set[str]) -> bool:
    path = ast.unparse(call.value)
    return path.startswith(tuple(f"{one.__name__}.objects" for one in ACCOUNTS)) or (
        path in rows | {f"{row}.{rights}" for row in rows for rights in RIGHTS}
    )


def _gives_account(value: ast.expr, function: FunctionType) -> bool:
    """Is `value` what `Model.objects` gave, or a function that says that it gives such a row?"""
    if ast.unparse(value).startswith(tuple(f"{one.__name__}.objects" for one in ACCOUNTS)):
        return True
    named = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
    return _is_account(getattr(function.__globals__.get(named), "__annotations__", {}).get("return"))


def _is_account(kind: Any) -> bool:
    return kind in ACCOUNTS or kind in [one.__name__ for one in ACCOUNTS]


def _reached(functions: Iterable[FunctionType]) -> set[FunctionType]:
    seen: set[FunctionType] = set()
    waiting = list(functions)
    while waiting:
        function = waiting.pop()
        if function not in seen:
            seen.add(function)
            waiting += _direct(function).named
    return seen


@cache
def _direct(function: FunctionType) -> Direct:
    named: set[FunctionType] = set()
    words: set[str] = set()
    for code in _codes(function.__code__):
        words |= {one for one in code.co_consts if isinstance(one, str)} | set(code.co_names)
        for value in _values(code, function.__globals__):
            if isinstance(value, str):
                words.add(value)
            elif _is_ours(value):
                named |= set(_functions(value))
    return Direct(frozenset(named), frozenset(words))


def _values(code: CodeType, scope: dict[str, Any]) -> Iterator[Any]:
    """What the names of `code` stand for: in its module, and in the modules of ours that it names."""
    for name in code.co_names:
        value = scope.get(name)
        yield value
        if isinstance(value, ModuleType) and _is_room(value.__name__):
            yield from (getattr(value, inner, None) for inner in code.co_names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _functions(thing: Any) -> Iterator[FunctionType]:
    """The functions behind a view or a name: below its decorators; of a view that is a class, its methods."""
    if isinstance(thing, partial):
        thing = thing.func
    if view_class := getattr(thing, "view_class", None):
        yield from (method for method in vars(view_class).values() if isinstance(method, FunctionType))
        return
    thing = inspect.unwrap(thing) if callable(thing) else thing
    if isinstance(thing, MethodType):
        thing = thing.__func__
    if isinstance(thing, FunctionType) and _is_ours(thing):
        yield thing


def _is_ours(thing: Any) -> bool:
    return _is_room(getattr(thing, "__module__", None) or "")


def _is_room(module: str) -> bool:
    return module.partition(".")[0] in ROOMS
