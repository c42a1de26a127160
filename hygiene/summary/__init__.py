"""The anonymised summary: what leaves an employee's computer, and what an organisation may learn from many of them.

Each employee's record is split into two shares. One share alone is noise; only sums over many people mean something.
"""
