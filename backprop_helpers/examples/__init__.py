"""Networks with real numbers."""
