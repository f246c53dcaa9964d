"""The rest of the month beside the petitions: documents asked for, a matter on the spot, a night's handover, a finding."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from duban.demo.ledger.tell import standing_at
from duban.inspections.actions.findings import FindingFacts, enter_finding, note_step
from duban.inspections.actions.registering import answer_entry, enter, settle, sign_for_entry
from duban.inspections.models import DocumentRequest, HandoverNote, Inspection, SpotMatter
from duban.inspections.registers import figures_of
from duban.organizations.models import Unit, User

_DOCUMENTS = (
    "近三年重点排污单位自行监测报告",
    "饮用水水源地保护区划定文件和整治台账",
    "涉气企业错峰生产方案和执行记录",
)


def load_rest(inspection: Inspection, units: list[Unit], people: Mapping[str, User], today: date) -> None:
    """Write a little of every register, settled, answered and waiting, and a finding whose plan runs into next year."""
    clerk, desk = people["clerk"], people["desk"]
    asked = today - timedelta(days=3)
    with standing_at(_moment(asked, 9)):
        documents = [
            enter(
                DocumentRequest, inspection,
                {"what": what, "asked_on": asked, "due": today + timedelta(days=place), "unit": unit}, actor=clerk,
            )
            for place, (what, unit) in enumerate(zip(_DOCUMENTS, units, strict=False))
        ]  # fmt: skip
        spot = {
            "day": asked,
            "place": "老码头雨污混排口",
            "what": "雨天污水溢流入河，排口没有标识",
            "due": today + timedelta(days=5),
        }
        enter(SpotMatter, inspection, {**spot, "unit": units[0]}, actor=clerk)
        facts = FindingFacts(
            "城区污水收集管网不完善，雨天溢流", "污水集中收集率达到70%，消除溢流口", units[0],
            date(today.year + 1, 12, 31), "副市长",
        )  # fmt: skip
        plan = [(today, "建成污水收集管网12公里"), (date(today.year + 1, 6, 30), "完成雨污混接改造36处")]
        finding = enter_finding(inspection, facts, plan, actor=clerk)
    answered = today - timedelta(days=1)
    with standing_at(_moment(answered, 16)):
        for document, unit in zip(documents[:2], units, strict=False):
            words = "已送督察组驻地材料组"
            answer_entry(document, actor=_liaison(people, unit), on=answered, words=words, today=answered)
        settle(documents[0], {"sent_on": answered, "pages": 3, "receipt_by": "督察组联络员"}, actor=clerk)
        sign_for_entry(documents[2], actor=_liaison(people, units[2]))
        step = finding.steps.all()[0]
        note_step(step, actor=_liaison(people, units[0]), on=answered, what="管网12公里通水", today=answered)
        note = {
            "night": answered,
            "left": "两件还没有交办，明早八点前催三家单位上报",
            "figures": figures_of(inspection, answered),
        }
        handover = enter(HandoverNote, inspection, note, actor=clerk)
    with standing_at(_moment(today, 8)):
        settle(handover, {"answer": "已接"}, actor=desk)


def _liaison(people: Mapping[str, User], unit: Unit) -> User:
    return people[f"u{unit.code}"]


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone.get_default_timezone())
