"""The movement's pages: thin; each asks the room's queries and changes only through its actions."""
