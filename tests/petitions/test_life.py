from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duban.audit.models import AuditEntry
from duban.organizations.models import Unit
from duban.petitions import actions
from duban.petitions.actions import PetitionRefused
from duban.petitions.actions.referring import unit_view
from duban.petitions.models import Petition, PetitionMove
from duban.petitions.permissions import visible_to
from duban.petitions.states import BY_VERB, MOVES, State, Verb
from duban.tasks.actions import DraftRefused, assign_anew, change_task, draft_of, hand_back, reassign
from duban.tasks.models import Task
from duban.vault.actions import name_custodian, unseal
from duban.vault.models import Sealed, VaultRead
from tests.people import City
from tests.petitions.conftest import (
    NAME,
    SUMMARY,
    TELEPHONE,
    accepted,
    called_back,
    close_in_ledger,
    concluded,
    facts,
    handled,
    referred,
    registered,
    replied,
)


def today() -> date:
    return timezone.localdate()


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_every_verb_stands_once_in_the_table_and_every_state_is_reached() -> None:
    assert len(MOVES) == len(BY_VERB) == len(Verb)
    assert {move.to for move in MOVES} | {State.REGISTERED} == set(State)
    assert {state for move in MOVES for state in move.sources} == set(State)


def test_registering_seals_who_it_is_from_and_keeps_nothing_of_it_in_the_open(city: City) -> None:
    petition = registered(city)
    assert (petition.number, petition.state, petition.due_clock) == (f"信{today().year}-0001", "registered", "route")
    assert sorted(Sealed.objects.values_list("kind", flat=True)) == ["identity", "text"]
    rows = [str(vars(row)) for model in (Petition, PetitionMove, AuditEntry) for row in model.objects.all()]
    assert [row for row in rows if NAME in row or TELEPHONE in row] == []
    assert AuditEntry.objects.filter(verb="vault.seal", object_label=f"{petition.number} 来访人信息").exists()


def test_without_a_name_nothing_is_sealed(city: City) -> None:
    from duban.vault.identities import Identity

    registered(city, identity=Identity(), original="")
    assert not Sealed.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "标题或摘要为空"),
        ({"type": "nothing"}, "不在本市的信访分类里"),
        ({"channel": "pigeon"}, "渠道或性质"),
        ({"received_on": date(2999, 1, 1)}, "还没有到"),
        ({"nature": "accusation"}, "没有写被检举的单位"),
    ],
)
def test_what_cannot_be_registered_says_why(city: City, changed: dict[str, object], words: str) -> None:
    with pytest.raises(PetitionRefused, match=words):
        registered(city, **changed)
    assert not Petition.objects.exists()


def test_numbers_run_by_year_and_a_form_sent_twice_is_one_petition(city: City) -> None:
    import uuid

    token = uuid.uuid4()
    clerk = city.people["clerk"]
    first, again = (actions.register(facts(), actor=clerk, token=token) for _ in range(2))
    assert first == again
    assert registered(city).number == f"信{today().year}-0002"


def test_a_petition_goes_all_its_way_with_one_task_in_the_ledger(city: City) -> None:
    petition = handled(city)
    task = petition.task
    assert task is not None
    task.refresh_from_db()
    origin = task.origins.get()
    assert (task.state, task.lead_unit, task.deadline) == ("signed_for", city.units["市教育局"], petition.due_on)
    assert (origin.kind, origin.quote, origin.link) == ("citizen", SUMMARY, f"/petitions/{petition.pk}/")
    petition = concluded(city, replied(city, petition))
    assert (petition.state, petition.due_on, Task.objects.count()) == ("concluded", None, 1)
    verbs = list(petition.moves.values_list("verb", flat=True))
    assert verbs == ["register", "accept", "refer", "take_up", "reply", "conclude"]


def test_a_unit_objects_within_five_working_days_and_the_desk_refers_anew(city: City) -> None:
    petition = actions.return_petition(referred(city), actor=city.people["liaison"], reason="属市水务局职责")
    assert petition.task is not None
    assert (petition.state, Task.objects.get().state) == ("returned", "handed_back")
    assert "late" not in petition.moves.get(verb="return").facts
    petition = referred(city, city.units["市水务局"], petition)
    assert (Task.objects.get().lead_unit, Task.objects.count()) == (city.units["市水务局"], 1)


