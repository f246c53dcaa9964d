"""A city with one of everything twice: what belongs to the unit of the liaison and the head, and to another unit."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from duban.api.models import Token, Webhook
from duban.files.actions import keep, take_in
from duban.inspections.actions.findings import FindingFacts, enter_finding
from duban.inspections.actions.looking_back import draw_round
from duban.inspections.actions.publishing import prepare_publication
from duban.inspections.actions.registering import enter
from duban.inspections.actions.sweeping import SweepFacts, add_site, open_sweep
from duban.inspections.models import (
    DocumentRequest,
    GuardQuestion,
    HandoverNote,
    Intake,
    IntakeRow,
    PetitionMeasure,
    PetitionMove,
    Picture,
)
from duban.inspections.official import team_reply
from duban.jobs.models import Job
from duban.meetings.actions.texts import bring_in, store_reading
from duban.meetings.models import Action, AgendaItem, Meeting, MeetingText
from duban.notifications.models import Channel, Delivery
from duban.organizations.actions import PostFacts, save_user
from duban.organizations.actions.reorganizing import plan_reorganization
from duban.organizations.models import AccountImport, Deputyship, Role, Unit, User
from duban.organizations.plans import Plan, PlannedUnit
from duban.petitions.actions import importing
from duban.tasks import actions
from duban.tasks.actions.demanding import DemandFacts, ask
from duban.tasks.actions.urging import PaperFacts, issue_papers
from duban.tasks.models import BatchRun, Evidence, HolidayNotice, OwnView, Report, UnitPractice
from duban.vault.actions import name_custodian, seal
from duban.workbooks.models import Import, UnitReturn
from tests.files.samples import picture
from tests.inspections.months import make_month
from tests.meetings.readings import TEXT, reading
from tests.people import City, make_city
from tests.petitions.conftest import answered
from tests.tasks.conftest import draft

IMPORT_PAGES = ("account_import", "account_codes", "undo_account_import")
_ENTRY = ("entry", "sign_entry", "answer_entry", "send_entry_back")
_FINDING = ("finding", "ask_to_file", "file_finding", "send_finding_back")
_SWEEP = ("sweep", "add_site", "ask_to_close_sweep", "close_sweep", "send_sweep_back")
_HANDLER = Client().handler  # of all clients: to make the middleware anew for each takes as long as most answers
Values = dict[str, dict[str, Any]]  # of an address, by its name, or by namespace where it needs nothing of its own


@dataclass(frozen=True)
class World:
    """The city, what an address takes for objects of one's own unit and of another, and what is posted."""

    city: City
    own: Values
    other: Values
    posted: dict[str, dict[str, Any]]
    sessions: dict[str, str]

    def client(self, role: str) -> Client:
        """Return a fresh browser in which the person of the role is signed in; a guest's for ''."""
        client = Client()
        client.handler = _HANDLER
        if role:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def values(self, name: str, whose: str, wanted: set[str]) -> dict[str, Any]:
        """Return the parts of the address."""
        known: Values = getattr(self, whose)
        found = known.get(name) or known.get(name.split(":")[0], {})
        return {part: found[part] for part in wanted}


