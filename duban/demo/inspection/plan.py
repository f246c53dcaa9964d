"""The month as plain values: how many come each day, what each says, how far each is by the last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from duban.demo.inspection.words import again, complaint, matters

REPLY_DAYS = 7
_VERDICTS = (("substantiated", 30), ("mostly", 18), ("partly", 42), ("unsubstantiated", 10))
_MATTERS = matters()
_TYPE_NAMES = [matter[0] for matter in _MATTERS]


@dataclass(frozen=True, slots=True)
class Planned:
    """One petition on the month's last day. `first` is the place of the case it repeats."""

    batch: int
    place: int  # in its batch, from 1
    day: date
    area: int | None  # place among the counties; None: at city level
    channel: str
    starred: bool
    matter: int
    also: str  # a second type it names
    summary: str
    first: int | None = None
    state: str = "assigned"
    verdict: str = ""
    conclusion: str = ""
    answered: date | None = None  # when the unit's result came, and where it is replied the reply
    reopened: int = 0
    rejected: int = 0
    sites: int = 0
    fines: int = 0


def plan_month(total: int, batches: int, areas: int, today: date, seed: int = 1) -> list[Planned]:
    """Return the petitions in the order they came, the last batch on `today`; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - the same month for the same seed
    days = [today - timedelta(days=batches - 1 - number) for number in range(batches)]
    weights = [random.uniform(0.6, 1.4) for _day in days]
    shares = _shares(total, weights)
    found: list[Planned] = []
    for number, (day, count) in enumerate(zip(days, shares, strict=True), start=1):
        for place in range(1, count + 1):
            found.append(_lived(random, _told(random, found, number, place, day, areas), today))
    return found


def _shares(total: int, weights: list[float]) -> list[int]:
    """Return whole parts of the total by weight, at least one each, that add up to it."""
    spare = total - len(weights)
    parts = [1 + int(spare * weight / sum(weights)) for weight in weights]
    for place in range(total - sum(parts)):
        parts[place % len(parts)] += 1
    return parts


def _told(random: Random, before: list[Planned], batch: int, place: int, day: date, areas: int) -> Planned:
    """Return a new petition, now and then one that repeats an earlier case."""
    channel = "call" if random.random() < 0.4 else "letter"
    start = max(0, len(before) - 400)
    originals = [
        at
        for at, one in enumerate(before[start:], start)
        if one.first is None and one.state != "returned" and one.batch < batch
    ]
    if originals and random.random() < 0.05:
        first = random.choice(originals)
        case = before[first]
        text = again(random, case.summary)
        return replace(
            case, batch=batch, place=place, day=day, channel=channel, starred=False, summary=text, first=first,
            state="assigned", verdict="", conclusion="", answered=None, reopened=0, rejected=0, sites=0, fines=0,
        )  # fmt: skip
    matter = random.randrange(len(_MATTERS))
    area = None if random.random() < 0.04 else min(int(random.paretovariate(1.1)) - 1, areas - 1)
    text, _place = complaint(random, _MATTERS[matter], "市区" if area is None else "")
    also = random.choice(_TYPE_NAMES) if random.random() < 0.2 else ""
    return Planned(batch, place, day, area, channel, random.random() < 0.05, matter, also, text)


def _lived(random: Random, told: Planned, today: date) -> Planned:
    """Return the petition with how far it has come by today."""
    age = (today - told.day).days
    if told.first is None and random.random() < 0.015:
        return replace(told, state="returned")
    if age == 0:
        return replace(told, state="received" if random.random() < 0.5 else "assigned", verdict="", conclusion="")
    if random.random() > (age + 1) / (REPLY_DAYS + 2) or (age > REPLY_DAYS and random.random() < 0.03):
        states = ("assigned", "assigned", "submitted", "checked") if age > 2 else ("assigned",)
        waiting = replace(told, state=random.choice(states))
        return waiting if waiting.state == "assigned" else _handed_in(waiting)
    took = min(age, random.randint(2, REPLY_DAYS + (random.random() < 0.05)))
    verdict = random.choices([name for name, _w in _VERDICTS], [weight for _n, weight in _VERDICTS])[0]
    conclusion = "concluded" if verdict == "unsubstantiated" or random.random() < 0.55 else "staged"
    answered = replace(
        told, state="replied", verdict=verdict, conclusion=conclusion, answered=told.day + timedelta(days=took),
        sites=0 if verdict == "unsubstantiated" else random.randint(0, 3),
        fines=random.choice((0, 0, 0, 20000, 50000, 100000)) if verdict == "substantiated" else 0,
        rejected=int(random.random() < 0.03),
    )  # fmt: skip
    if conclusion == "concluded" and verdict != "unsubstantiated" and age > REPLY_DAYS and random.random() < 0.08:
        return replace(answered, state="assigned", conclusion="going_on", reopened=1)
    return answered


def _handed_in(told: Planned) -> Planned:
    """Return the petition with a whole result, which waits for the check or the signature."""
    random = Random(told.batch * 10_000 + told.place)  # noqa: S311 - its own, the others' month stays as it was
    verdict = random.choices([name for name, _w in _VERDICTS], [weight for _n, weight in _VERDICTS])[0]
    conclusion = "concluded" if verdict == "unsubstantiated" or random.random() < 0.5 else "staged"
    sites = 0 if verdict == "unsubstantiated" else random.randint(0, 3)
    day = told.day + timedelta(days=2)
    return replace(told, verdict=verdict, conclusion=conclusion, answered=day, sites=sites)


def batches_of(planned: list[Planned]) -> Iterator[tuple[int, date, list[Planned]]]:
    """Yield the batches in order: number, day, petitions."""
    for number in sorted({one.batch for one in planned}):
        mine = [one for one in planned if one.batch == number]
        yield number, mine[0].day, mine
