"""The states of a task and what moves it from one to another. May import the room's models."""

from __future__ import annotations

from chungtay.messages import fail
from chungtay.movement.models import Task

State = Task.Status
OWN, ABOVE = "own", "above"

# action -> (who, {state before: state after})
MOVES: dict[str, tuple[str, dict[str, str]]] = {
    "start": (OWN, {State.OPEN: State.DOING, State.RETURNED: State.DOING}),
    "report": (OWN, {State.OPEN: State.DOING, State.DOING: State.DOING, State.RETURNED: State.DOING}),
    "add_evidence": (
        OWN,
        {State.OPEN: State.DOING, State.DOING: State.DOING, State.RETURNED: State.RETURNED},
    ),
    "remove_evidence": (OWN, {State.DOING: State.DOING, State.RETURNED: State.RETURNED}),
    "submit": (OWN, {State.OPEN: State.SUBMITTED, State.DOING: State.SUBMITTED, State.RETURNED: State.SUBMITTED}),
    "withdraw": (OWN, {State.SUBMITTED: State.DOING}),
    "accept": (ABOVE, {State.SUBMITTED: State.ACCEPTED}),
    "return": (ABOVE, {State.SUBMITTED: State.RETURNED, State.ACCEPTED: State.RETURNED}),
}
UNFINISHED = (State.OPEN, State.DOING, State.RETURNED)
"""states in which the owner still has something to do"""


def next_state(task: Task, action: str) -> str:
    """The state after an action; UserError where the task's state does not allow it."""
    moves = MOVES[action][1]
    if task.status not in moves:
        allowed = ", ".join(str(State(state).label) for state in moves)
        raise fail(
            "Việc đang ở trạng thái không cho phép bước này.",
            "The task is in a state that does not allow this step.",
            do_vi="Tải lại trang để xem trạng thái hiện nay.",
            do_en="Reload the page to see its present state.",
            value=str(task.get_status_display()),
            allowed=allowed,
            code="wrong_state",
        )
    return moves[task.status]
