"""Markup: a personnummer in HTML is masked whatever stands between its digits, also in what only a tag says."""

from __future__ import annotations

import pytest

from indexer.privacy.markup import masked_markup

MASKED = "••••••-••••"


@pytest.mark.parametrize(
    ("html", "masked"),
    [
        ("<p>811228-9874</p>", f"<p>{MASKED}</p>"),
        ("<p><b>811228</b>-<i>98</i>74</p>", "<p><b>••••••</b>-<i>••</i>••</p>"),
        ("8<b>1</b>1<i>2</i>28-9<b>8</b>7<i>4</i>", "•<b>•</b>•<i>•</i>••-•<b>•</b>•<i>•</i>"),
        ("81<b>1</b>2289874", "••<b>•</b>•••••••"),
        ("<p>811228&#45;9874</p>", "<p>••••••&#45;••••</p>"),
        ('<a title="811228-9874">Alva</a>', f'<a title="{MASKED}">Alva</a>'),
        ("<!-- 811228-9874 --><p>Alva</p>", f"<!-- {MASKED} --><p>Alva</p>"),
        ("<td>45</td><td>811228-9874</td>", f"<td>45</td><td>{MASKED}</td>"),
    ],
)
def test_a_number_is_masked_across_what_only_dresses_it(html: str, masked: str) -> None:
    assert masked_markup(html) == masked
