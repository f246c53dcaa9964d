"""Every address, every role, and what is one's own unit's or another's, against a written table: who may, who may not.

A new address without a line here fails; so does a line whose address is gone. A line is
`"app:name": Rule(who may, what the others get)`; for what belongs to a task, `move(who may)`: whoever does not
see the task gets 404, whoever sees it and may not gets 403. What an address takes stands in `permission_world`:
by its name, or by its namespace, once for the unit of the liaison and the head and once for another unit.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duban.organizations.models import Role
from tests.permission_world import World, make_world

EVERYBODY = frozenset(Role.values)
ADMINISTRATOR, AUDITOR, SECURITY = (frozenset({role}) for role in ("administrator", "auditor", "security"))
OFFICE = frozenset({"clerk", "supervision_desk"})
READERS = OFFICE | {"leader"}
UNIT, HEAD, DESK = frozenset({"liaison", "unit_head"}), frozenset({"unit_head"}), frozenset({"supervision_desk"})
FORBIDDEN, MISSING = 403, 404
WHOSE = ("own", "other")
WHOLE_BLANK = "---------"  # what Django calls choosing nothing where a form does not say it in words


class Rule(NamedTuple):
    """Who may, what the others get, by which method, to whom it is not there, and to whom another unit's is not."""

    allowed: frozenset[str]
    others: int = FORBIDDEN
    method: str = "get"
    blind: frozenset[str] = frozenset()
    blind_to_others: frozenset[str] = frozenset()

    def answer(self, role: str, whose: str) -> int:
        """Return what the role gets; 200 stands for whatever is no refusal."""
        if role in self.blind or (whose == "other" and role in self.blind_to_others):
            return MISSING
        return 200 if role in self.allowed else self.others


def move(allowed: frozenset[str], blind: frozenset[str] = frozenset()) -> Rule:
    """Return the rule of a task's move or part: seen by the office, the leader and its units, who are told what they may not."""
    return Rule(allowed, blind=ADMINISTRATOR | AUDITOR | SECURITY | blind, blind_to_others=UNIT)


