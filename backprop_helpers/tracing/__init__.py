"""Numbers that remember how they were made."""
