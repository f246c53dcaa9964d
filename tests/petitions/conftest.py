"""A city with one petition at any point of its life."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from duban.organizations.models import Unit, User
from duban.petitions import actions
from duban.petitions.actions.referring import unit_view
from duban.petitions.models import Petition
from duban.tasks import actions as ledger
from duban.tasks.models import Task
from duban.vault.identities import Identity, Petitioner
from tests.people import City, make_city

NAME, TELEPHONE = "苗小枝", "13912345678"
WHO = Identity((Petitioner(NAME, TELEPHONE, "", "梧桐里3栋2单元501"),))
SUMMARY = "梧桐里小区排水管堵塞三个月，一楼多户返水，要求疏通并更换管道。"


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "VAULT_KEYS", tmp_path / "vault-keys")


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def facts(**changed: object) -> actions.PetitionFacts:
    given = {
        "channel": "letter",
        "received_on": timezone.localdate(),
        "type": "urban",
        "title": "小区排水管堵塞返水",
        "summary": SUMMARY,
        "original": f"我叫{NAME}，电话{TELEPHONE}，梧桐里小区排水管堵塞三个月。",
        "identity": WHO,
    }
    return actions.PetitionFacts(**{**given, **changed})  # type: ignore[arg-type]


def registered(city: City, **changed: object) -> Petition:
    return actions.register(facts(**changed), actor=city.people["clerk"])


def accepted(city: City, on: date | None = None, **changed: object) -> Petition:
    day = on or timezone.localdate()
    petition = registered(city, **{"received_on": day, **changed})
    return actions.accept(petition, actor=city.people["clerk"], on=day, told_on=day)


def referred(city: City, unit: Unit | None = None, petition: Petition | None = None, **changed: object) -> Petition:
    petition = petition or accepted(city, **changed)  # type: ignore[arg-type]
    view = unit_view(petition, "请尽快疏通")
    return actions.refer(
        petition,
        unit or city.units["市教育局"],
        actor=city.people["supervision_desk"],
        instruction="请尽快疏通",
        seen=view.digest,
    )


def returned(city: City, why: str) -> Petition:
    return actions.return_petition(referred(city), actor=city.people["liaison"], reason=why)


def handled(city: City, **changed: object) -> Petition:
    return actions.take_up(referred(city, **changed), actor=city.people["liaison"])  # type: ignore[arg-type]


def replied(city: City, petition: Petition | None = None) -> Petition:
    petition = petition or handled(city)
    return actions.reply(petition, actor=city.people["liaison"], text="已疏通并更换管道。", conclusion="supported")


def answered(city: City, unit: Unit, liaison: User) -> Petition:
    """Return a petition that a unit has answered."""
    petition = actions.take_up(referred(city, unit), actor=liaison)
    return actions.reply(petition, actor=liaison, text="已疏通。", conclusion="supported")


def concluded(city: City, petition: Petition | None = None) -> Petition:
    return actions.conclude(
        petition or replied(city), actor=city.people["clerk"], delivered_on=timezone.localdate(), how="当面送达"
    )


def called_back(city: City, satisfied: str = "unsatisfied", solved: bool = False) -> Petition:
    return actions.call_back(
        concluded(city),
        actor=city.people["supervision_desk"],
        on=timezone.localdate(),
        satisfied=satisfied,
        solved=solved,
        note="又堵了",
    )


def close_in_ledger(city: City) -> Task:
    """Close the one task by the ledger's own road: report with proof, request, six points, close-out."""
    task, liaison, desk = Task.objects.get(), city.people["liaison"], city.people["supervision_desk"]
    proof = ledger.GivenFile("竣工.txt", "竣工照片".encode())
    ledger.report_progress(task, ledger.ReportFacts("已疏通", timezone.localdate(), files=(proof,)), actor=liaison)
    for step in (
        lambda: ledger.request_completion(task, actor=liaison, statement="已疏通"),
        lambda: ledger.verify(task, actor=desk, points=ledger.SixPoints(*[True] * 6)),
        lambda: ledger.close_out(task, actor=desk),
    ):
        task.refresh_from_db()
        step()
    return task


ORIGINAL = f"我叫{NAME}，电话{TELEPHONE}，住梧桐里3栋2单元501。梧桐里小区排水管堵塞三个月，一楼多户返水。"


def form(**changed: object) -> dict[str, object]:
    given: dict[str, object] = {
        "channel": "letter", "received_on": str(timezone.localdate()), "nature": "demand", "type": "urban",
        "original": ORIGINAL, "name0": NAME, "telephone0": TELEPHONE, "title": "小区排水管堵塞", "summary": SUMMARY,
        "step": "save",
    }  # fmt: skip
    return given | changed


def leaks(text: str) -> list[str]:
    return [secret for secret in (NAME, TELEPHONE, "2单元501") if secret in text]
