"""`harvester doctor`: whether everything is as it has to be, and if not, what to do.

Each file looks at one thing and gives findings; `doctor` asks them in their order.
"""
