"""Performance as ratios, side by side in one run: `make bench`. No test: a verdict by the clock proves nothing."""
