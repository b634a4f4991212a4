"""How a desk prices its licences: the sheets and settings that its tariffs come from."""

from sheetops.jobs.desk import Desk
from sheetops.jobs.subjects import subjects
from sheetops.rules.pricing import PriceSheets, PricingTerms
from sheetops.rules.tariffs import TariffTerms

PRICE_SHEETS = ("Units", "Tariffs", "Indices")
PRICE_SETTINGS = (
    "tariff_tiers",
    "tariff_discount",
    "pro_rata",
    "index_cap",
    "index_rounding",
    "gap_percent",
    "declaration_days",
    "late_declaration_percent",
)


def price_sheets(desk: Desk) -> PriceSheets:
    """Return the good rows of the sheets that prices come from."""
    return PriceSheets(desk.frames["Tariffs"], desk.frames["Indices"], desk.frames["Units"])


def pricing_terms(desk: Desk) -> PricingTerms:
    """Return how the desk's policy prices on its day."""
    policy = desk.policy
    return PricingTerms(
        TariffTerms(
            as_of=desk.as_of,
            tiers=policy.value("tariff_tiers"),
            basis=policy.value("pro_rata"),
            rounding=max(int(policy.value("index_rounding").scaleb(6)), 1),
            cap=basis_points(desk, "index_cap"),
        ),
        gap_rate=basis_points(desk, "gap_percent"),
        declaration_days=policy.value("declaration_days"),
        late_rate=basis_points(desk, "late_declaration_percent"),
        discount=(policy.each("tariff_discount", subjects(desk, desk.frames["Licences"])) * 100).astype("int64"),
    )


def basis_points(desk: Desk, setting: str, *applies_to: str) -> int:
    """Return a setting that is a rate in percent, in basis points."""
    return int(desk.policy.value(setting, *applies_to) * 100)
