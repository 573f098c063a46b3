"""What requests cost on the real server with a large school's data: `make bench`,
or `python -m tests.bench [ONLY=lesson]`.
"""
