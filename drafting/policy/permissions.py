"""The permissions, as resource:action, each with its purpose; permission_map.py says who has it."""

from enum import StrEnum


class Permission(StrEnum):
    """Everything a door may ask for. docs/permissions.md is written from this and the map."""

    ACCOUNT_CHANGE = "account:change"  # one's own name, password, connected sign-in
    ANCHOR_DECIDE = "anchor:decide"  # put an orphaned thread onto a clause of a later version
    ANSWER_PREPARED_READ = "answer:prepared_read"  # see answers before they are public
    ANSWER_PUBLISH = "answer:publish"  # make prepared answers public
    ANSWER_RECORD = "answer:record"  # decide about a thread
    CHANGE_REVISE = "change:revise"  # write the summary of a change between versions, and judge it
    # create, rename, order, assign, set aside and import chapters
    CHAPTER_CHANGE = "chapter:change"
    CODE_CHANGE = "code:change"  # title and summary of a code of practice
    CODE_CREATE = "code:create"  # begin a code of practice, and become its secretariat
    CODE_READ = "code:read"  # the front page and the list of published versions
    COMMENT_ADD = "comment:add"  # start a thread, or reply in one
    COMMENT_CHANGE = "comment:change"  # share, file or take back an own comment
    COMMENT_PUBLISH = "comment:publish"  # make filed comments public
    COMMENT_READ = "comment:read"  # read one comment
    DRAFT_COMPARE = "draft:compare"  # compare a version with the working drafts one may read
    DRAFT_READ = "draft:read"  # the working draft of a chapter, live
    DRAFT_WRITE = "draft:write"  # change the working draft of a chapter, by typing or by import
    MEMBER_CHANGE = "member:change"  # role, stakeholder group, organisation, working groups; remove
    MEMBER_INVITE = "member:invite"  # make and revoke invitation links
    MEMBER_READ = "member:read"  # the list of members with addresses and declared interests
    MEMBERSHIP_DECLARE = "membership:declare"  # one's own organisation and declared interests
    PUBLIC = "public"  # the start page, signing in, invitation links: open to everyone
    READING_MARK = "reading:mark"  # mark a version as read, to see later what changed
    ROUND_CHANGE = "round:change"  # open, extend and close a consultation round
    SUCCESSION_DECIDE = "succession:decide"  # decide which clause became which between two versions
    VERSION_PREPARE = "version:prepare"  # prepare a version, preview, publish or discard it
    VERSION_READ = "version:read"  # a published version, its comparisons, exports and rounds
    WORKING_GROUP_CHANGE = "working_group:change"  # create and rename working groups
