"""What is kept of an audit under way, sealed."""
