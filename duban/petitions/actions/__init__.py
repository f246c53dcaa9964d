"""Every write to petitions: one function a verb, one transaction, one move and one audit row."""

from duban.petitions.actions.correcting import correct
from duban.petitions.actions.drafting import return_draft
from duban.petitions.actions.handling import conclude, extend, reply, return_petition, send_back, take_up
from duban.petitions.actions.moving import PetitionRefused
from duban.petitions.actions.referring import refer
from duban.petitions.actions.registering import PetitionFacts, accept, refuse, register
from duban.petitions.actions.reviewing import (
    ask_review,
    call_back,
    close,
    decide_review,
    reopen,
)

__all__ = [
    "PetitionFacts",
    "PetitionRefused",
    "accept",
    "ask_review",
    "call_back",
    "close",
    "conclude",
    "correct",
    "decide_review",
    "extend",
    "refer",
    "refuse",
    "register",
    "reopen",
    "reply",
    "return_draft",
    "return_petition",
    "send_back",
    "take_up",
]
