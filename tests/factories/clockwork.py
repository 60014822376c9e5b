"""Moments tests begin at."""

from datetime import datetime

from app.core.clock import SHANGHAI

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
"""A Friday in an ordinary working week, an hour and a half after the office opened."""
