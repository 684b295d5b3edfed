"""What the learner answers, and what is right."""
