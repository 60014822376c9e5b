"""Seals and what they are put to: each refusal beside its success."""

from datetime import date, datetime, timedelta

import pytest

from app.core.clock import SHANGHAI
from app.core.ids import new_id
from app.rules.checks.seals import (
    SealLook,
    check_approver,
    check_copies,
    check_electronic_use,
    check_final_file,
    check_handover,
    check_in_use,
    check_issuer_seals,
    check_keeper,
    check_keeper_role,
    check_look,
    check_outing,
    check_place,
    check_provider,
    check_resumed,
    check_same_file,
    check_seal_name,
    check_signed_original,
    check_special_name,
)
from app.vocabulary.identity import Role
from app.vocabulary.seals import IssuerRank, SealEmblem, SealShape, SealState, SealType

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
HASH, OTHER = "a" * 64, "b" * 64
ORGAN = ("清河县人民政府", "清河县政府")


def rules(found):
    return [(one.rule, one.pointer) for one in found]


@pytest.mark.rule("SEAL-R01")
class TestApprover:
    @pytest.mark.parametrize("role", [Role.LEADER, Role.PRINCIPAL_LEADER])
    def test_is_a_leader(self, role):
        assert check_approver([role], is_delegated=False) == ()

    def test_or_who_is_entrusted_in_writing_but_nobody_else(self):
        assert check_approver([Role.OFFICE_DIRECTOR], is_delegated=True) == ()
        assert rules(check_approver([Role.OFFICE_DIRECTOR], is_delegated=False)) == [("SEAL-R01", "")]


@pytest.mark.rule("SEAL-R02")
class TestName:
    @pytest.mark.parametrize("name", ORGAN)
    def test_is_the_full_or_the_short_name_of_the_issuer(self, name):
        assert check_seal_name(name, SealType.OFFICIAL, ORGAN, ()) == ()

    def test_of_another_organ_is_refused(self):
        found = check_seal_name("清河县人民政府办公室", SealType.OFFICIAL, ORGAN, ())
        assert rules(found) == [("SEAL-R02", "/seal_id")]

    def test_of_a_special_seal_is_refused_even_if_it_were_the_same(self):
        assert rules(check_seal_name(ORGAN[0], SealType.CONTRACT, ORGAN, ())) == [("SEAL-R02", "/seal_id")]

    def test_of_a_signature_seal_is_that_of_who_signed(self):
        assert check_seal_name("周明", SealType.LEADER_SIGNATURE, ORGAN, ("周明",)) == ()
        assert rules(check_seal_name("李强", SealType.LEADER_SIGNATURE, ORGAN, ("周明",))) == [("SEAL-R02", "/seal_id")]


@pytest.mark.rule("SEAL-R03")
class TestSignedOriginal:
    def test_is_the_text_that_was_rechecked(self):
        assert check_signed_original(2, HASH, HASH) == ()
        assert rules(check_signed_original(2, HASH, OTHER)) == [("SEAL-R03", "")]

    def test_must_be_there(self):
        assert rules(check_signed_original(None, HASH, HASH)) == [("SEAL-R03", "")]


@pytest.mark.rule("SEAL-R04")
class TestFile:
    @pytest.mark.parametrize(("told", "attached"), [(HASH, []), (HASH, [HASH]), (HASH, [OTHER, HASH])])
    def test_is_told_by_its_hash_or_attached(self, told, attached):
        assert check_final_file(told, attached) == ()

    @pytest.mark.parametrize(("told", "attached"), [(None, []), (None, [HASH, OTHER]), (HASH, [OTHER])])
    def test_that_is_missing_or_another_is_refused(self, told, attached):
        assert rules(check_final_file(told, attached)) == [("SEAL-R04", "/file_sha256")]

    def test_in_the_hand_is_the_one_approved(self):
        assert check_same_file(HASH, HASH, []) == ()
        assert check_same_file(HASH, HASH, [HASH]) == ()
        for approved, presented, attached in ((HASH, OTHER, []), (None, HASH, []), (HASH, HASH, [OTHER])):
            assert rules(check_same_file(approved, presented, attached)) == [("SEAL-R04", "/file_sha256")]


