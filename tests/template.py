"""Makes the database that tests copy, where there is none: `make test` starts it beside the workers, which need
processors and patience while they collect the tests.
"""

import django

if __name__ == "__main__":
    django.setup()
    from tests import databases

    databases.prepare()
