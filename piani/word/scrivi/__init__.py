"""From the canonical document to a .docx that Word and LibreOffice open."""

from piani.word.scrivi.piano import docx_del_piano

__all__ = ["docx_del_piano"]
