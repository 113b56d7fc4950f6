"""References: the diary number of an item, as each house writes it: "KS 2024/00123", "0509/23", "SLK-2023-00010"."""

from __future__ import annotations

import re

REFERENCE = re.compile(
    r"(?:(?:ärende(?:nummer|nr)?|diarie(?:nummer|nr)|dnr)\b[.:]?\s*)?"
    r"(?P<reference>"
    r"(?!(?:sou|sfs|ds|dir|prop|skr)\b)[A-ZÅÄÖ]{1,6}(?:[ -][A-ZÅÄÖ]{1,4})?[ /-]?\s?"
    r"(?:19|20)\d\d[-/: ]\d{1,6}(?:[:.]\d+)*(?:\s?-?\d{3}\b)?"
    r"|(?:19|20)\d\d[-/:](?!(?:19|20)\d\d\b)\d{1,6}(?:[ :.]-?\d+)?(?![-\d])"
    r"|\d{3,5}/\d{2,4}(?::\d+)?"
    r"|[A-ZÅÄÖ]{1,6}\s?\d{2,4}/\d{2,6}(?:[.-]\d+)*"
    r")(?::-\d+)?\.?",
    re.IGNORECASE,
)
REFERENCE_LABEL = re.compile(r"[*_]*(?:ärende(?:nummer|nr)|diarie(?:nummer|nr)|dnr)\b[.:]?\s*", re.IGNORECASE)
ANY_REFERENCE = re.compile(
    rf"(?i:{REFERENCE_LABEL.pattern})?(?P<reference>(?=.{{4,}})(?!\d{{1,2}}[.:]\d\d$)(?!\d{{1,3}}\s?\()(?=.*\d.*\d)"
    r"(?:[A-ZÅÄÖ]{1,8}[./:-]?)?\d(?:[\w./:-]*?\d)(?<![a-zåäö])"
    r"|[A-ZÅÄÖ]{1,8}(?: [A-ZÅÄÖ]{1,8})?\s\d+[A-ZÅÄÖ]{0,4}[./:-][\d./:-]*?\d)(?::-\d+)?\.?"
)
"""A number of any form, where nothing else stands: in a column of its own, or in parentheses."""
REFERENCE_AT_END = re.compile(
    r"[.,;]?\s+(?:ärende(?:nummer|nr)|diarie(?:nummer|nr)|dnr)\b[.:]?\s*(?P<reference>[^\s.](?:[^.]|\.(?=\S))*?)\.?$",
    re.IGNORECASE,
)
"""A number that is called one at the end of a title."""
LABELLED_REFERENCE = re.compile(
    rf"{REFERENCE_LABEL.pattern}(?P<reference>(?:[A-ZÅÄÖ]{{1,8}}[ ./:-]?){{0,2}}\d{{1,6}}(?:[A-ZÅÄÖ]{{1,4}})?"
    r"[/:.-]?\d[\d:/.-]*\d)\.?(?=\s|$)",
    re.IGNORECASE,
)
"""A number of any form, behind the word that says it is one."""