def make_world() -> World:
    """Return the city, saved."""
    city = make_city()
    clerk = city.people["clerk"]
    text = bring_in(TEXT, name="云陵常务会议.txt", actor=clerk, on=date(2024, 9, 18))
    store_reading(text, reading())
    text = MeetingText.objects.get(pk=text.pk)
    meeting = Meeting.objects.get(pk=text.meeting_id)
    other_meeting = Meeting.objects.create(title="另一次会议", created_by=clerk)
    item, action = AgendaItem.objects.filter(text=text).first(), Action.objects.filter(requirement__text=text).first()
    assert action is not None
    rows = {"action": action.pk, "item": item.pk if item else 0, "text": text.pk, "index": 0}
    new_year = {"year": 2027, "number": "一号", "text": "文号 一号", "added_by_name": "系统"}
    notice = HolidayNotice.objects.create(**new_year, first_day=date(2027, 1, 1), last_day=date(2027, 12, 31))
    token = Token.objects.create(user=clerk, name="甲", key_hash="0", hint="0000", expires_on=date(2030, 1, 1))
    run = BatchRun.objects.create(deed="lead", value="水务局", reason="改派", made_by=clerk, made_by_name="甲")
    view = OwnView.objects.create(owner=clerk, name="红灯")
    webhook = Webhook.objects.create(name="甲", url="https://yunling.example/", secret="0")
    ledger = Import.objects.create(name="台账.xlsx", sha256="0", year=2026, created_by=clerk)
    channel = Channel.objects.create(name="邮件", kind="mail", address="smtp://127.0.0.1:9?from=a@yunling.example")
    delivery = Delivery.objects.create(
        channel=channel, day=timezone.localdate(), to="甲", message_id="<1>", state="failed"
    )
    plan = plan_reorganization(
        Plan((city.units["市水务局"].pk,), (PlannedUnit(city.units["云陵水投"].pk),)),
        kind="abolish",
        on=timezone.localdate(),
        actor=city.people["administrator"],
    )
    today = timezone.localdate()
    imported = AccountImport.objects.create(
        name="账号.xlsx", state="done", outcome={"created": [], "changed": {}}, made_by=clerk, made_by_name="甲"
    )
    deputyship = Deputyship.objects.create(
        person=city.people["leader"], deputy=clerk, first_day=today, last_day=today, made_by=clerk, made_by_name="甲"
    )
    sealed = seal("text", {"text": "原文"}, actor=clerk, subject=plan)
    custodian = name_custodian(clerk, first_day=today, last_day=None, reason="回访", actor=city.people["administrator"])
    listed = importing.take_in([{"渠道": "来信"}], actor=clerk)
    shared = {
        "organizations:unit": {"pk": city.units["市水务局"].pk},
        "organizations:user": {"pk": city.people["leader"].pk},
        "organizations:leave": {"pk": city.people["leader"].pk},
        "organizations:issue_reset_code": {"pk": city.people["leader"].pk},
        "organizations:reorganization": {"pk": plan.pk},
        "organizations:discard_reorganization": {"pk": plan.pk},
        **{f"organizations:{name}": {"pk": imported.pk} for name in IMPORT_PAGES},
        "organizations:end_deputyship": {"pk": deputyship.pk},
        "vault": {"pk": sealed.pk},
        **{f"petitions:{name}": {"pk": listed.pk} for name in ("import", "drop_import", "undo_import")},
        "vault:end_custodian": {"pk": custodian.pk},
        "jobs": {"pk": Job.objects.create(kind="test", label="试", created_by=clerk, state="failed").pk},
        "meetings": {"pk": meeting.pk, **rows},
        "tasks:notice": {"pk": notice.pk},
        "tasks:waiting": {"key": "to_sign"},
        "api_pages:revoke": {"pk": token.pk},
        "tasks:batch_run": {"pk": run.pk},
        "tasks:rename_own_view": {"pk": view.pk},
        "tasks:delete_own_view": {"pk": view.pk},
        "api_pages:webhook": {"pk": webhook.pk},
        "workbooks": {"pk": ledger.pk},
        "notifications": {"pk": channel.pk},
        "notifications:retry": {"pk": delivery.pk},
    }
    education, water = city.units["市教育局"], city.units["市水务局"]
    stranger = save_user(User(username="water", name="水务局联络员"), [PostFacts(water, Role.LIAISON)], actor=None)
    own = shared | of_unit(city, education, city.people["liaison"])
    other = shared | of_unit(city, water, stranger)
    version = {"version": meeting.version}
    posted = {
        "meetings:mark": {**version, "text": text.pk, "start": 0, "end": 4},
        "meetings:join": {**version, "into": other_meeting.pk},
        "meetings:step": {**version, "row": f"action:{action.pk}", "verb": "keep"},
        "inspections:prove_publication": {"on": today.isoformat(), "link": "https://yunling.example/8.html"},
        "inspections:withdraw_publication": {"reason": "漏遮一处"},
        "inspections:add_site": {"name": "一处"},
        "inspections:note_site": {"on": today.isoformat(), "problems": 0, "mended": 0},
        "inspections:ask_to_close_sweep": {"result": "都看过"},
        "inspections:send_sweep_back": {"reason": "不全"},
        "inspections:note_step": {"on": today.isoformat(), "what": "建成"},
        "inspections:ask_to_file": {"result": "都完成"},
        "inspections:file_finding": {
            "on": today.isoformat(),
            "number": "备1号",
            "revisit_on": (today + timedelta(days=30)).isoformat(),
        },
        "inspections:send_finding_back": {"reason": "不全"},
        "inspections:answer_entry": {"on": today.isoformat(), "words": "已送交"},
        "inspections:send_entry_back": {"reason": "不全"},
    }
    sessions = {role: city.sign_in(role).cookies[settings.SESSION_COOKIE_NAME].value for role in Role.values}
    return World(city, own, other, posted, sessions)