RULES = {
    "web:today": Rule(EVERYBODY),
    "web:language": Rule(EVERYBODY, method="post"),
    "web:signed_in": Rule(EVERYBODY),
    "organizations:sign_in": Rule(EVERYBODY),
    "organizations:sign_out": Rule(EVERYBODY, method="post"),
    "organizations:change_password": Rule(EVERYBODY),
    "organizations:reset": Rule(EVERYBODY),
    "organizations:units": Rule(EVERYBODY),
    "organizations:complete_unit": Rule(EVERYBODY),
    "organizations:new_unit": Rule(ADMINISTRATOR),
    "organizations:unit": Rule(ADMINISTRATOR),
    "organizations:reorganizations": Rule(ADMINISTRATOR | DESK),
    "organizations:plan_rename": Rule(ADMINISTRATOR | DESK),
    "organizations:plan_merge": Rule(ADMINISTRATOR | DESK),
    "organizations:plan_split": Rule(ADMINISTRATOR | DESK),
    "organizations:plan_abolish": Rule(ADMINISTRATOR | DESK),
    "organizations:reorganization": Rule(ADMINISTRATOR | DESK),
    "organizations:discard_reorganization": Rule(ADMINISTRATOR | DESK, method="post"),
    "organizations:deputies": Rule(EVERYBODY),
    "organizations:act": Rule(EVERYBODY, method="post"),
    "organizations:end_deputyship": Rule(frozenset({"leader", "clerk", "administrator"}), MISSING, method="post"),
    "organizations:users": Rule(ADMINISTRATOR | SECURITY),
    "organizations:account_imports": Rule(ADMINISTRATOR),
    "organizations:account_template": Rule(ADMINISTRATOR),
    "organizations:account_import": Rule(ADMINISTRATOR),
    "organizations:account_codes": Rule(ADMINISTRATOR | SECURITY, method="post"),
    "organizations:undo_account_import": Rule(ADMINISTRATOR, method="post"),
    "organizations:leave": Rule(ADMINISTRATOR),
    "organizations:new_user": Rule(ADMINISTRATOR),
    "organizations:user": Rule(ADMINISTRATOR | SECURITY),
    "organizations:issue_reset_code": Rule(ADMINISTRATOR | SECURITY, method="post"),
    "audit:entries": Rule(AUDITOR),
    "audit:csv": Rule(AUDITOR),
    "audit:verify": Rule(AUDITOR),
    "files:files": Rule(ADMINISTRATOR | AUDITOR),
    "files:preview": move(READERS | UNIT),
    "files:purge": Rule(ADMINISTRATOR | AUDITOR),
    "files:download": move(READERS | UNIT),  # evidence of a task
    "jobs:jobs": Rule(ADMINISTRATOR),
    "jobs:job": Rule(frozenset({"clerk", "administrator"}), MISSING),  # whoever started it
    "jobs:retry": Rule(ADMINISTRATOR, method="post"),
    "meetings:meetings": Rule(READERS),
    "meetings:new": Rule(OFFICE),
    "meetings:add_text": Rule(OFFICE),
    "meetings:confirm": Rule(READERS),
    "meetings:progress": Rule(READERS),
    "meetings:sheet": Rule(READERS, MISSING),
    "meetings:sheet_workbook": Rule(READERS, MISSING),
    "meetings:discard": Rule(OFFICE, method="post"),
    "meetings:step": Rule(OFFICE, method="post"),
    "meetings:undo": Rule(OFFICE, method="post"),
    "meetings:mark": Rule(OFFICE, method="post"),
    "meetings:keep_rest": Rule(OFFICE, method="post"),
    "meetings:assign_item": Rule(OFFICE),
    "meetings:edit_action": Rule(OFFICE),
    "meetings:head": Rule(OFFICE),
    "meetings:repair": Rule(OFFICE),
    "meetings:correct": Rule(OFFICE),
    "meetings:matches": Rule(OFFICE),
    "meetings:join": Rule(OFFICE, method="post"),
    "meetings:release": Rule(OFFICE),
    "api_pages:tokens": Rule(EVERYBODY),
    "api_pages:revoke": Rule(frozenset({"clerk", "administrator"}), MISSING, method="post"),  # whose key it is
    "api_pages:webhooks": Rule(ADMINISTRATOR),
    "api_pages:new_webhook": Rule(ADMINISTRATOR),
    "api_pages:webhook": Rule(ADMINISTRATOR),
    "petitions:petitions": Rule(READERS | UNIT),
    "petitions:print": Rule(READERS | UNIT),
    "petitions:xlsx": Rule(READERS | UNIT),
    "petitions:new": Rule(OFFICE),
    "petitions:statistics": Rule(READERS),
    "petitions:imports": Rule(OFFICE),
    "petitions:import_template": Rule(OFFICE),
    "petitions:import": Rule(frozenset({"clerk"}), blind=DESK),  # whoever brought it in
    "petitions:drop_import": Rule(frozenset({"clerk"}), method="post", blind=DESK),
    "petitions:undo_import": Rule(frozenset({"clerk"}), method="post", blind=DESK),
    "petitions:petition": move(READERS | UNIT),
    "petitions:edit": move(OFFICE),
    "petitions:compare": move(frozenset({"clerk"})),  # the named custodian; another of the office is refused
    "petitions:refer": move(OFFICE),
    "petitions:reply": move(OFFICE | UNIT),
    "petitions:return_reply": move(frozenset({"unit_head"})),
    "petitions:paper": move(READERS | UNIT),
    "petitions:document": move(READERS | UNIT),
    "petitions:return": move(UNIT),
    "petitions:take_up": move(UNIT),
    **{
        f"petitions:{verb}": move(OFFICE)
        for verb in (
            "accept",
            "refuse",
            "extend",
            "send_back",
            "conclude",
            "call_back",
            "reopen",
            "ask_review",
            "uphold",
            "overturn",
            "ask_second_review",
            "finish",
            "overturn_again",
            "close",
        )
    },
    "vault:read": Rule(frozenset({"clerk"})),  # the named custodian; another of the office is refused
    "vault:purge": Rule(ADMINISTRATOR | AUDITOR),
    "vault:reads": Rule(AUDITOR),
    "vault:custodians": Rule(ADMINISTRATOR | SECURITY | DESK | AUDITOR),
    "vault:end_custodian": Rule(ADMINISTRATOR | SECURITY | DESK | {"clerk"}, method="post"),
    "vault:keys": Rule(ADMINISTRATOR),
    "vault:rotate": Rule(ADMINISTRATOR, method="post"),
    "workbooks:imports": Rule(OFFICE),
    "workbooks:import": Rule(OFFICE),
    "workbooks:start": Rule(OFFICE, method="post"),
    "workbooks:undo": Rule(OFFICE, method="post"),
    "workbooks:name": Rule(OFFICE, method="post"),
    "workbooks:refused": Rule(OFFICE),
    "workbooks:months": Rule(OFFICE | UNIT),
    "workbooks:month": Rule(OFFICE | UNIT, blind_to_others=UNIT),
    "workbooks:month_workbook": Rule(OFFICE | UNIT, blind_to_others=UNIT),
    "workbooks:return": Rule(UNIT, blind=OFFICE, blind_to_others=UNIT),
    "workbooks:send_return": Rule(UNIT, method="post", blind=OFFICE, blind_to_others=UNIT),
    "inspections:statistics": Rule(READERS),
    "inspections:petitions": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:daily": Rule(READERS),
    "inspections:daily_file": Rule(READERS),
    "inspections:weekly": Rule(READERS),
    "inspections:weekly_file": Rule(READERS),
    "inspections:overdue": Rule(READERS),
    "inspections:overdue_file": Rule(READERS),
    "inspections:publications": Rule(READERS),
    "inspections:prepare_publication": Rule(OFFICE, method="post"),
    "inspections:publication": Rule(READERS),
    "inspections:confirm_publication": Rule(OFFICE, method="post"),
    "inspections:prove_publication": Rule(OFFICE, method="post"),
    "inspections:withdraw_publication": Rule(OFFICE, method="post"),
    "inspections:public_table": Rule(READERS),
    "inspections:inspections": Rule(READERS | UNIT),
    "inspections:new": Rule(OFFICE),
    "inspections:edit": Rule(OFFICE),
    "inspections:board": Rule(READERS),
    "inspections:equation": Rule(READERS),
    "inspections:new_batch": Rule(OFFICE),
    "inspections:batch": Rule(READERS),
    "inspections:counts": Rule(OFFICE, method="post"),
    "inspections:explain": Rule(OFFICE, method="post"),
    "inspections:intake": Rule(OFFICE),
    "inspections:accept": Rule(OFFICE, method="post"),
    "inspections:undo": Rule(OFFICE, method="post"),
    "inspections:row": Rule(OFFICE),
    "inspections:compare_row": Rule(frozenset({"clerk"}), blind=EVERYBODY - OFFICE),  # the named custodian
    "inspections:compare": Rule(frozenset({"clerk"}), blind=ADMINISTRATOR | AUDITOR | SECURITY, blind_to_others=UNIT),
    "inspections:decide": Rule(OFFICE, method="post"),
    "inspections:petition": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:by_number": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:assign": Rule(OFFICE),
    "inspections:correct": Rule(OFFICE),
    "inspections:write": Rule(OFFICE | UNIT, blind_to_others=UNIT),
    "inspections:move": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:add": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:answer": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:drop_measure": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:measure_done": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:agree_deadline": Rule(OFFICE, method="post"),
    "inspections:decline_deadline": Rule(OFFICE, method="post"),
    "inspections:change_due": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:picture": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:drop_picture": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:similar": Rule(READERS),
    "inspections:sweeps": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:sweep": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:add_site": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:note_site": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:ask_to_close_sweep": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:close_sweep": Rule(OFFICE, method="post"),
    "inspections:send_sweep_back": Rule(OFFICE, method="post"),
    "inspections:look_backs": Rule(READERS),
    "inspections:look_back": Rule(READERS),
    "inspections:note_look_back": Rule(OFFICE, method="post"),
    "inspections:register": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:handover_note": Rule(READERS),
    "inspections:team_reply": Rule(READERS),
    "inspections:sent_reply": Rule(READERS),
    "inspections:entry": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:sign_entry": Rule(UNIT, method="post", blind_to_others=UNIT),
    "inspections:answer_entry": Rule(UNIT, method="post", blind_to_others=UNIT),
    "inspections:send_entry_back": Rule(OFFICE, method="post"),
    "inspections:settle_entry": Rule(OFFICE),
    "inspections:leaders": Rule(READERS),
    "inspections:rejections": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:findings": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:finding": Rule(READERS | UNIT, blind_to_others=UNIT),
    "inspections:note_step": Rule(OFFICE | UNIT, method="post", blind_to_others=UNIT),
    "inspections:ask_to_file": Rule(OFFICE, method="post"),
    "inspections:file_finding": Rule(OFFICE, method="post"),
    "inspections:send_finding_back": Rule(OFFICE, method="post"),
    "dashboard:board": Rule(READERS | UNIT),
    "dashboard:leader": Rule(READERS),
    "dashboard:charts": Rule(READERS | UNIT),
    "dashboard:calendar": Rule(READERS | UNIT),
    "notifications:inbox": Rule(EVERYBODY),
    "notifications:read": Rule(EVERYBODY, method="post"),
    "notifications:contact": Rule(EVERYBODY),
    "notifications:channels": Rule(ADMINISTRATOR),
    "notifications:new_channel": Rule(ADMINISTRATOR),
    "notifications:channel": Rule(ADMINISTRATOR),
    "notifications:test": Rule(ADMINISTRATOR, method="post"),
    "notifications:remove": Rule(ADMINISTRATOR, method="post"),
    "notifications:deliveries": Rule(ADMINISTRATOR),
    "notifications:retry": Rule(ADMINISTRATOR, method="post"),
    "search:search": Rule(READERS | UNIT),
    "search:rebuild": Rule(ADMINISTRATOR),
    "tasks:list": Rule(EVERYBODY),
    "tasks:print": Rule(EVERYBODY),
    "tasks:csv": Rule(EVERYBODY),
    "tasks:xlsx": Rule(EVERYBODY),
    "tasks:own_views": Rule(EVERYBODY),
    "tasks:save_own_view": Rule(EVERYBODY, method="post"),
    "tasks:rename_own_view": Rule(frozenset({"clerk"}), MISSING, method="post"),  # whose view it is
    "tasks:delete_own_view": Rule(frozenset({"clerk"}), MISSING, method="post"),
    "tasks:new": Rule(OFFICE),
    "tasks:reckon": Rule(EVERYBODY),
    "tasks:batch_runs": Rule(OFFICE),
    "tasks:batch_run": Rule(OFFICE),
    "tasks:batch_lead": Rule(OFFICE),
    "tasks:batch_deadline": Rule(OFFICE),
    "tasks:batch_call": Rule(OFFICE),
    "tasks:evidence_choices": Rule(EVERYBODY),  # of the person's own units
    "tasks:carry_over": Rule(READERS),
    "tasks:order_carry_over": Rule(DESK, method="post"),
    "tasks:own_unit": Rule(UNIT),
    "tasks:unit": move(READERS | UNIT),
    "tasks:practice": move(HEAD)._replace(method="post"),
    "tasks:drafts": Rule(EVERYBODY),
    "tasks:detail": move(READERS | UNIT),
    "tasks:assign": move(OFFICE),
    "tasks:change": move(OFFICE),
    "tasks:sign_for": move(UNIT),
    "tasks:hand_back": move(UNIT),
    "tasks:assign_anew": move(DESK),
    "tasks:reassign": move(DESK),
    "tasks:report": move(UNIT),
    "tasks:attach": move(UNIT),
    "tasks:add_measure": move(UNIT),
    "tasks:request_completion": move(UNIT),
    "tasks:withdraw_request": move(UNIT),
    "tasks:verify": move(OFFICE),
    "tasks:send_back": move(OFFICE),
    "tasks:close_out": move(DESK),  # and who verified it
    "tasks:look_back": move(DESK),
    "tasks:reopen": move(DESK),
    "tasks:suspend": move(DESK),
    "tasks:resume": move(DESK),
    "tasks:request_change": move(UNIT),
    "tasks:merge": move(DESK),
    "tasks:terminate": move(DESK),
    "tasks:withdraw": move(OFFICE),
    "tasks:fan_out": move(OFFICE),
    "tasks:set_measures": move(OFFICE),
    "tasks:instruct": move(READERS),
    "tasks:log_call": move(OFFICE),
    "tasks:correct_report": move(UNIT),
    "tasks:revise_report": move(UNIT, READERS),  # a draft is its unit's alone
    "tasks:approve_report": move(HEAD, READERS),
    "tasks:return_report": move(HEAD, READERS),
    "tasks:decide_change": move(DESK),
    "tasks:withdraw_change": move(UNIT),
    "tasks:demands": Rule(READERS | UNIT),
    "tasks:new_demand": Rule(OFFICE),
    "tasks:answer_demand": move(OFFICE | UNIT),
    "tasks:drop_demand": move(OFFICE),
    "tasks:waiting": Rule(UNIT, MISSING),
    "tasks:calendar": Rule(READERS | UNIT),
    "tasks:burden": Rule(READERS | UNIT),
    "tasks:instructions": Rule(READERS | UNIT),
    "tasks:new_instruction": Rule(READERS),
    "tasks:instruction": move(READERS | UNIT),
    "tasks:open_from_instruction": move(OFFICE),
    "tasks:answer_directly": move(OFFICE),
    "tasks:papers": Rule(READERS | UNIT),
    "tasks:new_papers": Rule(OFFICE),
    "tasks:paper_sheets": Rule(READERS | UNIT),
    "tasks:paper_receipt": move(OFFICE),
    "tasks:urge": move(OFFICE),
    "tasks:break_down": move(OFFICE),
    "tasks:notices": Rule(OFFICE | ADMINISTRATOR),
    "tasks:new_notice": Rule(ADMINISTRATOR),
    "tasks:notice": Rule(OFFICE | ADMINISTRATOR),
    "tasks:answer_instruction": move(OFFICE | UNIT),
}
GUESTS = {"web:language", "web:signed_in", "organizations:sign_in", "organizations:reset"}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)
        else:
            yield f"{prefix}{pattern.name}", set(pattern.pattern.converters)


