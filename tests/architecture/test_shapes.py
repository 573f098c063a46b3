"""Shapes of values have names: few signatures of functions hold `Any`, and their share only falls."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("lms", "courses", "assessments", "certificates", "home")
MOST = 0.11
"""The share of signatures that may hold `Any`."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[Function]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield from (one for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, Function))


def holds_any(function: Function) -> bool:
    """Return whether a parameter of the function, or its result, is or contains `Any`."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    notes = [one.annotation for one in every if one is not None and one.annotation is not None]
    notes += [function.returns] if function.returns is not None else []
    return any(isinstance(node, ast.Name) and node.id == "Any" for note in notes for node in ast.walk(note))


def share(found: list[Function]) -> float:
    return sum(map(holds_any, found)) / len(found)


def test_few_signatures_hold_any():
    assert share(list(functions())) <= MOST


@pytest.mark.parametrize(
    ("signature", "held"),
    [
        ("(a: int) -> str", False),
        ("(a: dict[str, Any])", True),
        ("() -> Any", True),
        ("(*, a: int, **more: Any)", True),
        ("(a, b=Any)", False),
    ],
)
def test_a_signature_with_any_is_seen(signature, held):
    [function] = ast.parse(f"def f{signature}: ...").body
    assert isinstance(function, Function) and holds_any(function) is held
