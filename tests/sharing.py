"""How tests are shared out among workers: one by one, but those that prepare something costly stay together,
and what takes longest comes first, so that no worker waits long for another at the end.
"""

from collections.abc import Sequence
from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    **{
        f"tests/architecture/test_{name}.py": "architecture"
        for name in (
            *("dangerous", "declared", "delicate", "docstrings", "expressions", "folders", "house", "locks", "once"),
            *("rooms", "shapes"),
        )
    },
    "tests/certificates/test_badges.py": "badges",
    "tests/home/test_course_checks.py": "checks",
    "tests/home/test_curriculum.py": "curriculum",
    "tests/home/test_curriculum_draws.py": "curriculum",
    "tests/home/test_curriculum_scenarios.py": "curriculum",
    "tests/home/test_demo.py": "demo",
    "tests/journeys/test_unplugged.py": "unplugged",
}
"""Files whose fixtures take many seconds, by what they prepare: on two workers it would be prepared twice."""
NEEDING_NO_DATABASE = ("architecture", "tests/casework/test_mutations.py")
"""These come before all others, while the database that tests copy is made."""
LONG = ("demo", "unplugged", "tests/plugins/test_outside.py", "curriculum", "tests/switchboard/test_scaffolding.py")
"""What takes longest, the longest first. None of it empties the worker's database, as tests with real transactions
do.
"""


class Collected(list[str]):
    """The tests as a worker collected them, which knows the place of each."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._places = {name: place for place, name in enumerate(names)}

    def index(self, name: str, *_bounds: Any) -> int:
        return self._places[name]


class OneByOne(LoadScopeScheduling):
    def __init__(self, config: Any, log: Any = None) -> None:
        super().__init__(config, log)
        self._first = [*NEEDING_NO_DATABASE, *LONG]

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return TOGETHER.get(file, nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        while self._first:
            scope = next((scope for scope in self.workqueue if scope.startswith(self._first[0])), None)
            if scope is not None:
                self.workqueue.move_to_end(scope, last=False)
                break
            self._first.pop(0)
        super()._assign_work_unit(node)

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        super().add_node_collection(node, collection)
        if node in self.registered_collections:
            self.registered_collections[node] = Collected(collection)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Mark the test, and forget its unit once it is done: each test would count all that were done before it."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        units = self.assigned_work[node]
        if all(units[scope].values()):
            del units[scope]
