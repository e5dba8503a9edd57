"""What the trust decided, as pure values and functions: standard library only, no Slack, no SQL, no clock, no files."""
