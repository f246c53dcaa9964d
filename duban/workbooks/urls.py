"""Addresses of taking ledgers in, and of a unit's month."""

from django.urls import path

from duban.workbooks.views import imports, months

app_name = "workbooks"
urlpatterns = [
    path("", imports.imports, name="imports"),
    path("<int:pk>/", imports.run, name="import"),
    path("<int:pk>/start/", imports.start, name="start"),
    path("<int:pk>/undo/", imports.undo, name="undo"),
    path("<int:pk>/name/", imports.name, name="name"),
    path("<int:pk>/refused.xlsx", imports.refused, name="refused"),
    path("months/", months.months, name="months"),
    path("months/<int:pk>/", months.month, name="month"),
    path("months/<int:pk>/workbook.xlsx", months.workbook, name="month_workbook"),
    path("returns/<int:pk>/", months.returned, name="return"),
    path("returns/<int:pk>/send/", months.send, name="send_return"),
]
