"""Every write of the notifications: the day's steps, moves told, messages sent, channels and contacts kept."""

from duban.notifications.actions.channels import remove_channel, save_channel, save_contact, send_test
from duban.notifications.actions.delivering import deliver_all, retry_delivery
from duban.notifications.actions.following import follow_moves
from duban.notifications.actions.reading import mark_read
from duban.notifications.actions.reminding import remind
from duban.notifications.actions.telling import tell_unit

__all__ = [
    "deliver_all", "follow_moves", "mark_read", "remind", "remove_channel", "retry_delivery", "save_channel",
    "save_contact", "send_test", "tell_unit",
]  # fmt: skip
