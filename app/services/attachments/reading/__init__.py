"""Text out of files. Run as a program of its own (`child.py`), because the parsers of strangers' files may crash.

Each reader is a module with ``read(path, limit) -> str``: about ``limit`` characters from the beginning, pages
separated by a form feed. A reader may raise anything; `child.py` is where that ends.
"""
