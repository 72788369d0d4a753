"""When things happen: arithmetic on the clock of the place, without a database, and the few questions to it that rest on this.

Everything is worked out on the wall clock first and becomes a moment (UTC) last, so that no change of clocks moves a day or an hour.
"""
