"""Skipped tests are said last and in capitals, and where all must run (CI is set) they fail.

A test that lacks a program, a package or a kind of disk says so with `pytest.skip`; what that means is decided here.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

ALL_MUST_RUN = bool(os.environ.get("CI"))


def _as_failure(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Let a skipped report fail with the reason it was skipped for; one that was expected to fail stays as it is."""
    if ALL_MUST_RUN and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason}\nNothing may be skipped while CI is set."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test, or its set-up, that was skipped."""
    report = yield
    _as_failure(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole module that was skipped."""
    report = yield
    _as_failure(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many were skipped, where nobody can overlook it."""
    if skipped := terminalreporter.stats.get("skipped", []):
        terminalreporter.section(f"{len(skipped)} TESTS WERE SKIPPED: the reasons stand above", sep="!", red=True)
