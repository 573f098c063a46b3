"""Text messages: through an HTTP gateway of any kind, or into files."""
