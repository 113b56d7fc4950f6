"""What the tests of reading share."""

from __future__ import annotations

import os

import pytest

from indexer.reading import ocr


@pytest.fixture
def tesseract() -> None:
    """The real OCR, with its Swedish model; without it these tests fail where all must run, and say so elsewhere."""
    if not {"swe", "eng"} <= ocr.models():
        message = "OCR IS NOT TESTED: install tesseract-ocr and tesseract-ocr-swe"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
