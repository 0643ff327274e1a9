"""Forms of the movement's pages: what is typed, in one column, with a hint; what is right is for the actions to say."""
