"""The practice beyond the rhythm: one file a habit, each a pure function from the situation to what it adds."""
