"""Database: prepared statements, triggers, tables that only grow, columns of folded words, and the shared cache.

Low floor: it imports `text` alone. Others may import every module. `statements` and `append_only` are open to
plugins.
"""
