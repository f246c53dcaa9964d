"""Addresses of the ledger."""

from django.urls import path

from duban.tasks.views import (
    batch,
    breaking_down,
    carrying,
    demands,
    detail,
    evidence,
    holidays,
    instructions,
    lists,
    moves,
    opening,
    own_views,
    papers,
    units,
)
from duban.tasks.views.deeds import CHANGE_DEEDS, INSTRUCTION_DEEDS, REPORT_DEEDS, TASK_DEEDS

app_name = "tasks"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("new/", opening.new, name="new"),
    path("reckon/", opening.reckoned, name="reckon"),
    *(path(f"batch/{deed}/", batch.batch, {"deed": deed}, name=f"batch_{deed}") for deed in batch.BATCHES),
    path("batch/runs/", batch.runs, name="batch_runs"),
    path("batch/runs/<int:pk>/", batch.run, name="batch_run"),
    path("print/", lists.printed, name="print"),
    path("tasks.csv", lists.export, {"extension": "csv"}, name="csv"),
    path("tasks.xlsx", lists.export, {"extension": "xlsx"}, name="xlsx"),
    path("views/", own_views.views, name="own_views"),
    path("views/save/", own_views.save, name="save_own_view"),
    path("views/<int:pk>/rename/", own_views.rename, name="rename_own_view"),
    path("views/<int:pk>/delete/", own_views.delete, name="delete_own_view"),
    path("evidence-choices/", evidence.choices, name="evidence_choices"),
    path("<int:pk>/", detail.detail, name="detail"),
    *(path(f"<int:pk>/{verb.replace('_', '-')}/", moves.move, {"verb": verb}, name=verb.value) for verb in TASK_DEEDS),
    *(path(f"reports/<int:pk>/{deed}/", moves.report, {"deed": deed}, name=f"{deed}_report") for deed in REPORT_DEEDS),
    *(path(f"changes/<int:pk>/{deed}/", moves.change, {"deed": deed}, name=f"{deed}_change") for deed in CHANGE_DEEDS),
    *(
        path(f"instructions/<int:pk>/{deed}/", moves.instruction, {"deed": deed}, name=f"{deed}_instruction")
        for deed in INSTRUCTION_DEEDS
    ),
    path("carry-over/", carrying.carry_over, name="carry_over"),
    path("carry-over/order/", carrying.order, name="order_carry_over"),
    path("units/", units.own_unit, name="own_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/practice/", units.practice, name="practice"),
    path("drafts/", units.drafts, name="drafts"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.new_demand, name="new_demand"),
    path("demands/<int:pk>/answer/", demands.settle, {"deed": "answer"}, name="answer_demand"),
    path("demands/<int:pk>/drop/", demands.settle, {"deed": "drop"}, name="drop_demand"),
    path("calendar/", demands.month, name="calendar"),
    path("burden/", demands.burden_page, name="burden"),
    path("instructions/", instructions.instructions, name="instructions"),
    path("instructions/new/", instructions.new_instruction, name="new_instruction"),
    path("instructions/<int:pk>/", instructions.instruction, name="instruction"),
    path("instructions/<int:pk>/tasks/", instructions.open_tasks, name="open_from_instruction"),
    path("instructions/<int:pk>/reply/", instructions.answer, name="answer_directly"),
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", papers.new_papers, name="new_papers"),
    path("papers/sheets/", papers.sheets, name="paper_sheets"),
    path("papers/<int:pk>/receipt/", papers.receipt, name="paper_receipt"),
    path("<int:pk>/break-down/", breaking_down.breakdown, name="break_down"),
    path("<int:pk>/urge/", papers.urge, name="urge"),
    path("holidays/", holidays.notices, name="notices"),
    path("holidays/new/", holidays.new_notice, name="new_notice"),
    path("holidays/<int:pk>/", holidays.notice, name="notice"),
]
