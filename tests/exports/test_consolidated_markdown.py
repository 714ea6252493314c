"""The text of a version as it is."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.versions import text_digest
from drafting.exports.consolidated_markdown import consolidated_markdown


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_the_sum_of_the_file_is_the_digest_of_the_version(text: str) -> None:
    assert sha256(consolidated_markdown(text)).hexdigest() == text_digest(text)
