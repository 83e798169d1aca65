"""What other rooms ask of the Assemblea."""

from piani.carte import Carta
from piani.models import Piano


def carta_di_approvazione(piano: Piano) -> Carta | None:
    """Return the signed minutes of the session that approved the plan, or the outside act that did; None if not kept yet."""
    return None
