"""The demo's ordinary petitions, in every state, each step at its own moment by the actions the pages call."""
