"""Everything that brings evidence in."""
