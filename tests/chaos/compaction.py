"""Makes one checkpoint and dies on the way: compaction.py DATABASE_URL DRAFT POINT. Run by
test_compaction_killed.py.
"""

import sys

from drafting.services.coediting.checkpoints import make_checkpoint
from drafting.storage.unit_of_work import Database
from tests.chaos.serve import die_at

if __name__ == "__main__":
    url, draft_id, point = sys.argv[1:]
    make_checkpoint(Database(url), {"draft_id": int(draft_id)}, die_at(point, 1))
