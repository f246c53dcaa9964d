"""Telling people what waits for them: once a day, on working days, through the channels an administrator switched on."""
