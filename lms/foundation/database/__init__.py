"""Database: prepared statements, triggers, tables that only grow, and the shared cache.

Lowest floor: it imports no other room. Others may import every module. `statements` and `append_only` are open to
plugins.
"""
