"""People at one working draft, each with a replica of their own, as the service tests need them."""

from pycrdt import Doc, Text

from drafting.crdt.shared_text import SharedText
from drafting.domain.roles import Role
from drafting.domain.words.text_diff import TextEdit
from drafting.services.coediting.record_updates import VerifiedUpdate
from drafting.services.coediting.records import Sender
from drafting.services.coediting.update_log import rows_after
from drafting.services.people.rights_epoch import rights_epoch
from tests.support.people import World


class Typist:
    """One signed-in member in one draft, with the right to write seen at joining."""

    def __init__(self, world: World, role: Role = Role.DRAFTER, chapter: int = 1) -> None:
        self.world, self.draft_id = world, world.draft_ids[chapter - 1]
        identity = world.identity(role)
        with world.database.reading() as session:
            epoch = rights_epoch(session)
            self.replica = SharedText(
                row.payload for row in rows_after(session.connection(), self.draft_id, 0)
            )
        self.sender = Sender(identity.account_id or 0, identity.sign_in_id or 0, epoch)

    def type(self, words: str, at: int = 0) -> bytes:
        """Insert words in the own replica; returns the update."""
        return self.replica.edit([TextEdit(at, at, words)])

    def delete(self, start: int, end: int) -> bytes:
        return self.replica.edit([TextEdit(start, end, "")])

    def verified(self, lineage_id: str, words: str, at: int = 0) -> VerifiedUpdate:
        return VerifiedUpdate(self.draft_id, lineage_id, self.sender, self.type(words, at))


def own(words: str, client: int = 77) -> bytes:
    """An update by a client that has seen nothing of the draft."""
    doc: Doc[Text] = Doc(client_id=client)
    doc.get("body", type=Text).insert(0, words)
    return doc.get_update()
