"""The root of all domain events: what happened, in the past tense, as a plain value.

Services record events in the activity trail, whose readers rebuild them by `kind`.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """The root: a plain value. `code_id` is None for what belongs to no code of practice."""

    code_id: int | None

    @property
    def kind(self) -> str:
        return type(self).__name__

    def details(self) -> dict[str, object]:
        """The rest of the facts, as JSON can hold them."""
        return {key: value for key, value in asdict(self).items() if key != "code_id"}
