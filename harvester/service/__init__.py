"""`harvester run`: the service that harvests what is due, for years.

    clockwork (APScheduler rings) -> service (tick decides) -> pool -> attempt (one harvest)
                                              follower (the index follows)

One service a data folder (`lock`); settings are read again while it runs (`reload`).
"""
