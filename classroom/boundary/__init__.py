"""What goes over the boundary between a student's code and the marking: plain numbers, as text.

The folder is put into the sandbox as it is; it knows nothing of the course, its tests or its marking.
"""
