"""Performance as ratios, side by side in one run: `make bench`. Not a test: a timed assertion proves nothing on a busy one."""
