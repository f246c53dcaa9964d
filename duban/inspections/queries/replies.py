"""The replies the team got to one petition, each with the paper as it was sent and why it was not the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from duban.inspections.models import Petition, PetitionMove, TeamReply
from duban.inspections.states import PetitionVerb

_TAKEN_UP = (PetitionVerb.REJECT.value, PetitionVerb.FOLLOW_UP.value, PetitionVerb.REOPEN.value)


@dataclass(frozen=True, slots=True)
class SentReply:
    """One reply: which it was, of which day, noted by whom; `after` is the move that took the petition up again."""

    version: int
    day: date | None
    by_name: str
    at: datetime
    conclusion: str
    paper: TeamReply | None  # none where it was sent before papers were kept
    after: PetitionMove | None


def replies_of(petition: Petition, moves: Sequence[PetitionMove]) -> list[SentReply]:
    """Return the petition's replies, the last first; `moves` are all of its moves, the last first."""
    found: list[SentReply] = []
    papers, after = list(petition.team_replies.filter(day__isnull=False).order_by("id")), None
    sent = sum(move.verb == PetitionVerb.REPLY for move in moves)
    for move in moves:
        if move.verb in _TAKEN_UP:
            after = move
        if move.verb != PetitionVerb.REPLY:
            continue
        paper = _paper_of(move, moves, papers)
        day = paper.day if paper else date.fromisoformat(move.changes["replied_on"][1])
        conclusion = move.changes.get("conclusion", ["", ""])[1]
        found.append(SentReply(sent - len(found), day, move.actor_name, move.at, conclusion, paper, after))
        after = None
    return found


def last_reply_at(petition: Petition) -> datetime | None:
    """Return when the last reply to the team was noted: what was written until then is what it told of."""
    last = petition.moves.filter(verb=PetitionVerb.REPLY.value).order_by("-id").first()
    return last.at if last else None


def _paper_of(move: PetitionMove, moves: Sequence[PetitionMove], papers: list[TeamReply]) -> TeamReply | None:
    """Take the last paper off where it was kept with this reply: both are written in one transaction, the paper first."""
    earlier = next((one.at for one in moves if one.verb == PetitionVerb.REPLY and one.pk < move.pk), None)
    if not papers or papers[-1].at > move.at or (earlier and papers[-1].at < earlier):
        return None
    return papers.pop()
