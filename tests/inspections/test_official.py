"""The reply to the team, the daily notice and the handover note as official papers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from duban.inspections.actions import handling, showing
from duban.inspections.actions.registering import enter, settle
from duban.inspections.models import HandoverNote, Petition, TeamReply
from duban.inspections.registers import figures_of
from tests import libreoffice
from tests.inspections.conftest import DAY, TODAY, Desk, at, desk
from tests.inspections.test_handling import FOUND, assigned, first, replied
from tests.inspections.test_pages import signed_in
from tests.tasks.moments import At

__all__ = ["at", "desk", "first"]


def lines_of(content: bytes) -> list[str]:
    return [place.text for place in docx.Document(io.BytesIO(content)).paragraphs if place.text.strip()]


def test_the_reply_to_the_team_tells_what_was_found_done_and_when_and_nobodys_name(desk: Desk, first: Petition) -> None:
    address = f"/inspections/petitions/{first.pk}/reply.docx"
    office = signed_in(desk.clerk)
    assert office.get(address).status_code == 404  # nobody has signed it off
    assigned(desk, first)
    add = showing.add_measure
    add(first, kind="immediate", what="停止夜间作业。", due=None, done_on=date(2026, 11, 25), actor=desk.liaison)
    add(first, kind="lasting", what="建成封闭料棚", due=date(2027, 3, 31), done_on=None, actor=desk.liaison)
    told = replace(
        FOUND, finding="经核查，举报人周晓梅（电话13812345678）所述夜间筛砂属实。", accountability="约谈企业负责人。"
    )
    replied(desk, first, told)
    assert signed_in(desk.liaison).get(address).status_code == 403
    answer = office.get(address)
    assert answer.status_code == 200
    lines = lines_of(answer.content)
    assert lines[0] == "关于信访举报件D3SX202611200001办理情况的报告"
    assert lines[1] == "第二督察组："
    assert lines[2].startswith(
        "2026年11月20日第1批交办的信访举报件（受理编号：D3SX202611200001），由青溪县人民政府办理"
    )
    whole = "\n".join(lines)
    for words in (
        "一、交办问题基本情况", "二、调查核实情况", "反映问题属实。", "三、处理和整改情况", "（一）即知即改",
        "1.停止夜间作业（2026年11月25日已完成）。", "（二）长效整改", "1.建成封闭料棚（2027年3月31日前完成）。", "四、责任人被处理情况",
        "责令整改1家，罚款20000元。", "约谈企业负责人。", "五、办结情况", "阶段性办结。",
    ):  # fmt: skip
        assert words in whole
    assert ("周晓梅" in whole, "13812345678" in whole) == (False, False)
    assert lines[-1] == "2026年11月26日"
    assert "回复件 DOCX" in office.get(first.get_absolute_url()).content.decode()


def test_the_daily_notice_and_the_handover_note_are_on_the_official_page(desk: Desk, first: Petition) -> None:
    office = signed_in(desk.clerk)
    daily = office.get(f"/inspections/{desk.inspection.pk}/daily.docx?day={DAY}")
    lines = lines_of(daily.content)
    assert lines[0] == f"{desk.inspection.name}信访举报件当日转办情况"
    assert lines[-1] == "2026年11月20日"
    figures = figures_of(desk.inspection, TODAY)
    values = {"night": TODAY, "left": "两件待催。\n明早接第2批。", "figures": figures}
    note = enter(HandoverNote, desk.inspection, values, actor=desk.clerk)
    address = f"/inspections/handovers/{note.pk}.docx"
    lines = lines_of(office.get(address).content)
    assert lines[0] == f"{desk.inspection.name}值班交接记录"
    assert ("两件待催。" in lines, "明早接第2批。" in lines, "还没有接班确认。" in lines) == (True, True, True)
    settle(note, {"answer": "已接"}, actor=desk.desk)
    made = docx.Document(io.BytesIO(office.get(address).content))
    assert any(place.text.endswith("接班。已接") for place in made.paragraphs)
    assert made.tables[0].rows[1].cells[1].text == str(figures["total"])
    assert signed_in(desk.liaison).get(address).status_code == 403


@libreoffice.installed
@pytest.mark.parametrize("paper", ["reply", "daily"])
def test_the_papers_open_in_an_office_program(desk: Desk, first: Petition, tmp_path: Path, paper: str) -> None:
    replied(desk, first)
    addresses = {
        "reply": f"/inspections/petitions/{first.pk}/reply.docx",
        "daily": f"/inspections/{desk.inspection.pk}/daily.docx?day={DAY}",
    }
    (tmp_path / "paper.docx").write_bytes(signed_in(desk.clerk).get(addresses[paper]).content)
    made = libreoffice.converted(tmp_path / "paper.docx", "pdf", tmp_path / "out")
    assert made.read_bytes().startswith(b"%PDF")


def test_a_reply_sent_stays_as_it_was_whatever_is_added_later(desk: Desk, first: Petition, at: At) -> None:
    assigned(desk, first)
    add = showing.add_measure
    add(first, kind="lasting", what="建成封闭料棚", due=date(2027, 3, 31), done_on=None, actor=desk.clerk)
    replied(desk, first)
    address = f"/inspections/petitions/{first.pk}/reply.docx"
    office = signed_in(desk.clerk)
    sent = lines_of(office.get(address).content)
    kept = TeamReply.objects.get()
    assert (kept.day, kept.by_name) == (TODAY, desk.clerk.name)
    at("2026-11-28")
    add(first, kind="immediate", what="增设雾炮", due=None, done_on=date(2026, 11, 28), actor=desk.liaison)
    showing.finish_measure(first.measures.get(kind="lasting"), done_on=date(2026, 11, 28), actor=desk.clerk)
    office = signed_in(desk.clerk)
    assert lines_of(office.get(address).content) == sent
    page = office.get(first.get_absolute_url()).content.decode()
    assert page.count("回复后补充") == 1
    assert page.index("增设雾炮") < page.index("回复后补充") < page.index("建成封闭料棚")
    kept.delete()  # as a reply is that was sent before replies were kept
    assert lines_of(office.get(address).content) == sent
    handling.follow_up(first, actor=desk.clerk, reason="续报", due=date(2026, 12, 8))
    replied_again = replied(desk, first)
    assert "增设雾炮（2026年11月28日已完成）" in "".join(lines_of(office.get(address).content))
    assert replied_again.team_replies.count() == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fines": Decimal(5000), "accountability": ""}, ["罚款5000元。"]),
        ({"fines": Decimal(5000), "accountability": "无。"}, ["罚款5000元。"]),
        ({"fines": Decimal(0), "accountability": "无"}, ["无。"]),
        ({"fines": Decimal(0), "accountability": "约谈企业负责人。"}, ["约谈企业负责人。"]),
    ],
)
def test_a_reply_says_nobody_was_punished_only_where_nobody_was(
    desk: Desk, first: Petition, changes: dict[str, Any], told: list[str]
) -> None:
    replied(desk, first, replace(FOUND, sites_ordered=0, verdict="unsubstantiated", **changes))
    lines = lines_of(signed_in(desk.clerk).get(f"/inspections/petitions/{first.pk}/reply.docx").content)
    start, end = lines.index("四、责任人被处理情况"), lines.index("五、办结情况")
    assert lines[start + 1 : end] == told
    assert not [line for line in lines if "即知即改" in line or "长效整改" in line], "no heading over nothing"
