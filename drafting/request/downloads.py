"""Files that a browser saves under a name that people can read."""

from io import BytesIO

from flask import Response, send_file

NO_NAME = frozenset('/\\:*?"<>|')  # what file systems know no name with


def download(content: bytes, media_type: str, name: str) -> Response:
    """A download; Flask writes its name, and a plain one for what does not read RFC 6266."""
    name = "".join("-" if one in NO_NAME else one for one in name)
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)