def of_unit(city: City, unit: Unit, liaison: User) -> Values:
    """Return the addresses' parts for a task under way led by the unit, with all that can belong to one."""
    clerk, today = city.people["clerk"], timezone.localdate()
    deadline = today + timedelta(days=30)
    task = actions.open_task(draft(unit, title=f"{unit.short_name}的事", deadline=deadline), actor=clerk)
    actions.sign_for(task, actor=liaison)
    proof = actions.GivenFile("证明.png", picture(f"{unit.name}的证明"))
    sent = actions.report_progress(task, actions.ReportFacts("已开工", today, files=(proof,)), actor=liaison)
    later = today + timedelta(days=60)
    wanted = actions.ChangeWanted("deadline", deadline=later)
    change = actions.request_change(task, wanted, actor=liaison, reason="雨天多", today=today)
    instruction = actions.instruct(task, actor=clerk, leader="市长", on=today, text="抓紧")
    replied = answered(city, unit, liaison)
    UnitPractice.objects.create(unit=unit, head_approves=True)
    drafted = actions.report_progress(task, actions.ReportFacts("草稿", today, once=uuid.uuid4()), actor=liaison)
    assert Report.objects.get(pk=drafted.pk).state == "draft"
    evidence = Evidence.objects.get(report=sent)
    people = {"exported_by": liaison, "created_by": liaison}
    kept = UnitReturn.objects.create(
        unit=unit, period="2026-11", name="报送表.xlsx", sha256="0", nonce=uuid.uuid4(), **people
    )
    values: Values = {
        "tasks": {"pk": task.pk},
        "tasks:correct_report": {"pk": sent.pk},
        "tasks:unit": {"pk": unit.pk},
        "tasks:practice": {"pk": unit.pk},
        "workbooks:month": {"pk": unit.pk},
        "workbooks:month_workbook": {"pk": unit.pk},
        "workbooks:return": {"pk": kept.pk},
        "workbooks:send_return": {"pk": kept.pk},
        "files": {"pk": evidence.file_id},
        "petitions": {"pk": replied.pk},
    }
    facts = DemandFacts("meeting", f"{unit.short_name}的调度会")
    demand = ask([unit], facts, actor=clerk, reason="年初定的", today=today)[0]
    urged = PaperFacts("notice", "请抓紧", today + timedelta(days=9))
    paper = issue_papers([task], urged, actor=clerk, reason="再催", today=today)[0]
    names = ("tasks:instruction", "tasks:open_from_instruction", "tasks:answer_directly")
    values |= {name: {"pk": instruction.pk} for name in names} | {"tasks:paper_receipt": {"pk": paper.pk}}
    values |= {f"tasks:{deed}_demand": {"pk": demand.pk} for deed in ("answer", "drop")}
    values |= {f"tasks:{deed}_report": {"pk": drafted.pk} for deed in ("revise", "approve", "return")}
    values |= {f"tasks:{deed}_change": {"pk": change.pk} for deed in ("decide", "withdraw")}
    return values | {"tasks:answer_instruction": {"pk": instruction.pk}} | papers_of(city, unit)


