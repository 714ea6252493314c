"""Domain events, one module for each subject."""
