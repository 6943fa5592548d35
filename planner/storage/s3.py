"""Files in an S3-compatible store: a city's object storage, MinIO, Yandex, AWS."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO, Self, cast
from urllib.parse import parse_qs, unquote, urlsplit

from planner.storage.hashes import hash_of, is_hash, name_of, no_such_file

_SCHEMES = {"s3": "https", "s3+http": "http"}
_YOUNG = timedelta(hours=1)
_FORM = "s3://KEY:SECRET@host/bucket?region=…"


def is_s3_address(address: str) -> bool:
    """Whether `address` names an S3 store rather than a folder."""
    return address.split("://")[0] in _SCHEMES and "://" in address


class S3Store:
    """A FileStore in one bucket, which must exist; failures of the store itself come up as botocore's errors."""

    def __init__(self, endpoint: str, bucket: str, key: str, secret: str, region: str) -> None:
        """`endpoint` is the store's root, such as `https://storage.yandexcloud.net`; nothing is asked of it yet."""
        self._client = _client(endpoint, key, secret, region)
        self._bucket = bucket

    @classmethod
    def at(cls, address: str) -> Self:
        """The store at `s3://KEY:SECRET@host[:port]/bucket[?region=…]`, parts percent-encoded; `s3+http://` without TLS.

        Raises ValueError, with a sentence that does not repeat the secret, when a part is missing.
        """
        url = urlsplit(address)
        bucket = url.path.strip("/")
        if not (url.username and url.password and url.hostname and bucket) or "/" in bucket:
            raise ValueError(
                f"PLANNER_FILES must have the form {_FORM} with one bucket; encode / in the secret as %2F."
            )
        return cls(
            endpoint=f"{_SCHEMES[url.scheme]}://{url.netloc.rpartition('@')[2]}",
            bucket=bucket,
            key=unquote(url.username),
            secret=unquote(url.password),
            region=parse_qs(url.query).get("region", ["us-east-1"])[0],
        )

    def put(self, data: bytes) -> str:
        """Keep `data`; returns after the store has confirmed that it has it."""
        file_hash = hash_of(data)
        self._client.put_object(Bucket=self._bucket, Key=name_of(file_hash), Body=data)
        return file_hash

    def get(self, file_hash: str) -> bytes:
        """The whole content; raises NotFound."""
        name = name_of(file_hash)
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=name)
        except self._client.exceptions.ClientError as error:
            if _is_missing(error):
                raise no_such_file() from None
            raise
        with answer["Body"] as body:
            return cast(bytes, body.read())

    def open_stream(self, file_hash: str) -> BinaryIO:
        """The content, fetched whole: files are at most a photo long, and a held connection would be one less to use."""
        return BytesIO(self.get(file_hash))

    def renew(self, file_hash: str) -> int | None:
        """How many bytes the file has, None where there is none. One that is not of the last hour is copied onto itself."""
        name = name_of(file_hash)
        try:
            known = self._client.head_object(Bucket=self._bucket, Key=name)
            if _older_than(known["LastModified"], _YOUNG):
                source = {"Bucket": self._bucket, "Key": name}
                self._client.copy_object(Bucket=self._bucket, Key=name, CopySource=source, MetadataDirective="REPLACE")
        except self._client.exceptions.ClientError as error:
            if _is_missing(error):
                return None
            raise
        return int(known["ContentLength"])

    def hashes(self, *, older_than: timedelta) -> Iterator[str]:
        """The names of all files that nobody has put for so long."""
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket):
            for each in page.get("Contents", ()):
                name = each["Key"].rpartition("/")[2]
                if is_hash(name) and name_of(name) == each["Key"] and _older_than(each["LastModified"], older_than):
                    yield name

    def remove(self, file_hash: str, *, older_than: timedelta) -> bool:
        """Deletes a file unless somebody has put it meanwhile; whether it is gone now. A missing file is gone."""
        name = name_of(file_hash)
        try:
            known = self._client.head_object(Bucket=self._bucket, Key=name)
        except self._client.exceptions.ClientError as error:
            if _is_missing(error):
                return True
            raise
        if not _older_than(known["LastModified"], older_than):
            return False
        self._client.delete_object(Bucket=self._bucket, Key=name)
        return True

    def remove_parts(self, *, older_than: timedelta) -> int:
        """Nothing: the store shows a file only when it is whole."""
        return 0


def _older_than(changed: datetime, age: timedelta) -> bool:
    return changed < datetime.now(UTC) - age


def _is_missing(error: Any) -> bool:
    return error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}


def _client(endpoint: str, key: str, secret: str, region: str) -> Any:
    # By name, not at the top: boto3 is large, and only a city with an object store installs it.
    try:
        boto3, config = import_module("boto3"), import_module("botocore.config")
    except ModuleNotFoundError:
        raise ValueError("PLANNER_FILES is an s3:// address: pip install boto3") from None
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name=region,
        config=config.Config(
            # Stores other than AWS often have neither bucket host names nor the newer checksums.
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "max_attempts": 3},
        ),
    )
