"""The worker: a process beside the server that does the slow jobs, each on texts in a child
process of its own.
"""
