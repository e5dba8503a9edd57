"""The photos of a post on their way to SLT: looked at, shown to their author where something stands against one, mended."""
