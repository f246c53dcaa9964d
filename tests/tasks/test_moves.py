"""The pages of the moves: reachable by the right person, the wrong state greyed with its reason, conflicts shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duban.organizations.models import Post, Role, User
from duban.tasks import actions
from duban.tasks.actions import draft_of
from duban.tasks.models import Report, Task, UnitPractice
from duban.tasks.states import TaskState, Verb
from duban.tasks.views.deeds import TASK_DEEDS
from tests.people import signed_in
from tests.tasks.conftest import City, draft
from tests.tasks.life import DEEDS, do, facts, proof, task_in, today, walk

S, V = TaskState, Verb


def address(task: Task, verb: Verb) -> str:
    return reverse(f"tasks:{verb.value}", args=[task.pk])


def post(user: User, task: Task, verb: Verb, **values: Any) -> Any:
    return signed_in(user).post(address(task, verb), {"version": task.version, **values})


FILLED: dict[Verb, tuple[TaskState, dict[str, object]]] = {
    V.SIGN_FOR: (S.ASSIGNED, {"person_in_charge": "排水科科长", "telephone": "0800-1234"}),
    V.HAND_BACK: (S.ASSIGNED, {"reason": "职能不符"}),
    V.ASSIGN_ANEW: (S.HANDED_BACK, {"reason": "仍由你局办理", "lead_unit": "云陵市水务局"}),
    V.REASSIGN: (S.IN_PROGRESS, {"reason": "改派", "lead_unit": "云陵市教育局"}),
    V.REPORT: (
        S.SIGNED_FOR,
        {"once": "6a1f2b4c-0d3e-4f5a-8b7c-9d0e1f2a3b4c", "text": "已清掏一半", "as_of": str(today())},
    ),
    V.ADD_MEASURE: (S.IN_PROGRESS, {"what": "增加两个班组", "who": "科长", "until": str(today())}),
    V.REQUEST_COMPLETION: (S.IN_PROGRESS, {"statement": "已全部清掏"}),
    V.WITHDRAW_REQUEST: (S.COMPLETION_REQUESTED, {}),
    V.VERIFY: (
        S.COMPLETION_REQUESTED,
        dict.fromkeys(
            ("facts_clear", "problem_solved", "task_done", "conclusion_accurate", "measures_lawful", "form_right"), "on"
        ),
    ),
    V.SEND_BACK: (S.COMPLETION_REQUESTED, {"reason": "缺验收单"}),
    V.CLOSE_OUT: (S.VERIFIED, {}),
    V.LOOK_BACK: (
        S.CLOSED_OUT,
        {"kind": "look_back", "on": str(today()), "finding": "又堵了", "solved": "0"},
    ),
    V.SUSPEND: (S.IN_PROGRESS, {"reason": "汛期"}),
    V.RESUME: (S.SUSPENDED, {"reason": "汛期结束"}),
    V.REQUEST_CHANGE: (
        S.IN_PROGRESS,
        {"kind": "lead_unit", "lead_unit": "云陵市财政局", "reason": "职能调整"},
    ),
    V.TERMINATE: (S.IN_PROGRESS, {"approver": "分管副市长", "reason": "项目取消"}),
    V.WITHDRAW: (S.ASSIGNED, {"reason": "重复立项"}),
    V.FAN_OUT: (S.ASSIGNED, {"units": "北县、南县", "reason": "分解到县"}),
    V.SET_MEASURES: (S.ASSIGNED, {"direction": "floor", "target": "320", "unit": "公里", "roll_up": "none"}),
    V.INSTRUCT: (S.IN_PROGRESS, {"leader": "市长", "on": str(today()), "text": "抓紧办。"}),
    V.LOG_CALL: (
        S.ASSIGNED,
        {"unit": "", "person_called": "科长", "said": "请抓紧", "at": f"{today()}T09:30"},
    ),
}


@pytest.mark.parametrize("verb", list(FILLED))
def test_the_right_person_makes_the_move_from_its_page_and_twice_is_once(city: City, verb: Verb) -> None:
    state, values = FILLED[verb]
    task, user = task_in(city, state), getattr(city, DEEDS[verb][0])
    if verb is V.LOG_CALL:
        values = {**values, "unit": city.water.pk}
    page = signed_in(user).get(address(task, verb))
    assert page.status_code == 200
    assert 'name="version"' in page.content.decode()
    assert f'href="{address(task, verb)}"' in signed_in(user).get(task.get_absolute_url()).content.decode()
    answers = [post(user, task, verb, **values) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert task.moves.filter(verb=verb.value).count() == 1


def test_every_verb_of_a_task_has_its_page() -> None:
    beside = {V.CORRECT_REPORT, V.WITHDRAW_CHANGE, V.DECIDE_CHANGE, V.ANSWER_INSTRUCTION}  # of a row of the task
    elsewhere = {V.OPEN, V.PROPOSE, V.RECOUNT, V.URGE, V.REORGANIZE, V.CARRY_OVER}
    assert set(TASK_DEEDS) == set(Verb) - beside - elsewhere
    assert set(TASK_DEEDS) - set(FILLED) == {V.ASSIGN, V.CHANGE, V.ATTACH, V.REOPEN, V.MERGE}  # below


def test_a_move_the_state_does_not_allow_is_greyed_with_its_reason(city: City) -> None:
    task = task_in(city, S.ASSIGNED)
    shown = signed_in(city.water_liaison).get(task.get_absolute_url()).content.decode()
    assert f'href="{address(task, V.REPORT)}"' not in shown
    assert "事项现在是“已交办”，不能办“报送进展”；要在“已签收”、“办理中”、“已暂停”时才能办。" in shown
    page = signed_in(city.water_liaison).get(address(task, V.REPORT))
    assert page.status_code == 409
    assert 'name="version"' not in page.content.decode()


def test_a_move_is_offered_to_nobody_without_the_right(city: City) -> None:
    task = task_in(city, S.COMPLETION_REQUESTED)
    shown = signed_in(city.water_liaison).get(task.get_absolute_url()).content.decode()
    assert "核查通过" not in shown
    assert post(city.water_liaison, task, V.VERIFY).status_code == 403


def test_a_conflict_names_who_did_what_and_the_next_try_counts(city: City) -> None:
    task = task_in(city, S.COMPLETION_REQUESTED)
    before = Task.objects.get(pk=task.pk)
    do(city, task, V.SEND_BACK)
    answer = post(city.desk, before, V.SEND_BACK, reason="缺照片")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "政府办公室clerk 刚才做了“核查退回”，事项现在是“办理中”；您的这一步没有办" in page
    assert f'name="version" value="{task.version}"' in page
    assert "缺照片" in page


def test_files_are_attached_and_a_page_without_one_says_so(city: City) -> None:
    task = task_in(city, S.IN_PROGRESS)
    empty = post(city.water_liaison, task, V.ATTACH)
    assert "没有选文件" in empty.content.decode()
    file = SimpleUploadedFile("验收单.txt", "验收单".encode())
    answer = post(city.water_liaison, task, V.ATTACH, evidence=file, file_note="验收")
    assert answer.status_code == 302
    assert task.evidence.get(report=None).note == "验收"


def test_a_closed_task_is_reopened_after_a_look_back_alone(city: City) -> None:
    task = task_in(city, S.CLOSED_OUT)
    shown = signed_in(city.desk).get(task.get_absolute_url()).content.decode()
    assert "还没有发现问题的回头看或回访记录，请先登记。" in shown
    do(city, task, V.LOOK_BACK)
    answer = post(city.desk, task, V.REOPEN, reason="反弹", deadline=str(today() + timedelta(30)))
    task.refresh_from_db()
    assert (answer.status_code, task.state, task.reopened) == (302, "in_progress", 1)


def test_a_task_is_merged_by_the_others_number(city: City) -> None:
    task = task_in(city, S.ASSIGNED)
    other = actions.open_task(draft(city.finance), actor=city.clerk)
    assert "没有编号为“会1999-1”的事项" in post(city.desk, task, V.MERGE, into="会1999-1", reason="同").content.decode()
    answer = post(city.desk, task, V.MERGE, into=f" {other.number} ", reason="同一件事")
    task.refresh_from_db()
    assert (answer.status_code, task.merged_into) == (302, other)


def test_the_desk_assigns_a_clerks_proposal(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_ASSIGN_BY_DESK", "1")
    task = actions.open_task(draft(city.water), actor=city.clerk)
    assert signed_in(city.water_liaison).get(task.get_absolute_url()).status_code == 404
    assert signed_in(city.clerk).get(address(task, V.ASSIGN)).status_code == 403
    assert post(city.desk, task, V.ASSIGN).status_code == 302
    assert signed_in(city.water_liaison).get(task.get_absolute_url()).status_code == 200


def test_a_change_asked_for_is_shown_with_old_and_new_value_and_decided(city: City) -> None:
    task = task_in(city, S.IN_PROGRESS)
    later = today().replace(year=today().year + 2)
    post(city.water_liaison, task, V.REQUEST_CHANGE, kind="deadline", deadline=str(later), reason="雨季")
    request = task.change_requests.get()
    shown = signed_in(city.desk).get(task.get_absolute_url()).content.decode()
    assert f"云陵市水务局申请变更办理时限（延期）：2026-12-31 → {later}。理由：雨季" in shown
    place = reverse("tasks:decide_change", args=[request.pk])
    task.refresh_from_db()
    granted = {"version": task.version, "granted": "1"}
    assert "没有写批准领导" in signed_in(city.desk).post(place, granted).content.decode()
    assert signed_in(city.desk).post(place, {**granted, "approver": "分管副市长"}).status_code == 302
    task.refresh_from_db()
    assert task.deadline == later
    shown = signed_in(city.water_liaison).get(task.get_absolute_url()).content.decode()
    assert f"<del>2026-12-31</del> → {later}" in shown
    assert "分管副市长批准" in shown


def test_a_draft_goes_to_the_units_head_first(city: City) -> None:
    UnitPractice.objects.create(unit=city.education, head_approves=True)
    task = actions.open_task(draft(city.education), actor=city.clerk)
    head, liaison = city.education_head, liaison_of_education(city)
    actions.sign_for(task, actor=head)
    report = actions.report_progress(task, facts("草稿"), actor=liaison)
    assert report.state == "draft"
    assert "草稿" not in signed_in(city.desk).get(task.get_absolute_url()).content.decode()
    approve = reverse("tasks:approve_report", args=[report.pk])
    assert signed_in(liaison).post(approve, {"version": task.version}).status_code == 403
    assert [signed_in(head).post(approve, {"version": task.version}).status_code for _ in range(2)] == [302, 302]
    assert Report.objects.get().state == "sent"
    task.refresh_from_db()
    assert (task.state, task.moves.filter(verb=V.REPORT.value).count()) == ("in_progress", 1)


def test_a_draft_says_that_it_waits_for_the_head_and_not_that_nothing_was_written(city: City) -> None:
    UnitPractice.objects.create(unit=city.education, head_approves=True)
    task = actions.open_task(draft(city.education), actor=city.clerk)
    actions.sign_for(task, actor=city.education_head)
    liaison, head = signed_in(liaison_of_education(city)), signed_in(city.education_head)
    given = {
        "version": task.version,
        "once": "11111111-2222-4333-8444-555555555555",
        "text": "草稿",
        "as_of": str(today()),
    }
    first = liaison.post(address(task, V.REPORT), given, follow=True).content.decode()
    assert ("没有改动" in first, f"已草拟，还没有报出：由“{city.education.name}”负责人审核后报出。" in first) == (
        False,
        True,
    )
    back = reverse("tasks:return_report", args=[Report.objects.get().pk])
    told = head.post(back, {"version": task.version, "reason": "补上数字"}, follow=True).content.decode()
    assert "已退给教育局联络员修改，还没有报出。" in told
    revise = reverse("tasks:revise_report", args=[Report.objects.get().pk])
    given = {**given, "once": "21111111-2222-4333-8444-555555555555", "text": "草稿二"}
    assert "已草拟，还没有报出" in liaison.post(revise, given, follow=True).content.decode()
    assert Report.objects.get().text == "草稿二"


def liaison_of_education(city: City) -> User:
    user = User.objects.create_user("education2", name="教育局联络员")
    Post.objects.create(user=user, unit=city.education, role=Role.LIAISON)
    return user


def test_a_wrong_report_is_corrected_and_stays_to_be_seen(city: City) -> None:
    task = walk(city, task_in(city, S.SIGNED_FOR))
    first = actions.report_progress(task, facts("已完成200公里", proof()), actor=city.water_liaison)
    place = reverse("tasks:correct_report", args=[first.pk])
    shown = signed_in(city.water_liaison).get(place).content.decode()
    assert "已完成200公里" in shown
    values = {
        "version": task.version, "once": "11111111-2222-4333-8444-555555555555", "text": "已完成20公里",
        "as_of": str(today()), "reason": "多写一个零",
    }  # fmt: skip
    assert [signed_in(city.water_liaison).post(place, values).status_code for _ in range(2)] == [302, 302]
    assert Report.objects.count() == 2
    shown = signed_in(city.desk).get(task.get_absolute_url()).content.decode()
    assert "已完成200公里" in shown
    assert "多写一个零" in shown
    assert signed_in(city.finance_liaison).get(place).status_code in (403, 404)


def test_the_third_level_cannot_be_broken_down_and_no_unit_gets_its_own_task_as_a_child(city: City) -> None:
    task = task_in(city, S.ASSIGNED)
    own = post(city.clerk, task, V.FAN_OUT, units="云陵市水务局", reason="分解")
    assert "不能把事项分解给它自己" in own.content.decode()
    post(city.clerk, task, V.FAN_OUT, units="北县", reason="分解")
    child = task.children.get()
    post(city.clerk, child, V.FAN_OUT, units="南县", reason="再分解")
    answer = post(city.clerk, child.children.get(), V.FAN_OUT, units="云陵市财政局", reason="还要分解")
    assert answer.status_code == 422
    assert "不能再往下分解" in answer.content.decode()
    assert Task.objects.count() == 3


def test_nothing_changed_is_said_and_writes_nothing(city: City) -> None:
    task = task_in(city, S.ASSIGNED)
    values = {"direction": "floor", "roll_up": "none"}
    answer = signed_in(city.clerk).post(address(task, V.SET_MEASURES), {"version": task.version, **values}, follow=True)
    assert "没有改动，没有写入。" in answer.content.decode()
    assert draft_of(task) == draft_of(Task.objects.get(pk=task.pk))


def test_who_verifies_or_decides_has_before_them_what_it_rests_on(city: City) -> None:
    task = task_in(city, S.COMPLETION_REQUESTED)
    page = signed_in(city.clerk).get(address(task, V.VERIFY)).content.decode()
    assert "已全部清掏" in page
    assert "竣工照片.txt" in page
    do(city, task, V.WITHDRAW_REQUEST)
    do(city, task, V.REQUEST_CHANGE)
    place = reverse("tasks:decide_change", args=[task.change_requests.get().pk])
    page = signed_in(city.desk).get(place).content.decode()
    assert "<del>云陵市水务局</del> → <strong>云陵市财政局</strong>" in page
    assert "职能调整" in page