@pytest.mark.rule("SEAL-R05")
def test_copies_are_no_more_than_approved():
    assert check_copies(3, 3) == ()
    assert rules(check_copies(4, 3)) == [("SEAL-R05", "/copies")]


@pytest.mark.rule("SEAL-R07")
def test_the_keeper_did_not_approve():
    keeper, leader = new_id(), new_id()
    assert check_keeper(keeper, [leader, None]) == ()
    assert rules(check_keeper(keeper, [leader, keeper])) == [("SEAL-R07", "")]


@pytest.mark.rule("SEAL-R08")
class TestOuting:
    def outing(self, **told):
        said = {
            "carrier": new_id(),
            "escort": new_id(),
            "place": "江州市",
            "due": NOW + timedelta(hours=3),
            "now": NOW,
            "approved": True,
        }
        return rules(check_outing(**{**said, **told}))

    def test_is_approved_in_two_with_a_place_and_a_time(self):
        assert self.outing() == []

    def test_names_what_is_missing(self):
        assert self.outing(approved=False) == [("SEAL-R08", "/is_off_site")]
        assert self.outing(place=" ") == [("SEAL-R08", "/place")]
        assert self.outing(escort=None) == [("SEAL-R08", "/escort_id")]
        assert self.outing(due=NOW) == [("SEAL-R08", "/due_back_at")]
        alone = new_id()
        assert self.outing(carrier=alone, escort=alone) == [("SEAL-R08", "/escort_id")]

    def test_keeps_the_seal_from_everything_else(self):
        assert check_place(is_out=False, is_for_this=False) == ()
        assert check_place(is_out=True, is_for_this=True) == ()
        assert rules(check_place(is_out=True, is_for_this=False)) == [("SEAL-R08", "/seal_id")]


@pytest.mark.rule("SEAL-R09")
class TestKeeping:
    def test_passes_before_a_third_person(self):
        giver, taker, witness = new_id(), new_id(), new_id()
        assert check_handover(giver, taker, witness) == ()
        for three in ((giver, taker, taker), (giver, taker, giver), (giver, giver, witness)):
            assert rules(check_handover(*three)) == [("SEAL-R09", "/witness_id")]

    def test_is_a_post(self):
        assert check_keeper_role([Role.SEAL_KEEPER]) == ()
        assert rules(check_keeper_role([Role.OFFICE_CLERK])) == [("SEAL-R09", "/keeper_id")]


@pytest.mark.rule("SEAL-R10")
def test_a_special_seal_does_not_bear_the_name_of_the_official_one():
    official = {"清河县水务公司"}
    assert check_special_name("清河县水务公司合同专用章", SealType.CONTRACT, official) == ()
    assert check_special_name("清河县水务公司", SealType.OFFICIAL, official) == ()
    assert rules(check_special_name("清河县水务公司", SealType.CONTRACT, official)) == [("SEAL-R10", "/name")]


@pytest.mark.rule("SEAL-R11")
class TestLook:
    def look(self, **told):
        said = {
            "seal_type": SealType.OFFICIAL, "shape": SealShape.ROUND, "emblem": SealEmblem.NATIONAL,
            "rank": IssuerRank.COUNTY, "width_mm": 45, "height_mm": 45,
        }  # fmt: skip
        return [one.pointer for one in check_look(SealLook(**{**said, **told}))]

    def test_of_each_rank_has_its_size_and_emblem(self):
        assert self.look() == []
        assert self.look(rank=IssuerRank.PROVINCE, width_mm=50, height_mm=50) == []
        assert self.look(rank=IssuerRank.TOWNSHIP, width_mm=42, height_mm=42, emblem=SealEmblem.STAR) == []
        assert self.look(rank=IssuerRank.UNIT, width_mm=40, height_mm=40, emblem=SealEmblem.STAR) == []

    def test_of_another_size_shape_or_emblem_is_noticed(self):
        assert self.look(width_mm=46, height_mm=46) == ["/width_mm"]
        assert self.look(height_mm=44) == ["/shape"]
        assert self.look(shape=SealShape.SQUARE) == ["/shape"]
        assert self.look(emblem=SealEmblem.STAR) == ["/emblem"]
        unit = {"seal_type": SealType.INTERNAL_UNIT, "rank": IssuerRank.COUNTY, "emblem": SealEmblem.STAR}
        assert self.look(**unit) == []
        assert self.look(**unit, width_mm=46, height_mm=46) == ["/width_mm"]

    def test_of_embossing_seals_has_bounds(self):
        assert self.look(seal_type=SealType.EMBOSSING, width_mm=35, height_mm=35) == []
        for size in (34, 43):
            assert self.look(seal_type=SealType.EMBOSSING, width_mm=size, height_mm=size) == ["/width_mm"]

    def test_of_other_seals_is_free(self):
        assert self.look(seal_type=SealType.FINANCE, shape=SealShape.OVAL, width_mm=60, height_mm=30) == []


