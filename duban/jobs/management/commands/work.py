"""Does background work until it is stopped; also takes up again what a killed worker left."""

import logging
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string
from django_q.cluster import Cluster

from duban.jobs.actions import requeue_abandoned

ROUND = 10  # seconds
log = logging.getLogger(__name__)


def do_rounds() -> None:
    """Call what the apps want done now and then: an AppConfig lists dotted names of functions in `worker_rounds`."""
    for config in apps.get_app_configs():
        for name in getattr(config, "worker_rounds", ()):
            try:
                import_string(name)()
            except Exception:  # what an app does now and then must not stop the work of the others
                log.exception("%s failed", name)


class Command(BaseCommand):
    help = "处理后台任务，直到停止"

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_abandoned()
        connections.close_all()  # the workers are forked: no connection may be shared
        cluster = Cluster()
        cluster.start()
        while cluster.sentinel.is_alive():
            cluster.sentinel.join(ROUND)
            if cluster.sentinel.is_alive():
                close_old_connections()
                requeue_abandoned()
                do_rounds()
