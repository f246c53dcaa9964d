"""Addresses of the ledger."""

from django.urls import path

from duban.tasks.views import batch, demands, detail, evidence, holidays, lists, moves, opening
from duban.tasks.views.deeds import CHANGE_DEEDS, INSTRUCTION_DEEDS, REPORT_DEEDS, TASK_DEEDS

app_name = "tasks"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("new/", opening.new, name="new"),
    path("reckon/", opening.reckoned, name="reckon"),
    *(path(f"batch/{deed}/", batch.batch, {"deed": deed}, name=f"batch_{deed}") for deed in batch.BATCHES),
    path("print/", lists.printed, name="print"),
    path("tasks.csv", lists.export, {"extension": "csv"}, name="csv"),
    path("tasks.xlsx", lists.export, {"extension": "xlsx"}, name="xlsx"),
    path("evidence-choices/", evidence.choices, name="evidence_choices"),
    path("<int:pk>/", detail.detail, name="detail"),
    *(path(f"<int:pk>/{verb.replace('_', '-')}/", moves.move, {"verb": verb}, name=verb.value) for verb in TASK_DEEDS),
    *(path(f"reports/<int:pk>/{deed}/", moves.report, {"deed": deed}, name=f"{deed}_report") for deed in REPORT_DEEDS),
    *(path(f"changes/<int:pk>/{deed}/", moves.change, {"deed": deed}, name=f"{deed}_change") for deed in CHANGE_DEEDS),
    *(
        path(f"instructions/<int:pk>/{deed}/", moves.instruction, {"deed": deed}, name=f"{deed}_instruction")
        for deed in INSTRUCTION_DEEDS
    ),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.new_demand, name="new_demand"),
    path("demands/<int:pk>/answer/", demands.settle, {"deed": "answer"}, name="answer_demand"),
    path("demands/<int:pk>/drop/", demands.settle, {"deed": "drop"}, name="drop_demand"),
    path("calendar/", demands.month, name="calendar"),
    path("burden/", demands.burden_page, name="burden"),
    path("holidays/", holidays.notices, name="notices"),
    path("holidays/new/", holidays.new_notice, name="new_notice"),
    path("holidays/<int:pk>/", holidays.notice, name="notice"),
]
