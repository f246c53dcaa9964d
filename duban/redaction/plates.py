"""Number plates of every kind, in folded text: common, new energy, trailer, learner, police, consular, old and new army."""

from __future__ import annotations

import re

from duban.redaction.model import Redaction

_PROVINCE = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤川青藏琼宁"  # 滇 by mistake for 云
_S = r"[ ·.\-]{0,2}"
_COMMON = rf"[{_PROVINCE}]{_S}[A-Za-z]{_S}(?=[A-Za-z0-9*]{{0,5}}[0-9])(?:[A-Za-z0-9*]{{3,5}}(?:[学挂警港澳试超领使急]|应急)|[A-Za-z0-9*]{{5,6}})(?!型|系列)"
_PATTERN = re.compile(
    rf"(?:{_COMMON}"
    rf"|[{_PROVINCE}] ?[A-Za-z](?: [A-Za-z0-9]){{5,6}}"
    r"|使 ?\d{3}[ ·]?\d{3}|[沪粤渝川鄂桂云陕辽鲁]" + _S + r"[A-Za-z]?" + _S + r"\d{4,5}领"
    rf"|WJ{_S}[{_PROVINCE}]?{_S}\d{{4,5}}[A-Z]?"
    r"|[军空海北沈兰济南广成]" + _S + r"[A-Z]{1,2}" + _S + r"\d{5}"
    r")(?![A-Za-z0-9*])"
)


def plates(plain: str) -> list[Redaction]:
    """Return the number plates of a text."""
    return [Redaction("plate", *one.span()) for one in _PATTERN.finditer(plain)]
