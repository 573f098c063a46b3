"""Expressions that are read once: no condition stands within another."""

import ast

import pytest

from . import house
from .parsing import nodes_of

pytestmark = pytest.mark.once


def nested(nodes) -> list[int]:
    """The lines of conditional expressions that hold another one."""
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.IfExp) and sum(isinstance(inner, ast.IfExp) for inner in ast.walk(node)) > 1
    ]


def test_no_conditional_expression_holds_another():
    found = {str(file.relative_to(house.ROOT)): nested(nodes_of(file)) for file in house.python_files()}
    assert {file: lines for file, lines in found.items() if lines} == {}


def test_a_nested_condition_is_seen():
    assert nested(ast.walk(ast.parse("a = 1\nb = 2 if a else 3 if a > 1 else 4"))) == [2]
    assert nested(ast.walk(ast.parse("b = (2 if a else 3) + (4 if a else 5)"))) == []
