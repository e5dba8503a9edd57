"""Coverage-guided fuzzing, bounded: `make fuzz`."""
