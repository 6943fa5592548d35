"""What Streamlit holds in memory: the screens that are open, and the files that visitors have uploaded to them."""

from collections.abc import Mapping

from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


def uploaded_bytes() -> Mapping[str, int]:
    """Bytes by session of a screen; nothing before the first visitor."""
    if not runtime.exists():
        return {}
    manager = runtime.get_instance().uploaded_file_mgr
    assert isinstance(manager, MemoryUploadedFileManager)
    with manager._lock:  # no public way tells whose the bytes are
        return {
            session: sum(len(file.data) for file in files.values()) for session, files in manager.file_storage.items()
        }


def is_open(session: str) -> bool:
    """Whether a screen is connected under this number of a session."""
    return runtime.exists() and runtime.get_instance().is_active_session(session)