def test_routing_is_owed_until_it_is_referred_and_counts_from_the_first_unit(city: City) -> None:
    petition = accepted(city, on=today() - days(9))
    assert (petition.due_clock, petition.due_on) == ("route", today() + days(6))
    petition = referred(city, petition=petition)
    assert (petition.due_clock, petition.days["routed"]) == ("object", str(today()))
    petition.days |= {"routed": str(today() - days(3)), "referred": str(today() - days(3))}
    petition.save()
    petition = referred(city, city.units["市水务局"], petition)
    assert (petition.days["routed"], petition.days["referred"]) == (str(today() - days(3)), str(today()))


def test_the_task_of_a_returned_petition_goes_out_again_with_it_alone(city: City) -> None:
    petition = actions.return_petition(referred(city), actor=city.people["liaison"], reason="属市水务局职责")
    desk, task = city.people["supervision_desk"], Task.objects.get()
    with pytest.raises(DraftRefused, match="请在信访件页面上转办"):
        assign_anew(task, actor=desk, reason="请办理")
    referred(city, petition=petition)
    task.refresh_from_db()
    assert (task.state, task.lead_unit) == ("assigned", city.units["市教育局"])


def test_an_objection_after_the_fifth_working_day_is_marked_late(city: City) -> None:
    petition = referred(city)
    petition.days["referred"] = str(today() - days(20))
    petition.save()
    petition = actions.return_petition(petition, actor=city.people["liaison"], reason="不归我局")
    assert "已超过" in petition.moves.get(verb="return").facts["late"]


def test_what_was_corrected_meanwhile_is_what_the_ledger_shows_when_it_is_referred_anew(city: City) -> None:
    petition = actions.return_petition(referred(city), actor=city.people["liaison"], reason="不归我局")
    actions.correct(petition, facts(summary="排水管堵塞，要求疏通。"), actor=city.people["clerk"], reason="抄错了")
    with pytest.raises(PetitionRefused, match="不能再改为检举控告"):
        accused = (city.units["市水务局"],)
        wrong = facts(nature="accusation", accused=accused)
        actions.correct(petition, wrong, actor=city.people["clerk"], reason="抄错了")
    petition.refresh_from_db()
    referred(city, city.units["市水务局"], petition)
    assert Task.objects.get().origins.get(replaced=False).quote == "排水管堵塞，要求疏通。"


def test_the_lead_changes_on_the_petition_alone_where_the_units_view_is_looked_at(city: City) -> None:
    petition, water, desk = handled(city), city.units["市水务局"], city.people["supervision_desk"]
    with pytest.raises(DraftRefused, match="请在信访件页面上转办"):
        reassign(Task.objects.get(), actor=desk, reason="改派", lead_unit=water)
    petition = referred(city, water, petition)
    task = Task.objects.get()
    assert (task.lead_unit, petition.handler, petition.state) == (water, water, "referred")
    wanted = replace(draft_of(task), supporting_units=(city.units["市教育局"],))
    change_task(task, wanted, actor=desk, reason="一起办")
    assert task.units.count() == 2


def test_a_task_handed_back_in_the_ledger_is_referred_anew_from_the_petition(city: City) -> None:
    petition = referred(city)
    hand_back(Task.objects.get(), actor=city.people["liaison"], reason="不归我局")
    petition = referred(city, city.units["市水务局"], petition)
    assert (Task.objects.get().state, petition.state) == ("assigned", "referred")


def test_what_was_confirmed_and_changed_since_is_not_sent(city: City) -> None:
    petition = accepted(city)
    seen = unit_view(petition, "请办").digest
    actions.correct(petition, facts(summary="改过的摘要"), actor=city.people["clerk"], reason="抄错了")
    with pytest.raises(PetitionRefused, match="重新核对"):
        actions.refer(petition, city.units["市教育局"], actor=city.people["clerk"], instruction="请办", seen=seen)
    assert not Task.objects.exists()


