"""Inspections, their batches and petitions, and what is done about each."""

from duban.inspections.models.batch import Batch, Intake, IntakeRow, IntakeState, RowStatus
from duban.inspections.models.handling import (
    GuardAnswer,
    GuardPart,
    GuardQuestion,
    MeasureKind,
    Moment,
    PetitionMeasure,
    Picture,
    Visit,
)
from duban.inspections.models.inspection import Inspection, Level, Term, TermKind
from duban.inspections.models.labels import STATE_LABELS, VERB_LABELS
from duban.inspections.models.papers import Publication, PublicationState
from duban.inspections.models.petition import Channel, Conclusion, Petition, PetitionMove, Sharing, Verdict

__all__ = [
    "STATE_LABELS",
    "VERB_LABELS",
    "Batch",
    "Channel",
    "Conclusion",
    "GuardAnswer",
    "GuardPart",
    "GuardQuestion",
    "Inspection",
    "Intake",
    "IntakeRow",
    "IntakeState",
    "Level",
    "MeasureKind",
    "Moment",
    "Petition",
    "PetitionMeasure",
    "PetitionMove",
    "Picture",
    "Publication",
    "PublicationState",
    "RowStatus",
    "Sharing",
    "Term",
    "TermKind",
    "Verdict",
    "Visit",
]  # fmt: skip
