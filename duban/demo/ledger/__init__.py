"""A year of the ledger in the demo city: tasks in every state and lamp, each led there by the pages' own actions."""