def test_an_extension_is_approved_told_and_moves_both_clocks_once(city: City) -> None:
    petition = handled(city)
    before = petition.due_on
    assert before == today() + days(60)
    clerk = city.people["clerk"]
    given = {"reason": "要等汛期过后施工", "approved_by": "市教育局局长", "told_on": today()}
    for wrong in (0, 31):
        with pytest.raises(PetitionRefused, match="1 到 30"):
            actions.extend(petition, actor=clerk, days=wrong, **given)
    with pytest.raises(PetitionRefused, match="批准人"):
        actions.extend(petition, actor=clerk, days=30, **{**given, "approved_by": ""})
    petition = actions.extend(petition, actor=clerk, days=30, **given)
    assert petition.due_on == Task.objects.get().deadline == today() + days(90)
    petition.state = "in_handling"
    petition.save()
    with pytest.raises(PetitionRefused, match="不能再延"):
        actions.extend(petition, actor=clerk, days=5, **given)


def test_an_extension_after_the_limit_is_refused(city: City) -> None:
    petition = handled(city, on=today() - days(61))
    with pytest.raises(PetitionRefused, match="已过"):
        actions.extend(petition, actor=city.people["clerk"], days=5, reason="忙", approved_by="局长", told_on=today())


def test_solved_is_not_closed_and_an_unsatisfied_call_back_reopens_and_is_counted(city: City) -> None:
    petition, desk = called_back(city), city.people["supervision_desk"]
    with pytest.raises(PetitionRefused, match="结案不等于解决"):
        actions.close(petition, actor=desk)
    petition = actions.reopen(petition, actor=desk, reason="管道又堵", deadline=today() + days(15))
    assert (petition.state, petition.reopened, petition.due_on) == ("in_handling", 1, today() + days(15))
    assert Task.objects.get().deadline == today() + days(15)
    assert petition.solved is False  # the last word stands until there is another
    assert unit_view(petition).conclude_by == str(today() + days(15))
    again = actions.reply(
        petition, actor=city.people["liaison"], text="查明是支管塌陷，已更换。", conclusion="supported"
    )
    told = [move.facts["reply"] for move in again.moves.filter(verb="reply")]
    assert told == ["已疏通并更换管道。", "查明是支管塌陷，已更换。"]


def test_a_satisfied_call_back_does_not_reopen(city: City) -> None:
    petition = called_back(city, "satisfied", solved=True)
    with pytest.raises(PetitionRefused, match="还没有"):
        actions.reopen(petition, actor=city.people["supervision_desk"], reason="x", deadline=today())


def test_closing_waits_for_the_ledger(city: City) -> None:
    petition, desk = called_back(city, "satisfied", solved=True), city.people["supervision_desk"]
    with pytest.raises(PetitionRefused, match="先在台账审核销号"):
        actions.close(petition, actor=desk)
    close_in_ledger(city)
    petition = actions.close(petition, actor=desk)
    petition.refresh_from_db()
    assert (petition.state, petition.in_hand, petition.due_on) == ("closed", 0, None)


def test_reopening_reopens_a_closed_task(city: City) -> None:
    petition, desk = called_back(city), city.people["supervision_desk"]
    close_in_ledger(city)
    with pytest.raises(PetitionRefused, match="督查室"):
        actions.reopen(petition, actor=city.people["clerk"], reason="又堵", deadline=today() + days(9))
    actions.reopen(petition, actor=desk, reason="又堵", deadline=today() + days(9))
    task = Task.objects.get()
    assert (task.state, task.reopened, task.deadline) == ("in_progress", 1, today() + days(9))


def test_review_and_second_review_have_their_thirty_days(city: City) -> None:
    petition, clerk = concluded(city), city.people["clerk"]
    with pytest.raises(PetitionRefused, match="第三十五条"):
        actions.ask_review(petition, actor=clerk, on=today() - days(1), reason="不服")
    petition = actions.ask_review(petition, actor=clerk, on=today(), reason="不服")
    assert (petition.due_clock, petition.due_on) == ("review", today() + days(30))
    petition = actions.decide_review(petition, actor=clerk, on=today(), upheld=True, reason="事实清楚")
    assert (petition.state, petition.due_on) == ("reviewed", None)
    petition = actions.ask_review(petition, actor=clerk, on=today(), reason="仍不服", second=True)
    assert (petition.due_clock, petition.due_on) == ("second_review", today() + days(30))
    again = actions.decide_review(
        petition, actor=clerk, on=today(), upheld=False, reason="事实不清", deadline=today() + days(30)
    )
    assert (again.state, again.reopened) == ("in_handling", 1)


