"""Tells the stories in the order of their days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from duban.demo.citizens.stories import STORIES, Story
from duban.demo.ledger.tell import standing_at
from duban.demo.steps import Step
from duban.organizations.models import Unit, User
from duban.petitions import actions
from duban.petitions.actions.referring import unit_view
from duban.petitions.models import Petition
from duban.petitions.states import State
from duban.tasks.permissions import must_be_approved
from duban.vault.actions import name_custodian, unseal
from duban.vault.identities import KIND, Identity, Petitioner
from duban.vault.models import Custodian
from duban.vault.queries import sealed_of

REPLY = (
    "接到反映后，我单位到现场核实，反映的情况属实。已责成责任单位限期整改，目前整改已经完成，并建立了定期巡查制度。\n"
    "今后如再出现类似情况，可直接拨打12345反映，我单位将及时处理。"
)
CUSTODIAN = "clerk2"
CALLED = "垃圾中转站臭味"


def load_petitions(today: date) -> bool:
    """Tell every petition up to the day; False where they were told already. Who may read who they are from reads one."""
    if Petition.objects.filter(title=STORIES[0].title).exists():
        return False
    told = _Telling(today)
    _tell(told)
    with standing_at(told.moment(0, len(STORIES))):  # by itself: a read is on record before anything is shown
        sealed = sealed_of(told.petitions[CALLED], KIND).get()
        unseal(sealed, actor=told.people[CUSTODIAN], reason="电话回访信访人，核实臭味整改情况")
    return True


@transaction.atomic
def _tell(told: _Telling) -> None:
    today = told.today
    events: list[tuple[int, int, Callable[[], None]]] = []
    for place, story in enumerate(STORIES):
        events.append((story.day, place, lambda story=story: told.register(story)))  # type: ignore[misc]
        events += [(step.day, place, lambda s=story, t=step: told.do(s, t)) for step in story.steps]  # type: ignore[misc]
    for count, (day, _place, do) in enumerate(sorted(events, key=lambda event: event[:2])):
        with standing_at(told.moment(day, count)):
            do()
    if not Custodian.objects.exists():
        reader, giver = told.people[CUSTODIAN], told.people["admin"]
        name_custodian(reader, first_day=today, last_day=None, reason="负责信访件回访和答复送达", actor=giver)


class _Telling:
    """The petitions told so far, by their titles."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.petitions: dict[str, Petition] = {}
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.people = {user.username: user for user in User.objects.all()}
        self.clerk, self.desk = self.people["clerk"], self.people["desk"]

    def moment(self, day: int, count: int) -> datetime:
        """Return a moment of the office day, later for later steps."""
        start = datetime.combine(self.today + timedelta(day), time(9), timezone.get_default_timezone())
        return start + timedelta(minutes=count % 400)

    def register(self, story: Story) -> None:
        """Register the story's petition, sealing its person and words."""
        name, telephone = story.person
        signed = f"反映人{name}，电话{telephone}。" if name else ""
        facts = actions.PetitionFacts(
            channel=story.channel,
            received_on=self.today + timedelta(story.day),
            type=story.type,
            title=story.title,
            summary=story.summary,
            area=self.units[story.area] if story.area else None,
            nature=story.nature,
            urgent=story.urgent,
            accused=(self.units[story.accused],) if story.accused else (),
            original=f"{signed}{story.summary}",
            identity=Identity((Petitioner(name, telephone),)) if name else Identity(),
        )
        self.petitions[story.title] = actions.register(facts, actor=self.clerk)

    def do(self, story: Story, step: Step) -> None:
        """Do one step of a story, by whom it belongs to."""
        petition, day = self.petitions[story.title], self.today + timedelta(step.day)
        unit, given = self.units[story.unit], dict(step.given)
        speaks = self.people[f"u{story.unit}"]
        deeds: dict[str, Callable[[], Petition]] = {
            "accept": lambda: actions.accept(petition, actor=self.clerk, on=day, told_on=day),
            "refuse": lambda: actions.refuse(petition, actor=self.clerk, on=day, **given),
            "refer": lambda: self._refer(petition, unit),
            "return": lambda: actions.return_petition(petition, actor=speaks, **given),
            "take_up": lambda: actions.take_up(petition, actor=speaks),
            "extend": lambda: actions.extend(petition, actor=self.clerk, told_on=day, **given),
            "draft": lambda: self._draft(petition, speaks),
            "reply": lambda: self._reply(petition, story.unit),
            "conclude": lambda: actions.conclude(petition, actor=self.clerk, delivered_on=day, how="当面送达"),
            "call_back": lambda: actions.call_back(petition, actor=self.desk, on=day, **given),
            "reopen": lambda: actions.reopen(
                petition, actor=self.desk, reason=given["reason"], deadline=self.today + timedelta(given["until"])
            ),
            "ask_review": lambda: actions.ask_review(petition, actor=self.desk, on=day, **given),
            "decide_review": lambda: actions.decide_review(petition, actor=self.desk, on=day, **given),
        }
        self.petitions[story.title] = deeds[step.verb]()

    def _draft(self, petition: Petition, speaks: User) -> Petition:
        """Leave a reply with the unit's head; where no head approves, it is not written yet."""
        if petition.handler and must_be_approved(speaks, petition.handler):
            actions.reply(petition, actor=speaks, text=REPLY, conclusion="supported")
        return petition

    def _reply(self, petition: Petition, code: str) -> Petition:
        """Reply as the unit does it: by its liaison, where its head approves by the head after that."""
        for speaker in (f"u{code}", f"h{code}"):
            petition = actions.reply(petition, actor=self.people[speaker], text=REPLY, conclusion="supported")
            if petition.state == State.REPLIED:
                break
        return petition

    def _refer(self, petition: Petition, unit: Unit) -> Petition:
        words = "请现场核实，在办结期限内书面答复信访人。"
        seen = unit_view(petition, words).digest
        return actions.refer(petition, unit, actor=self.desk, instruction=words, seen=seen)
