"""The stories, step by step: they alone know sources, checks and reports together."""