def test_each_verb_is_refused_in_every_other_state_and_to_whom_it_does_not_belong(city: City) -> None:
    petition = registered(city)
    with pytest.raises(PetitionRefused, match="现在“已登记”"):
        actions.conclude(petition, actor=city.people["clerk"], delivered_on=today(), how="")
    with pytest.raises(PermissionDenied):
        actions.accept(petition, actor=city.people["leader"], on=today(), told_on=today())
    for who in ("liaison", "administrator", "auditor"):
        with pytest.raises(PermissionDenied):
            actions.accept(petition, actor=city.people[who], on=today(), told_on=today())


def test_words_of_a_reason_are_masked_before_they_are_kept(city: City) -> None:
    petition = actions.refuse(registered(city), actor=city.people["clerk"], on=today(), reason=f"请打{TELEPHONE}")
    assert petition.moves.last().reason == "请打〔电话〕"


class TestAccusation:
    """Accusation material never goes to the accused, nor to whoever is above or below them."""

    def accuse(self, city: City, short: str = "市水务局") -> Petition:
        return accepted(city, nature="accusation", accused=(city.units[short],), title="反映某工程招标走过场")

    def test_the_accused_and_those_above_and_below_cannot_handle_it(self, city: City) -> None:
        water = city.units["市水务局"]
        city.units["云陵水投"].parent = water
        city.units["云陵水投"].save()
        water.parent = city.units["市发展改革委"]
        water.save()
        petition = self.accuse(city)
        for short in ("市水务局", "云陵水投", "市发展改革委"):
            with pytest.raises(PetitionRefused, match="第三十条"):
                referred(city, city.units[short], petition)
        assert referred(city, city.units["市教育局"], petition).state == "referred"

    def test_nobody_of_the_accused_sees_it_even_where_their_role_reads_all(self, city: City) -> None:
        petition = self.accuse(city)
        clerk = city.people["clerk"]
        assert visible_to(clerk).filter(pk=petition.pk).exists()
        clerk.posts.update(unit=city.units["市水务局"])
        clerk = type(clerk).objects.get(pk=clerk.pk)
        assert not visible_to(clerk).exists()
        with pytest.raises(PermissionDenied):
            actions.call_back(petition, actor=clerk, on=today(), satisfied="satisfied", solved=True, note="")

    def test_the_ledger_holds_its_number_alone_and_lets_no_accused_unit_in(self, city: City) -> None:
        petition = referred(city, petition=self.accuse(city))
        task = Task.objects.get()
        assert "招标" not in task.title + task.origins.get().paragraph
        wanted = replace(draft_of(task), supporting_units=(city.units["市水务局"],))
        with pytest.raises(DraftRefused, match="第三十条"):
            change_task(task, wanted, actor=city.people["clerk"], reason="一起办")
        assert petition.task == task

    def test_a_custodian_of_the_accused_is_refused_and_on_record(self, city: City) -> None:
        petition = self.accuse(city)
        clerk, today_ = city.people["clerk"], today()
        given = {"first_day": today_, "last_day": None, "reason": "回访", "actor": city.people["administrator"]}
        name_custodian(clerk, **given)
        sealed = Sealed.objects.filter(kind="identity").get()
        assert unseal(sealed, actor=clerk, reason="电话回访核实")
        clerk.posts.update(unit=city.units["市水务局"])
        clerk = type(clerk).objects.get(pk=clerk.pk)
        with pytest.raises(PermissionDenied):
            unseal(sealed, actor=clerk, reason="电话回访核实")
        outcomes = list(VaultRead.objects.order_by("pk").values_list("outcome", flat=True))
        assert (outcomes, petition.state) == (["read", "refused"], "accepted")

    def test_whoever_belongs_to_the_accused_cannot_register_it(self, city: City) -> None:
        with pytest.raises(PetitionRefused, match="不能由您登记"):
            self.accuse(city, "市政府办")


def test_units_see_what_was_sent_to_them_alone(city: City) -> None:
    petition = accepted(city)
    liaison = city.people["liaison"]
    assert not visible_to(liaison).exists()
    referred(city, petition=petition)
    assert list(visible_to(liaison)) == [petition]
    referred(city, city.units["市水务局"])
    assert list(visible_to(liaison)) == [petition]
    assert Unit.objects.count()
