"""How tests are shared out among workers: one by one,
but those of a file that prepares something costly stay together.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/home/test_demo.py", "tests/journeys/test_unplugged.py")
"""Files whose module-wide fixtures take many seconds: on two workers they would be prepared twice."""


class OneByOne(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid
