"""Beginnings of docstrings: a function's with a verb, those of classes, modules and properties with a noun."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .house import ROOT, module_of, python_files
from .parsing import nodes_of

# A function's docstring begins with one of these. A new verb is added here.
_VERBS = """
    accept acknowledge act activate add adjust admit allow anchor annotate answer append apply appoint approve
    archive ask assert assign attach authenticate award begin bind bring build bury calculate call cancel carry
    catch change check choose claim clean clear close collect combine compare compile complete compress compute
    configure confirm convert copy correct count create cut decide declare decode decrypt define delete deliver describe
    digest discard do draw drop empty encode encrypt end enrol enter erase escape estimate exchange execute expand
    explain export extend extract fail fetch fill filter find finish fold follow forget forgive form format found
    freeze gather generate get give go grade grant group guard hand handle hang hash hide hold import include index
    inherit insert install invalidate issue join judge keep lead leave let limit link list load lock log look lower
    make map mark match measure merge migrate move name narrow normalise note notify observe offer open order parse
    pass patch perform permit place plan play prepare print process publish put queue raise rank rate read rebuild
    receive recompute reconcile record redirect redraw refresh refuse register release remember remind remove rename
    render renew reopen reorder repair repeat replace reply report request require reserve reset resolve restart restore
    restrict retry return reverse revoke rewrite round run save say schedule score seal search seat select send separate
    serve set share shift show shuffle sign sit skip sort spare split stand start stop store strip submit subtract
    suspend switch tag take tell test throw touch transfer translate treat trim try turn undo unlock update upload
    use validate verify wait walk warn withdraw work wrap write yield"""
VERBS = frozenset(_VERBS.split())

# Nothing but a function begins with one of these: a noun is not among pronouns, conjunctions, prepositions and adverbs.
_NO_NOUN = """
    about above after also and anybody anything are as at because before behind below but by can could down
    everybody everyone everything for from here how if in into is it its may must nobody not nothing of on once only or
    since so somebody someone something that then there these they this those to too under until up what when where
    whether which while who whoever whom whose why will with without would
    builds compares finds gathers gives goes holds keeps makes puts raises reads refuses says sends
    shows takes tells writes"""
NO_NOUN = frozenset(_NO_NOUN.split())


def wrong_beginnings(root: Path = ROOT) -> list[str]:
    """Docstrings that begin with a word of the wrong kind, each as a sentence."""
    return [sentence for file in python_files(root) for sentence in _wrong_in(file, root)]


def _wrong_in(file: Path, root: Path) -> Iterator[str]:
    for node in nodes_of(file):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        text = ast.get_docstring(node)
        if not text:
            continue
        first = text.split()[0].strip(".,:;").lower()
        where = f"{module_of(file, root)}.{node.name}" if hasattr(node, "name") else module_of(file, root)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_property(node):
            if first not in VERBS:
                yield f"{where} begins with “{first}”, which is none of VERBS"
        elif first in NO_NOUN:
            yield f"{where} begins with “{first}”, which is no noun"


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
