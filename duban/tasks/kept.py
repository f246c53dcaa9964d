"""What is counted over many tasks, kept until the next write: looking at it must not cost a count each time.

The end of the audit chain tells of every write, in the order in which they were committed; ids of moves do not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import cache

from duban.audit.models import ChainHead
from duban.organizations.permissions import Anybody
from duban.tasks.permissions import reads_all, unit_ids
from duban.web.prepared import Prepared

Counted = TypeVar("Counted")
KEPT_FOR = 30  # seconds: what changes without a move, a lamp judged overnight, shows after that
LONG = 0.1  # seconds of CPU: a count that takes longer than this
RESTS = 20  # rests for so many times as long, whatever moves: at most a twentieth of a worker goes into it


def kept(name: str, user: Anybody, today: date, count: Callable[[], Counted], *, rests: bool = False) -> Counted:
    """Return what `count` says of all that the person sees; people who see the same share it under the name.

    `rests` allows a count that takes long to be some seconds old though the ledger moved; the page is to say of when it is.
    """
    scope = "all" if reads_all(user) else ",".join(map(str, sorted(unit_ids(user))))
    stamp = (today, _LAST_WRITE.first())
    found: tuple[object, float, Counted] | None = cache.get(key := f"tasks.kept:{name}:{scope}")
    if found and found[0] == stamp:
        return found[2]
    if found and rests and time.time() < found[1]:
        return found[2]
    begin = time.thread_time()
    counted = count()
    spent = time.thread_time() - begin
    until = time.time() + (RESTS * spent if spent > LONG else 0)
    cache.set(key, (stamp, until, counted), KEPT_FOR)
    return counted


_LAST_WRITE = Prepared[tuple[int, str]](lambda: ChainHead.objects.filter(pk=1).values_list("length", "hash"))
