"""What is done with a file on other pages: each is imported when it is asked for."""

from __future__ import annotations

from screens.app import CoopApp


async def show_candidates(app: CoopApp, file_id: int) -> None:
    """Show the candidates of a file: screening, invitations, interviews, interests."""
    from screens.allocation.screening import show_candidates as show

    await show(app, file_id)


async def call(app: CoopApp, file_id: int) -> None:
    """Put the choice to the vote."""
    from screens.allocation.choosing import call as run

    await run(app, file_id)


async def rank(app: CoopApp, file_id: int) -> None:
    """Fix the order of those chosen."""
    from screens.allocation.choosing import rank as run

    await run(app, file_id)


async def open_meeting(app: CoopApp, file_id: int) -> None:
    """Open the room of the meeting that decides."""
    from screens.allocation.choosing import open_meeting as run

    await run(app, file_id)


async def nominate(app: CoopApp, file_id: int) -> None:
    """Nominate whose turn it is."""
    from screens.allocation.nomination import nominate as run

    await run(app, file_id)


async def answer(app: CoopApp, file_id: int) -> None:
    """Note what the corporation said."""
    from screens.allocation.nomination import answer as run

    await run(app, file_id)


async def fit(app: CoopApp, file_id: int) -> None:
    """Note the outcome of the affordability check."""
    from screens.allocation.nomination import fit as run

    await run(app, file_id)


async def permit(app: CoopApp, file_id: int) -> None:
    """Note the day of the housing permit."""
    from screens.allocation.nomination import permit as run

    await run(app, file_id)


async def house(app: CoopApp, file_id: int) -> None:
    """Make the contract and the membership out of the nomination."""
    from screens.allocation.nomination_house import house as run

    await run(app, file_id)


async def end(app: CoopApp, file_id: int) -> None:
    """End a nomination that came to nothing; the next in rank has a turn."""
    from screens.allocation.nomination import end as run

    await run(app, file_id)


async def reasons(app: CoopApp, file_id: int) -> None:
    """Show who was not chosen, with the letters that are owed."""
    from screens.allocation.nomination import reasons as run

    await run(app, file_id)


async def second(app: CoopApp, file_id: int) -> None:
    """Take the second admission of a procedure that asks for two."""
    from screens.allocation.nomination_house import second as run

    await run(app, file_id)


async def figures(app: CoopApp, file_id: int) -> None:
    """Show the figures of the year for the municipality and the corporation."""
    from screens.allocation.proof import show_figures as run

    await run(app, file_id)


async def proof(app: CoopApp, file_id: int) -> None:
    """Show the proof of a file."""
    from screens.allocation.proof import show_proof as run

    await run(app, file_id)
