"""Words the desk's pages and actions share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.inspections.rules.assigning import Ground
from duban.inspections.rules.headings import Field
from duban.inspections.rules.layouts import Layout

FIELD_LABELS: dict[str, Any] = {
    Field.INDEX.value: gettext_lazy("序号"),
    Field.NUMBER.value: gettext_lazy("受理编号"),
    Field.CHANNEL.value: gettext_lazy("来源"),
    Field.RECEIVED.value: gettext_lazy("受理日期"),
    Field.STARRED.value: gettext_lazy("重点件"),
    Field.SUMMARY.value: gettext_lazy("交办问题基本情况"),
    Field.AREA.value: gettext_lazy("行政区域"),
    Field.TYPE.value: gettext_lazy("污染类型"),
    Field.UNIT.value: gettext_lazy("责任单位"),
    Field.NOTE.value: gettext_lazy("备注"),
    Field.FINDING.value: gettext_lazy("调查核实情况"),
    Field.VERDICT.value: gettext_lazy("是否属实"),
    Field.HANDLING.value: gettext_lazy("处理和整改情况"),
    Field.CONCLUSION.value: gettext_lazy("是否办结"),
    Field.ACCOUNTABILITY.value: gettext_lazy("责任人被处理情况"),
    "duplicate": gettext_lazy("重复件"),
    "repeat": gettext_lazy("受理编号"),
}
LAYOUT_LABELS = {
    Layout.GRID.value: gettext_lazy("一行一件的表格"),
    Layout.LINES.value: gettext_lazy("一格一行的文字"),
    Layout.FORMS.value: gettext_lazy("一件一张的登记表"),
}


def assignment_reason(ground: str, *, area: str = "", type_: str = "", count: int = 0, of: int = 0) -> str:
    """Say why a unit is proposed."""
    match ground:
        case Ground.TABLE:
            return _("交办表上写明")
        case Ground.SAME_CASE:
            return _("与首件是同一案件")
        case Ground.PAST:
            values = {"area": area, "type": type_, "of": of, "count": count}
            return _("%(area)s%(type)s类以往 %(of)d 件中有 %(count)d 件由它办理") % values
        case Ground.AREA:
            return _("%(area)s的属地单位") % {"area": area}
        case Ground.TYPE:
            return _("%(type)s类的主管单位") % {"type": type_}
    return ""


def beginning(text: str, most: int) -> str:
    """Return the text, or its beginning up to a pause among its first `most` characters and what tells that it goes on."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    pause = max(head.rfind(mark) for mark in _PAUSES)
    return f"{head[:pause] if pause >= most // 2 else head}…"


_PAUSES = "，。；、！？：\n"
