"""Pictures: opened safely, read for names, judged by device, cleaned for the office. In a process of their own.

The way of one photo: `opening` decodes it, `camera` reads what the file says of its device, `reading` reads the writing
in it (`engine` is the OCR), `faces` counts, `likeness` hashes, `cleaning` makes the copies that may leave. All that
happens in `worker`, a process with limits; `crew` runs the workers and never opens a picture itself. `naming` weighs
what was read against the register and is asked again whenever the register has changed.
"""
