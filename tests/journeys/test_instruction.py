"""A leader's written instruction in a real browser: recorded, turned into a task, answered, read by the leader."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from duban.tasks.models import Instruction, Task
from tests.journeys.conftest import OpenPage
from tests.journeys.test_ledger import Story, people, submit
from tests.tasks.conftest import City, city
from tests.tasks.moments import At, at

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
__all__ = ["at", "city", "people"]

WORDS = "请水务局一周内查清迎春桥积水原因并提出整改办法。"


def test_a_written_instruction_is_recorded_opened_and_answered(
    open_page: OpenPage, people: City, at: At, tmp_path: Path
) -> None:
    story = Story(open_page, at, tmp_path)
    page = story.enter("clerk", "2026-07-06")
    page.goto("/tasks/instructions/new/")
    page.fill("[name=leader]", "市长")
    page.fill("[name=document]", "《迎春桥积水情况》信息专报")
    page.fill("[name=text]", WORDS)
    page.fill("[name=answer_by]", "2026-07-13")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="立项", exact=True).click()
    page.fill("[name=form-0-title]", "查清迎春桥积水原因并整改")
    page.select_option("[name=form-0-lead_unit]", label="水务局")
    page.fill("[name=form-0-deadline]", "2026-07-31")
    story.look(page, "open")
    page.get_by_role("button", name="立项交办").click()
    page.wait_for_url("**/instructions/*/")
    task = Task.objects.get()
    assert (task.number, task.origins.get().quote) == ("批2026-0001", WORDS)

    unit = story.enter("water", "2026-07-10")
    expect(unit.get_by_text("批示待答复").first).to_be_visible()
    unit.get_by_role("link", name="答复批示").first.click()
    unit.fill("[name=answer]", "积水因桥下泵站一台水泵故障，已更换，7月底前完成管网清淤。")
    submit(unit, "答复批示")
    unit.goto(task.get_absolute_url())
    expect(unit.get_by_text(WORDS).first).to_be_visible()
    story.look(unit, "answered")

    leader = story.enter("leader", "2026-07-11")
    leader.goto("/tasks/instructions/")
    expect(leader.locator("main")).to_contain_text("市长")
    leader.goto(f"/tasks/instructions/{Instruction.objects.get().pk}/")
    expect(leader.locator("main")).to_contain_text("积水因桥下泵站一台水泵故障")
    story.look(leader, "leader")

    other = story.enter("education", "2026-07-11")
    answer = other.goto(f"/tasks/instructions/{Instruction.objects.get().pk}/")
    assert answer is not None and answer.status == 404