def papers_of(city: City, unit: Unit) -> Values:
    """Return the addresses' parts for an inspection of which the unit leads a petition."""
    clerk, desk = city.people["clerk"], city.people["supervision_desk"]
    month = make_month(clerk, desk, unit, city.units["市政府办"], name=f"{unit.short_name}的督察")
    batch = month.batch(1, date(2024, 11, 8))
    petition = month.add(batch, [month.replied("partly", "concluded", batch.day)])[0]
    table = prepare_publication(batch, actor=clerk)
    today = timezone.localdate()
    sweep = open_sweep(petition, SweepFacts("排查", "逐一排查", unit, today), [], actor=clerk, today=today)
    site = add_site(sweep, "一处", actor=clerk)
    handover = enter(HandoverNote, month.inspection, {"night": today, "left": "无"}, actor=clerk)
    asked = {"what": "监测报告", "asked_on": today, "due": today, "unit": unit}
    document = enter(DocumentRequest, month.inspection, asked, actor=clerk)
    facts = FindingFacts(f"{unit.short_name}的反馈问题", "整改到位", unit, today)
    finding = enter_finding(month.inspection, facts, [(today, "一步")], actor=clerk)
    looked = draw_round(month.inspection, actor=clerk, seed="甲", percent=100)
    pages = (
        "statistics",
        "petitions",
        "daily",
        "daily_file",
        "weekly",
        "weekly_file",
        "overdue",
        "overdue_file",
        "publications",
        "sweeps",
        "look_backs",
        "leaders",
        "rejections",
        "findings",
    )
    tables = ("publication", "confirm_publication", "prove_publication", "withdraw_publication")
    intake = Intake.objects.create(batch=batch, name="清单.xlsx", sha256="0", created_by=clerk)
    values = {"channel": "call", "received": "", "starred": False, "area": None, "types": [], "unit": None}
    row = IntakeRow.objects.create(intake=intake, row=1, number="D3YL202411080009", status="ready", values=values)
    intake.sealed_rows = str(seal("batch_rows", {"1": "原文"}, actor=clerk, subject=intake).pk)
    intake.save()
    petition.sealed_text = str(seal("text", {"text": "原文"}, actor=clerk, subject=petition).pk)
    petition.save()
    question = GuardQuestion.objects.create(
        petition=petition, part="plan", kind="one_size_fits_all", words="一律关停", start=0, end=4
    )
    measure = PetitionMeasure.objects.create(petition=petition, kind="immediate", what="清理", by_name="经办")
    file = keep(take_in(io.BytesIO(picture()), f"{unit.pk}.png", clerk), clerk)
    shown = Picture.objects.create(petition=petition, file=file, moment="before", by_name="经办")
    own = {"pk": petition.pk}
    sent = team_reply(petition, today)
    sent.day = today
    sent.save()
    PetitionMove.objects.create(
        petition=petition, verb="reply", to_state="replied", changes={"replied_on": ["", str(today)]}, actor=clerk
    )
    return {
        **{f"inspections:{page}": {"pk": month.inspection.pk} for page in pages},
        **{f"inspections:{page}": {"pk": table.pk} for page in tables},
        "inspections:public_table": {"pk": table.pk, "extension": "html"},
        "inspections:prepare_publication": {"pk": batch.pk},
        **{f"inspections:{page}": {"pk": month.inspection.pk} for page in ("board", "edit")},
        **{f"inspections:{page}": {"pk": month.inspection.pk} for page in ("equation", "new_batch")},
        **{f"inspections:{page}": {"pk": batch.pk} for page in ("batch", "counts", "explain")},
        **{f"inspections:{page}": {"pk": intake.pk} for page in ("intake", "accept", "undo")},
        **{f"inspections:{page}": {"pk": row.pk} for page in ("row", "compare_row", "decide")},
        **{f"inspections:{page}": own for page in ("petition", "compare", "assign", "correct", "write")},
        "inspections:move": own | {"verb": "submit"},
        "inspections:add": own | {"what": "visit"},
        "inspections:answer": {"pk": question.pk},
        "inspections:drop_measure": {"pk": measure.pk},
        "inspections:measure_done": {"pk": measure.pk},
        "inspections:agree_deadline": {"pk": measure.pk},
        "inspections:decline_deadline": {"pk": measure.pk},
        "inspections:change_due": {"pk": measure.pk},
        **{f"inspections:{page}": {"pk": shown.pk} for page in ("picture", "drop_picture")},
        "inspections:by_number": {"pk": month.inspection.pk, "number": petition.number},
        "inspections:similar": {"pk": petition.pk},
        "inspections:note_site": {"pk": site.pk},
        **{f"inspections:{page}": {"pk": sweep.pk} for page in _SWEEP},
        "inspections:look_back": {"pk": looked.pk},
        "inspections:register": {"pk": month.inspection.pk, "key": "documents"},
        **{f"inspections:{page}": {"pk": document.pk, "key": "documents"} for page in _ENTRY},
        "inspections:handover_note": {"pk": handover.pk},
        "inspections:team_reply": own,
        "inspections:sent_reply": own | {"version": 1},
        "inspections:settle_entry": {"pk": handover.pk, "key": "handovers"},
        "inspections:note_step": {"pk": finding.steps.get().pk},
        **{f"inspections:{page}": {"pk": finding.pk} for page in _FINDING},
        "inspections:note_look_back": {"pk": looked.items.get().pk},
    }
