"""A class name means one thing: a search for it ends at one module."""

import ast
from collections import defaultdict

from tests.house.sources import modules, short, tree


def test_no_two_modules_define_a_class_of_one_name() -> None:
    places = defaultdict(set)
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                places[node.name].add(short(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
