"""What the tests of reading share."""

from __future__ import annotations

import pytest

from indexer.reading import ocr


@pytest.fixture
def tesseract() -> None:
    """The real OCR, with its Swedish model; a test that needs it is skipped without it."""
    if not {"swe", "eng"} <= ocr.models():
        pytest.skip("OCR IS NOT TESTED: install tesseract-ocr and tesseract-ocr-swe")