@cache
def parts() -> dict[str, set[str]]:
    """Return what the address of each name takes."""
    return dict(names(get_resolver().url_patterns))


def test_every_address_stands_in_the_table() -> None:
    """The API's own are in the table of `tests/api/test_matrix.py`: they ask for a key, not for a session."""
    pages = [name for name, _values in names(get_resolver().url_patterns) if not name.startswith("api:")]
    assert sorted(pages) == sorted(RULES)


@pytest.fixture
def world(db: None, caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level(logging.ERROR, "django.request")  # refusals are what is asked for
    return make_world()


def status(world: World, role: str, name: str, whose: str = "own", method: str = "") -> tuple[int, str]:
    """Return what an address answers; whatever it changed is undone. A drop-down on its page names choosing nothing."""
    wanted = parts()[name]
    address = reverse(name, kwargs=world.values(name, whose, wanted))
    with transaction.atomic():
        asked = getattr(world.client(role), method or RULES[name].method)
        response = asked(address, world.posted.get(name, {}))
        transaction.set_rollback(True)
    assert f">{WHOLE_BLANK}<".encode() not in (b"" if response.streaming else response.content), name
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("role", Role.values)
def test_each_role_may_open_what_the_table_says_and_nothing_else(world: World, role: str) -> None:
    wrong = {}
    for name, whose in product(RULES, WHOSE):
        code, _location = status(world, role, name, whose)
        answer, rule = 200 if code in (200, 204, 302, 409, 422) else code, RULES[name]
        if answer != rule.answer(role, whose):
            wrong[name, whose] = (answer, rule.answer(role, whose))
    assert wrong == {}


@pytest.mark.parametrize("role", Role.values)
def test_posting_to_a_page_opens_no_door_that_is_shut_for_reading(world: World, role: str) -> None:
    """An empty form is posted: whoever may is told what is missing, whoever may not gets the same refusal."""
    wrong = {}
    for name, whose in product([name for name, rule in RULES.items() if rule.method == "get"], WHOSE):
        code, _location = status(world, role, name, whose, "post")
        answer, rule = 200 if code in (200, 204, 302, 400, 409, 422) else code, RULES[name]
        if code != 405 and answer != rule.answer(role, whose):  # 405: a page for reading alone
            wrong[name, whose] = (answer, rule.answer(role, whose))
    assert wrong == {}


def test_a_guest_is_led_to_sign_in_everywhere_else(world: World) -> None:
    answers = {name: status(world, "", name) for name in RULES}
    led = {name for name, (code, location) in answers.items() if code == 302 and location.startswith("/sign-in/")}
    assert set(RULES) - led == GUESTS


def test_a_unit_reads_nothing_of_another_units_task_in_any_list(world: World) -> None:
    for name in ("tasks:list", "tasks:print", "tasks:csv"):
        address = reverse(name)
        page, whole = (world.client(role).get(address).getvalue().decode() for role in ("liaison", "clerk"))
        assert ("市教育局的事" in page, "市水务局的事" in page) == (True, False)
        assert ("市教育局的事" in whole, "市水务局的事" in whole) == (True, True)
