"""The session of each request, from a query written once; in all else Django's own sessions in the database."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from duban.web.prepared import Prepared

_STORED = Prepared[Session](lambda key: Session.objects.filter(session_key=key))


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        """Return the stored session; none where it is unknown or over, and then no key is kept."""
        found = _STORED.first(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found
