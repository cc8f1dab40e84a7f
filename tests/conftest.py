"""What concerns every test. Browser fixtures are in tests/browser/conftest.py."""

from typing import Any

import pytest


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in the last lines why the browser tests were skipped."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if why(report)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests were skipped: {why(skipped[0])}")


def why(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return reason.removeprefix("Skipped: ") if "no Chromium" in reason else ""
