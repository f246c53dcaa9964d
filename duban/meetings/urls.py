"""Addresses of the meeting pages."""

from django.urls import path

from duban.meetings.views import confirm, editing, exporting, lists, releasing

app_name = "meetings"
urlpatterns = [
    path("", lists.meetings, name="meetings"),
    path("new/", lists.new_meeting, name="new"),
    path("<int:pk>/", confirm.confirm, name="confirm"),
    path("<int:pk>/add/", lists.new_meeting, name="add_text"),
    path("<int:pk>/discard/", lists.discard_meeting, name="discard"),
    path("<int:pk>/progress/", confirm.progress, name="progress"),
    path("<int:pk>/step/", confirm.take_step, name="step"),
    path("<int:pk>/undo/", confirm.undo, name="undo"),
    path("<int:pk>/mark/", confirm.mark, name="mark"),
    path("<int:pk>/items/<int:item>/keep/", confirm.keep_rest, name="keep_rest"),
    path("<int:pk>/items/<int:item>/assign/", editing.assign_item, name="assign_item"),
    path("<int:pk>/actions/<int:action>/", editing.edit_action, name="edit_action"),
    path("<int:pk>/head/", editing.edit_head, name="head"),
    path("<int:pk>/texts/<int:text>/repairs/<int:index>/", editing.decide_repair, name="repair"),
    path("<int:pk>/texts/<int:text>/correct/", editing.correct_words, name="correct"),
    path("<int:pk>/matches/", editing.match, name="matches"),
    path("<int:pk>/join/", editing.join_into, name="join"),
    path("<int:pk>/sheet/", exporting.sheet, name="sheet"),
    path("<int:pk>/sheet.xlsx", exporting.sheet_workbook, name="sheet_workbook"),
    path("<int:pk>/release/", releasing.release, name="release"),
]
