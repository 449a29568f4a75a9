"""The keys by which official files name a building and an address, as SQL over a batch: the same in every format.

`building_code` reads `code` and `operator` (of the commune), `rank` and `pm`; `ban_key` reads `c`, `now`, `place`,
`number` and `repeat`, ranks of the whole world, and the lookups of `ban_lookups`.
"""

from maillage.simulation.addresses import REPEATS
from maillage.simulation.world.model import World

BUILDING_CODE = """
CASE WHEN operator IN ('FRTE', 'SFR0') THEN 'IMB/' || code || '/X/' || lpad(upper(to_base(rank, 36)), 4, '0')
    ELSE substr(code, 3) || '000' || chr((65 + pm // 26 % 26)::INTEGER) || chr((65 + pm % 26)::INTEGER)
         || lpad((rank % 400 + 1)::VARCHAR, 4, '0') || lpad((pm // 676 + 1)::VARCHAR, 3, '0') || '01' END
"""
"""The reference its FttH operator gives a building: unique within this operator."""
_OWN = "lpad((place + 1)::VARCHAR, 4, '0')"
BAN_STREET = f"CASE WHEN now <> c THEN 'x' || substr($codes[c + 1], 4) || substr({_OWN}, 2) ELSE {_OWN} END"
"""The street within its commune of today: those of a merged commune have a longer one."""
BAN_KEY = f"concat_ws('_', $codes[now + 1], {BAN_STREET}, lpad(number::VARCHAR, 5, '0'), $repeats[repeat + 1])"
"""The key of an address in the Base adresse nationale."""


def ban_lookups(world: World) -> dict[str, object]:
    """What BAN_STREET and BAN_KEY look up."""
    return {"codes": world.cog.codes, "repeats": [None, *REPEATS[1:]]}
