"""How the ledger says things to people: the clock, the fields of a change."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duban.tasks.rules import Clock

FIELD_LABELS = {
    "title": gettext_lazy("事项"),
    "lead_unit": gettext_lazy("牵头单位"),
    "responsible_units": gettext_lazy("责任单位"),
    "supporting_units": gettext_lazy("配合单位"),
    "data_units": gettext_lazy("数据提供单位"),
    "leading_official": gettext_lazy("牵头领导"),
    "deadline": gettext_lazy("办理时限"),
    "deadline_text": gettext_lazy("时限原文"),
    "deadline_explanation": gettext_lazy("时限推算"),
    "deliverable": gettext_lazy("成果形式"),
    "reporting_rhythm": gettext_lazy("反馈频次"),
    "fan_out_to": gettext_lazy("分解到"),
    "origins": gettext_lazy("来源"),
}


def clock_words(clock: Clock) -> str:
    """Return what the clock says: 余 3 个工作日, 今天到期, 逾 2 个工作日."""
    if clock.is_today:
        return _("今天到期")
    if clock.late:
        words = ngettext("逾 %(days)d 个工作日", "逾 %(days)d 个工作日", clock.working_days)
    else:
        words = ngettext("余 %(days)d 个工作日", "余 %(days)d 个工作日", clock.working_days)
    return words % {"days": clock.working_days}
