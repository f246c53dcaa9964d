"""The ledger (督办台账): tasks, the units that answer for them, what they report, ask for and are asked."""

from duban.tasks.models.batches import BatchRun
from duban.tasks.models.carrying import CarriedTask, CarryOver, CarryOverKind
from duban.tasks.models.clock import LampEntry, LampHistoryKept, LookBack, LookBackKind, Suspension
from duban.tasks.models.demands import Demand, DemandKind, Instruction, Urgency, UrgingCall
from duban.tasks.models.holidays import HolidayNotice, MovedDeadline, MovedField
from duban.tasks.models.labels import STATE_LABELS, VERB_LABELS
from duban.tasks.models.measures import Direction, Funds, Milestone, Quantity
from duban.tasks.models.own_views import OwnView
from duban.tasks.models.papers import PaperKind, PaperMatter, UrgingPaper
from duban.tasks.models.parts import TaskMove, TaskOrigin, TaskUnit, TaskUnitRole
from duban.tasks.models.reports import AddedMeasure, Evidence, Report, ReportState, UnitPractice
from duban.tasks.models.requests import ChangeKind, ChangeRequest, CompletionRequest, RequestState, Verification
from duban.tasks.models.task import Lamp, Priority, RollUp, Task, TaskSerial

__all__ = [
    "STATE_LABELS",
    "VERB_LABELS",
    "AddedMeasure",
    "BatchRun",
    "CarriedTask",
    "CarryOver",
    "CarryOverKind",
    "ChangeKind",
    "ChangeRequest",
    "CompletionRequest",
    "Demand",
    "DemandKind",
    "Direction",
    "Evidence",
    "Funds",
    "HolidayNotice",
    "Instruction",
    "Lamp",
    "LampEntry",
    "LampHistoryKept",
    "LookBack",
    "LookBackKind",
    "Milestone",
    "MovedDeadline",
    "MovedField",
    "OwnView",
    "PaperKind",
    "PaperMatter",
    "Priority",
    "Quantity",
    "Report",
    "ReportState",
    "RequestState",
    "RollUp",
    "Suspension",
    "Task",
    "TaskMove",
    "TaskOrigin",
    "TaskSerial",
    "TaskUnit",
    "TaskUnitRole",
    "UnitPractice",
    "Urgency",
    "UrgingCall",
    "UrgingPaper",
    "Verification",
]  # fmt: skip
