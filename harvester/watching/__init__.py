"""What others see of the service, and whom it tells.

    store ─> look ─> notices (what has changed) ─> teller ─> channels (Apprise, a command)
                 └─> board (/livez, /readyz, /metrics, /status.json) ─> http

`watcher` keeps one thread that looks; what it sees last is what everybody is told.
"""
