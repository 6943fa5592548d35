"""What a recorded voice is, by its first bytes: nothing here decodes it."""

MAX_SOUND_BYTES = 3 * 1024**2
"""Ten minutes of speech as tablets record it; their page stops after two."""
_MP4_BRANDS = (b"M4A ", b"isom", b"iso5", b"iso6", b"mp41", b"mp42")


def sound_type(data: bytes) -> str | None:
    """How it is told over HTTP: audio/webm, audio/ogg or audio/mp4, what browsers record; None for anything else."""
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return "audio/webm"
    if data.startswith(b"OggS") and b"OpusHead" in data[:96]:
        return "audio/ogg"
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return "audio/mp4"
    return None
