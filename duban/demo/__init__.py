"""The demonstration city 云陵市: fictional, loaded by the same actions a clerk's pages call."""
