"""What the organisation demands, as data."""
