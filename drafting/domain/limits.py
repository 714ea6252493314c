"""Sizes above which input is refused with an explanation; pages, sockets and help use the same."""

MAX_KEY = 2**31 - 1  # of a row, in both databases
MAX_TEXT_BYTES = 5 * 1024 * 1024  # UTF-8 of one working draft, and of one import
MAX_STATE_BYTES = (
    64 * 1024 * 1024
)  # of all that was ever in one working draft, deleted things included; years of work
MAX_NAME_CHARACTERS = 200
MAX_SUMMARY_CHARACTERS = 2_000
MAX_INTERESTS_CHARACTERS = 5_000
MAX_CHAPTERS = 200  # of one code of practice
SHORTEST_PASSWORD = 12  # characters; NIST SP 800-63B asks for length, not for classes
LONGEST_PASSWORD = 256
MAX_NOTE_CHARACTERS = 5_000  # of a version
MAX_COMMENT_CHARACTERS = 50_000  # ten times what the usual survey tools allow
MAX_REASON_CHARACTERS = 20_000
MAX_QUOTE_CHARACTERS = 5_000
MAX_QUESTION_CHARACTERS = 1_000
MAX_TOKENS = 20  # personal tokens of one account
