"""Inspections, their batches and petitions, and what is done about each."""

from duban.inspections.models.batch import Batch, Intake, IntakeRow, IntakeState, RowStatus
from duban.inspections.models.desk import (
    DocumentRequest,
    Finding,
    FindingState,
    FindingStep,
    HandoverNote,
    ProvincialStep,
    SpotMatter,
)
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
from duban.inspections.models.look_backs import Drawn, LookBackItem, LookBackRound, Outcome
from duban.inspections.models.papers import Publication, PublicationState, TeamReply
from duban.inspections.models.petition import (
    DUE_NOW,
    Channel,
    Conclusion,
    Petition,
    PetitionMove,
    Sharing,
    Verdict,
)
from duban.inspections.models.sweeps import Sweep, SweepSite, SweepState

__all__ = [
    "DUE_NOW",
    "STATE_LABELS",
    "VERB_LABELS",
    "Batch",
    "Channel",
    "Conclusion",
    "DocumentRequest",
    "Drawn",
    "Finding",
    "FindingState",
    "FindingStep",
    "GuardAnswer",
    "GuardPart",
    "GuardQuestion",
    "HandoverNote",
    "Inspection",
    "Intake",
    "IntakeRow",
    "IntakeState",
    "Level",
    "LookBackItem",
    "LookBackRound",
    "MeasureKind",
    "Moment",
    "Outcome",
    "Petition",
    "PetitionMeasure",
    "PetitionMove",
    "Picture",
    "ProvincialStep",
    "Publication",
    "PublicationState",
    "RowStatus",
    "Sharing",
    "SpotMatter",
    "Sweep",
    "SweepSite",
    "SweepState",
    "TeamReply",
    "Term",
    "TermKind",
    "Verdict",
    "Visit",
]  # fmt: skip
