"""Every write of the API's own: keys, calls made once, addresses told of events."""

from duban.api.actions.calls import CallConflict, once
from duban.api.actions.events import collect_events, send_events
from duban.api.actions.tokens import TokenRefused, issue_token, revoke_token, token_for
from duban.api.actions.webhooks import save_webhook

__all__ = [
    "CallConflict", "TokenRefused", "collect_events", "issue_token", "once", "revoke_token", "save_webhook",
    "send_events", "token_for",
]  # fmt: skip
