from .out.pack import write
__all__ = ["write"]
