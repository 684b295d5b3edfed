"""The layers, their ways back, and what checks them. NumPy only."""
