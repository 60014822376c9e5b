"""How fast the service is, beside hand-written SQL that answers the same: ``python -m bench``. See docs/performance.md."""
