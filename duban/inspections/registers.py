"""The desk's registers as data: what each is called, which fields are entered, which settle an entry, which are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duban.inspections.counting import statistics_of
from duban.inspections.models import DocumentRequest, HandoverNote, Inspection, Petition, ProvincialStep, SpotMatter
from duban.inspections.models.desk import Entry, UnitEntry


@dataclass(frozen=True, slots=True)
class Register:
    """One register; `due` names the field whose day is the limit, '' where there is none."""

    key: str
    title: str | Promise
    model: type[Entry]
    entered: tuple[str, ...]
    settled: tuple[str, ...]
    settle: str | Promise
    hint: str | Promise
    due: str = "due"
    prefilled: tuple[str, ...] = ()  # of what settles: the fields that take over the unit's day and words

    @property
    def for_units(self) -> bool:
        """Whether its entries go to units, which sign and answer."""
        return issubclass(self.model, UnitEntry)

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns: everything entered, then what settles it."""
        return (*self.entered, *self.settled)


REGISTERS = {
    register.key: register
    for register in (
        Register(
            "documents", _("调阅资料"), DocumentRequest, ("what", "asked_on", "due", "unit"),
            ("sent_on", "pages", "receipt_by"), _("登记送交和签收"),
            _("督察组要调阅的资料登记在这里，单位签收并答复；送交后登记接收人，作为回执。"), prefilled=("sent_on", ""),
        ),
        Register(
            "spots", _("下沉督察"), SpotMatter, ("day", "place", "area", "what", "unit", "due"), ("done_on", "result"),
            _("登记整改"), _("督察组下沉时发现的问题登记在这里，单位签收并答复；整改后登记日期和情况。"),
            prefilled=("done_on", "result"),
        ),
        Register(
            "province", _("省级协调"), ProvincialStep, ("petition", "what", "to", "sent_on", "due"),
            ("answered_on", "answer"), _("登记答复"), _("需要省级协调的事项登记在这里，答复后登记意见。"),
        ),
        Register(
            "handovers", _("值班交接"), HandoverNote, ("night", "left"), ("answer",), _("接班确认"),
            _("夜班写下待办和提醒，当时的数目一并存下，由接班的同事确认。"), due="",
        ),
    )
}  # fmt: skip


def figures_of(inspection: Inspection, today: date) -> dict[str, int]:
    """Return the figures a handover note keeps."""
    found = statistics_of(inspection, Petition.objects.filter(inspection=inspection), today)
    clocks = {row.query.removeprefix("clock="): row.tally.total for row in found.clocks}
    waiting = DocumentRequest.objects.filter(inspection=inspection, settled_at=None).count()
    total = found.total
    return {
        "total": total.total, "answered": total.answered, "soon": clocks["soon"], "overdue": total.overdue,
        "documents": waiting,
    }  # fmt: skip


FIGURE_LABELS = {
    "total": _("累计转办"), "answered": _("已回复"), "soon": _("3天内到期"), "overdue": _("逾期未回复"),
    "documents": _("调阅资料待提供"),
}  # fmt: skip
