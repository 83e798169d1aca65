"""The sheet: its page, its rows, its lists, its place in the plan."""
