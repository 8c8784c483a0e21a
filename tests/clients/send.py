"""Sends a file by tuspy, each piece with its checksum: stops in the middle, and goes on as another client that knows
only the file. Prints how many bytes each of the two was told were taken in."""

import json
import os
import sys

from tusclient.client import TusClient

endpoint, cookie, path, sha256, stop_after = sys.argv[1:]
client = TusClient(endpoint, headers={"x-tiwizi": "1", "cookie": cookie})


def uploader(**where):
    said = {"sha256": sha256, "media_type": "image/png", "filename": "stand.png"}
    return client.uploader(path, chunk_size=65536, metadata=said, upload_checksum=True, **where)


stopped = uploader()
stopped.upload(stop_at=int(stop_after))
rest = uploader(url=f"{endpoint}/{sha256}")
began = rest.offset
rest.upload()
print(json.dumps([stopped.offset, rest.offset - began]))
assert rest.offset == os.path.getsize(path)
