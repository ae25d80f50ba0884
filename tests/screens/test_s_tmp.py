from tests.screens.test_room import gathered, clock, _enter, _put, WIDE, NARROW
import pytest
async def test_zz(store, gathered, drive):
    async with drive((120,40), draws_always=True) as desk:
        await _enter(desk, gathered)
        await _put(desk, "Proposal")
        for keys in (["w"],["2"],["f"],["a"],["b"],["escape"],["w","2"],*"fffffff",["enter"]):
            print("KEYS", keys, flush=True)
            await desk.press(*keys)
            if keys!=["enter"]: continue
            print(desk.text)
        from tests.screens.test_room import _stored
        await _stored(desk)
        print(desk.text)
        for keys in (["k"],["up"],["up"],["enter"]):
            print("KEYS", keys, flush=True)
            await desk.press(*keys)
        print(desk.text)
        await _stored(desk)