class TestInUse:
    @pytest.mark.rule("SEAL-R12", "SEAL-R13")
    def test_is_the_only_state_in_which_a_seal_is_used(self):
        assert check_in_use(SealState.IN_USE, TODAY, TODAY) == ()
        assert rules(check_in_use(SealState.LOST, TODAY, TODAY)) == [("SEAL-R13", "/seal_id")]
        for state in (SealState.STOPPED, SealState.SURRENDERED, SealState.DESTROYED):
            assert rules(check_in_use(state, TODAY, TODAY)) == [("SEAL-R12", "/seal_id")]
        assert rules(check_in_use(SealState.IN_USE, TODAY + timedelta(days=1), TODAY)) == [("SEAL-R12", "/seal_id")]

    @pytest.mark.rule("SEAL-R12", "SEAL-R16")
    def test_is_resumed_for_electronic_seals_only(self):
        assert check_resumed(SealType.ELECTRONIC) == ()
        assert rules(check_resumed(SealType.OFFICIAL)) == [("SEAL-R12", "")]


@pytest.mark.rule("SEAL-R14")
def test_another_issuer_seals_by_a_named_person():
    assert check_issuer_seals("周明", is_ours=False) == ()
    assert check_issuer_seals(None, is_ours=True) == ()
    assert rules(check_issuer_seals(None, is_ours=False)) == [("SEAL-R14", "/sealed_by")]


class TestElectronic:
    @pytest.mark.rule("SEAL-R15", "SEAL-R16")
    def test_is_a_reference_to_a_provider_and_only_that(self):
        assert check_provider(SealType.ELECTRONIC, "江州市电子印章平台", "SEAL-1") == ()
        assert check_provider(SealType.OFFICIAL, None, None) == ()
        assert rules(check_provider(SealType.ELECTRONIC, None, None)) == [("SEAL-R16", "/provider")]
        assert rules(check_provider(SealType.ELECTRONIC, "江州市电子印章平台", None)) == [("SEAL-R16", "/provider")]
        assert rules(check_provider(SealType.OFFICIAL, "江州市电子印章平台", "SEAL-1")) == [("SEAL-R15", "/provider")]

    @pytest.mark.rule("SEAL-R15")
    def test_was_used_when_its_provider_says_so(self):
        assert check_electronic_use(SealType.ELECTRONIC, "ES-1", None, TODAY) == ()
        assert check_electronic_use(SealType.ELECTRONIC, "ES-1", TODAY, TODAY) == ()
        assert check_electronic_use(SealType.OFFICIAL, None, None, TODAY) == ()
        assert rules(check_electronic_use(SealType.ELECTRONIC, None, None, TODAY)) == [
            ("SEAL-R15", "/provider_reference")
        ]
        assert rules(check_electronic_use(SealType.OFFICIAL, "ES-1", None, TODAY)) == [
            ("SEAL-R15", "/provider_reference")
        ]
        past = TODAY - timedelta(days=1)
        assert rules(check_electronic_use(SealType.ELECTRONIC, "ES-1", past, TODAY)) == [("SEAL-R15", "/seal_id")]
