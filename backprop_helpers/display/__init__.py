"""What the lessons show."""
