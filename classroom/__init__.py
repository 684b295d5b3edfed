"""For teachers: the assignments' source, and what sets them up, marks them and shows how a class did."""
