"""What each address answers to each reader: one table a room, gathered by tests/test_every_address.py.

A room adds its addresses to its own module here:  ROOM = {"portal:village": [Case({"code": VILLAGE}, everyone(200))]}
"""
