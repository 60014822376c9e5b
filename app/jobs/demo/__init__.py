"""A county office to try the service with: its people, and a year of its papers up to this moment."""

from app.jobs.demo.build import PASSWORD, build_demo
from app.jobs.demo.report import DemoReport, Login

__all__ = ["PASSWORD", "DemoReport", "Login", "build_demo"]
