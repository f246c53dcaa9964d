from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "duban.tasks"
    verbose_name = "台账"
